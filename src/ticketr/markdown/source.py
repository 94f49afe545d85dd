"""Lines of a file with their offsets, and what is never markup: fences and comments."""

from __future__ import annotations

import re
from itertools import accumulate

BLANKS = " \t"
SECTION_NAMES = ("description", "fields", "acceptance criteria", "tasks")

LINE_END = re.compile(r"\r\n|\n|\r")
KEY = r"[A-Z][A-Z0-9_]+-[1-9][0-9]*"
TICKET = re.compile(r"#[ \t]*(TICKET|STORY)[ \t]*:[ \t]*", re.IGNORECASE)
SECTION = re.compile(
    r"(#{2,6})[ \t]*(description|fields|acceptance[ \t]+criteria|tasks)[ \t:#]*$",
    re.IGNORECASE,
)
HEADING = re.compile(r"(#{1,6})(?:[ \t]|$)")
BULLET = re.compile(r"([-*+]|[0-9]{1,9}[.)])(?:[ \t]+|$)")
BREAK = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$")
FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
COMMENT, COMMENT_END = "<!--", "-->"
OPENERS = frozenset("`~<")


def width(blanks: str) -> int:
    """Columns that leading blanks take; a tab reaches to the next multiple of four."""
    if "\t" not in blanks:
        return len(blanks)
    columns = 0
    for char in blanks:
        columns += 4 - columns % 4 if char == "\t" else 1
    return columns


def is_blank(line: str) -> bool:
    """Whether a line shows nothing."""
    return not line or line.isspace()


class Source:
    """The lines of a text, without their ends, and where each starts.

    `starts` has one entry more than `lines`. A byte order mark belongs to no line.
    """

    __slots__ = ("_dead", "_ends", "lines", "starts", "text", "unclosed")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines, self.starts = _split(text)
        self.unclosed: set[int] = set()
        self._ends: dict[int, int] = {}
        self._dead: dict[tuple[str, bool], tuple[int, int, int]] = {}

    def end(self, number: int) -> int:
        """The offset behind the last character of a line, its end not included."""
        return self.starts[number] + len(self.lines[number])

    def trim(self, first: int, stop: int) -> tuple[int, int]:
        """The range of lines without blank ones at its edges; an empty one if all are blank."""
        lines = self.lines
        while first < stop and is_blank(lines[stop - 1]):
            stop -= 1
        while first < stop and is_blank(lines[first]):
            first += 1
        return first, stop

    def literal_end(self, number: int, floor: int = -1) -> int:
        """The line that closes the fence or comment opened on this one; -1: nothing opens here.

        `floor` is the indentation, in columns, that a line must exceed to stand inside the task at
        hand. An opener that is never closed opens nothing, or it would hide every ticket below it.
        """
        end = self._ends.get(number)
        if end is None:
            end = self._ends[number] = self._literal_end(number, floor)
        return end

    def _literal_end(self, number: int, floor: int) -> int:
        line = self.lines[number].strip(BLANKS)
        opener = _opener(line)
        if not opener:
            return -1
        if opener == COMMENT and COMMENT_END in line[4:]:
            return number
        end = -1 if self._is_dead(opener, number) else self._search(opener, number, floor)
        if end < 0:
            self.unclosed.add(number)
        return end

    def _is_dead(self, opener: str, number: int) -> bool:
        # Where a search failed, a later one over the same lines fails too, if it needs a longer
        # run than any closing line seen: this keeps the reading linear.
        for is_inner in (False, True):
            longest, after, before = self._dead.get((opener[0], is_inner), (0, 0, 0))
            if after <= number < before and len(opener) > longest:
                return True
        return False

    def _search(self, opener: str, number: int, floor: int) -> int:
        longest, run = 0, COMMENT_END if opener == COMMENT else opener[:3]
        lines = self.lines
        for at in range(number + 1, len(lines)):
            line = lines[at]
            if run in line:
                length = _closing(line, opener[0])
                if length >= len(opener):
                    return at
                longest = max(longest, length)
            if floor >= 0 and leaves_task(line, floor):
                self._dead[opener[0], True] = (longest, number, at)
                return -1
        self._dead[opener[0], False] = (longest, number, len(self.lines))
        return -1


def leaves_task(line: str, floor: int) -> bool:
    """Whether a line inside a fence shows that the task around the fence is over."""
    bare = line.lstrip(BLANKS)
    if not bare or width(line[: len(line) - len(bare)]) > floor:
        return False
    return bool(BULLET.match(bare) or TICKET.match(bare) or SECTION.match(bare))


def _split(text: str) -> tuple[list[str], list[int]]:
    first = 1 if text.startswith("\ufeff") else 0
    if "\r" not in text:
        lines = text[first:].split("\n")
        return lines, list(accumulate([len(line) + 1 for line in lines], initial=first))
    ends = [(match.start(), match.end()) for match in LINE_END.finditer(text, first)]
    starts = [first, *(after for _, after in ends)]
    stops = [*(before for before, _ in ends), len(text)]
    lines = [text[start:stop] for start, stop in zip(starts, stops, strict=True)]
    return lines, [*starts, len(text) + 1]


def _opener(line: str) -> str:
    if line.startswith(COMMENT):
        return COMMENT
    match = FENCE.match(line)
    return (match[1] or match[2]) if match else ""


def _closing(line: str, char: str) -> int:
    """How long an opener this line closes; 0: none."""
    if char == COMMENT[0]:
        return len(COMMENT)
    bare = line.strip(BLANKS)
    return 0 if bare.strip(char) else len(bare)
