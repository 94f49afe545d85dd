"""The streams: data on stdout, narration on stderr, colour where a terminal wants it, questions.

A reader that goes away (`ticketr list | head`) never stops a command half-way: what it does not read is dropped.
"""

from __future__ import annotations

import sys
from itertools import islice

from ticketr.cli.text import Layout, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TextIO

    from ticketr.cli.progress import ProgressLine

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}

PIECE = 100
"""Rows of a table that are laid out together."""

_SECRET_NAMES = ("TICKETR_TOKEN", "JIRA_API_TOKEN", "JIRA_API_KEY")


class Console:
    """What a command writes to and asks from. `json`, `verbose` and `plain` follow the command's options."""

    def __init__(
        self,
        environ: Mapping[str, str],
        out: TextIO | None = None,
        err: TextIO | None = None,
        stdin: TextIO | None = None,
    ) -> None:
        self.environ = environ
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        self.stdin = stdin or sys.stdin
        self.json = False
        self.verbose = False
        self.plain = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        self.always = False
        self.secrets = [environ[name] for name in _SECRET_NAMES if environ.get(name)]
        self._gone: set[TextIO] = set()

    def follow(self, color: str) -> None:
        """Take the setting `color` (auto, never, always) where neither option nor environment spoke before."""
        self.plain = self.plain or color == "never"
        self.always = color == "always"

    def print(self, text: str = "") -> None:
        """Write a line of data to stdout."""
        self._write(self.out, text + "\n")

    def say(self, text: str = "") -> None:
        """Write a line of narration to stderr; silent with --json."""
        if not self.json:
            self._tell(text)

    def narrate(self, event: object) -> None:
        """Write what happened, and may hold any text, as a line of narration."""
        self.say(printable(str(event)))

    def say_all(self, lines: Iterable[str]) -> None:
        """Write lines that were kept for later."""
        for line in lines:
            self._tell(line)

    def complain(self, text: str) -> None:
        """Write lines about an error to stderr, --json or not; secrets are taken out of them."""
        from ticketr.log.redact import Redactor

        redactor = Redactor()
        for secret in self.secrets:
            redactor.add_secret(secret)
        self._tell(redactor.without_known(text))

    def document(self, value: object) -> None:
        """Write the one JSON document of a command to stdout, in ASCII; iterators in it are streamed."""
        from ticketr.cli.stream import pieces

        for piece in pieces(value):
            self._write(self.out, piece)
        self.print()

    def table(self, header: tuple[str, ...], rows: Iterable[Sequence[str]], flexible: int) -> int:
        """Write a table that fits the width, nothing where there are no rows; gives their number.

        The flexible column is cut first. Cells need not be printable. Rows may be a stream: the first of them
        decide the widths; where nothing is cut, columns become wider as they must.
        """
        cells = (tuple(printable(cell) for cell in row) for row in rows)
        layout, count = None, 0
        while (piece := list(islice(cells, PIECE))) and self.heard:
            if layout is None:
                more = len(piece) == PIECE
                layout = Layout([header, *piece], self.width(), flexible, self.mark, more=more)
                self.print(self.style(layout.line(header), "bold"))
            layout.widen(piece)
            for row in piece:
                self.print(layout.line(row))
            count += len(piece)
        if layout and layout.left_out:
            self.say(f"note: no room for {', '.join(header[at] for at in layout.left_out)}")
        return count

    def style(self, text: str, name: str, stream: TextIO | None = None) -> str:
        """The text in a colour or weight, where the stream (stdout unless told) is a terminal that shows it."""
        if self.plain or not (self.always or _is_terminal(stream or self.out)):
            return text
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m"

    def link(self, text: str, url: str) -> str:
        """The text as a link to follow, where stdout is a terminal that draws more than text."""
        if self.plain or not url or not _is_terminal(self.out):
            return text
        return f"\x1b]8;;{printable(url)}\x1b\\{text}\x1b]8;;\x1b\\"

    def to_terminal(self) -> bool:
        """Whether stdout is a terminal that can do more than print."""
        return _is_terminal(self.out) and self.environ.get("TERM") != "dumb"

    @property
    def heard(self) -> bool:
        """Whether anybody still reads stdout, as far as is known."""
        return self.out not in self._gone and not getattr(self.out, "left", False)

    def width(self) -> int | None:
        """The columns of a line on stdout: COLUMNS, or the terminal's; None where it is neither."""
        stated = self.environ.get("COLUMNS", "")
        if stated.isdigit() and int(stated) > 0:
            return int(stated)
        return _terminal_width(self.out)

    @property
    def mark(self) -> str:
        """What stands where text was cut."""
        encoding = (getattr(self.out, "encoding", None) or "utf-8").lower()
        return "…" if encoding.startswith("utf") else "..."

    def interactive(self) -> bool:
        """Whether somebody can be asked."""
        return _is_terminal(self.stdin) and _is_terminal(self.err) and not self.json

    def confirm(self, question: str) -> bool:
        """Ask for yes or no; anything but yes is no."""
        self._write(self.err, f"{question} [y/N] ")
        self.flush()
        return self.stdin.readline().strip().casefold() in {"y", "yes"}

    def ask(self, question: str) -> str | None:
        """What somebody answers, without spaces around it; None where the input has ended."""
        self._write(self.err, f"{question} ")
        self.flush()
        answer = self.stdin.readline()
        return answer.strip() if answer else None

    def secret(self, prompt: str) -> str:
        """Ask for something that is not shown while it is typed, and hide it from all output after."""
        from getpass import getpass

        return self.hide(getpass(prompt))

    def hide(self, secret: str) -> str:
        """Keep the secret out of everything written from now on; gives it back."""
        if secret:
            self.secrets.append(secret)
        return secret

    def progress(self) -> ProgressLine:
        """A line on stderr that says how far a long step is; shows itself after half a second."""
        from ticketr.cli.progress import ProgressLine

        return ProgressLine(self)

    def live(self) -> bool:
        """Whether a line on stderr can be drawn over."""
        return _is_terminal(self.err) and not self.json and self.environ.get("TERM") != "dumb"

    def draw(self, text: str) -> None:
        """Draw over the current line of stderr."""
        self._write(self.err, f"\r{text}\x1b[K")
        self.flush()

    def flush(self) -> None:
        """Hand everything written so far to its reader."""
        for stream in (self.out, self.err):
            self._write(stream, "")

    def _tell(self, text: str) -> None:
        """Write to stderr what comes after all that stands on stdout; behind a pager where there is one."""
        later = getattr(self.out, "notes", None)
        if later is not None:
            later.append(text)
            return
        self._write(self.out, "")
        self._write(self.err, text + "\n")

    def _write(self, stream: TextIO, text: str) -> None:
        """Write, or flush where there is nothing to write; a reader that has gone is no error.

        Raises FileWrite where data cannot be written for another reason.
        """
        if stream in self._gone:
            return
        try:
            if text:
                stream.write(text)
            else:
                stream.flush()
        except OSError as error:
            self._gone.add(stream)
            _forget(stream)
            if stream is self.out and not isinstance(error, BrokenPipeError):
                from ticketr.errors import FileWrite

                raise FileWrite(
                    f"The output cannot be written: {error.strerror}.",
                    hint="What the command did is done; free disk space before the next one.",
                ) from error


def _forget(stream: TextIO) -> None:
    """Point the stream's descriptor at nothing, so that its last flush at exit cannot fail."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _is_terminal(stream: TextIO) -> bool:
    return bool(getattr(stream, "isatty", lambda: False)())


def _terminal_width(stream: TextIO) -> int | None:
    if not _is_terminal(stream):
        return None
    import os

    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None
