"""The Markdown read here: CommonMark and strikethrough, HTML as text, `<br>` as a line break.

Link destinations are kept as they are written, whatever their scheme: what Jira makes of them is
Jira's to say. References to characters that CommonMark forbids (`&#0;`) are read, so that any text
can be written.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf.nodes import DEEPEST
from ticketr.richtext.adf.references import KEPT, reference, unused

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_NESTING: Final = DEEPEST + 5
_BREAK_RE: Final = re.compile(r"<br[ ]?/?>", re.IGNORECASE)
_REFERENCE_RE: Final = re.compile(r"&#([0-9]{1,7});")


@cache
def grammar() -> MarkdownIt:
    """The parser; built once, it holds no state between parses."""
    from markdown_it import MarkdownIt

    md = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING, "store_labels": True})
    md.enable(["strikethrough"])
    md.disable(["html_block", "html_inline"])
    md.block.ruler.before("code", "deep", _deep, {"alt": []})
    md.block.ruler.at("reference", reference)
    md.inline.ruler.before("autolink", "line_break", _line_break)
    md.inline.ruler.before("entity", "any_reference", _any_reference)
    vars(md).update(normalizeLink=_as_written, normalizeLinkText=_as_written, validateLink=_any)
    return md


def tokens(markdown: str) -> list[Token]:
    """The parser's tokens of the Markdown."""
    env: dict[str, Any] = {}
    found = grammar().parse(markdown, env)
    kept = unused(found, env)
    return grammar().parse(markdown, {KEPT: kept}) if kept else found


def _as_written(url: str) -> str:
    return url


def _any(_url: str) -> bool:
    return True


def _deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Below the deepest level lines are paragraphs; the parser alone would drop them."""
    if silent or state.level < DEEPEST:
        return False
    line = start + 1
    while line < end and not state.isEmpty(line):
        line += 1
    source = state.getLines(start, line, state.blkIndent, keepLastLF=False)
    state.line = line
    state.push("paragraph_open", "p", 1)
    token = state.push("inline", "", 0)
    token.content = source.strip()
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _line_break(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    match = _BREAK_RE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


def _any_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    match = _REFERENCE_RE.match(state.src, state.pos, state.posMax)
    if match is None or int(match.group(1)) > 0x10FFFF:
        return False
    if not silent:
        token = state.push("text_special", "", 0)
        token.content = chr(int(match.group(1)))
        token.markup = match.group()
        token.info = "entity"
    state.pos = match.end()
    return True
