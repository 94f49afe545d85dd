"""Search: by token, by count; and the endpoint that is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import Call, JiraError, Reply
from jira_sandbox.issues import render
from jira_sandbox.jql.cursor import Cursor, spelled, whole_order
from jira_sandbox.jql.meaning import Search, search
from jira_sandbox.jql.parse import parse
from jira_sandbox.jql.structure import structure
from jira_sandbox.jql.tree import JqlError
from jira_sandbox.resources.issues import limit_properties, strings

if TYPE_CHECKING:
    from jira_sandbox.issues.render import Wanted
    from jira_sandbox.storage.issues import Issue

DEFAULT_PAGE = 50
PAGE_WITH_FIELDS = 100
PAGE_OF_IDS = 5000
PAGE_ON_DATA_CENTER = 1000
MOST_RECONCILED = 50
GONE = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full"
    " migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)
UNBOUNDED = (
    "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
)


def absent(call: Call) -> Reply:
    """What Data Center does not have, under a path that would else be an issue's."""
    raise JiraError(404, f"null for uri: {call.site.root}{call.request.path}")


def gone(_call: Call) -> Reply:
    """GET and POST search: removed from Cloud in 2025."""
    raise JiraError(410, GONE)


def old_by_query(call: Call) -> Reply:
    """GET search, on Data Center: pages by `startAt`."""
    asked = {
        "jql": call.text("jql"),
        "startAt": call.number("startAt", 0),
        "maxResults": call.number("maxResults", DEFAULT_PAGE),
        "fields": call.words("fields"),
        "expand": call.words("expand"),
        "validateQuery": call.text("validateQuery", "true").lower(),
    }
    return _old_search(call, asked)


def old_by_body(call: Call) -> Reply:
    """POST search, on Data Center."""
    return _old_search(call, call.document())


def _old_search(call: Call, asked: dict[str, Any]) -> Reply:
    expand = strings(asked, "expand")
    what = render.wanted(
        call.site, strings(asked, "fields"), expand, strings(asked, "properties"), "*navigable"
    )
    start, limit = _whole(asked, "startAt", 0), _whole(asked, "maxResults", DEFAULT_PAGE)
    query, warnings = _lenient(call, asked)
    _settle(call, query, [])
    store = call.site.store.issues
    total = store.count(query.where, query.values) if call.caller else 0
    order, size = spelled(whole_order(query.order)), min(limit, PAGE_ON_DATA_CENTER)
    ids = store.select(query.where, query.values, order, size, start)
    issues = [render.issue(call.site, one, what) for one in store.found(ids)] if total else []
    body = {
        "expand": "schema,names",
        "startAt": start,
        "maxResults": size,
        "total": total,
        "issues": issues,
    }
    told = {name: tell(call.site) for name, tell in TOLD.items() if name in what.expand}
    return Reply(body={**body, **told, **({"warningMessages": warnings} if warnings else {})})


TOLD = {"names": render.names, "schema": render.schemas}


def _whole(asked: dict[str, Any], name: str, default: int) -> int:
    value = asked.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise JiraError(400, f"{name} must be a positive number.")
    return value


def _lenient(call: Call, asked: dict[str, Any]) -> tuple[Search, list[str]]:
    """A query that need not restrict anything; one that is wrong finds nothing where asked, with the reasons."""
    checked = asked.get("validateQuery") not in (False, "false", "none", "warn")
    forgiven: list[str] = []
    try:
        query = str(asked.get("jql") or "")
        return search(call.site, call.caller, query, None if checked else forgiven), forgiven
    except JqlError as error:
        if not checked:
            return Search("0"), error.messages
        raise JiraError(400, *error.messages) from None


def by_query(call: Call) -> Reply:
    """GET search/jql."""
    return _search(
        call,
        {
            "jql": call.text("jql"),
            "nextPageToken": call.text("nextPageToken"),
            "maxResults": call.number("maxResults", DEFAULT_PAGE),
            "fields": call.words("fields"),
            "expand": call.text("expand"),
            "properties": call.words("properties"),
            "reconcileIssues": call.words("reconcileIssues"),
        },
    )


def by_body(call: Call) -> Reply:
    """POST search/jql."""
    return _search(call, call.document())


