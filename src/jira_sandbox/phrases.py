"""What people write: words for summaries, lines for comments, whole descriptions."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from jira_sandbox import adf

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from jira_sandbox.people import Person

VERBS = [
    "Add",
    "Fix",
    "Remove",
    "Speed-up",
    "Document",
    "Migrate",
    "Test",
    "Review",
    "Rename",
    "Split",
    "Merge",
    "Cache",
    "Log",
]
THINGS = [
    "login",
    "checkout",
    "invoice",
    "export",
    "search",
    "import",
    "report",
    "dashboard",
    "session",
    "cache",
    "queue",
    "upload",
    "mailer",
    "webhook",
    "parser",
    "index",
    "schema",
    "backup",
    "router",
    "gateway",
    "form",
    "wizard",
    "profile",
    "audit",
]
PLACES = [
    "on mobile",
    "for large accounts",
    "in the admin area",
    "after an upgrade",
    "behind a proxy",
    "when offline",
    "with two factors",
    "for guests",
    "at midnight",
    "under load",
    "in Safari",
    "with umlauts: äöü",
    "for 日本語 names",
]
LABELS = [
    "backend",
    "frontend",
    "ops",
    "security",
    "debt",
    "ux",
    "docs",
    "quick-win",
    "customer",
    "urgent",
    "flaky",
    "legacy",
]
LINES = (
    "The customer sees an empty page and nothing in the log.",
    "Steps to reproduce are in the linked report.",
    "We agreed to keep the old behaviour behind a switch.",
    "This needs a migration; see the plan from March.",
    "It must not take longer than 200 ms.",
    "Edge cases: no items, one item, ten thousand items.",
    "Works on my machine, fails in the pipeline.",
    "Please talk to the team before changing the schema.",
)


def description(number: int, people: Sequence[Person], draw: random.Random) -> dict[str, Any]:
    """A text such as people write: paragraphs, and at times a heading, a list, a table, a panel, code, a mention."""
    lines = [LINES[(number * 7 + n) % len(LINES)] for n in range(1 + number % 4)]
    content: list[dict[str, Any]] = adf.from_text("\n".join(lines))["content"]
    for every, make in PIECES:
        if number % every == 0:
            content.append(make(number, people, draw))
    return {"type": "doc", "version": 1, "content": content}


def remark(line: str, people: Sequence[Person], draw: random.Random) -> dict[str, Any]:
    """A comment: a line, addressed to somebody one time in four."""
    inline: list[dict[str, Any]] = [_text(line)]
    if draw.random() < 0.25:
        inline = [_mention(draw.choice(people), draw), _text(f" {line}")]
    return {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": inline}]}


def _text(text: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"marks": list(marks)} if marks else {})}


def _paragraph(*inline: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(inline)}


def _mark(draw: random.Random) -> str:
    return str(uuid.UUID(int=draw.getrandbits(128), version=4))


def _mention(person: Person, draw: random.Random) -> dict[str, Any]:
    told = {"id": person.account_id, "text": f"@{person.name}", "localId": _mark(draw)}
    return {"type": "mention", "attrs": told}


def _list(number: int, _people: Sequence[Person], _draw: random.Random) -> dict[str, Any]:
    kind = "bulletList" if number % 2 else "orderedList"
    rows = [
        {"type": "listItem", "content": [_paragraph(_text(line))]}
        for line in LINES[: 2 + number % 3]
    ]
    return {"type": kind, **({} if number % 2 else {"attrs": {"order": 1}}), "content": rows}


def _heading(number: int, _people: Sequence[Person], _draw: random.Random) -> dict[str, Any]:
    return {"type": "heading", "attrs": {"level": 2 + number % 2}, "content": [_text("Details")]}


def _linked(number: int, _people: Sequence[Person], _draw: random.Random) -> dict[str, Any]:
    address = {"type": "link", "attrs": {"href": f"https://example.com/report/{number}"}}
    strong = {"type": "strong"}
    return _paragraph(
        _text("See "), _text("the report", address), _text(", "), _text("soon", strong)
    )


def _code(number: int, _people: Sequence[Person], draw: random.Random) -> dict[str, Any]:
    attrs = {"language": "http", "localId": _mark(draw)}
    return {"type": "codeBlock", "attrs": attrs, "content": [_text(f"GET /things/{number}\n500")]}


def _table(number: int, _people: Sequence[Person], draw: random.Random) -> dict[str, Any]:
    rows = [("tableHeader", "Case", "Result"), ("tableCell", f"no. {number}", "fails")]
    cells = [
        [{"type": kind, "attrs": {}, "content": [_paragraph(_text(word))]} for word in words]
        for kind, *words in rows
    ]
    content = [{"type": "tableRow", "content": row} for row in cells]
    attrs = {"isNumberColumnEnabled": False, "layout": "default", "localId": _mark(draw)}
    return {"type": "table", "attrs": attrs, "content": content}


def _panel(number: int, _people: Sequence[Person], draw: random.Random) -> dict[str, Any]:
    attrs = {"panelType": ("info", "warning", "note")[number % 3], "localId": _mark(draw)}
    return {"type": "panel", "attrs": attrs, "content": [_paragraph(_text(LINES[number % 8]))]}


def _asked(_number: int, people: Sequence[Person], draw: random.Random) -> dict[str, Any]:
    return _paragraph(_mention(draw.choice(people), draw), _text(" knows more."))


def _tasks(_number: int, _people: Sequence[Person], draw: random.Random) -> dict[str, Any]:
    items = [
        {
            "type": "taskItem",
            "attrs": {"localId": _mark(draw), "state": draw.choice(("TODO", "DONE"))},
            "content": [_text(line)],
        }
        for line in LINES[:2]
    ]
    return {"type": "taskList", "attrs": {"localId": _mark(draw)}, "content": items}


# Each piece stands in every so many descriptions.
PIECES = (
    (6, _heading),
    (3, _list),
    (5, _linked),
    (10, _code),
    (9, _table),
    (8, _panel),
    (7, _asked),
    (13, _tasks),
)
