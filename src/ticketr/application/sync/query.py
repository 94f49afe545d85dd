"""What a pull asks Jira for: the project's tickets, or those of them that the user's query finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticketr.errors import JiraNotFound, TicketValidation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.application.sync.session import Session
    from ticketr.ports.external import JiraIssue

_ORDER_BY = re.compile(r"\border\s+by\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


def query_of(project_key: str, jql: str | None) -> str:
    """The user's query inside the project; its ORDER BY is dropped, for the order does not matter here."""
    inside = f'project = "{project_key}"'
    if not jql or not jql.strip():
        return f"{inside} ORDER BY created ASC, key ASC"
    bare = _QUOTED.sub(lambda match: "x" * len(match.group()), jql)
    order = _ORDER_BY.search(bare)
    condition = jql[: order.start()] if order else jql
    wanted = f" AND ({condition.strip()})" if condition.strip() else ""
    return f"{inside}{wanted} ORDER BY created ASC, key ASC"


def search(session: Session, jql: str | None) -> Iterator[JiraIssue]:
    """Every ticket that the query finds, page by page.

    Raises TicketValidation for a query that Jira does not understand, JiraNotFound where it is ours and so the
    project itself that Jira does not know any more.
    """
    try:
        waiting = bool(session.store.journal.open(session.workspace.id))
        yield from session.client.search_all(query_of(session.project, jql), tokens=waiting)
    except TicketValidation as error:
        if jql:
            raise
        raise JiraNotFound(
            f'The project "{session.project}" does not exist any more, or this login does not see it.',
            hint="Ask the project's administrator. What is here stays readable.",
            project=session.project,
            said=error.message,
        ) from error
