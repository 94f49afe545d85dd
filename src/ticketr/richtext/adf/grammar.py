"""The Markdown read here: CommonMark and strikethrough, HTML as text, `<br>` as a line break.

Link destinations are kept as they are written, whatever their scheme: what Jira makes of them is
Jira's to say. References to characters that CommonMark forbids (`&#0;`) are read, so that any text
can be written.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf.mentions import PEOPLE, mention
from ticketr.richtext.adf.nodes import DEEPEST
from ticketr.richtext.adf.notation import body, span
from ticketr.richtext.adf.references import KEPT, reference, unused
from ticketr.richtext.people import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from ticketr.richtext.people import People

_NESTING: Final = DEEPEST + 5
_BREAK_RE: Final = re.compile(r"<br[ ]?/?>", re.IGNORECASE)
_LONE_RE: Final = re.compile("[\ud800-\udfff]")
_REFERENCE_RE: Final = re.compile(r"&#([0-9]{1,7});")


@cache
def grammar() -> MarkdownIt:
    """The parser; built once, it holds no state between parses."""
    from markdown_it import MarkdownIt

    md = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING, "store_labels": True})
    md.enable(["strikethrough", "table"])
    md.disable(["html_block", "html_inline"])
    md.block.ruler.before("code", "deep", _deep, {"alt": []})
    md.block.ruler.before(
        "fence", "body", body, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.block.ruler.at("reference", reference)
    md.block.ruler.at("table", _table(), {"alt": ["paragraph", "reference"]})
    md.inline.ruler.before("link", "span", span)
    md.inline.ruler.before("link", "mention", mention)
    md.inline.ruler.before("autolink", "line_break", _line_break)
    md.inline.ruler.before("entity", "any_reference", _any_reference)
    vars(md).update(normalizeLink=_as_written, normalizeLinkText=_as_written, validateLink=_any)
    return md


def tokens(markdown: str, people: People = NOBODY) -> list[Token]:
    """The parser's tokens of the Markdown; a lone surrogate, which no file can hold, is U+FFFD."""
    return parsed(markdown, {PEOPLE: people} if people else {})


def parsed(markdown: str, env: dict[str, Any]) -> list[Token]:
    """The tokens, read in that environment."""
    markdown = _LONE_RE.sub("\ufffd", markdown)
    first = dict(env)
    found = grammar().parse(markdown, first)
    kept = unused(found, first)
    if kept:
        first = {**env, KEPT: kept}
        found = grammar().parse(markdown, first)
    env.update(first)
    return found


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


def _table() -> Callable[[StateBlock, int, int, bool], bool]:
    """GitHub's rule, but for tables with a row longer than its header: they stay text.

    The parser alone would drop the cells that are too many.
    """
    from markdown_it.rules_block import table as rule

    def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        tokens_before = len(state.tokens)
        line = state.line
        parent = state.parentType
        if not rule(state, start, end, silent):
            return False
        if silent or not _too_long(state, start):
            return True
        del state.tokens[tokens_before:]
        state.line = line
        state.parentType = parent
        return False

    return table


def _too_long(state: StateBlock, start: int) -> bool:
    lines = (state.getLines(row, row + 1, 0, keepLastLF=False) for row in range(start, state.line))
    header, _delimiter, *rows = map(_cells, lines)
    return any(row > header for row in rows)


def _cells(line: str) -> int:
    from markdown_it.rules_block.table import escapedSplit

    found = escapedSplit(line.strip())
    return len(found) - (not found[0]) - (len(found) > 1 and not found[-1])


def _line_break(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if state.src[state.pos] != "<":
        return False
    match = _BREAK_RE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


def _any_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if state.src[state.pos] != "&":
        return False
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
