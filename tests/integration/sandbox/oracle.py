"""Atlassian's own API description, asked about answers."""

from __future__ import annotations

import copy
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

if TYPE_CHECKING:
    from tests.integration.sandbox.client import Answer

ROOT = Path(__file__).parents[3]
HOMES = [Path(os.environ.get("TICKETR_ORACLES", "")), ROOT.parent / "shared" / "data"]
PLATFORM = "openapi/jira-cloud-platform-v3.clean.json"
# The description says text; recorded histories hold null there (recorded/faros/issues.json).
NULL_IN_HISTORY = re.compile(r"items/\d+/(from|to)(String)?$")
DATA_CENTER = "openapi/jira-dc-10.3.24-v2.json"
AGILE = "openapi/jira-cloud-software-agile.2026-06-10.json"


def data(name: str) -> Path:
    """A file of the oracle data; skips the test where there is none."""
    for home in HOMES:
        if str(home) != "." and (home / name).exists():
            return home / name
    pytest.skip(f"the oracle data is not here: {name} (set TICKETR_ORACLES)")


class Description:
    """One OpenAPI document."""

    def __init__(self, path: Path, cut: str = "") -> None:
        self._cut = cut
        self.document = json.loads(path.read_text("utf-8"))
        self._schemas = {"components": _relaxed(self.document["components"])}
        self._paths = [
            (_pattern(p), p) for p in sorted(self.document["paths"], key=lambda p: p.count("{"))
        ]

    def operation(self, answer: Answer) -> dict[str, Any] | None:
        for pattern, path in self._paths:
            item = self.document["paths"][path]
            if (
                pattern.fullmatch(answer.path.removeprefix(self._cut))
                and answer.method.lower() in item
            ):
                return dict(item[answer.method.lower()])
        return None

    def complaints(self, answer: Answer) -> tuple[list[str], list[str]]:
        """Violations, and properties that the description does not know."""
        operation = self.operation(answer)
        where = f"{answer.method} {answer.path} {answer.status}"
        if operation is None:
            return [f"{where}: no such operation"], []
        response = operation["responses"].get(str(answer.status))
        if response is None:
            return [f"{where}: undocumented status"], []
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        if schema is None or answer.body is None:
            return [], []
        if isinstance(answer.body, list) and self._type(schema) == "object":
            # The description of Data Center names the element where the answer is a list of them.
            judged = [self._judge(where, schema, one) for one in answer.body]
            return [b for bad, _ in judged for b in bad], [e for _, more in judged for e in more]
        return self._judge(where, schema, answer.body)

    def _type(self, schema: dict[str, Any]) -> str:
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return str(schema.get("type"))

    def _judge(self, where: str, schema: dict[str, Any], body: Any) -> tuple[list[str], list[str]]:
        validator = jsonschema_rs.Draft202012Validator({**_relaxed(schema), **self._schemas})
        bad, extra = [], []
        for error in validator.iter_errors(body):
            at = "/".join(str(part) for part in error.instance_path)
            if "Additional properties" in error.message or "Unevaluated" in error.message:
                extra += re.findall(r"'(\w+)'", error.message)
            elif not NULL_IN_HISTORY.search(at):
                bad.append(f"{where} at {at}: {error.message[:300]}")
        return bad, extra


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)))


def _relaxed(node: Any) -> Any:
    """The schema as Jira keeps it: times without a colon, null where OpenAPI says nullable or nothing."""
    if isinstance(node, list):
        return [_relaxed(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = copy.copy(node)
    node.pop("format", None)
    if "anyOf" in node and "properties" not in node:
        # A clause of a query is said to be one of several and to have no properties at all.
        node.pop("additionalProperties", None)
    for name in ("example", "x-showInExample"):
        node.pop(name, None)
    return {key: _relaxed(value) for key, value in node.items()}


def shape(value: Any) -> Any:
    """A document's keys and types, without its values; a list by the shapes in it."""
    if isinstance(value, dict):
        return {key: shape(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__
