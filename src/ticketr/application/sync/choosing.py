"""Who wins: what was chosen for single fields in conflict, and the policy for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.fields import JIRA_IDS, rule_for
from ticketr.application.values import BadValue
from ticketr.domain.plan import Policy, Strategy
from ticketr.domain.schema import FieldKind
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, TITLE
from ticketr.errors import TicketValidation, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.application.commands import Choice, ResolveCommand
    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket, TicketID

SIDES = {"local": Strategy.LOCAL_WINS, "remote": Strategy.REMOTE_WINS}
TEXTS = frozenset({DESCRIPTION, CRITERIA})


class Choices:
    """A command's choices by ticket and field. `check` comes first."""

    def __init__(self, session: Session, command: ResolveCommand) -> None:
        self._session = session
        self._command = command
        self._by_field: dict[tuple[TicketID, str], Choice] = {}

    def check(self, conflicts: Mapping[TicketID, Iterable[str]]) -> None:
        """Find the field of each choice among the fields in conflict, and read its value.

        Raises Usage for a choice without its conflict, TicketValidation for a value its field cannot have.
        """
        for choice in self._command.choices:
            ticket = self._ticket(choice)
            fields = set(conflicts.get(ticket.id, ()))
            found = [name for name in self._session.book.ids_of(choice.name) if name in fields]
            if not found:
                raise Usage(
                    f"{ticket.label} has no conflict in {choice.name}.",
                    hint=f"`ticketr conflicts {ticket.jira_id or ticket.id}` shows what it has.",
                )
            self._by_field[ticket.id, found[0]] = choice
            if choice.side == "value":
                self.value(ticket, found[0], choice.text)

    def _ticket(self, choice: Choice) -> Ticket:
        from ticketr.application.sync.resolve import ticket_named

        return ticket_named(self._session, choice.ticket)

    def of(self, ticket_id: TicketID, field: str) -> Choice | None:
        """What was chosen for the field."""
        return self._by_field.get((ticket_id, field))

    def policy(self, ticket: Ticket) -> Policy:
        """What settles the ticket's conflicts: choices, then the command's strategy, then the settings."""
        strategy = self._command.strategy
        usual = self._session.policy(strategy)
        chosen = {
            field: SIDES.get(choice.side, Strategy.ASK)
            for (ticket_id, field), choice in self._by_field.items()
            if ticket_id == ticket.id
        }
        fields = {} if strategy is not None else usual.strategies
        return Policy(usual.kinds, usual.strategy, {**fields, **chosen})

    def value(self, ticket: Ticket, field: str, text: str) -> FieldValue:
        """What the text means for the ticket's field. Raises TicketValidation."""
        book = self._session.book
        known = book.schema.field(JIRA_IDS.get(field, field))
        try:
            if field == TITLE:
                return _title(text)
            if field in TEXTS or known is None or known.kind is FieldKind.RICH:
                return text
            rule = rule_for(book.schema.type(ticket.type), known.id)
            return book.value(known, text, rule)
        except BadValue as error:
            message = f"{ticket.label}: {error.message}"
            raise TicketValidation(message, hint=error.hint or "Give another value.") from None


def _title(text: str) -> str:
    title = text.strip()
    if not title or "\n" in title:
        raise BadValue("A title is one line, and not empty.", "Give it one.")
    return title
