"""The issues of boards, sprints and epics by token: Cloud's `rest/software`, which replaces `rest/agile` there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import Reply
from jira_sandbox.issues import ranking
from jira_sandbox.jql.cursor import Cursor
from jira_sandbox.jql.meaning import Search

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.exchange import Call

MARK = "/rest/software/"
MOST = 100


def by_token(call: Call, query: Search, text: str, tell: Callable[[list[int]], Any]) -> Reply:
    """A page of a query in the order of ranks; `tell` shows the issues of some ids."""
    ranked = Search(query.where, query.values, [(ranking.TERM, False), ("i.id", False)])
    limit = max(0, min(call.number("maxResults", 50), MOST))
    database = call.site.store.database
    ids, token = Cursor(ranked, text).page(database, limit, call.text("nextPageToken"))
    body = {"issues": tell(ids), "isLast": token is None}
    return Reply(body={**body, "nextPageToken": token} if token else body)
