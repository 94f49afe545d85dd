"""What CommonMark has no words for, written in its form: brackets, a label, a name and perhaps an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import forms, nodes
from ticketr.richtext.adf.canon import negligible
from ticketr.richtext.adf.escape import escape
from ticketr.richtext.adf.identity import enter

if TYPE_CHECKING:
    from ticketr.richtext.adf.forms import Form
    from ticketr.richtext.adf.identity import Table

NAMES: Final = {
    "blockCard": "smart link",
    "blockTaskItem": "task",
    "blockquote": "quote",
    "bodiedExtension": "extension",
    "bodiedSyncBlock": "synced block",
    "bulletList": "list",
    "caption": "caption",
    "codeBlock": "code block",
    "date": "date",
    "decisionItem": "decision",
    "decisionList": "decisions",
    "doc": "document",
    "embedCard": "embedded link",
    "emoji": "emoji",
    "expand": "expand",
    "extension": "extension",
    "hardBreak": "line break",
    "heading": "heading",
    "inlineCard": "smart link",
    "inlineExtension": "extension",
    "layoutColumn": "layout column",
    "layoutSection": "layout",
    "listItem": "list item",
    "media": "media",
    "mediaGroup": "media",
    "mediaInline": "media",
    "mediaSingle": "media",
    "mention": "mention",
    "nestedExpand": "expand",
    "orderedList": "numbered list",
    "panel": "panel",
    "paragraph": "paragraph",
    "placeholder": "placeholder",
    "rule": "rule",
    "status": "status",
    "syncBlock": "synced block",
    "table": "table",
    "tableCell": "table cell",
    "tableHeader": "table header",
    "tableRow": "table row",
    "taskItem": "task",
    "taskList": "task list",
    "text": "text",
}

_TELLING: Final = ("text", "shortName", "alt", "title", "url", "extensionKey", "timestamp", "id")
_UNSAID_RE: Final = re.compile("[\0\ud800-\udfff]")
_OPAQUE: Final = frozenset(("node", "unknown"))
_MARK_FORMS: Final = tuple(
    form
    for form in forms.SPANS.values()
    if form.place in (forms.Place.MARK, forms.Place.BLOCK_MARK)
)


def name(node: object) -> str:
    """The node's kind in plain words; one that we do not know is called by its type."""
    found = nodes.kind(node)
    if not found:
        return "malformed content"
    return NAMES.get(found) or f"unknown node {found}"


def told(form: Form, node: object) -> str:
    """The label of a placeholder with an id: what the form shows of the node, or its kind."""
    if form.name in _OPAQUE:
        words = nodes.all_text(node)
        return f"{name(node)}: {words}" if words else _told(node)
    return forms.label(form, node) or _told(forms.bearer(form, node))


def _told(node: object) -> str:
    about = nodes.attrs(node)
    found = (nodes.words(about.get(key)) for key in _TELLING)
    word = next(filter(None, found), "")
    return f"{name(node)} {word}" if word else name(node)


def inline_atom(node: object, table: Table) -> str:
    """Markdown for a node inside a line: `[Person A]{mention 5fb8}`."""
    kind = nodes.kind(node)
    known = forms.ATOMS[kind] if kind in forms.INLINE_KINDS else forms.SPANS["unknown"]
    return atom(known, node, table)


def atom(form: Form, node: object, table: Table) -> str:
    """The node in the form, with an id that is entered in the table where the form is not all of it."""
    argument = forms.argument(form, node)
    if forms.says_all(form, node):
        return f"[{bracketed(forms.label(form, node))}]{{{braced(form, argument)}}}"
    return f"[{bracketed(told(form, node))}]{{{braced(form, argument, enter(table, node))}}}"


def bracketed(source: str) -> str:
    """Text as it stands between brackets, on one line."""
    return escape(source, single_line=True).replace("]", "\\]")


def braced(form: Form, argument: str, ref: str = "") -> str:
    """What stands between the braces, or behind the colons of a body without a label."""
    return " ".join(filter(None, (form.name, argument, f"^{ref}" if ref else "")))


def span(mark: object, table: Table) -> str:
    """What stands in the braces behind text that carries the mark."""
    return _mark(mark, table, forms.Place.MARK, "mark")


def block_mark(mark: object, table: Table) -> str:
    """What stands in the braces behind the text of a block that carries the mark."""
    return _mark(mark, table, forms.Place.BLOCK_MARK, "block-mark")


def _mark(mark: object, table: Table, place: forms.Place, otherwise: str) -> str:
    kind = nodes.kind(mark)
    known = [form for form in _MARK_FORMS if form.kind == kind and form.place is place]
    for form in known:
        if forms.said(form, mark):
            return braced(form, forms.argument(form, mark))
    form = known[0] if known and kind else forms.SPANS[otherwise]
    return braced(form, "", enter(table, mark))


def link_said(mark: object) -> bool:
    """Whether address and title are all of the link, in characters that Markdown has for them."""
    return all(
        not _UNSAID_RE.search(nodes.words(value))
        if key in ("href", "title")
        else negligible("link", key, value)
        for key, value in nodes.attrs(mark).items()
    )
