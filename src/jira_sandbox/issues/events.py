"""What happens to issues, noted while it happens and told once the request has succeeded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jira_sandbox.dialect import Dialect
from jira_sandbox.issues import render
from jira_sandbox.webhooks import announce, listeners

if TYPE_CHECKING:
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue
    from jira_sandbox.storage.rows import Row

# Of these only the part itself is told, which names its issue.
ALONE = ("worklog_", "attachment_")


@dataclass(slots=True)
class Event:
    """One event and who hears of it: `items` are those of the history, `more` further parts of its body."""

    name: str
    author: str
    to: list[Row]
    issue: dict[str, Any] | None = None
    items: list[dict[str, Any]] = field(default_factory=list)
    kind: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def note(site: Site, name: str, author: str, issue: Issue | None = None, **more: Any) -> None:
    """Note an event, where anybody listens; an issue is told, and filtered, as it is now."""
    to = listeners(site, name, None if issue is None else issue.id)
    if not to:
        return
    told = None
    if issue is not None and not name.startswith(ALONE):
        told = render.issue(plain(site), issue, render.wanted(site, ("*all",)))
    site.outbox.append(Event(name, author, to, told, **more))


def flush(site: Site) -> None:
    """Tell what was noted."""
    seen = plain(site)
    events, site.outbox[:] = list(site.outbox), []
    for event in events:
        body = dict(event.more) if event.issue is None else {"issue": event.issue, **event.more}
        if event.name.startswith("jira:"):
            person = seen.person(event.author)
            body = {"issue_event_type_name": event.kind, "user": person, **body}
        if event.items:
            body["changelog"] = {"id": str(site.clock.now()), "items": event.items}
        announce(seen, event.to, event.name, body)


def plain(site: Site) -> Site:
    """The site as webhooks see it: version 2, by its own address."""
    from jira_sandbox.site import View

    return View(site, Dialect(site.edition, 2, f"{site.root}{site.context}"), "")
