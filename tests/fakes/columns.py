"""What a ticket in memory has in a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.ports.records import Stamps

if TYPE_CHECKING:
    from tests.fakes.state import State


def in_column(state: State, ticket, column):
    """The value as people read it."""
    value = _value(state, ticket, column)
    if column.kind == "user":
        return _person(state, ticket, value) if value else None
    if isinstance(value, tuple):
        people = column.kind == "users"
        return [_person(state, ticket, each) if people else each for each in value] or None
    return None if value == "" else value


OWN = {
    "title": lambda ticket: ticket.title,
    "description": lambda ticket: ticket.description,
    "type": lambda ticket: str(ticket.type),
    "key": lambda ticket: ticket.jira_id,
    "acceptance_criteria": lambda ticket: ticket.criteria,
}


def _value(state: State, ticket, column):
    stamps = state.stamps.get(ticket.id, Stamps())
    if column.id in OWN:
        return OWN[column.id](ticket)
    match column.id:
        case "parent":
            above = state.tickets[ticket.parent].jira_id if ticket.parent else None
            return above or ticket.fields.get("parent")
        case "creator":
            return stamps.creator
        case "created" | "updated" | "resolved":
            moment = getattr(stamps, column.id) or getattr(ticket, f"{column.id}_at", None)
            return moment and moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case _:
            return ticket.fields.get(column.id)


def _person(state: State, ticket, account):
    user = state.users.get((ticket.workspace_id, account))
    return (user.name or user.email if user else "") or account
