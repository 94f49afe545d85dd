"""Two additions to CommonMark: `[label]{name argument ^id}` in a line, `:::name … :::` around blocks.

What is not exactly such a form stays text. The names are those of `forms`.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf.forms import BODIES, SPANS, Form, Place, readable, takes

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_BRACES_RE: Final = re.compile(
    r"\{([a-z-]+)(?:[ ]([^\s{}^][^\s{}]*))?(?:[ ]\^([a-z2-7]{6,32}))?\}"
)
_OPENING_RE: Final = re.compile(
    r'(:{3,})([a-z-]+)(?:[ ]+([^\s"^{}]+))?(?:[ ]+"((?:[^"\\]|\\.)*)")?(?:[ ]+\^([a-z2-7]{6,32}))?[ \t]*'
)
_CODED_RE: Final = re.compile(r"\\([!-/:-@\[-`{-~])|&#([0-9]{1,7});|&#?[A-Za-z0-9]+;")
_SEARCHED: Final = "ticketr_braces"
_UNCLOSED: Final = "ticketr_unclosed"


def plain(source: str) -> str:
    """Text with its escapes and references resolved, no other markup read."""
    return _CODED_RE.sub(_decoded, source)


def _decoded(match: re.Match[str]) -> str:
    if match.group(1):
        return match.group(1)
    if match.group(2) and int(match.group(2)) <= 0x10FFFF:
        return chr(int(match.group(2)))
    return unescape(match.group())


def span(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """A bracketed span: one atom, or marked text."""
    if state.src[state.pos] != "[" or not _braces_ahead(state):
        return False
    start = state.pos + 1
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    found = _BRACES_RE.match(state.src, end + 1, state.posMax) if end >= 0 else None
    form = SPANS.get(found[1]) if found else None
    if found is None or form is None or not _stands(form, found, state.src[start:end]):
        return False
    if not silent:
        meta = {"form": form, "argument": found[2] or "", "ref": found[3] or ""}
        if form.place in (Place.MARK, Place.BLOCK_MARK):
            _marked(state, start, end, meta)
        else:
            state.push("atom", "", 0).meta = {**meta, "label": plain(state.src[start:end])}
    state.pos = found.end()
    return True


def _braces_ahead(state: StateInline) -> bool:
    """Whether `]{` follows anywhere; looked for once in each source."""
    known = state.env.get(_SEARCHED)
    if known is None or known[0] is not state.src:
        known = state.env[_SEARCHED] = (state.src, state.src.rfind("]{"))
    return bool(known[1] > state.pos)


def _stands(form: Form, found: re.Match[str], label: str) -> bool:
    shown = found[2] or ""
    if shown and not takes(form, shown):
        return False
    return bool(found[3]) or readable(form, shown, plain(label))


def _marked(state: StateInline, start: int, end: int, meta: dict[str, Any]) -> None:
    last = state.posMax
    state.pos, state.posMax = start, end
    state.push("span_open", "", 1).meta = meta
    state.md.inline.tokenize(state)
    state.push("span_close", "", -1).meta = meta
    state.posMax = last


def body(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Blocks between a line `:::name …` and a line of just as many colons.

    Without that line the opening is text, so that a forgotten end swallows nothing.
    """
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", first):
        return False
    found = _OPENING_RE.fullmatch(state.src, first, state.eMarks[start])
    form = BODIES.get(found[2]) if found else None
    if found is None or form is None or not _body_stands(form, found):
        return False
    closing = _closing(state, start, end, found[1])
    if closing < 0:
        return False
    if not silent:
        label = plain(found[4] or "")
        meta = {"form": form, "argument": found[3] or "", "ref": found[5] or "", "label": label}
        _within(state, start, closing, meta)
    return True


def _body_stands(form: Form, found: re.Match[str]) -> bool:
    shown = found[3] or ""
    if (shown and not takes(form, shown)) or (found[4] is not None and not form.label):
        return False
    return bool(found[5]) or readable(form, shown, found[4] or "")


def _closing(state: StateBlock, start: int, end: int, colons: str) -> int:
    """The line that closes the body, -1 if none does."""
    failed: dict[tuple[int, int, int], int] = state.env.setdefault(_UNCLOSED, {})
    key = (len(colons), end, state.level)
    if start >= failed.get(key, end):
        return -1
    for line in range(start + 1, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            break
        at = state.bMarks[line] + state.tShift[line]
        if (
            state.src.startswith(colons, at)
            and state.src[at : state.eMarks[line]].rstrip() == colons
        ):
            return line
    else:
        failed[key] = start
    return -1


def _within(state: StateBlock, start: int, closing: int, meta: dict[str, Any]) -> None:
    parent, last = state.parentType, state.lineMax
    state.parentType, state.lineMax = "root", closing
    state.push("body_open", "", 1).meta = meta
    state.md.block.tokenize(state, start + 1, closing)
    state.push("body_close", "", -1).meta = meta
    state.parentType, state.lineMax = parent, last
    state.line = closing + 1
