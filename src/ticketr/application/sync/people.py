"""Names of people become accounts, by asking Jira where they are not known here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.outcome import problem_of
from ticketr.application.sync.session import base_view
from ticketr.application.sync.state import apply_values, settled
from ticketr.domain.schema import FieldKind
from ticketr.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket, TicketID

PEOPLE = frozenset({FieldKind.USER, FieldKind.USERS})


def resolve_people(session: Session, ids: Iterable[TicketID]) -> list[Problem]:
    """Replace unknown names in the local views by accounts; gives a problem for each that has none, or several."""
    problems: list[Problem] = []
    asked: dict[str, str | Problem] = {}
    for ticket_id in ids:
        ticket = session.store.tickets.get(ticket_id)
        values: dict[str, FieldValue] = {}
        for name, value in ticket.fields.items():
            if session.book.kind(name) not in PEOPLE or value is None:
                continue
            found = accounts_of(session, ticket, value, asked)
            if isinstance(found, list):
                problems += found
            elif found != value:
                values[name] = found
        _store(session, ticket, values)
    return problems


def accounts_of(
    session: Session, ticket: Ticket, value: FieldValue, asked: dict[str, str | Problem]
) -> FieldValue | list[Problem]:
    """The value with accounts for names, or what is wrong with them; `asked` keeps what Jira was asked for."""
    names = value if isinstance(value, tuple) else (str(value),)
    found = [_account(session, ticket, item, asked) for item in names]
    problems = [item for item in found if isinstance(item, Problem)]
    accounts = tuple(item for item in found if isinstance(item, str))
    return problems or (accounts if isinstance(value, tuple) else accounts[0])


def _account(
    session: Session, ticket: Ticket, text: str, asked: dict[str, str | Problem]
) -> str | Problem:
    if session.book.knows(text):
        return text
    if text not in asked:
        asked[text] = _ask(session, text)
    found = asked[text]
    if isinstance(found, str):
        return found
    return problem_of(session, ticket, found.message, found.hint, found.code)


def _ask(session: Session, text: str) -> str | Problem:
    users = session.client.find_users(session.project, text)
    wanted = text.casefold()
    exact = [
        u for u in users if wanted in {u.account.casefold(), u.name.casefold(), u.email.casefold()}
    ]
    found = exact or users
    if len(found) == 1:
        session.book.learn(found)
        session.store.users.put(session.workspace.id, found)
        return found[0].account
    nobody = Place("")
    if not found:
        message = f'Nobody who can be assigned in {session.project} is called "{text}".'
        return Problem(nobody, message, "Write the name as Jira shows it, or the e-mail address.")
    names = ", ".join(user.name for user in found[:5])
    return Problem(
        nobody, f'"{text}" may mean: {names}.', "Write the full name or the e-mail address."
    )


def _store(session: Session, ticket: Ticket, values: dict[str, FieldValue]) -> None:
    if not values:
        return
    changed = apply_values(session, ticket, values)
    base = base_view(session.store.bases.get(ticket.id))
    conflict = session.in_conflict(ticket)
    session.store.tickets.update(settled(changed, session.view(changed), base, conflict=conflict))
