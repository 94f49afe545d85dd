"""Functions that stand for issues: linked, watched, voted for, updated by somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jira_sandbox.jql import dates
from jira_sandbox.jql.tree import JqlError
from jira_sandbox.storage.marks import VOTE, WATCH

if TYPE_CHECKING:
    from datetime import datetime

    from jira_sandbox.jql.tree import Function
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site

MARKS = {"watchedissues": WATCH, "votedissues": VOTE}
MOST_SEEN = 50
MOST_GLOBAL = 100


def issues_of(site: Site, caller: Person | None, call: Function, now: datetime) -> list[int]:
    """The ids of the issues that a function stands for. Raises JqlError."""
    name = call.name.lower()
    if name in MARKS:
        account = caller.account_id if caller else ""
        sql = "SELECT issue FROM marks WHERE kind = ? AND account = ?"
        return [row[0] for row in site.store.database.run(sql, (MARKS[name], account))]
    if name == "linkedissues" and 1 <= len(call.arguments) <= 2:
        return _linked(site, call)
    if name == "updatedby" and 1 <= len(call.arguments) <= 3:
        return _updated_by(site, call, now)
    if name == "issuehistory":
        sql = "SELECT id FROM issues ORDER BY updated DESC LIMIT ?"
        return [row[0] for row in site.store.database.run(sql, (MOST_SEEN,))]
    if name == "issueswithremotelinksbyglobalid" and 1 <= len(call.arguments) <= MOST_GLOBAL:
        rows, wanted = site.store.rows.of("remotelink"), set(call.arguments)
        return [row.owner for row in rows if row.body.get("globalId") in wanted]
    raise unknown_function(call)


def _linked(site: Site, call: Function) -> list[int]:
    key = call.arguments[0]
    found = site.store.issues.find(key)
    if found is None:
        raise JqlError(f"Issue '{key}' could not be found in function 'linkedIssues'.")
    words = call.arguments[1].lower() if len(call.arguments) == 2 else ""
    kinds = {kind.id: kind for kind in site.catalogue.link_types}
    known = {w.lower() for k in kinds.values() for w in (k.inward, k.outward)}
    if words and words not in known:
        raise JqlError(f"Issue link type '{words}' could not be found in function 'linkedIssues'.")
    ids = []
    for link in site.store.links.of(found.id):
        outward = link.source == found.id
        said = kinds[link.type].outward if outward else kinds[link.type].inward
        if not words or said.lower() == words:
            ids.append(link.target if outward else link.source)
    return ids


def _updated_by(site: Site, call: Function, now: datetime) -> list[int]:
    people = site.catalogue.people
    name = call.arguments[0]
    person = people.get(name) or people.by_email(name) or people.by_username(name)
    if person is None:
        raise JqlError(f"The user '{name}' does not exist in function 'updatedBy'.")
    edges = [0, 2**62]
    for n, text in enumerate(call.arguments[1:]):
        at = dates.read(text, now)
        if at is None:
            raise JqlError(f"The date '{text}' is not valid in function 'updatedBy'.")
        edges[n] = round(at.timestamp() * 1000)
    sql = (
        "SELECT issue FROM changes WHERE author = ?1 AND created >= ?2 AND created <= ?3"
        " UNION SELECT issue FROM comments WHERE editor = ?1 AND updated >= ?2 AND updated <= ?3"
        " UNION SELECT id FROM issues WHERE creator = ?1 AND created >= ?2 AND created <= ?3"
    )
    return [row[0] for row in site.store.database.run(sql, (person.account_id, *edges))]


def unknown_function(call: Function) -> JqlError:
    """Jira's words for a function that there is not, or not for this field."""
    return JqlError(f"Unable to find JQL function '{call.name}({', '.join(call.arguments)})'.")
