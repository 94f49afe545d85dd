"""Parts of an issue that have endpoints of their own: comments, history, links, transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import rich, show
from jira_sandbox.clock import stamp
from jira_sandbox.wiki.html import to_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jira_sandbox.catalogue import LinkType, Transition
    from jira_sandbox.site import Site
    from jira_sandbox.storage.comments import Comment
    from jira_sandbox.storage.history import Change
    from jira_sandbox.storage.issues import Issue
    from jira_sandbox.storage.links import Link

COMMENTS_INSIDE = 20
HISTORIES_INSIDE = 40


def comment(site: Site, found: Comment, expand: Iterable[str] = ()) -> dict[str, Any]:
    """One comment; `renderedBody` and `properties` on request."""
    told = {
        "self": f"{site.api}/issue/{found.issue}/comment/{found.id}",
        "id": str(found.id),
        "author": site.person(found.author),
        "body": rich.show(site.dialect, found.body),
        "updateAuthor": site.person(found.editor),
        "created": stamp(found.created, site.zone),
        "updated": stamp(found.updated, site.zone),
    }
    if found.visibility:
        told["visibility"] = found.visibility
    if "renderedBody" in expand:
        told["renderedBody"] = to_html(found.body)
    if "properties" in expand:
        told["properties"] = [{"key": k, "value": v} for k, v in found.properties.items()]
    return {**told, "jsdPublic": True} if site.cloud else told


def comments_page(site: Site, issue: Issue) -> dict[str, Any]:
    """The `comment` field: a page that holds at most twenty."""
    every = site.store.comments.of(issue.id)
    return {
        "comments": [comment(site, one) for one in every[:COMMENTS_INSIDE]],
        "self": f"{site.api}/issue/{issue.id}/comment",
        "maxResults": min(len(every), COMMENTS_INSIDE),
        "total": len(every),
        "startAt": 0,
    }


def change(site: Site, found: Change) -> dict[str, Any]:
    """One save, as the history tells it."""
    return {
        "id": str(found.id),
        "author": site.person(found.author),
        "created": stamp(found.created, site.zone),
        "items": found.items if site.cloud else [_old_item(item) for item in found.items],
    }


def _old_item(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "fieldId"}


def history(site: Site, issue: Issue) -> dict[str, Any]:
    """`expand=changelog`: newest first, at most forty."""
    newest = site.store.history.of(issue.id)[::-1]
    return {
        "startAt": 0,
        "maxResults": min(len(newest), HISTORIES_INSIDE),
        "total": len(newest),
        "histories": [change(site, one) for one in newest[:HISTORIES_INSIDE]],
    }


def links_of(site: Site, issue: Issue) -> list[dict[str, Any]]:
    """The `issuelinks` field: each link seen from this issue."""
    return [_link(site, issue, one) for one in site.store.links.of(issue.id)]


def _link(site: Site, issue: Issue, found: Link) -> dict[str, Any]:
    outward = found.source == issue.id
    other = site.store.issues.get(found.target if outward else found.source)
    name = "outwardIssue" if outward else "inwardIssue"
    return {
        "id": str(found.id),
        "self": f"{site.api}/issueLink/{found.id}",
        "type": link_type(site, kind_of_link(site, found)),
        name: None if other is None else show.brief(site, other),
    }


def kind_of_link(site: Site, found: Link) -> LinkType:
    """The type of a link."""
    return next(kind for kind in site.catalogue.link_types if kind.id == found.type)


def link_type(site: Site, kind: LinkType) -> dict[str, Any]:
    """A link type."""
    return {
        "id": kind.id,
        "name": kind.name,
        "inward": kind.inward,
        "outward": kind.outward,
        "self": f"{site.api}/issueLinkType/{kind.id}",
    }


def transition(site: Site, found: Transition) -> dict[str, Any]:
    """One step that is open."""
    return {
        "id": found.id,
        "name": found.name,
        "to": show.status(site, found.to),
        "hasScreen": False,
        "isGlobal": found.sources is None,
        "isInitial": False,
        "isAvailable": True,
        "isConditional": False,
        "looped": False,
    }


def transitions_of(site: Site, issue: Issue) -> list[dict[str, Any]]:
    """The steps that are open to an issue."""
    return [transition(site, one) for one in site.catalogue.workflow.from_status(issue.status)]
