"""Ticket files that this machine never read: those of a project are found, all others are named.

A file in a repository may have been written, and edited, on another machine. On the way of `status`: Markdown is parsed
only where a file that is not known holds tickets.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from ticketr.application.results import UnreadDocument
from ticketr.errors import FileNotFound, FileUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.markdown.document import Document

TOLD = 5
"""Files that are named in notes; of more, only how many they are is told."""


class Unread(NamedTuple):
    """What was found: the paths of files that are to be read, and files that are only named."""

    ready: tuple[str, ...]
    left: tuple[UnreadDocument, ...]


class _Sheet(NamedTuple):
    """A file with tickets: how many stand there, and those of their keys that are of this workspace."""

    path: str
    document: Document
    tickets: int
    keys: tuple[str, ...]


def unread(session: Session) -> Unread:
    """The ticket files beside those that are known; looked for once in a command.

    Ready are those of the project that hold a key of it. A file without one may be a draft or an example: it is read
    when a command names it. So is every file outside of a project.
    """
    if session.unread is None:
        session.unread = _look(session)
    return session.unread


def _look(session: Session) -> Unread:
    ready, left = [], []
    sheets = [sheet for path in _strangers(session) if (sheet := _sheet(session, path))]
    places = _places(session, sheets)
    for sheet in sheets:
        why = _reason(session, sheet, places)
        if why is None:
            ready.append(sheet.path)
        else:
            name = session.world.path_name(sheet.path)
            left.append(UnreadDocument(name, sheet.tickets, len(sheet.keys), *why))
    return Unread(tuple(ready), tuple(left))


def _strangers(session: Session) -> Iterator[str]:
    """Markdown files that no workspace knows: of the project, else of the folders that ticket files are in."""
    world, store = session.world, session.store
    known = {
        record.path
        for workspace in store.workspaces.list()
        for record in store.documents.list(workspace.id)
    }
    folders = {world.root} if world.root else {os.path.dirname(path) for path in known}
    if world.here and not world.root:
        folders.add(world.here)
    for folder in sorted(folders):
        found = world.documents.find(folder, deep=bool(world.root), ignored=world.ignored)
        yield from (path for path in found if path not in known)


def _sheet(session: Session, path: str) -> _Sheet | None:
    """The file, where it may be one of this workspace's."""
    try:
        text = session.world.documents.text(path)
    except (FileNotFound, FileUnreadable):
        return None
    if not may_hold_tickets(text):
        return None
    from ticketr.markdown.parse import parse

    document = parse(text, session.world.path_name(path))
    blocks = document.every_block
    keys = [block.key for block in blocks if block.key]
    ours = tuple(key for key in keys if _is_ours(session, key))
    if not blocks or (keys and not ours):
        return None
    return _Sheet(path, document, len(blocks) - len(keys) + len(ours), ours)


def may_hold_tickets(text: str) -> bool:
    """Whether a line outside of fenced code looks like the start of a ticket; a parser has the last word."""
    fence = ""
    for line in text.splitlines():
        bare = line.lstrip(" \t\ufeff")
        if fence:
            fence = "" if bare.startswith(fence) else fence
        elif bare[:3] in {"```", "~~~"}:
            fence = bare[: len(bare) - len(bare.lstrip(bare[0]))]
        elif bare[:1] == "#" and _says_ticket(bare[1:].lstrip()):
            return True
    return bool(fence)


def _says_ticket(heading: str) -> bool:
    return heading[:6].upper() == "TICKET" and heading[6:].lstrip().startswith(":")


def _is_ours(session: Session, key: str) -> bool:
    mine = key.rpartition("-")[0] == session.project
    return mine or session.store.tickets.find_by_jira_id(session.workspace.id, key) is not None


def _places(session: Session, sheets: Iterable[_Sheet]) -> dict[str, list[str]]:
    """Where the keys stand: in these files, and in known ones, as they are now."""
    places: dict[str, list[str]] = {}
    for sheet in sheets:
        for key in sheet.keys:
            if key not in places:
                places[key] = _known_places(session, key)
            places[key].append(sheet.path)
    return places


def _known_places(session: Session, key: str) -> list[str]:
    ticket = session.store.tickets.find_by_jira_id(session.workspace.id, key)
    if ticket is None:
        return []
    from ticketr.application.sync.keyless import still_shows

    paths = session.store.documents.where(ticket.id)
    return [path for path in paths if still_shows(session, path, {key, ticket.jira_id})]


def _reason(
    session: Session, sheet: _Sheet, places: Mapping[str, Sequence[str]]
) -> tuple[str, str] | None:
    """Why the file is not read, and what to do; None where it is to be read."""
    name = session.world.path_name(sheet.path)
    if not sheet.keys:
        return "no key stands in it", f"`ticketr push {name}` sends it"
    if not session.world.root:
        return "no command has named it", f"`ticketr diff {name}` compares it with Jira"
    from ticketr.application.sync.reading import is_fatal

    fatal = next((problem for problem in sheet.document.problems if is_fatal(problem)), None)
    if fatal is not None:
        return f"line {fatal.place.line}: {fatal.message.rstrip('.')}", fatal.hint.rstrip(".")
    for key in sheet.keys:
        others = [path for path in places[key] if path != sheet.path]
        if others:
            other = session.world.path_name(others[0])
            return f"{key} stands in {other}, too", "keep it in one file"
    return None


def note_first(session: Session, reading: Reading) -> None:
    """Tell that a file was found, and read for the first time."""
    found = session.unread.ready if session.unread is not None else ()
    if reading.record is not None or reading.text.path not in found:
        return
    keys = sum(entry.block.key is not None for entry in reading.ours)
    name = session.world.path_name(reading.text.path)
    count = _tickets(len(reading.ours))
    session.notes.append(f"{name} was read for the first time: {count}, {keys} with a key.")


def notes_on_unread(session: Session) -> list[str]:
    """A sentence for each file that is still not read; of many, for some."""
    workspace = session.workspace.id
    documents, resolve = session.store.documents, session.world.documents.resolve
    left = [x for x in unread(session).left if not documents.get(workspace, resolve(x.path))]
    notes = [sentence(item) for item in left[:TOLD]]
    if len(left) > TOLD:
        notes.append(
            f"{len(left) - TOLD} more files with tickets were not read; `ticketr status` names them."
        )
    return notes


def sentence(item: UnreadDocument) -> str:
    """What there is to say of a file that was not read."""
    held = _tickets(item.tickets)
    return f"{item.path}, with {held}, was not read: {item.reason}; {item.hint}."


def _tickets(count: int) -> str:
    return "1 ticket" if count == 1 else f"{count} tickets"
