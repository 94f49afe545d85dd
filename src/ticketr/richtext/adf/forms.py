"""How each node and mark that CommonMark has no words for is written: name, argument, label.

In a line `[label]{name argument #id}`, as a block of blocks `:::name argument "label" #id`. The id
stands for what the form does not say; it leads back to the node of the original document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.canon import flat, negligible

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node


class Place(Enum):
    """Where a form stands: in a line, as a block alone, around blocks, around text, on a block."""

    INLINE = "inline"
    BLOCK = "block"
    BODY = "body"
    MARK = "mark"
    BLOCK_MARK = "block mark"


@dataclass(frozen=True, slots=True)
class Form:
    """One name of the notation. `label` and `argument` name the attributes that they are.

    `alone`: it can be read without an id. `constant` are attributes that are always there.
    """

    name: str
    kind: str
    place: Place
    label: str = ""
    argument: str = ""
    alone: bool = True
    number: bool = False
    constant: tuple[tuple[str, str], ...] = ()


_INLINE: Final = (
    Form("mention", "mention", Place.INLINE, "text", "id"),
    Form("date", "date", Place.INLINE, "timestamp"),
    Form("status", "status", Place.INLINE, "text", "color"),
    Form("emoji", "emoji", Place.INLINE, "shortName"),
    Form("card", "inlineCard", Place.INLINE, "url"),
    Form("placeholder", "placeholder", Place.INLINE, "text"),
    Form("file", "mediaInline", Place.INLINE, "alt", alone=False),
    Form("macro", "inlineExtension", Place.INLINE, alone=False),
    Form("unknown", "", Place.INLINE, alone=False),
)
_BLOCK: Final = (
    Form("block-card", "blockCard", Place.BLOCK, "url"),
    Form("embed", "embedCard", Place.BLOCK, "url", "layout"),
    Form("image", "mediaSingle", Place.BLOCK, "alt", alone=False),
    Form("media", "media", Place.BLOCK, "alt", alone=False),
    Form("block-macro", "extension", Place.BLOCK, alone=False),
    Form("synced", "syncBlock", Place.BLOCK, alone=False),
    Form("node", "", Place.BLOCK, alone=False),
)
_BODY: Final = (
    Form("panel", "panel", Place.BODY, argument="panelType"),
    Form("expand", "expand", Place.BODY, "title"),
    Form("details", "nestedExpand", Place.BODY, "title"),
    Form("layout", "layoutSection", Place.BODY),
    Form("column", "layoutColumn", Place.BODY, argument="width", number=True),
    Form("files", "mediaGroup", Place.BODY),
    Form("figure", "mediaSingle", Place.BODY, argument="layout"),
    Form("macro-body", "bodiedExtension", Place.BODY, alone=False),
    Form("synced-body", "bodiedSyncBlock", Place.BODY, alone=False),
    Form("table", "table", Place.BODY),
    Form("row", "tableRow", Place.BODY),
    Form("header", "tableHeader", Place.BODY),
    Form("cell", "tableCell", Place.BODY),
    Form("tasks", "taskList", Place.BODY),
    Form("task", "taskItem", Place.BODY, argument="state"),
    Form("block-task", "blockTaskItem", Place.BODY, argument="state"),
    Form("decisions", "decisionList", Place.BODY),
    Form("decision", "decisionItem", Place.BODY, argument="state"),
)
_MARK: Final = (
    Form("underline", "underline", Place.MARK),
    Form("sub", "subsup", Place.MARK, constant=(("type", "sub"),)),
    Form("sup", "subsup", Place.MARK, constant=(("type", "sup"),)),
    Form("color", "textColor", Place.MARK, argument="color"),
    Form("background", "backgroundColor", Place.MARK, argument="color"),
    Form("comment", "annotation", Place.MARK, argument="id", constant=(("annotationType", "inlineComment"),)),
    Form("link", "link", Place.MARK, alone=False),
    Form("mark", "", Place.MARK, alone=False),
)  # fmt: skip
_BLOCK_MARK: Final = (
    Form("align", "alignment", Place.BLOCK_MARK, argument="align"),
    Form("indent", "indentation", Place.BLOCK_MARK, argument="level", number=True),
    Form("size", "fontSize", Place.BLOCK_MARK, argument="fontSize"),
    Form("block-mark", "", Place.BLOCK_MARK, alone=False),
)

SPANS: Final = {form.name: form for form in (*_INLINE, *_BLOCK, *_MARK, *_BLOCK_MARK)}
"""What stands in braces behind brackets, by name."""

BODIES: Final = {form.name: form for form in _BODY}
"""What stands behind three colons, by name."""

ATOMS: Final = {form.kind: form for form in (*_INLINE, *_BLOCK)}
"""Nodes without content of their own in Markdown, by type; `""` is any other node, as a block."""

CONTAINERS: Final = {form.kind: form for form in _BODY}
INLINE_KINDS: Final = frozenset(form.kind for form in _INLINE if form.kind)

_ALLOWED: Final = {
    "panel": re.compile("info|note|tip|warning|error|success"),
    "status": re.compile("neutral|purple|blue|red|yellow|green|#[0-9a-fA-F]{6}"),
    "embed": re.compile("wide|full-width|center|wrap-right|wrap-left|align-end|align-start"),
    "figure": re.compile("wide|full-width|center|wrap-right|wrap-left|align-end|align-start"),
    "column": re.compile(r"100|[0-9]{1,2}(?:\.[0-9]{1,6})?"),
    "task": re.compile("TODO|DONE"),
    "block-task": re.compile("TODO|DONE"),
    "decision": re.compile("[A-Z]+"),
    "mention": re.compile(r"[\w.:@+-]+", re.ASCII),
    "comment": re.compile(r"[\w.:@+-]+", re.ASCII),
    "color": re.compile("#[0-9a-fA-F]{6}"),
    "background": re.compile("#[0-9a-fA-F]{6}"),
    "align": re.compile("center|end"),
    "indent": re.compile("[1-6]"),
    "size": re.compile("small"),
}
_DAY_RE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NEEDED: Final = frozenset(
    ("block-card", "card", "emoji", "embed", "mention", "placeholder", "status")
)
"""What is nothing without a label."""

_SHELL: Final = frozenset(("type", "attrs", "content", "marks"))


def argument(form: Form, node: object) -> str:
    """What the form says behind its name; empty where it cannot say the node's."""
    found = nodes.attrs(node).get(form.argument)
    if form.number:
        whole = nodes.number(found)
        usable = isinstance(found, (int, float)) and not isinstance(found, bool)
        shown = str(whole) if whole is not None else str(found) if usable else ""
    else:
        shown = nodes.words(found)
    return shown if takes(form, shown) else ""


