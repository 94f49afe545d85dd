"""Rich texts on their way to Jira: names become mentions, placeholders of other tickets are looked up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticketr.application.sync.outcome import problem_of
from ticketr.application.sync.session import base_view
from ticketr.application.sync.state import apply_values, settled
from ticketr.domain.digest import same
from ticketr.domain.query import TicketFilter
from ticketr.domain.schema import FieldKind
from ticketr.domain.workspace import Edition
from ticketr.errors import ErrorCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket, TicketID
    from ticketr.errors import Problem
    from ticketr.ports.records import BaseField, User
    from ticketr.richtext.adf.lost import Lost
    from ticketr.richtext.people import People

PLACEHOLDER = re.compile(r"\^([a-z2-7]{6,32})(?=[}\s])")
"""The id of a placeholder, as far as a text alone shows it."""

BATCH = 500


def changed_texts(session: Session, ticket: Ticket) -> Iterator[tuple[str, str, str]]:
    """The rich texts of the ticket that are to be sent: field, text, and the text that was agreed on."""
    base = base_view(session.store.bases.get(ticket.id)) or {}
    for name, value in session.view(ticket).items():
        if isinstance(value, str) and session.book.kind(name) is FieldKind.RICH:
            before = base.get(name)
            if not same(value, before):
                yield name, value, before if isinstance(before, str) else ""


def resolve_mentions(session: Session, ids: Iterable[TicketID]) -> list[str]:
    """Write out each `@name` in changed texts that means one account; gives a note for each that means none."""
    notes: list[str] = []
    for ticket_id in ids:
        ticket = session.store.tickets.get(ticket_id)
        values: dict[str, FieldValue] = {}
        for name, text, before in changed_texts(session, ticket):
            if "@" not in text:
                continue
            told = _resolved(text, before, session.people)
            notes += _notes(session, ticket, told, before)
            if told != text:
                values[name] = told
        if values:
            changed = apply_values(session, ticket, values)
            base = base_view(session.store.bases.get(ticket.id))
            conflict = session.in_conflict(ticket)
            changed = settled(changed, session.view(changed), base, conflict=conflict)
            session.store.tickets.update(changed)
    return notes


def resolved_names(session: Session, text: str, before: str = "") -> str:
    """The text with each `@name` in it written out that means one account; `before` is what it said so far."""
    return _resolved(text, before, session.people) if "@" in text else text


def _resolved(text: str, before: str, people: People) -> str:
    from ticketr.richtext.adf.mentions import resolved

    return resolved(text, people.without(before) if "@" in before else people)


def _notes(session: Session, ticket: Ticket, text: str, before: str) -> Iterator[str]:
    from ticketr.richtext.adf.mentions import unknown

    known = set(unknown(before, session.people))
    for name in unknown(text, session.people):
        if name not in known:
            yield (
                f"{ticket.label}: {name} stays text, for not exactly one person known here is called so."
            )


def documents_for(
    session: Session, ticket_id: TicketID, texts: Iterable[object]
) -> tuple[object, ...]:
    """Jira's JSON of other tickets' texts, as far as it is here, that these texts hold placeholders of."""
    wanted = {ref for text in texts for ref in refs(text)}
    own = session.store.bases.get(ticket_id) if wanted else {}
    wanted -= {ref for item in own.values() for ref in refs(item.value)}
    if not wanted:
        return ()
    found = []
    for base in _other_bases(session, ticket_id):
        here = {ref for item in base.values() for ref in refs(item.value)} & wanted
        if here:
            found += [item.raw for item in base.values() if here & set(refs(item.value))]
            wanted -= here
        if not wanted:
            break
    return tuple(found)


def _other_bases(session: Session, ticket_id: TicketID) -> Iterator[Mapping[str, BaseField]]:
    everything = TicketFilter(session.workspace.id)
    ids = [
        ticket.id for ticket in session.store.tickets.find(everything) if ticket.id != ticket_id
    ]
    for start in range(0, len(ids), BATCH):
        yield from session.store.bases.get_many(ids[start : start + BATCH]).values()


def refs(text: object) -> list[str]:
    """The ids of the placeholders in the text."""
    return PLACEHOLDER.findall(text) if isinstance(text, str) else []


def check_placeholders(session: Session, ids: Iterable[TicketID]) -> list[Problem]:
    """A problem for each placeholder in a new ticket that stands for nothing that is known here."""
    problems: list[Problem] = []
    among = set(ids)
    new = session.store.tickets.find(TicketFilter(session.workspace.id, status=("new",)))
    for ticket in new:
        if ticket.jira_id is not None or ticket.id not in among:
            continue
        texts = [(name, text) for name, text, _ in changed_texts(session, ticket) if refs(text)]
        others = documents_for(session, ticket.id, [text for _, text in texts]) if texts else ()
        for name, text in texts:
            problems += _strangers(session, ticket, (name, text), others)
    return problems


def _strangers(
    session: Session, ticket: Ticket, text: tuple[str, str], others: tuple[object, ...]
) -> Iterator[Problem]:
    from ticketr.richtext.adf.lost import ATTACHED, STRANGER

    name, source = text
    for loss in _losses(session, source, others):
        if loss.why in (STRANGER, ATTACHED):
            told = f"{session.book.label(name)}: {loss}."
            hint = "Take it out, or put a backslash before it if it is meant as text."
            yield problem_of(session, ticket, told, hint, ErrorCode.TICKET_VALIDATION)


def _losses(session: Session, source: str, others: tuple[object, ...]) -> tuple[Lost, ...]:
    """What a new text in the edition's form, made with other tickets' texts at hand, would lack."""
    if session.workspace.config.edition is Edition.DATA_CENTER:
        from ticketr.richtext.wiki.splice import splice as into_markup

        return into_markup("", source, None, [raw for raw in others if isinstance(raw, str)]).lost
    from ticketr.richtext.adf.splice import splice

    return splice(None, source, None, others).lost


def people_of(users: Iterable[User], *, wiki: bool = False) -> People:
    """Accounts that are in use, by name and by e-mail address; `wiki` markup says the account and no name."""
    from ticketr.richtext.people import People, Person

    return People(
        Person(handle, user.account, user.account if wiki else user.name)
        for user in users
        if user.active
        for handle in dict.fromkeys((user.name, user.email))
    )
