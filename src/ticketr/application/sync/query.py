"""What a pull asks Jira for: the project's tickets, or those of them that the user's query finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticketr.errors import JiraNotFound, TicketValidation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.application.sync.session import Session
    from ticketr.ports.external import JiraIssue

IN_ORDER = "ORDER BY created ASC, key ASC"
_ORDER_BY = re.compile(r"\border\s+by\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


def everything(project_key: str) -> str:
    """The whole project, in order of creation, which does not change while it is read."""
    return f'project = "{project_key}" {IN_ORDER}'


def narrowed(project_key: str, jql: str) -> str:
    """The user's query inside the project; its ORDER BY is dropped, for the order does not matter here."""
    bare = _QUOTED.sub(lambda match: "x" * len(match.group()), jql)
    order = _ORDER_BY.search(bare)
    condition = (jql[: order.start()] if order else jql).strip()
    wanted = f" AND ({condition})" if condition else ""
    return f'project = "{project_key}"{wanted} {IN_ORDER}'


def search(session: Session, jql: str, *, ours: bool) -> Iterator[JiraIssue]:
    """Every ticket that the query finds, page by page.

    Raises TicketValidation for a query that Jira does not understand, JiraNotFound where it is ours and so the
    project itself that Jira does not know any more.
    """
    try:
        waiting = bool(session.store.journal.open(session.workspace.id))
        yield from session.client.search_all(jql, tokens=waiting)
    except TicketValidation as error:
        if not ours:
            raise
        raise _no_project(session, error) from error


def search_ids(session: Session, jql: str) -> Iterator[str]:
    """The ids of a query of ours; raises as `search`."""
    try:
        yield from session.client.search_ids(jql)
    except TicketValidation as error:
        raise _no_project(session, error) from error


def _no_project(session: Session, error: TicketValidation) -> JiraNotFound:
    return JiraNotFound(
        f'The project "{session.project}" does not exist any more, or this login does not see it.',
        hint="Ask the project's administrator. What is here stays readable.",
        project=session.project,
        said=error.message,
    )
