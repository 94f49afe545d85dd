"""What values are wanted for many tickets: names and texts become values of each ticket's type, once a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.fields import VIEW_IDS, rule_for
from ticketr.application.sync.outcome import problem_of
from ticketr.application.sync.people import PEOPLE, accounts_of
from ticketr.application.sync.resolve import ticket_named
from ticketr.application.values import BadValue
from ticketr.domain.hierarchy import Node, check
from ticketr.domain.ticket import PARENT, STATUS
from ticketr.errors import ErrorCode, Place, Problem, TicketValidation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket


class Wanted:
    """The values by ticket. `problems` are those of tickets that cannot have them."""

    def __init__(self, session: Session, said: Sequence[tuple[str, str]]) -> None:
        self._session = session
        self._said = said
        self._by_type: dict[str, dict[str, FieldValue] | BadValue] = {}
        self._asked: dict[str, str | Problem] = {}
        self._parent = self._find_parent()
        self.problems: list[Problem] = []

    def _find_parent(self) -> Ticket | None:
        """The ticket that is to be above the others. Raises TicketNotFound; TicketValidation: never sent."""
        names = [text for name, text in self._said if _is_parent(name) and text.strip()]
        if not names:
            return None
        parent = ticket_named(self._session, names[-1].strip())
        if parent.jira_id is None:
            raise TicketValidation(
                f"{parent.label} is not in Jira yet.", hint="`ticketr push` creates it."
            )
        return parent

    def values(self, ticket: Ticket) -> dict[str, FieldValue] | None:
        """The values by field id; None, and a problem more, for a ticket that cannot have them."""
        kind = str(ticket.type)
        if kind not in self._by_type:
            self._by_type[kind] = self._read(kind)
        found = self._by_type[kind]
        if isinstance(found, BadValue):
            self._report(ticket, found.message, found.hint)
            return None
        values = dict(found)
        wrong = self._misplaced(ticket) if PARENT in values else []
        for name, value in found.items():
            if self._session.book.kind(name) in PEOPLE and value is not None:
                account = accounts_of(self._session, ticket, value, self._asked)
                if isinstance(account, list):
                    wrong += account
                else:
                    values[name] = account
        self.problems += wrong
        return None if wrong else values

    def _read(self, kind: str) -> dict[str, FieldValue] | BadValue:
        book = self._session.book
        type_schema = book.schema.type(kind)
        values: dict[str, FieldValue] = {}
        for name, text in self._said:
            try:
                if _is_parent(name):
                    values[PARENT] = self._parent.jira_id if self._parent else None
                    continue
                field = book.find(name, type_schema)
                view_id = VIEW_IDS.get(field.id, field.id)
                rule = rule_for(type_schema, field.id)
                if not text.strip() and view_id == STATUS:
                    return BadValue("A ticket always has a status.", "Name the one it is to have.")
                values[view_id] = book.value(field, text, rule) if text.strip() else None
            except BadValue as error:
                return error
        return values

    def _misplaced(self, ticket: Ticket) -> list[Problem]:
        """What is wrong with the ticket below its new parent, or below none."""
        schema, above = self._session.book.schema, self._parent
        level = schema.level(ticket.type)
        if level is None:
            return []
        if above is not None and above.id == ticket.id:
            self_ = f"{ticket.label} cannot stand under itself."
            return [problem_of(self._session, ticket, self_, "", ErrorCode.TICKET_HIERARCHY)]
        parent = above.id if above else None
        nodes = [Node(ticket.id, ticket.title, ticket.type, level, parent, Place(ticket.label))]
        high = schema.level(above.type) if above else None
        if above is not None and high is not None:
            place = Place(above.label)
            nodes.append(Node(above.id, above.title, above.type, high, None, place, outside=True))
        found = check(nodes)
        return [
            problem_of(self._session, ticket, x.message, x.hint, ErrorCode.TICKET_HIERARCHY)
            for x in found
        ]

    def _report(self, ticket: Ticket, message: str, hint: str) -> None:
        code = ErrorCode.TICKET_VALIDATION
        self.problems.append(problem_of(self._session, ticket, message, hint, code))


def _is_parent(name: str) -> bool:
    """Every project has a parent, whatever its fields are called."""
    return name.strip().casefold() == PARENT
