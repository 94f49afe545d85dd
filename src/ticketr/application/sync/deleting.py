"""A ticket is deleted in Jira because somebody said so: what it held is kept first, and it is never made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.settle import keep, mark_gone
from ticketr.domain.digest import same

if TYPE_CHECKING:
    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import Ticket
    from ticketr.ports.external import JiraIssue

REASON = "deleted in Jira by ticketr"


def delete_there(
    session: Session, ticket: Ticket, issue: JiraIssue, *, subtasks: bool = False
) -> None:
    """Keep both sides of the ticket in the attic, delete it in Jira, and mark it as gone. Raises the 4xxx errors."""
    local = session.view(ticket)
    with session.store.transaction():
        for name, value in local.items():
            if value not in (None, ""):
                keep(session, ticket, name, ("local", value), REASON)
        for name, value in issue.fields.items():
            if value not in (None, "") and not same(value, local.get(name)):
                keep(session, ticket, name, ("remote", value), REASON)
    session.client.delete_issue(issue.id, subtasks=subtasks)
    with session.store.transaction():
        session.scribe().whole(ticket, ticket.jira_id, None)
        mark_gone(session, ticket)
