"""What may stand where, as Atlassian's schema has it (a test compares it with the schema itself)."""

from __future__ import annotations

from typing import Final

_EVERYWHERE: Final = frozenset(
    ("paragraph", "bulletList", "orderedList", "codeBlock", "extension")
)
_TASKS: Final = frozenset(("taskList", "decisionList"))
_BODY: Final = _EVERYWHERE | _TASKS | {"heading", "mediaGroup", "mediaSingle", "rule"}
_CARDS: Final = frozenset(("blockCard", "embedCard"))
_NON_NESTABLE: Final = _BODY | _CARDS | {"blockquote", "panel", "table"}
_BLOCKS: Final = _NON_NESTABLE | {"bodiedExtension", "expand"}
_SYNCED: Final = _BLOCKS - {"bodiedExtension", "extension"}

INLINE: Final = frozenset(
    ("date", "emoji", "hardBreak", "inlineCard", "inlineExtension", "mediaInline", "mention",
     "placeholder", "status", "text")
)  # fmt: skip

ALLOWED: Final[dict[str, frozenset[str]]] = {
    "doc": _BLOCKS | {"bodiedSyncBlock", "layoutSection", "syncBlock"},
    "paragraph": INLINE,
    "heading": INLINE,
    "taskItem": INLINE,
    "decisionItem": INLINE,
    "caption": INLINE - {"inlineExtension", "mediaInline"},
    "codeBlock": frozenset(("text",)),
    "blockquote": _EVERYWHERE | {"mediaGroup", "mediaSingle"},
    "bulletList": frozenset(("listItem",)),
    "orderedList": frozenset(("listItem",)),
    "listItem": _EVERYWHERE | {"mediaSingle", "taskList"},
    "panel": _BODY | {"blockCard"},
    "expand": _NON_NESTABLE | {"nestedExpand"},
    "nestedExpand": _BODY | {"blockquote", "panel"},
    "bodiedExtension": _NON_NESTABLE,
    "bodiedSyncBlock": _SYNCED | {"layoutSection"},
    "layoutSection": frozenset(("layoutColumn",)),
    "layoutColumn": _BLOCKS,
    "table": frozenset(("tableRow",)),
    "tableRow": frozenset(("tableCell", "tableHeader")),
    "tableCell": _BODY | _CARDS | {"blockquote", "nestedExpand", "panel"},
    "tableHeader": _BODY | _CARDS | {"blockquote", "nestedExpand", "panel"},
    "taskList": frozenset(("blockTaskItem", "taskItem", "taskList")),
    "blockTaskItem": frozenset(("extension", "paragraph")),
    "decisionList": frozenset(("decisionItem",)),
    "mediaGroup": frozenset(("media",)),
    "mediaSingle": frozenset(("media", "caption")),
}
"""The types that a type of node may have as children."""

CHILDLESS: Final = frozenset(
    ("blockCard", "embedCard", "extension", "media", "rule", "syncBlock", *INLINE)
)
OPTIONAL: Final = frozenset(
    ("caption", "codeBlock", "decisionItem", "heading", "paragraph", "tableRow", "taskItem")
)
"""What may be empty."""

_FRAMED: Final = ("doc", "layoutColumn")
_SMALL: Final = frozenset(
    ("doc", "layoutColumn", "listItem", "panel", "expand", "nestedExpand", "bodiedExtension",
     "tableCell", "tableHeader", "blockTaskItem", "bodiedSyncBlock")
)  # fmt: skip
_ALIGNED: Final = frozenset((*_FRAMED, "tableCell", "tableHeader", "bodiedSyncBlock"))
_INDENTED: Final = frozenset((*_FRAMED, "bodiedSyncBlock"))


_PARENTS: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("paragraph", "fontSize"): _SMALL,
    ("paragraph", "alignment"): _ALIGNED,
    ("heading", "alignment"): _ALIGNED,
    ("paragraph", "indentation"): _INDENTED,
    ("heading", "indentation"): _ALIGNED,
    ("codeBlock", "breakout"): frozenset(("doc",)),
    ("expand", "breakout"): frozenset(("doc",)),
    ("syncBlock", "breakout"): frozenset(("doc",)),
    ("bodiedSyncBlock", "breakout"): frozenset(("doc",)),
}
"""Where a block may carry a mark that it may not carry everywhere."""

_ANYWHERE: Final[dict[str, frozenset[str]]] = {
    "layoutSection": frozenset(("breakout",)),
    "table": frozenset(("fragment",)),
    "mediaSingle": frozenset(("link",)),
    "extension": frozenset(("dataConsumer", "fragment")),
    "bodiedExtension": frozenset(("dataConsumer", "fragment")),
    "media": frozenset(("annotation", "border", "dataConsumer", "link")),
}


def takes_mark(parent: str, kind: str, mark: str) -> bool:
    """Whether a block of that type may carry that mark in that parent."""
    return mark in _ANYWHERE.get(kind, ()) or parent in _PARENTS.get((kind, mark), ())


def takes(parent: str, kind: str) -> bool:
    """Whether a node of that type may stand in that parent."""
    return kind in ALLOWED.get(parent, ())
