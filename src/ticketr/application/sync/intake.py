"""What documents say comes in before a command looks at the store: edits there take part in what it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.push import note_places
from ticketr.application.sync.snapshot import check_together, read_document, told_strays
from ticketr.application.sync.suspects import changed_paths
from ticketr.application.sync.taking import take
from ticketr.errors import FileFormat, FileUnreadable

if TYPE_CHECKING:
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading


def take_in(session: Session) -> tuple[str, ...]:
    """Read changed documents into the store; a document or ticket with mistakes waits, and is told in a note."""
    readings: list[Reading] = []
    notes: list[str] = []
    for path in changed_paths(session):
        try:
            readings.append(read_document(session, path))
        except (FileFormat, FileUnreadable) as error:
            notes.append(f"{session.world.path_name(path)} was not read: {error.message}")
    take(session, check_together(readings, session))
    note_places(session, readings)
    problems = [problem for reading in readings for problem in reading.problems]
    notes += [*session.notes, *told_strays(readings)]
    return (*notes, *(f"{problem} (left as it is)" for problem in problems))
