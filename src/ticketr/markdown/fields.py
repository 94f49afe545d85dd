"""The lines of a Fields section: `- Name: value`, `Name: value`, `**Name:** value`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticketr.markdown.document import FieldLine, Span
from ticketr.markdown.escape import unescape, unescape_name
from ticketr.markdown.source import BLANKS, OPENERS, Source, is_blank, width

if TYPE_CHECKING:
    from collections.abc import Callable

# Possessive where two parts could take the same characters: a line is read once, whatever it
# holds.
FIELD = re.compile(
    r"[ \t]*+(?:[-*+][ \t]++)?+"
    r"(?:\*\*(?P<bold>(?:\\.|[^:\\*])++)(?::\*\*|\*\*[ \t]*:)"
    r"|(?P<plain>(?:\\.|[^:\\])++):(?!//))[ \t]*"
)


def read_fields(
    source: Source, first: int, stop: int, floor: int, note: Callable[[int], None]
) -> list[FieldLine]:
    """The fields on lines `first` to `stop` (exclusive); `note` gets each line that is none."""
    found: list[FieldLine] = []
    number = first
    while number < stop:
        line = source.lines[number]
        bare = line.lstrip(BLANKS)
        end = -1
        if not bare or bare[0] == "#" or is_blank(bare):
            end = number
        elif bare[0] in OPENERS:
            end = source.literal_end(number, floor)
        if end < 0:
            match = FIELD.match(line)
            if match is None or not (match["bold"] or match["plain"]).strip():
                note(number)
                end = number
            else:
                end = _value_end(source, number, stop, match.end(), floor)
                found.append(_field(source, number, end, match))
        number = end + 1
    return found


def _value_end(source: Source, number: int, stop: int, at: int, floor: int) -> int:
    """The last line of a value: what is indented deeper than its field goes with it.

    Under a field with nothing behind the colon, everything deeper is its value. Elsewhere a line
    that looks like a field or a comment is one, as it is in files whose indentation is not kept.
    """
    lines = source.lines
    is_block = not lines[number][at:].strip()
    outer = _indent(lines[number])
    last, here = number, number + 1
    while here < stop:
        line = lines[here]
        if is_blank(line):
            here += 1
            continue
        bare = line.lstrip(BLANKS)
        if _indent(line) <= outer + 1:
            break
        if not is_block and (bare[0] == "#" or bare.startswith("<!--") or FIELD.match(line)):
            break
        if bare[0] in OPENERS:
            here = max(here, source.literal_end(here, floor))
        last, here = here, here + 1
    return last


def _indent(line: str) -> int:
    return width(line[: len(line) - len(line.lstrip(BLANKS))])


def _field(source: Source, number: int, last: int, match: re.Match[str]) -> FieldLine:
    start, line = source.starts[number], source.lines[number]
    group = "bold" if match["bold"] else "plain"
    raw = match[group].rstrip()
    name_at = start + match.start(group) + len(raw) - len(raw.lstrip())
    name = raw.strip()
    value_at = start + match.end()
    end = source.end(last)
    if last == number:
        value = line[match.end() :].strip()
        value_end = value_at + len(line[match.end() :].rstrip())
    else:
        value = _long_value(source, number, last, line[match.end() :])
        value_end = end
    return FieldLine(
        name=unescape_name(name),
        value=value,
        span=Span(start, end),
        name_span=Span(name_at, name_at + len(name)),
        value_span=Span(value_at, value_end),
        line=number + 1,
        column=name_at - start + 1,
    )


def _long_value(source: Source, number: int, last: int, head: str) -> str:
    rest = source.lines[number + 1 : last + 1]
    margin = min(_indent(line) for line in rest if not is_blank(line))
    plain = Source("\n".join(dedent(line, margin) for line in rest))
    return "\n".join([head.strip(), *unescape_outside(plain, 0, len(plain.lines))]).strip()


def dedent(line: str, columns: int) -> str:
    """A line without the first columns of its indentation, or as many as there are."""
    at = taken = 0
    while taken < columns and line[at : at + 1] in (" ", "\t"):
        taken += 4 - taken % 4 if line[at] == "\t" else 1
        at += 1
    return " " * (taken - columns) + line[at:] if taken > columns else line[at:]


def unescape_outside(source: Source, first: int, stop: int, floor: int = -1) -> list[str]:
    """The lines with escapes undone, those inside fences and comments as they are."""
    lines = source.lines[first:stop]
    number = first
    while number < stop:
        line = source.lines[number]
        end = source.literal_end(number, floor) if line.lstrip(BLANKS)[:1] in OPENERS else -1
        if end < 0:
            lines[number - first] = unescape(line)
        number = max(number, end) + 1
    return lines
