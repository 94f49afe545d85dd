"""Atlassian's own API descriptions, asked about exchanges: what was sent, and what was answered."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# RFC 3339 as Jira writes it: the offset may have no colon.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FORMATS = {
    "date-time": lambda text: bool(MOMENT.fullmatch(text)),
    "date": lambda text: bool(DAY.fullmatch(text)),
}


@dataclass(frozen=True)
class Complaint:
    """What a description says against an exchange: where (method, template, status) and what."""

    method: str
    template: str
    status: int
    what: str

    def __str__(self) -> str:
        return f"{self.method} {self.template} {self.status}: {self.what}"


@dataclass(frozen=True)
class Operation:
    """One operation of a description."""

    method: str
    template: str
    document: Mapping[str, Any]

    def parameters(self, place: str) -> dict[str, Mapping[str, Any]]:
        rows = self.document.get("parameters", [])
        return {row["name"]: row for row in rows if row.get("in") == place}


class Description:
    """One OpenAPI 3.0 document; `prefix` stands before the paths of the document in requests."""

    def __init__(self, path: Path, prefix: str = "") -> None:
        self.document = json.loads(path.read_text("utf-8"))
        self._prefix = prefix
        self._components = {
            "components": {"schemas": _plain(self.document["components"]["schemas"])}
        }
        self._known: dict[str, jsonschema_rs.Validator] = {}

    @cached_property
    def _operations(self) -> list[tuple[re.Pattern[str], Operation]]:
        found = []
        for template in sorted(self.document["paths"], key=lambda path: path.count("{")):
            item = self.document["paths"][template]
            pattern = re.compile(
                re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(self._prefix + template))
            )
            for method in item.keys() & {"get", "put", "post", "delete", "patch"}:
                shared = [self._resolved(row) for row in item.get("parameters", [])]
                own = [self._resolved(row) for row in item[method].get("parameters", [])]
                document = {**item[method], "parameters": shared + own}
                found.append((pattern, Operation(method.upper(), template, document)))
        return found

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a request is for."""
        for pattern, operation in self._operations:
            if operation.method == method and pattern.fullmatch(path):
                return operation
        return None

    def of_response(self, operation: Operation, line: Mapping[str, Any]) -> Iterator[Complaint]:
        """What is wrong with an answer."""
        status = line["status"]
        responses = operation.document["responses"]
        told = responses.get(str(status)) or responses.get("default")
        where = (operation.method, operation.template, status)
        if told is None:
            yield Complaint(*where, "undocumented status")
            return
        content = self._resolved(told).get("content", {})
        schema = _json(content)
        if schema is None or line["response"] is None:
            return
        if "json" not in line["kind"]:
            if line["kind"].partition(";")[0] in content:
                return  # a picture, where pictures are described
            yield Complaint(*where, f"the answer is {line['kind']}")
            return
        body, shown = line["response"], self._resolved(schema)
        if isinstance(body, list) and shown.get("type") == "object":
            yield Complaint(*where, "a list of what is described")
            body, schema = body[:20], {"type": "array", "items": schema}
        for what in self._judged(schema, body):
            yield Complaint(*where, what)

    def of_request(self, operation: Operation, line: Mapping[str, Any]) -> Iterator[Complaint]:
        """What is wrong with a question: its parameters and its body."""
        where = (operation.method, operation.template, 0)
        known = operation.parameters("query")
        for name in line["query"].keys() - known.keys():
            yield Complaint(*where, f"query {name}: unknown")
        for name, row in known.items():
            given = line["query"].get(name)
            if given is None and row.get("required"):
                yield Complaint(*where, f"query {name}: missing")
            for what in self._judged(row.get("schema", {}), _typed(row, given)) if given else ():
                yield Complaint(*where, f"query {name}: {what}")
        asked = operation.document.get("requestBody")
        schema = _json(self._resolved(asked).get("content", {})) if asked else None
        if schema is None and line["request"] is not None and not asked:
            yield Complaint(*where, "a body where none is due")
        if schema is not None:
            for what in self._judged(schema, line["request"]):
                yield Complaint(*where, f"body {what}")

    def _judged(self, schema: Mapping[str, Any], value: Any) -> Iterable[str]:
        mark = json.dumps(schema, sort_keys=True)
        if mark not in self._known:
            whole = {**_plain(schema), **self._components}
            self._known[mark] = jsonschema_rs.Draft202012Validator(
                whole, formats=FORMATS, validate_formats=True
            )
        for error in self._known[mark].iter_errors(value):
            at = "/".join(
                "*" if isinstance(part, int) else str(part) for part in error.instance_path
            )
            yield f"at /{at}: {_without_value(error)}"

    def _resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            found: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            node = found
        return node


def _without_value(error: jsonschema_rs.ValidationError) -> str:
    """What is said, with the type of the value in place of a long value."""
    said = re.search(r" is not (of types? |a |one of |valid).*", error.message, re.DOTALL)
    value = "null" if error.instance is None else type(error.instance).__name__
    return f"{value}{said.group()[:150]}" if said else error.message[:200]


def _json(content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for kind, row in content.items():
        if kind.startswith("application/json") and "schema" in row:
            return dict(row)["schema"]  # type: ignore[no-any-return]
    return None


def _typed(row: Mapping[str, Any], given: list[str]) -> Any:
    """A parameter's text as the value that its schema describes."""
    schema = row.get("schema", {})
    if schema.get("type") == "array":
        parts = given if row.get("explode", True) and len(given) > 1 else given[0].split(",")
        return [_scalar(schema.get("items", {}), part) for part in parts]
    return _scalar(schema, given[-1])


def _scalar(schema: Mapping[str, Any], text: str) -> Any:
    kind = schema.get("type")
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    if kind in {"integer", "number"} and re.fullmatch(r"-?\d+", text):
        return int(text)
    return text


def _plain(node: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema: `nullable` is a type, examples are none of it."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {k: _plain(v) for k, v in node.items() if k not in {"example", "xml", "discriminator"}}
    if "anyOf" in plain and "properties" not in plain:
        # No property of its own and none besides: nothing would fit. Its alternatives say what they allow.
        plain.pop("additionalProperties", None)
    if plain.pop("nullable", False) is True:
        return {"anyOf": [plain, {"type": "null"}]}
    return plain
