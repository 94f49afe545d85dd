"""The documents and document_tickets tables: Markdown files as ticketr last read or wrote them.

`where` is on the way of `show`: heavy imports stay inside.
"""

from __future__ import annotations

import os

import apsw

from ticketr.adapters.sqlite.database import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.records import DocumentRecord, ShownTicket, Written

_SELECT = (
    "SELECT id, workspace_id, path, digest, mtime_ns, size FROM documents WHERE workspace_id = ?"
)
_PUT = """
INSERT INTO documents (id, workspace_id, path, digest, mtime_ns, size) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET workspace_id = excluded.workspace_id, path = excluded.path,
    digest = excluded.digest, mtime_ns = excluded.mtime_ns, size = excluded.size
"""
_SHOW = """
INSERT INTO document_tickets (
    document_id, ticket_id, ordinal, title, jira_id, parent_id, shown, texts, past
)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SHOWN = """
SELECT ticket_id, ordinal, title, jira_id, parent_id, shown, texts, past FROM document_tickets
WHERE document_id = ? ORDER BY ordinal, seq
"""
_WHERE = """
SELECT DISTINCT path FROM documents d JOIN document_tickets t ON t.document_id = d.id
WHERE t.ticket_id = ? ORDER BY path
"""

HERE = "./"
"""Begins the paths that are kept from the root; all others are absolute."""


class SqliteDocuments:
    """DocumentRepository on SQLite; the path of a document below `root` is kept from there, so `root` can move."""

    def __init__(self, db: Database, root: str = "") -> None:
        self._db = db
        self._root = os.path.join(root, "") if root else ""

    def _kept(self, path: str) -> str:
        inside = bool(self._root) and path.startswith(self._root)
        return HERE + path[len(self._root) :].replace(os.sep, "/") if inside else path

    def _document(self, row: Row) -> DocumentRecord:
        from ticketr.ports.records import DocumentRecord

        id_, workspace, path, digest, mtime_ns, size = row
        return DocumentRecord(id_, workspace, self._whole(text(path)), digest, mtime_ns, size)

    def _whole(self, path: str) -> str:
        inside = path.startswith(HERE)
        return self._root + path[len(HERE) :].replace("/", os.sep) if inside else path

    def get(self, workspace_id: WorkspaceID, path: str) -> DocumentRecord | None:
        """The document at that absolute path."""
        row = self._db.one(f"{_SELECT} AND path = ?", (workspace_id, self._kept(path)))
        return None if row is None else self._document(row)

    def put(self, document: DocumentRecord, tickets: Sequence[ShownTicket]) -> None:
        """Remember the document and what it showed of each ticket, replacing what was remembered.

        Another document at the same path is forgotten. Raises TicketNotFound for a ticket or workspace that is
        not here.
        """
        try:
            with self._db.transaction():
                self._replace(document)
                self._db.many(_SHOW, [_shown_columns(document.id, item) for item in tickets])
        except apsw.ConstraintError as error:
            message = (
                f"{document.path} shows a ticket, or belongs to a workspace, that is not here."
            )
            from ticketr.errors import TicketNotFound

            raise TicketNotFound(message, path=document.path) from error

    def _replace(self, document: DocumentRecord) -> None:
        here = (document.workspace_id, self._kept(document.path))
        other = "DELETE FROM documents WHERE workspace_id = ? AND path = ? AND id <> ?"
        self._db.run(other, (*here, document.id))
        rest = (document.digest, document.mtime_ns, document.size)
        self._db.run(_PUT, (document.id, *here, *rest))
        self._db.run("DELETE FROM document_tickets WHERE document_id = ?", (document.id,))

    def shown(self, document_id: str) -> list[ShownTicket]:
        """What the document showed, in the order of its tickets."""
        from ticketr.adapters.sqlite.codec import load, load_view
        from ticketr.ports.records import ShownTicket

        return [
            ShownTicket(
                ticket,
                ordinal,
                text(title),
                key,
                parent,
                load_view(values),
                load(texts),
                _load_past(past),
            )
            for ticket, ordinal, title, key, parent, values, texts, past in self._db.query(
                _SHOWN, (document_id,)
            )
        ]

    def where(self, ticket_id: TicketID) -> list[str]:
        """The paths of documents that show the ticket."""
        return [self._whole(text(path)) for (path,) in self._db.query(_WHERE, (ticket_id,))]

    def forget(self, document_id: str) -> None:
        """The document is gone; its tickets stay in the store."""
        self._db.run("DELETE FROM documents WHERE id = ?", (document_id,))

    def list(self, workspace_id: WorkspaceID) -> list[DocumentRecord]:
        """All documents of the workspace, by path."""
        rows = self._db.query(_SELECT, (workspace_id,))
        return sorted((self._document(row) for row in rows), key=lambda each: each.path)


def _shown_columns(document_id: str, item: ShownTicket) -> tuple[object, ...]:
    from ticketr.adapters.sqlite.codec import dump, dump_view

    return (
        document_id,
        item.ticket_id,
        item.ordinal,
        item.title,
        item.key,
        item.parent_id,
        dump_view(item.values),
        dump(dict(item.texts)),
        dump({n: [(x.number, x.value) for x in past] for n, past in item.past.items()}),
    )


def _load_past(stored: str) -> dict[str, tuple[Written, ...]]:
    if stored == "{}":
        return {}
    from ticketr.adapters.sqlite.codec import load
    from ticketr.ports.records import Written

    return {
        name: tuple(
            Written(number, tuple(value) if isinstance(value, list) else value)
            for number, value in past
        )
        for name, past in load(stored).items()
    }
