"""What people said of a ticket, out of Jira's JSON."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.accounts import account_of, shown_name
from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.paging import numbered
from ticketr.adapters.jira.times import moment_of
from ticketr.ports.comment import Comment
from ticketr.ports.comments import CommentPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.adapters.jira.dialect import Dialect

FIELD = "comment"
"""The field that brings comments along; of many, Jira sends the first alone."""


def comments_in(sent: Mapping[str, Any], dialect: Dialect) -> CommentPage | None:
    """The comments in a ticket's fields; None where Jira did not send them."""
    page = sent.get(FIELD)
    told = page.get("comments") if isinstance(page, dict) else None
    if not isinstance(page, dict) or not isinstance(told, list):
        return None
    total = page.get("total")
    complete = not isinstance(total, int) or len(told) >= total
    return CommentPage(partial(comments_of, told, dialect), complete)


def all_comments(client: HttpClient, dialect: Dialect, name: str) -> tuple[Comment, ...]:
    """Every comment of one ticket. Raises JiraNotFound and the other 4xxx errors."""
    return comments_of(numbered(client, f"{dialect.api}/issue/{segment(name)}/comment"), dialect)


def comments_of(told: Iterable[object], dialect: Dialect) -> tuple[Comment, ...]:
    """The comments, oldest first; one without an id or a time is left out."""
    rows = (item for item in told if isinstance(item, dict))
    found = [comment for item in rows if (comment := _comment(item, dialect))]
    return tuple(sorted(found, key=lambda comment: comment.created_at))


def _comment(item: dict[str, Any], dialect: Dialect) -> Comment | None:
    created = moment_of(item.get("created"))
    if created is None or not item.get("id"):
        return None
    who = item.get("author")
    body = _markdown(item.get("body"), dialect)
    updated = moment_of(item.get("updated")) or created
    return Comment(str(item["id"]), account_of(who), shown_name(who), body, created, updated)


def _markdown(raw: object, dialect: Dialect) -> str:
    """The text, empty where it is in no form that is understood: a comment never stops a ticket."""
    try:
        return dialect.text.markdown(raw) if raw else ""
    except Exception:  # noqa: BLE001 - whatever a site sends, the ticket goes on
        return ""
