"""`renderedFields`: rich text as HTML, moments as words; null where nothing needs rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.clock import moment
from jira_sandbox.wiki.html import to_html

if TYPE_CHECKING:
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

MOMENTS = ("created", "updated")


def rendered(site: Site, issue: Issue, fields: dict[str, Any]) -> dict[str, Any]:
    """The rendered form of the fields that are shown."""
    times = {"created": issue.created, "updated": issue.updated}
    told: dict[str, Any] = dict.fromkeys(fields)
    told |= {name: _words(site, times[name]) for name in MOMENTS if name in fields}
    for spec in site.catalogue.fields:
        if spec.kind == "rich" and spec.id in fields:
            stored = issue.values.get(spec.id)
            told[spec.id] = "" if stored is None else to_html(stored)
    if "comment" in fields:
        told["comment"] = _comments(site, issue, fields["comment"])
    return told


def _comments(site: Site, issue: Issue, page: dict[str, Any]) -> dict[str, Any]:
    bodies = {str(one.id): one for one in site.store.comments.of(issue.id)}
    shown = [
        {
            **told,
            "body": to_html(bodies[told["id"]].body),
            "created": _words(site, bodies[told["id"]].created),
            "updated": _words(site, bodies[told["id"]].updated),
        }
        for told in page["comments"]
    ]
    return {**page, "comments": shown}


def _words(site: Site, ms: int) -> str:
    at = moment(ms, site.zone)
    return f"{at:%d/%b/%y} {at.hour % 12 or 12}:{at:%M %p}"
