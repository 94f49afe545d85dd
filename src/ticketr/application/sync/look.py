"""The remote view: what Jira says, in the words the base and the local view already use for the same thing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ticketr.application.sync.session import base_view
from ticketr.domain.digest import same
from ticketr.domain.plan import Views
from ticketr.domain.schema import FieldKind
from ticketr.domain.ticket import LINKS
from ticketr.domain.workspace import Edition
from ticketr.ports.records import BaseField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket, View
    from ticketr.ports.external import JiraIssue

FETCH_BATCH = 25
"""Tickets that are re-read together, immediately before they are written."""


def views_of(
    session: Session, ticket: Ticket, issue: JiraIssue | None, base: Mapping[str, BaseField]
) -> Views:
    """The ticket's three views; where Jira shows none, it is gone there."""
    local = session.view(ticket)
    if issue is None:
        return Views(ticket.id, ticket.jira_id, ticket.title, base_view(base) or {}, local, None)
    remote = remote_view(session, issue, base, local)
    agreed = base_view(renamed_links(issue, base, local)) or {}
    return Views(ticket.id, issue.key, ticket.title, agreed, local, remote)


def remote_view(
    session: Session, issue: JiraIssue, base: Mapping[str, BaseField], local: View
) -> dict[str, FieldValue]:
    """The ticket as Jira has it.

    A field whose raw value is the base's has the base's value; a rich text that a local or base text stands for
    has that text, whatever its Markdown style.
    """
    return {
        name: _value(session, name, issue, base.get(name), local.get(name))
        for name in issue.fields
    }


def _value(
    session: Session, name: str, issue: JiraIssue, base: BaseField | None, local: FieldValue
) -> FieldValue:
    value = issue.fields[name]
    if base is not None and base.raw is not None and base.raw == issue.raw.get(name):
        return base.value
    candidates = [local] if base is None else [local, base.value]
    match session.book.kind(name):
        case FieldKind.RICH if isinstance(value, str):
            wiki = session.workspace.config.edition is Edition.DATA_CENTER
            return next((text for text in candidates if stands_for(text, value, wiki=wiki)), value)
        case FieldKind.SPRINT:
            raw = issue.raw.get(name)
            return next((text for text in candidates if numbers_sprint(text, raw)), value)
        case _:
            return value


def renamed_links(
    issue: JiraIssue, base: Mapping[str, BaseField], local: View
) -> Mapping[str, BaseField]:
    """The base with the keys of today where a link that went here leads to a ticket that got another key.

    Else the link would be gone under its old key, and new under the other. One that stays here keeps its old key
    in the base, so that the new one is taken into the file.
    """
    links, kept = base.get(LINKS), local.get(LINKS, ()) or ()
    if links is None or not isinstance(links.value, tuple) or not isinstance(kept, tuple):
        return base
    now = _other_ends(issue.raw.get(LINKS))
    keys = {key: now[number] for number, key in _other_ends(links.raw).items() if number in now}

    def named(text: str) -> str:
        words, _, key = text.rpartition(" ")
        today = f"{words} {keys.get(key, key)}"
        return text if {text, today} & {*kept} else today

    return {**base, LINKS: BaseField(links.raw, tuple(named(text) for text in links.value))}


def _other_ends(raw: object) -> dict[str, str]:
    """The key of the ticket at the other end of each link in Jira's JSON, by the link's number."""
    found = {}
    for item in raw if isinstance(raw, list) else ():
        other = item.get("outwardIssue") or item.get("inwardIssue") or {}
        found[str(item.get("id"))] = str(other.get("key"))
    return found


def numbers_sprint(text: FieldValue, raw: object) -> bool:
    """Whether the text is the number of one of the sprints that Jira names."""
    sprints = raw if isinstance(raw, list) else []
    return any(isinstance(item, dict) and str(item.get("id")) == text for item in sprints)


def stands_for(text: FieldValue, rendering: str, *, wiki: bool = False) -> bool:
    """Whether the Markdown text becomes the document, or `wiki` markup, that `rendering` was made from."""
    if not isinstance(text, str):
        return False
    return same(text, rendering) or same(_normal(text, wiki=wiki), rendering)


@lru_cache(maxsize=256)
def _normal(text: str, *, wiki: bool) -> str:
    if wiki:
        from ticketr.richtext.wiki.parse import parse as markup_of
        from ticketr.richtext.wiki.render import render as markdown_of

        return markdown_of(markup_of(text))
    from ticketr.richtext.adf.parse import parse
    from ticketr.richtext.adf.render import render

    return render(parse(text))


def base_of(
    issue: JiraIssue, view: View, names: Iterable[str] | None = None
) -> dict[str, BaseField]:
    """The base that follows from agreeing with Jira on these fields (all without `names`)."""
    wanted = view if names is None else [name for name in names if name in view]
    return {name: BaseField(issue.raw.get(name), view[name]) for name in wanted}
