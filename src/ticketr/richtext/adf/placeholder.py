"""What Markdown has no words for: its plain name, and the bracketed text that stands for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.escape import escape

NAMES: Final = {
    "blockCard": "smart link",
    "blockTaskItem": "task",
    "bodiedExtension": "extension",
    "bodiedSyncBlock": "synced block",
    "caption": "caption",
    "date": "date",
    "decisionItem": "decision",
    "decisionList": "decisions",
    "embedCard": "embedded link",
    "emoji": "emoji",
    "expand": "expand",
    "extension": "extension",
    "inlineCard": "smart link",
    "inlineExtension": "extension",
    "layoutColumn": "layout column",
    "layoutSection": "layout",
    "media": "media",
    "mediaGroup": "media",
    "mediaInline": "media",
    "mediaSingle": "media",
    "mention": "mention",
    "nestedExpand": "expand",
    "panel": "panel",
    "placeholder": "placeholder",
    "status": "status",
    "syncBlock": "synced block",
    "table": "table",
    "tableCell": "table cell",
    "tableHeader": "table header",
    "tableRow": "table row",
    "taskItem": "task",
    "taskList": "task list",
}

MARK_NAMES: Final = {
    "alignment": "alignment",
    "annotation": "inline comment",
    "backgroundColor": "background colour",
    "border": "border",
    "breakout": "wide layout",
    "dataConsumer": "data source",
    "fontSize": "font size",
    "fragment": "fragment",
    "indentation": "indentation",
    "subsup": "subscript or superscript",
    "textColor": "text colour",
    "underline": "underline",
}

_TELLING: Final = (
    "panelType",
    "title",
    "text",
    "shortName",
    "url",
    "alt",
    "state",
    "timestamp",
    "extensionKey",
    "id",
)


def name(node: object) -> str:
    """The node's kind in plain words; one that we do not know is called by its type."""
    found = nodes.kind(node)
    if not found:
        return "malformed content"
    return NAMES.get(found) or f"unknown node {found}"


def inline_placeholder(node: object) -> str:
    """Markdown for a node inside a line: `[mention: Person A]`; never empty."""
    return label(node, nodes.all_text(node))


def label(node: object, more: str = "") -> str:
    """Markdown that names the node and tells the one thing that says most about it."""
    about = more or _told(node)
    inside = f"{name(node)}: {about}" if about else name(node)
    return f"[{escape(inside, single_line=True)}]"


def _told(node: object) -> str:
    about = nodes.attrs(node)
    for key in _TELLING:
        value = nodes.words(about.get(key))
        if value:
            return _day(value) if key == "timestamp" else value
    return ""


def _day(timestamp: str) -> str:
    """Milliseconds since 1970 as a date in UTC; anything else as it is."""
    try:
        return datetime.fromtimestamp(int(timestamp) / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return timestamp
