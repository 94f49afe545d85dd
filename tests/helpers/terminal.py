"""A terminal of our own: the program runs on it as it does for somebody who types."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

STYLES = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]|\x1b\]8;;[^\x1b]*\x1b\\\\")
"""Colours, links and moves of the cursor."""

PATIENCE = 60
"""Seconds that something expected may take."""


def _control() -> None:
    """Make the terminal the one that controls this process, as a shell needs it."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """One command at a terminal. `seen` is the text that it has shown so far.

    With a size (columns and lines) the terminal controls the command, as it does a shell.
    """

    def __init__(
        self,
        argv: Sequence[str],
        environ: Mapping[str, str],
        folder: Path,
        *,
        columns: int = 0,
        lines: int = 0,
    ) -> None:
        self._main, other = pty.openpty()
        self.seen = ""
        if columns:
            fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._process = subprocess.Popen(
            list(argv),
            cwd=folder,
            env=dict(environ),
            stdin=other,
            stdout=other,
            stderr=other,
            preexec_fn=_control if columns else None,  # noqa: PLW1509 - before anything runs
        )
        os.close(other)

    def wait_for(self, text: str) -> None:
        """Read until the text is shown."""
        until = time.monotonic() + PATIENCE
        while text not in self.seen:
            assert time.monotonic() < until, f"{text!r} is not shown:\n{self.seen}"
            assert self._read(), f"{text!r} was never shown:\n{self.seen}"

    def answer(self, question: str, line: str) -> None:
        """Wait for the question, forget what was shown up to it, and type the line."""
        self.wait_for(question)
        self.seen = self.seen.partition(question)[2]
        os.write(self._main, f"{line}\n".encode())

    def press(self, keys: str) -> None:
        """Type the keys, without a line end."""
        os.write(self._main, keys.encode())

    def end(self) -> int:
        """Read to the end; gives the exit code."""
        while self._read():
            pass
        os.close(self._main)
        return self._process.wait(PATIENCE)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._main], [], [], PATIENCE)
        assert ready, f"Nothing more is shown:\n{self.seen}"
        try:
            part = os.read(self._main, 65536)
        except OSError:  # the other end is closed
            return False
        self.seen = STYLES.sub("", self.seen + part.decode().replace("\r\n", "\n"))
        return bool(part)
