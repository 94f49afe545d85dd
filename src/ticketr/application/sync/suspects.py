"""Which documents may have changed: known by a look at the folder, without reading any. On the way of `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.unread import unread

if TYPE_CHECKING:
    from ticketr.application.sync.session import Session
    from ticketr.ports.external import Stamp
    from ticketr.ports.records import DocumentRecord

GRAIN = 2.0
"""Seconds within which two saves of a file may carry the same time."""


def changed_paths(session: Session) -> list[str]:
    """The workspace's documents that may have changed since they were last read or written, and those never read.

    A document that is gone is passed over: it may have been renamed, and what it showed is needed then.
    """
    paths = []
    for record in session.store.documents.list(session.workspace.id):
        stamp = session.world.documents.stamp(record.path)
        if stamp is not None and _is_suspect(session, record, stamp):
            paths.append(record.path)
    return [*paths, *(path for path in unread(session).ready if path not in paths)]


def _is_suspect(session: Session, record: DocumentRecord, stamp: Stamp) -> bool:
    """A file saved within the clock's grain of the last look has the same stamp; its bytes decide."""
    if (stamp.mtime_ns, stamp.size) != (record.mtime_ns, record.size):
        return True
    age = session.world.now().timestamp() - stamp.mtime_ns / 1e9
    return age < GRAIN
