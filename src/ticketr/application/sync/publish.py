"""What the store knows better is written into the documents: keys, and fields that changed; nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.sync.outcome import open_conflicts
from ticketr.application.sync.placing import place_tasks
from ticketr.application.sync.snapshot import read_document
from ticketr.application.sync.taking import remember
from ticketr.application.sync.writing import SECTIONS, Writer
from ticketr.domain.digest import same
from ticketr.errors import FileChanged, FileFormat, FileNotFound, FileUnreadable, FileWrite
from ticketr.markdown.patch import patch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.application.results import SyncResult
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import TicketID
    from ticketr.errors import TicketrError
    from ticketr.markdown.patch import Edit
    from ticketr.ports.records import DocumentRecord, ShownTicket

TRIES = 3
"""How often a document that is saved meanwhile is read again before it is left to the next run."""

UNWRITABLE = (FileWrite, FileNotFound, FileUnreadable, FileChanged, FileFormat)


class Publisher:
    """Writes documents. `changed` names fields that a pull changed, by ticket: their sections may be added."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.changed: dict[TicketID, frozenset[str]] = {}
        self.written: list[str] = []
        self._failures: dict[str, TicketrError] = {}

    def publish(self) -> None:
        """Bring every document of the workspace up to date.

        A document that cannot be written is in `unwritten`; the store remembers what is missing there, and the
        next run writes it.
        """
        for record in self._session.store.documents.list(self._session.workspace.id):
            try:
                self._publish(record)
                self._failures.pop(record.path, None)
            except UNWRITABLE as error:
                self._failures[record.path] = error

    @property
    def unwritten(self) -> tuple[Mapping[str, object], ...]:
        """The errors of the documents that could not be written, by path."""
        return tuple(error.as_dict() for _, error in sorted(self._failures.items()))

    def concluded(self, outcome: SyncResult) -> SyncResult:
        """The outcome with the documents that were written, those that were not, and the conflicts that are left."""
        return replace(
            outcome,
            conflicts=open_conflicts(self._session),
            documents=tuple(self.written),
            unwritten=self.unwritten,
        )

    def _publish(self, record: DocumentRecord) -> None:
        shown = self._session.store.documents.shown(record.id)
        if self._session.world.documents.stamp(record.path) is None:
            return
        if any(self._is_stale(item) for item in shown):
            self._write_still(record)
            shown = self._session.store.documents.shown(record.id)
        if place_tasks(self._session, record.path, shown):
            self.note_written(record.path)

    def _write_still(self, record: DocumentRecord) -> None:
        """Write a document that others may be saving."""
        for attempt in range(1, TRIES + 1):
            try:
                self._write(record)
            except FileChanged:
                if attempt == TRIES:
                    raise
            else:
                return

    def _is_stale(self, item: ShownTicket) -> bool:
        ticket = self._session.store.tickets.get(item.ticket_id)
        if item.key != ticket.jira_id:
            return True
        view = self._session.view(ticket)
        if any(not same(view.get(name), value) for name, value in item.values.items()):
            return True
        fresh = self.changed.get(item.ticket_id, frozenset()) - set(item.values)
        return any(name in SECTIONS and view.get(name) for name in fresh)

    def _write(self, record: DocumentRecord) -> None:
        reading = read_document(self._session, record.path)
        before = {item.ticket_id: item for item in reading.shown}
        unread = reading.text.digest != record.digest or record.mtime_ns == 0
        edits: list[Edit] = []
        after: dict[int, ShownTicket] = {}
        for entry in reading.entries:
            item = (
                before.get(reading.tickets[entry.ordinal])
                if entry.ordinal in reading.tickets
                else None
            )
            if item is None:
                continue
            above = after.get(entry.parent.ordinal) if entry.parent else None
            changed = self.changed.get(item.ticket_id, frozenset())
            writer = Writer(self._session, entry, item, above, changed)
            own = list(writer.edits())
            edits += own
            after[entry.ordinal] = writer.shown(own)
        self._save(reading, edits, list(after.values()), unread=unread)

    def note_written(self, path: str) -> None:
        """Remember for the report that the document was written."""
        name = self._session.world.path_name(path)
        if name not in self.written:
            self.written.append(name)

    def _save(
        self, reading: Reading, edits: list[Edit], shown: list[ShownTicket], *, unread: bool
    ) -> None:
        session = self._session
        if edits:
            new = patch(reading.document, edits)
            documents = session.world.documents
            reading.text = documents.write(reading.text.path, new, reading.text.digest)
            self.note_written(reading.text.path)
        present = {item.ticket_id for item in shown}
        kept = [item for item in reading.shown if item.ticket_id not in present]
        with session.store.transaction():
            remember(session, reading, shown + kept, unread=unread)
