"""Hierarchy mistakes of documents, found for whole files at once, before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.nesting import moved_out
from ticketr.domain.hierarchy import Node, check
from ticketr.domain.ticket import PARENT
from ticketr.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import Ticket


def check_hierarchy(session: Session, readings: Iterable[Reading]) -> None:
    """Note every hierarchy mistake in its entry."""
    pairs = [(reading, entry) for reading in readings for entry in reading.entries]
    names = {entry.block.key: _name(entry) for _, entry in pairs if entry.block.key}
    nodes: dict[str, Node] = {}
    owners: dict[str, Entry] = {}
    for reading, entry in pairs:
        node = _node(session, reading, entry, names, nodes)
        if node is not None:
            nodes[node.id] = node
            owners[str(node.place)] = entry
    for problem in check(nodes.values()):
        owner = owners.get(str(problem.place))
        if owner is not None:
            owner.problems.append(problem)


def _name(entry: Entry) -> str:
    return f"{entry.place.path}#{entry.ordinal}"


def _node(
    session: Session,
    reading: Reading,
    entry: Entry,
    names: dict[str, str],
    nodes: dict[str, Node],
) -> Node | None:
    if entry.type is None:
        return None
    parent, outside = _parent(session, reading, entry, names, nodes)
    return Node(
        _name(entry),
        entry.block.title,
        entry.type_name,
        entry.type.level,
        parent,
        entry.place,
        outside,
    )


def _parent(
    session: Session,
    reading: Reading,
    entry: Entry,
    names: dict[str, str],
    nodes: dict[str, Node],
) -> tuple[str | None, bool]:
    if entry.parent is not None:
        unknown = entry.parent.type is None
        return _name(entry.parent), unknown
    stated = entry.values.get(PARENT)
    if isinstance(stated, str):
        return _stated(session, stated, names, nodes)
    ticket_id = reading.tickets.get(entry.ordinal)
    if ticket_id is None or PARENT in entry.values or moved_out(reading, entry):
        return None, False
    ticket = session.store.tickets.get(ticket_id)
    if ticket.jira_id is None:
        return None, False
    if ticket.parent is None:
        return None, PARENT in ticket.fields
    return _stored(session, session.store.tickets.get(ticket.parent), names, nodes)


def _stated(
    session: Session, key: str, names: dict[str, str], nodes: dict[str, Node]
) -> tuple[str | None, bool]:
    if key in names:
        return names[key], False
    ticket = session.store.tickets.find_by_jira_id(session.workspace.id, key)
    return _stored(session, ticket, names, nodes) if ticket else (None, True)


def _stored(
    session: Session, ticket: Ticket, names: dict[str, str], nodes: dict[str, Node]
) -> tuple[str | None, bool]:
    """The parent as a node of its own where no document among the readings shows it."""
    if ticket.jira_id and ticket.jira_id in names:
        return names[ticket.jira_id], False
    level = session.book.schema.level(ticket.type)
    if level is None:
        return None, True
    place = Place(ticket.label)
    nodes.setdefault(
        ticket.id, Node(ticket.id, ticket.title, ticket.type, level, None, place, outside=True)
    )
    return ticket.id, False