def _search(call: Call, asked: dict[str, Any]) -> Reply:
    _check(asked)
    query = bounded(call, str(asked.get("jql") or ""))
    what = _wanted(call, asked)
    limit = _limit(asked, what)
    _settle(call, query, strings(asked, "reconcileIssues"))
    cursor = Cursor(query, str(asked.get("jql")))
    limit = call.site.index.page(limit)
    ids, token = cursor.page(call.site.store.database, limit, asked.get("nextPageToken") or "")
    found = call.site.store.issues.found(ids) if call.caller else []
    body: dict[str, Any] = {
        "issues": [_shown(call, issue, what, bare=not asked.get("fields")) for issue in found],
        "isLast": not (token and call.caller),
    }
    if token and call.caller:
        body["nextPageToken"] = token
    body |= {name: tell(call.site) for name, tell in TOLD.items() if name in what.expand}
    return Reply(body=body)


def _shown(call: Call, issue: Issue, what: Wanted, *, bare: bool) -> dict[str, Any]:
    shown = render.issue(call.site, issue, what)
    if bare:
        return {name: shown[name] for name in ("id", "properties", "changelog") if name in shown}
    return shown


def _check(asked: dict[str, Any]) -> None:
    limit_properties(tuple(strings(asked, "properties")))
    reconciled = strings(asked, "reconcileIssues")
    if len(reconciled) > MOST_RECONCILED:
        raise JiraError(400, f"A maximum of {MOST_RECONCILED} issues can be reconciled.")
    if not all(issue_id.isdecimal() for issue_id in reconciled):
        raise JiraError(400, "Invalid request payload. Refer to the REST API documentation.")


def _wanted(call: Call, asked: dict[str, Any]) -> Wanted:
    expand = asked.get("expand") or ""
    if not isinstance(expand, str):
        raise JiraError(400, "Invalid request payload. Refer to the REST API documentation.")
    return render.wanted(
        call.site,
        strings(asked, "fields"),
        [part.strip() for part in expand.split(",") if part.strip()],
        strings(asked, "properties"),
        default="",
    )


def _limit(asked: dict[str, Any], what: Wanted) -> int:
    size = asked.get("maxResults", DEFAULT_PAGE)
    if size is None:
        size = DEFAULT_PAGE
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise JiraError(400, "The maxResults parameter must be a positive number.")
    most = PAGE_OF_IDS if what.fields is None else PAGE_WITH_FIELDS
    return min(size or DEFAULT_PAGE, most)


def bounded(call: Call, jql: str) -> Search:
    """A query that restricts something. Raises JiraError 400."""
    try:
        found = search(call.site, call.caller, jql)
    except JqlError as error:
        raise JiraError(400, *error.messages) from None
    if not found.bounded:
        raise JiraError(400, UNBOUNDED)
    return found


def _settle(call: Call, query: Search, reconciled: list[str]) -> None:
    """Bring the index up to date as far as it is due, and leave out what nobody may see."""
    named = [int(issue_id) for issue_id in reconciled]
    call.site.index.catch_up(named)
    gone = call.site.index.vanished(named)
    for column, ids in (("i.id", gone), ("i.project", sorted(call.site.hidden))):
        if ids:
            hidden = f"{column} IN (SELECT value FROM json_each(?))"  # noqa: S608  names of ours
            query.where = f"({query.where}) AND NOT {hidden}"
            query.values.append(json.dumps(ids))


def count(call: Call) -> Reply:
    """POST search/approximate-count."""
    query = bounded(call, str(call.document().get("jql") or ""))
    _settle(call, query, [])
    number = call.site.store.issues.count(query.where, query.values) if call.caller else 0
    return Reply(body={"count": number})


def parse_queries(call: Call) -> Reply:
    """POST jql/parse: the complaints about each query, or its structure."""
    queries = call.document().get("queries")
    if call.text("validation", "strict") not in ("strict", "warn", "none"):
        raise JiraError(400, "validation: must be one of strict, warn and none")
    if not isinstance(queries, list) or not queries:
        raise JiraError(400, "queries: must not be empty")
    return Reply(body={"queries": [_parsed(call, str(text)) for text in queries]})


def _parsed(call: Call, text: str) -> dict[str, Any]:
    """The structure of a query; what it names and does not exist is an error, a warning or nothing, as asked."""
    way = call.text("validation", "strict")
    try:
        tree = parse(text)
        if way != "none":
            search(call.site, call.caller, text)
    except JqlError as error:
        if way != "warn" or not _reads(text):
            return {"query": text, "errors": error.messages}
        return {"query": text, "structure": structure(parse(text)), "warnings": error.messages}
    return {"query": text, "structure": structure(tree)}


def _reads(text: str) -> bool:
    try:
        parse(text)
    except JqlError:
        return False
    return True
