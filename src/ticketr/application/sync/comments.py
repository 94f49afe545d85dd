"""Comments, brought along by a pull: of those tickets alone that changed since their comments were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.histories import NOT_GIVEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import TicketID
    from ticketr.ports.external import JiraIssue


class Hearing:
    """Keeps what is said of tickets as they come, and asks for what did not come with them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[str, tuple[TicketID, JiraIssue]] = {}

    def note(self, page: Sequence[JiraIssue]) -> None:
        """Keep the comments of these tickets, as far as they are here and have changed."""
        told = {issue.id: issue for issue in page if issue.comments is not None}
        if not told:
            return
        comments = self._session.store.comments
        for name, ticket_id in comments.stale(self._session.workspace.id, told).items():
            issue = told[name]
            if issue.comments is not None and issue.comments.complete:
                read_at = issue.stamps.updated if issue.stamps else None
                comments.put(ticket_id, issue.comments.read(), read_at)
            else:
                self._waiting[name] = (ticket_id, issue)

    def fetch(self) -> None:
        """Read the comments that Jira did not send with their tickets.

        What Jira does not give now is asked for when the ticket comes again.
        """
        waiting, self._waiting = self._waiting, {}
        try:
            self._fetch(waiting)
        except NOT_GIVEN:
            return

    def _fetch(self, waiting: Mapping[str, tuple[TicketID, JiraIssue]]) -> None:
        session = self._session
        for name, (ticket_id, issue) in waiting.items():
            said = session.client.get_comments(name)
            read_at = issue.stamps.updated if issue.stamps else None
            session.store.comments.put(ticket_id, said, read_at)