def label(form: Form, node: object) -> str:
    """The attribute that the form shows as its label."""
    found = nodes.words(nodes.attrs(bearer(form, node)).get(form.label))
    return _day(found) if form.label == "timestamp" else found


def bearer(form: Form, node: object) -> object:
    """The node whose attribute is the label: of an image alone in its frame, the image."""
    inner = nodes.content(node)
    return inner[0] if form.name == "image" and inner else node


def takes(form: Form, shown: str) -> bool:
    """Whether the text can stand as the form's argument; no form without one takes any."""
    allowed = _ALLOWED.get(form.name)
    return bool(allowed and allowed.fullmatch(shown))


def readable(form: Form, argument: str, label: str) -> bool:
    """Whether the form says a whole node, with nothing to look up."""
    if not form.alone or (form.argument and not argument):
        return False
    if form.name == "date":
        return _milliseconds(label) is not None
    return bool(label) or form.name not in _NEEDED


def attributes(form: Form, argument: str, label: str) -> Node:
    """The attributes that argument and label stand for."""
    found: Node = dict(form.constant)
    if form.argument and argument:
        found[form.argument] = _number(argument) if form.number else argument
    if form.label == "timestamp":
        found["timestamp"] = _milliseconds(label) or label
    elif form.label and label:
        found[form.label] = label
    return found


def _number(argument: str) -> int | float:
    return float(argument) if "." in argument else int(argument)


def says_all(form: Form, node: object) -> bool:
    """Whether reading the form gives the node again, up to what is negligible."""
    if not isinstance(node, dict) or node.keys() - _SHELL or node.get("marks"):
        return False
    return said(form, node) and isinstance(node.get("attrs", {}), dict)


def said(form: Form, node: object) -> bool:
    """Whether argument and label say all the attributes of a node or mark."""
    shown, text = argument(form, node), label(form, node)
    if not readable(form, shown, text):
        return False
    kept = {
        key: value
        for key, value in nodes.attrs(node).items()
        if not negligible(form.kind, key, value)
    }
    return flat(kept) == flat(attributes(form, shown, text))


def _day(timestamp: str) -> str:
    """Milliseconds since 1970 as a date in UTC; anything else as it is."""
    try:
        found = datetime.fromtimestamp(int(timestamp) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return timestamp
    return found.date().isoformat()


def _milliseconds(day: str) -> str | None:
    match = _DAY_RE.fullmatch(day)
    if match is None:
        return None
    try:
        found = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    except ValueError:
        return None
    return str(int(found.timestamp()) * 1000)
