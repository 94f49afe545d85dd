"""Macros of wiki markup that are blocks: code, quotes, panels, and those that nobody looks into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.wiki.signs import NEWLINE_RE
from ticketr.richtext.wiki.spans import opaque
from ticketr.richtext.wiki.tags import PANELS, VERBATIM

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node
    from ticketr.richtext.wiki.read import Reader
    from ticketr.richtext.wiki.tags import Macro

PANEL_COLORS: Final = {
    "info": "#deebff",
    "note": "#eae6ff",
    "tip": "#e3fcef",
    "success": "#e3fcef",
    "warning": "#fffae6",
    "error": "#ffebe6",
}
"""The background of a panel, as Jira itself writes panels of these types."""

_TYPES: Final = {f"bgColor={color}": kind for kind, color in PANEL_COLORS.items()}
_TITLE_RE: Final = re.compile(r"title=([^|=\s](?:[^|=]*[^|=\s])?)")
_LANGUAGE_RE: Final = re.compile(r"[\w+#.-]+")


def read(reader: Reader, macro: Macro, area: str) -> Node:
    """The macro as a block."""
    if macro.name in VERBATIM:
        return _code(reader, macro, area)
    if macro.name == "quote":
        return _around(reader, macro, {"type": "blockquote"}, area)
    if macro.name in PANELS:
        return _around(reader, macro, _panel(macro), area)
    if macro.name == "color":
        markup = reader.text[macro.start : macro.inner]
        attrs = {"extensionKey": "color", "markup": markup}
        return _around(reader, macro, {"type": "bodiedExtension", "attrs": attrs}, area)
    node = opaque("extension", macro.name, reader.text[macro.start : macro.end])
    return reader.placed(node, macro.start, macro.end, (macro.start, macro.end), area)


def _around(reader: Reader, macro: Macro, node: Node, area: str) -> Node:
    content = reader.body(macro.inner, macro.inner_end, "top")
    first, last = (reader.source.place(content[at]) for at in (0, -1))
    inner = (first.start if first else macro.inner, last.end if last else macro.inner_end)
    node["content"] = content
    return reader.placed(node, macro.start, macro.end, inner, area)


def _panel(macro: Macro) -> Node:
    """A panel; one with a title and no more is shown as what can have its title edited."""
    argument = macro.argument or ""
    titled = _TITLE_RE.fullmatch(argument)
    if macro.name == "panel" and titled:
        return {"type": "expand", "attrs": {"title": titled[1]}}
    if macro.name == "panel" and (argument in _TYPES or not argument):
        return {"type": "panel", "attrs": {"panelType": _TYPES.get(argument, "info")}}
    kind = {} if macro.name == "panel" else {"panelType": macro.name}
    return {"type": "panel", "attrs": {**kind, "macro": macro.name, "parameters": argument}}


def _code(reader: Reader, macro: Macro, area: str) -> Node:
    """A code block; one new line behind the opening and one before the closing are none of the code."""
    source = NEWLINE_RE.sub("\n", reader.text[macro.inner : macro.inner_end])
    source = source.removeprefix("\n").removesuffix("\n")
    node: Node = {"type": "codeBlock"}
    attrs = _code_attributes(macro)
    if attrs:
        node["attrs"] = attrs
    if source:
        node["content"] = [{"type": "text", "text": source}]
    return reader.placed(node, macro.start, macro.end, (macro.inner, macro.inner_end), area)


def _code_attributes(macro: Macro) -> dict[str, Any]:
    language, _, rest = (macro.argument or "").partition("|")
    if not _LANGUAGE_RE.fullmatch(language):
        return {"parameters": macro.argument} if macro.argument else {}
    return {"language": language} | ({"parameters": rest} if rest else {})
