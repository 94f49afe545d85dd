"""What values are wanted for many tickets: names and texts become values of each ticket's type, once a type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ticketr.application.fields import VIEW_IDS, rule_for
from ticketr.application.sync.outcome import problem_of
from ticketr.application.sync.people import PEOPLE, accounts_of
from ticketr.application.sync.resolve import ticket_named
from ticketr.application.values import BadValue
from ticketr.domain.digest import composed
from ticketr.domain.hierarchy import Node, check
from ticketr.domain.merge import Names, edited_set
from ticketr.domain.schema import SET_KINDS, FieldKind
from ticketr.domain.ticket import PARENT, STATUS
from ticketr.errors import ErrorCode, Place, Problem, TicketValidation, Usage

if TYPE_CHECKING:
    from ticketr.application.commands import BulkCommand
    from ticketr.application.fields import FieldBook
    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket


@dataclass(slots=True)
class _Meaning:
    """What is wanted of all tickets of one type: values by field id, and what lists gain and lose."""

    values: dict[str, FieldValue] = field(default_factory=dict)
    added: dict[str, Names] = field(default_factory=dict)
    removed: dict[str, Names] = field(default_factory=dict)


class Wanted:
    """The values by ticket. `problems` are those of tickets that cannot have them.

    Raises Usage for a field that is said twice.
    """

    def __init__(self, session: Session, command: BulkCommand) -> None:
        self._session = session
        self._command = command
        self._by_type: dict[str, _Meaning | BadValue] = {}
        self._asked: dict[str, str | Problem] = {}
        self._parent = self._find_parent()
        self._found: set[tuple[str, str]] = set()
        self.problems: list[Problem] = []

    def _find_parent(self) -> Ticket | None:
        """The ticket that is to be above the others. Raises TicketNotFound; TicketValidation: never sent."""
        names = [text for name, text in self._command.values if _is_parent(name) and text.strip()]
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
        values = self._of(ticket, found)
        wrong = self._misplaced(ticket) if PARENT in values else []
        for name, value in list(values.items()):
            if self._session.book.kind(name) in PEOPLE and value is not None:
                account = accounts_of(self._session, ticket, value, self._asked)
                if isinstance(account, list):
                    wrong += account
                else:
                    values[name] = account
        self.problems += wrong
        return None if wrong else values

    def _of(self, ticket: Ticket, meaning: _Meaning) -> dict[str, FieldValue]:
        values = dict(meaning.values)
        view = self._session.view(ticket)
        for name in dict.fromkeys([*meaning.removed, *meaning.added]):
            added, removed = meaning.added.get(name, ()), meaning.removed.get(name, ())
            now = view.get(name)
            names = now if isinstance(now, tuple) else ()
            left = edited_set(names, (), removed)
            self._found |= {(name, each) for each in names if each not in left}
            values[name] = edited_set(left, added, ()) or None
        return values

    def unfound(self) -> list[str]:
        """A note for each name that no ticket has which it was to be removed from."""
        meanings = [item for item in self._by_type.values() if isinstance(item, _Meaning)]
        wanted = {
            (view_id, name): None
            for item in meanings
            for view_id, names in item.removed.items()
            for name in names
        }
        book = self._session.book
        found = {(view_id, composed(name)) for view_id, name in self._found}
        return [
            f'None of the tickets has "{book.text(view_id, name)}" in {book.label(view_id)}.'
            for view_id, name in wanted
            if (view_id, composed(name)) not in found
        ]

    def _read(self, kind: str) -> _Meaning | BadValue:
        meaning = _Meaning()
        try:
            for name, text in self._command.values:
                view_id, value = self._value(kind, name, text)
                meaning.values[view_id] = value
            for name, text in self._command.added:
                view_id, value = self._part(kind, name, text)
                meaning.added[view_id] = meaning.added.get(view_id, ()) + value
            for name, text in self._command.removed:
                view_id, value = self._part(kind, name, text, leaves=True)
                meaning.removed[view_id] = meaning.removed.get(view_id, ()) + value
        except BadValue as error:
            return error
        _refuse_twice(meaning, self._session.book)
        return meaning

    def _value(self, kind: str, name: str, text: str) -> tuple[str, FieldValue]:
        if _is_parent(name):
            return PARENT, self._parent.jira_id if self._parent else None
        book = self._session.book
        type_schema = book.schema.type(kind)
        found = book.find(name, type_schema)
        view_id = VIEW_IDS.get(found.id, found.id)
        if not text.strip() and view_id == STATUS:
            raise BadValue("A ticket always has a status.", "Name the one it is to have.")
        rule = rule_for(type_schema, found.id)
        return view_id, book.value(found, text, rule) if text.strip() else None

    def _part(self, kind: str, name: str, text: str, *, leaves: bool = False) -> tuple[str, Names]:
        """What a list gains or loses; a value that Jira does not offer any more may leave a ticket that has it."""
        book = self._session.book
        type_schema = book.schema.type(kind)
        found = None if _is_parent(name) else book.find(name, type_schema)
        if found is None or found.kind not in SET_KINDS:
            label = found.name if found else "Parent"
            raise BadValue(f"{label} holds one value.", "`--set` gives it another.")
        view_id = VIEW_IDS.get(found.id, found.id)
        try:
            value = book.value(found, text, rule_for(type_schema, found.id))
        except BadValue:
            if not leaves or found.kind is not FieldKind.OPTIONS:
                raise
            value = tuple(part.strip() for part in text.split(","))
        return view_id, value if isinstance(value, tuple) else ()

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


def _refuse_twice(meaning: _Meaning, book: FieldBook) -> None:
    for view_id in {**meaning.added, **meaning.removed}:
        label = book.label(view_id)
        if view_id in meaning.values:
            raise Usage(
                f"{label} is set and changed at once.",
                hint="Say it with `--set` alone, or with `--add` and `--remove`.",
            )
        both = set(meaning.added.get(view_id, ())) & set(meaning.removed.get(view_id, ()))
        if both:
            names = ", ".join(book.text(view_id, name) for name in sorted(both))
            raise Usage(f"{names} is added to {label} and removed from it at once.")


def _is_parent(name: str) -> bool:
    """Every project has a parent, whatever its fields are called."""
    return name.strip().casefold() == PARENT
