"""The row of texts, atoms and delimiters of a stretch, and which delimiters belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.wiki.signs import DELIMITERS

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node

_CODE: Final = {"type": "code"}


class Row:
    """Gathers what is read, in order; `nodes` makes inline nodes of it."""

    def __init__(self, *, cell: bool) -> None:
        self._cell = cell
        self._parts: list[Any] = []
        self._open: list[tuple[str, int]] = []
        self._frames: list[int] = []

    def text(self, source: str) -> None:
        """Text that is text."""
        if source:
            self._parts.append(source)

    def newline(self, broken: Node) -> None:
        """A new line, which no delimiter reaches across; in a cell it is the node."""
        floor = self._frames[-1] if self._frames else 0
        del self._open[floor:]
        self._parts.append(broken if self._cell else "\n")

    def atom(self, node: Node) -> None:
        """A node without text of its own."""
        self._parts.append(node)

    def code(self, source: str) -> None:
        """Text in the code font."""
        self._parts.append({"type": "text", "text": source, "marks": [_CODE]})

    def enter(self, mark: Node) -> None:
        """The start of a mark that has an end of its own."""
        self._parts.append((mark, 1))
        self._frames.append(len(self._open))

    def leave(self) -> None:
        """The end of the mark entered last; no delimiter reaches across it."""
        del self._open[self._frames.pop() :]
        self._parts.append(None)

    def sign(self, sign: str, source: str, *, opens: bool, closes: bool) -> None:
        """A delimiter, written as `source`; text until another one belongs to it."""
        floor = self._frames[-1] if self._frames else 0
        here = len(self._parts)
        self._parts.append(source)
        if closes:
            for index in range(len(self._open) - 1, floor - 1, -1):
                name, at = self._open[index]
                if name == sign:
                    if at + 1 == here:
                        break
                    self._parts[at] = (DELIMITERS[sign], 1)
                    self._parts[here] = (DELIMITERS[sign], -1)
                    del self._open[index:]
                    return
        if opens and all(name != sign for name, _ in self._open[floor:]):
            self._open.append((sign, here))

    def nodes(self) -> list[Node]:
        """The inline nodes, equal neighbours joined."""
        found: list[Node] = []
        marks: list[Node] = []
        entered: list[Node] = []
        for part in self._parts:
            if part is None:
                marks.remove(entered.pop())
            elif isinstance(part, tuple):
                _turn(part, marks, entered)
            elif isinstance(part, str):
                _add(found, part, marks)
            elif part["type"] == "text":
                kept = [mark for mark in marks if mark["type"] == "link"]
                found.append({**part, "marks": [*kept, *part["marks"]]})
            else:
                found.append(part)
        return found


def _turn(part: tuple[Node, int], marks: list[Node], entered: list[Node]) -> None:
    mark, way = part
    if way < 0:
        marks.remove(mark)
        return
    marks.append(mark)
    if mark["type"] in ("link", "textColor"):
        entered.append(mark)


def _add(found: list[Node], source: str, marks: list[Node]) -> None:
    last = found[-1] if found else {}
    if last.get("type") == "text" and last.get("marks", []) == marks:
        last["text"] += source
        return
    found.append({"type": "text", "text": source} | ({"marks": list(marks)} if marks else {}))
