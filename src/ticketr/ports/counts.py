"""How many tickets there are of each sort, and how that came to be: sums alone, no tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from ticketr.domain.query import TicketFilter


@dataclass(frozen=True, slots=True)
class Group:
    """Tickets that are alike: how many, and the sum of their points. None: they have no such value."""

    status: str | None
    type: str
    assignee: str | None
    tickets: int
    points: float


@dataclass(frozen=True, slots=True)
class Step:
    """Tickets that came into a status at that minute: `before` is where from, None for those that came to be then.

    Statuses are (Jira's id, name), either empty where it is not known; both are for tickets without a status.
    """

    at: datetime
    before: tuple[str, str] | None
    after: tuple[str, str]
    tickets: int
    points: float


@dataclass(frozen=True, slots=True)
class Span:
    """Tickets of whose past only the two ends are known: when they came to be, when they last moved at most."""

    born: datetime
    moved: datetime
    status: tuple[str, str]
    tickets: int
    points: float


class CountRepository(Protocol):
    """Sums over the tickets that a filter finds; `points` is the id of the field that is summed, None for none."""

    def groups(self, filter: TicketFilter, points: str | None) -> list[Group]:  # noqa: A002
        """By status, type and assignee at once."""
        ...

    def sizes(self, filter: TicketFilter, points: str) -> list[tuple[float | None, int]]:  # noqa: A002
        """How many tickets have so many points, the fewest points first, those without last."""
        ...

    def steps(
        self,
        filter: TicketFilter,  # noqa: A002
        points: str | None,
        since: datetime,
    ) -> list[Step]:
        """How the tickets whose history is all here came to their status, in no order.

        Of the others that are not resolved, what changed here is told, if their status ever did, and when it did.
        What was before `since` is told as if it had been then.
        """
        ...

    def spans(
        self,
        filter: TicketFilter,  # noqa: A002
        points: str | None,
        since: datetime,
    ) -> list[Span]:
        """The other tickets, in no order; what was before `since` as with the steps."""
        ...
