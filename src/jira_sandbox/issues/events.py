"""What happens to issues, noted while it happens and told once the request has succeeded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jira_sandbox.dialect import Dialect
from jira_sandbox.issues import render
from jira_sandbox.webhooks import KIND, announce

if TYPE_CHECKING:
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue


@dataclass(slots=True)
class Event:
    """One event: `items` are those of the history, `more` further parts of its body."""

    name: str
    author: str
    issue: dict[str, Any]
    issue_id: int
    items: list[dict[str, Any]] = field(default_factory=list)
    kind: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def note(site: Site, name: str, author: str, issue: Issue, **more: Any) -> None:
    """Note an event, where anybody listens at all; an issue is told as it is now."""
    if site.store.rows.of(KIND):
        shown = render.issue(_plain(site), issue, render.wanted(site, ("*all",)))
        site.outbox.append(Event(name, author, shown, issue.id, **more))


def flush(site: Site) -> None:
    """Tell what was noted."""
    plain = _plain(site)
    events, site.outbox[:] = list(site.outbox), []
    for event in events:
        person = plain.person(event.author)
        body: dict[str, Any] = {"issue": event.issue, **event.more}
        if event.name.startswith("jira:"):
            body = {"issue_event_type_name": event.kind, "user": person, **body}
        if event.items:
            body["changelog"] = {"id": str(site.clock.now()), "items": event.items}
        announce(plain, event.name, body, event.issue_id)


def _plain(site: Site) -> Site:
    """The site as webhooks see it: version 2, by its own address."""
    from jira_sandbox.site import View

    return View(site, Dialect(site.edition, 2, f"{site.root}{site.context}"), "")
