"""Links between issues, as requests make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.catalogue import by_id, by_name
from jira_sandbox.exchange import JiraError
from jira_sandbox.fields.kind import reference
from jira_sandbox.issues.events import note

if TYPE_CHECKING:
    from jira_sandbox.catalogue import LinkType
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue
    from jira_sandbox.storage.links import Link

MISSING = "Issue does not exist or you do not have permission to see it."


def link(site: Site, body: dict[str, Any], author: str = "", *, dry: bool = False) -> None:
    """Link `inwardIssue` (the source) to `outwardIssue`; a link that is there already stays one.

    With `dry`, only check; an end of None is then not checked. Raises JiraError 404.
    """
    kind = link_type(site, body.get("type"))
    ends = [
        _end(site, body.get(name))
        for name in ("inwardIssue", "outwardIssue")
        if not (dry and name in body and body[name] is None)
    ]
    if dry:
        return
    source, target = ends
    if source.id == target.id:
        raise JiraError(400, "You cannot link an issue to itself.")
    made = site.store.links.add(kind.id, source.id, target.id)
    if made is not None:
        now = site.clock.now()
        site.store.issues.touch(source.id, now)
        site.store.issues.touch(target.id, now)
        _record(site, author, source, kind.outward, target)
        _record(site, author, target, kind.inward, source)
        note(site, "issuelink_created", author, more={"issueLink": link_told(site, made)})


def link_told(site: Site, found: Link) -> dict[str, Any]:
    """A link as webhooks tell it."""
    kind = next(one for one in site.catalogue.link_types if one.id == found.type)
    return {
        "id": found.id,
        "sourceIssueId": found.source,
        "destinationIssueId": found.target,
        "issueLinkType": {
            "id": int(kind.id),
            "name": kind.name,
            "outwardName": kind.outward,
            "inwardName": kind.inward,
            "isSubTaskLinkType": False,
            "isSystemLinkType": False,
        },
        "sequence": None,
        "isSystemLink": False,
    }


def _record(site: Site, author: str, issue: Issue, words: str, other: Issue) -> None:
    item = {"field": "Link", "fieldtype": "jira", "from": None, "fromString": None}
    item |= {"to": other.key, "toString": f"This issue {words} {other.key}"}
    site.store.history.add(issue.id, author, site.clock.now(), [item])


def link_type(site: Site, value: Any) -> LinkType:
    """The link type that a request names. Raises JiraError 404."""
    named = reference(value, "id", "name")
    known = site.catalogue.link_types
    found = (by_id if named[0] == "id" else by_name)(known, named[1]) if named else None
    if found is None:
        wanted = named[1] if named else "null"
        raise JiraError(404, f"No issue link type with name '{wanted}' found.")
    return found


def _end(site: Site, value: Any) -> Issue:
    named = reference(value, "id", "key")
    found = site.store.issues.find(named[1]) if named else None
    if found is None:
        raise JiraError(404, MISSING)
    return found
