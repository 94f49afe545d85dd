"""The demo's ticket file: written in two steps, looked at, and edited as in an editor."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from ticketr.errors import Internal

if TYPE_CHECKING:
    from pathlib import Path

NAME = "backlog.md"


class Backlog:
    """`backlog.md` in the folder of the demo."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def write_epics(self) -> None:
        """Begin the file: three epics."""
        self._path.write_text(sample("epics.md"), encoding="utf-8")

    def add_stories(self) -> None:
        """Add the stories with their tasks; each names its epic by the key the file now shows."""
        text = self._text().rstrip("\n") + "\n\n" + sample("stories.md")
        self._path.write_text(text, encoding="utf-8")

    def key(self, title: str) -> str:
        """The key that stands before the title."""
        found = re.search(rf"\[([A-Z]+-\d+)\] {re.escape(title)}$", self._text(), re.MULTILINE)
        if found is None:
            raise Internal(f'The demo finds no key for "{title}" in {NAME}.')
        return found[1]

    def replace(self, title: str, old: str, new: str) -> None:
        """Change the first `old` after the title."""
        text = self._text()
        at = text.find(old, text.index(title))
        if at < 0:
            raise Internal(f'The demo finds no "{old}" under "{title}".')
        self._path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")

    def headings(self, first: int, count: int) -> list[str]:
        """Lines that name tickets, with their numbers: `count` of them from the `first` on."""
        named = [
            f"{number:>4}  {line}"
            for number, line in enumerate(self._text().splitlines(), 1)
            if line.startswith("# TICKET:") or re.match(r"- \[[A-Z]+-\d+\]", line)
        ]
        return named[first : first + count]

    def lines(self, count: int) -> list[str]:
        """The first lines."""
        return self._text().splitlines()[:count]

    def _text(self) -> str:
        return self._path.read_text("utf-8")


def sample(name: str) -> str:
    """A part of the sample backlog, as it is installed with ticketr."""
    return files("ticketr.cli.demo").joinpath(name).read_text("utf-8")
