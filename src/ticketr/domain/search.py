"""What to look for and what was found. On the hot path of `search`: plain slotted classes, no heavy imports."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.domain.query import TicketRow

RANKED = 2000
"""So many tickets are ranked by how well they answer; where more hold the words, the newest are shown."""


class Marked:
    """A text and the parts of it that were looked for, each from its first character to behind its last."""

    __slots__ = ("marks", "text")

    def __init__(self, text: str, marks: Sequence[tuple[int, int]] = ()) -> None:
        self.text = text
        self.marks = tuple(marks)


class Hit:
    """A ticket that was found.

    `excerpt` is what it says where the words stand, in the `field` of that name; None where the title or the key
    alone was found. `workspace` is the name of the ticket's workspace.
    """

    __slots__ = ("excerpt", "field", "row", "title", "workspace")

    def __init__(
        self,
        row: TicketRow,
        workspace: str,
        title: Marked,
        excerpt: Marked | None = None,
        field: str = "",
    ) -> None:
        self.row = row
        self.workspace = workspace
        self.title = title
        self.excerpt = excerpt
        self.field = field


class Found:
    """The hits of one page, best first.

    `total` is how many tickets hold the words, RANKED at most; `more` says that there are more than that.
    `instead` are the words that were looked for in place of others, which no ticket holds.
    """

    __slots__ = ("hits", "instead", "more", "total")

    def __init__(
        self,
        hits: Sequence[Hit] = (),
        total: int = 0,
        *,
        more: bool = False,
        instead: Sequence[tuple[str, tuple[str, ...]]] = (),
    ) -> None:
        self.hits = tuple(hits)
        self.total = total
        self.more = more
        self.instead = tuple(instead)


class KeyPart:
    """A key, or the beginning of one, as somebody typed it: `PROJ-12`, or `12` alone (no project)."""

    __slots__ = ("number", "project")

    def __init__(self, project: str, number: str) -> None:
        self.project = project
        self.number = number


def key_part(text: str) -> KeyPart | None:
    """What the text may mean as a key: a number, or a project's key, a dash and a number."""
    word = text.strip()
    if word.isascii() and word.isdigit():
        return KeyPart("", word)
    project, dash, number = word.rpartition("-")
    plain = project.replace("_", "")
    if not (dash and plain.isascii() and plain.isalnum() and project[0].isalpha()):
        return None
    digits = not number or (number.isascii() and number.isdigit())
    return KeyPart(project.upper(), number) if digits else None


AROUND = 40
"""Characters that an excerpt shows on either side of what was found."""
CUT = "…"


def around(text: str, words: Sequence[str]) -> Marked | None:
    """What stands around the first of the words in the text, on one line; None where it holds none of them."""
    line = " ".join(text.split())
    folded = line.lower()
    places = [(folded.find(word.lower()), word) for word in words]
    found = min(((at, word) for at, word in places if at >= 0), default=None)
    if found is None or len(folded) != len(line):
        return None
    at, word = found
    start, end = max(at - AROUND, 0), at + len(word) + AROUND
    front = CUT if start else ""
    back = CUT if end < len(line) else ""
    first = len(front) + at - start
    return Marked(f"{front}{line[start:end]}{back}", [(first, first + len(word))])


FIRST, LAST = "\x02", "\x03"
"""What stands around a part that was found, in a text that has not been read yet."""


def marked(text: str) -> Marked:
    """The text on one line, with the parts between FIRST and LAST as marks."""
    plain, marks, start = "", [], 0
    for piece in _pieces(" ".join(text.split())):
        if piece == FIRST:
            start = len(plain)
        elif piece == LAST:
            marks.append((start, len(plain)))
        else:
            plain += piece
    return Marked(plain, marks)


def _pieces(text: str) -> list[str]:
    for sign in (FIRST, LAST):
        text = text.replace(sign, f"\0{sign}\0")
    return [piece for piece in text.split("\0") if piece]
