"""Atlassian documents: checked by Atlassian's own schema, given local ids, read as plain text."""

from __future__ import annotations

import json
import uuid
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOT_A_DOCUMENT = (
    "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
)
# Nodes that Jira's editor tells apart by an id of their own.
CARRIES_LOCAL_ID = frozenset(
    {
        "taskList",
        "taskItem",
        "decisionList",
        "decisionItem",
        "table",
        "expand",
        "nestedExpand",
        "status",
        "panel",
        "codeBlock",
        "extension",
        "bodiedExtension",
        "inlineExtension",
    }
)
BLOCKS = frozenset(
    {
        "paragraph",
        "heading",
        "codeBlock",
        "listItem",
        "tableRow",
        "tableCell",
        "tableHeader",
        "rule",
        "taskItem",
        "decisionItem",
    }
)
DEEPEST = 200


@cache
def _valid() -> Callable[[Any], bool]:
    import jsonschema_rs

    text = files("jira_sandbox").joinpath("schema", "adf.json").read_text("utf-8")
    return jsonschema_rs.Draft4Validator(json.loads(text)).is_valid


def accept(field_id: str, value: Any) -> dict[str, Any]:
    """A document as Jira would store it: valid, with local ids; raises JiraError 400."""
    if not isinstance(value, dict) or value.get("type") != "doc":
        raise invalid(field_id, NOT_A_DOCUMENT)
    if _depth(value) > DEEPEST or not _valid()(value):
        raise JiraError(400, "INVALID_INPUT")
    return with_local_ids(value)


def _depth(value: Any) -> int:
    deepest, rows = 0, [value]
    while rows and deepest <= DEEPEST:
        deepest += 1
        rows = [c for n in rows if isinstance(n, dict) for c in _children(n)]
    return deepest


def _children(node: dict[str, Any]) -> list[Any]:
    content = node.get("content")
    return content if isinstance(content, list) else []


def with_local_ids(node: dict[str, Any]) -> dict[str, Any]:
    """The same document, where every node that carries a local id has one."""
    copy = dict(node)
    if node.get("type") in CARRIES_LOCAL_ID and not node.get("attrs", {}).get("localId"):
        copy["attrs"] = {**node.get("attrs", {}), "localId": str(uuid.uuid4())}
    if "content" in node:
        copy["content"] = [with_local_ids(child) for child in node["content"]]
    return copy


def same(one: Any, other: Any) -> bool:
    """Whether two documents differ in nothing but local ids."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() & other.keys() >= {"wiki"}:
        return bool(one["wiki"] == other["wiki"])
    return bool(_bare(one) == _bare(other))


def _bare(node: Any) -> Any:
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    bare = {key: _bare(value) for key, value in node.items() if key not in ("localId", "wiki")}
    if bare.get("attrs") == {}:
        del bare["attrs"]
    return bare


def plain(node: Any) -> str:
    """The words of a document, a line for each block."""
    return "".join(_text(node)).strip()


def _text(node: Any) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    kind, attrs = node.get("type"), node.get("attrs") or {}
    if kind == "text":
        yield str(node.get("text", ""))
    elif kind == "hardBreak":
        yield "\n"
    elif attrs.get("text") or attrs.get("title"):
        yield str(attrs.get("text") or attrs.get("title"))
    for child in _children(node):
        yield from _text(child)
    if kind in BLOCKS:
        yield "\n"


def from_text(text: str) -> dict[str, Any]:
    """A document with a paragraph for each line that is not blank."""
    lines = [line.strip() for line in text.splitlines()]
    return {"type": "doc", "version": 1, "content": [_paragraph(x) for x in lines if x]}


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}
