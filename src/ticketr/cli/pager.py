"""A pager for what is longer than the screen: the program that PAGER names, else less, else more."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import IO, TextIO

    from ticketr.cli.console import Console

LESS = "FRX"
"""What less does where LESS is not set: end where all fits on a screen, show colours, leave the text standing."""

SCREEN = (80, 24)
"""Columns and lines of a terminal that does not tell."""


class Pager:
    """Holds back what is printed until it is longer than the screen, then hands it to the pager.

    A pager that is left early is no error: what comes after is not shown, and `left` says so. `notes` are lines for
    stderr, which come when the screen is free again.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._real = console.out
        self._command = command(console)
        self._columns, self._lines = _size(console.out)
        self._held: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self.left = False
        self.notes: list[str] = []

    def __enter__(self) -> None:
        """Take the place of stdout."""
        if self._command:
            self._console.out = self

    def __exit__(self, *error: object) -> None:
        """Give stdout back, and wait for the reader."""
        self._console.out = self._real
        if self._process is None:
            self._console.out.write("".join(self._held))
        else:
            self._wait(self._process)
        self._console.say_all(self.notes)

    def write(self, text: str) -> None:
        """Print, sooner or later."""
        if self._process is not None:
            self._send(text)
            return
        self._held.append(text)
        lines = text.split("\n")[:-1]
        self._lines -= len(lines) + sum(len(line) // (self._columns + 1) for line in lines)
        if self._lines <= 0:
            self._start()

    def flush(self) -> None:
        """The reader gets it when there is enough."""

    def isatty(self) -> bool:
        """A pager shows what a terminal shows."""
        return True

    def fileno(self) -> int:
        """The terminal's."""
        return self._real.fileno()

    @property
    def encoding(self) -> str:
        """The terminal's."""
        return self._real.encoding

    def _start(self) -> None:
        held, self._held = "".join(self._held), []
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                env={"LESS": LESS, "LV": "-c", **self._console.environ},
                encoding=self.encoding,
                errors="backslashreplace",
            )
        except OSError as error:
            self._console.out = self._real
            self._console.say(
                f"note: the pager {self._command[0]} cannot be started: {error.strerror}"
            )
            self._real.write(held)
        else:
            self._send(held)

    def _send(self, text: str) -> None:
        try:
            self._input.write(text)
        except OSError:
            self.left = True

    @property
    def _input(self) -> IO[str]:
        """What the pager reads; there once it was started."""
        return self._process.stdin  # type: ignore[return-value, union-attr]

    def _wait(self, process: subprocess.Popen[str]) -> None:
        """Wait until the pager is left. Ctrl-C is the pager's own then."""
        try:
            self._input.close()
        except OSError:
            self.left = True
        while process.returncode is None:
            try:
                process.wait()
            except KeyboardInterrupt:
                continue


def command(console: Console) -> list[str]:
    """The words of the pager's command; none where nothing is to page."""
    from shlex import split
    from shutil import which

    named = console.environ.get("PAGER")
    if named is not None:
        try:
            words = split(named)
        except ValueError:
            words = []
        return [] if words == ["cat"] else words
    found = next((name for name in ("less", "more") if which(name)), "")
    return [found] if found else []


def _size(stream: TextIO) -> tuple[int, int]:
    """Columns and lines of the screen."""
    try:
        found = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return SCREEN
    return found.columns or SCREEN[0], found.lines or SCREEN[1]
