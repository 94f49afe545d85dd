"""A conflict in the user's editor, with marks around what both sides changed."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ticketr.domain.marks import leftovers, marked
from ticketr.errors import EditorFailed, Place, Problem, TicketValidation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.application.results import Conflict


class Desk:
    """A folder for the texts being edited. `clear` it once they are taken; else they stay for their author."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._paths: list[Path] = []

    def edit(self, conflict: Conflict) -> str | None:
        """The text somebody made of the three sides; None where nothing was saved.

        Raises EditorFailed, and TicketValidation with the lines of marks that are left in the text.
        """
        sides = [str(side or "") for side in (conflict.base, conflict.local, conflict.remote)]
        path = self._lay_out(f"{conflict.key}-{conflict.name}", marked(*sides) + "\n")
        new = self._saved(path)
        if new is None:
            return None
        _refuse_marks(path, new, sides)
        return new.removesuffix("\n") if "\n" in new.strip() else new.strip()

    def compose(self, name: str, text: str = "") -> str | None:
        """A text that somebody writes, beginning with what is there; None where nothing was saved.

        Raises EditorFailed.
        """
        new = self._saved(self._lay_out(name, text))
        return None if new is None else new.strip("\n")

    def _saved(self, path: Path) -> str | None:
        text, before = path.read_text("utf-8"), path.stat()
        self._open(path)
        after = path.stat()
        new = path.read_text("utf-8", errors="strict")
        if new == text and after.st_mtime_ns == before.st_mtime_ns:
            path.unlink()
            path.parent.rmdir()
            self._paths.remove(path)
            return None
        return new

    def _lay_out(self, title: str, text: str) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="ticketr-"))
        name = "".join(char if char.isalnum() else "-" for char in title)
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        self._paths.append(path)
        return path

    def _open(self, path: Path) -> None:
        words = shlex.split(self._environ.get("VISUAL") or self._environ.get("EDITOR") or _usual())
        try:
            done = subprocess.run([*words, str(path)], env=dict(self._environ), check=False)
        except OSError as error:
            message = f"The editor {words[0]} cannot be started: {error.strerror}."
            raise EditorFailed(message, editor=words[0]) from None
        if done.returncode != 0:
            message = f"The editor {words[0]} ended with {done.returncode}; nothing was changed."
            raise EditorFailed(message, editor=words[0], text=str(path))

    def clear(self) -> None:
        """The texts are stored elsewhere now."""
        for path in self._paths:
            path.unlink(missing_ok=True)
            path.parent.rmdir()
        self._paths = []


def _usual() -> str:
    return "notepad" if os.name == "nt" else "vi"


def _refuse_marks(path: Path, text: str, sides: list[str]) -> None:
    lines = leftovers(text, *sides)
    if not lines:
        return
    problems = [
        Problem(Place(str(path), line, 1), "This line is a conflict mark.", "Take it out.")
        for line in lines
    ]
    raise TicketValidation(
        "Nothing was settled, for conflict marks are left in the text.",
        problems,
        hint=f"What you wrote is in {path}; run it again, and take all marks out.",
    )
