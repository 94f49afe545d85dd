"""What a pull has to tell: counted as it comes in, and kept where it takes no memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.results import TicketResult
from ticketr.domain.ticket import TicketID

if TYPE_CHECKING:
    from ticketr.application.sync.session import Session
    from ticketr.domain.plan import Action
    from ticketr.errors import TicketrError
    from ticketr.ports.external import JiraIssue, Spool


class Told:
    """Actions and results in the order they came; `unchanged` counts tickets that nothing is told about."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.actions: Spool[Action] = session.world.spool()
        self.results: Spool[TicketResult] = session.world.spool()
        self.counts: dict[str, int] = {}
        self.unchanged = 0

    def result(self, item: TicketResult) -> None:
        """Tell one ticket's fate."""
        self.results.append(item)
        self.counts[item.kind] = self.counts.get(item.kind, 0) + 1

    def failure(self, issue: JiraIssue, error: TicketrError) -> None:
        """Tell of a ticket that could not be taken, and why."""
        self.result(
            TicketResult(
                "failed",
                TicketID(""),
                issue.key or issue.id,
                str(issue.fields.get("title") or ""),
                str(issue.fields.get("type") or ""),
                url=self._session.url(issue.key),
                error=error.as_dict(),
            )
        )
