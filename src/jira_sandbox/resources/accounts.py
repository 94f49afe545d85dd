"""Many accounts at once, pickers of accounts and groups, the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.resources.paging import page, window

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call


def users_bulk(call: Call) -> Reply:
    """GET user/bulk?accountId=."""
    _ = call.user
    wanted = call.words("accountId")
    if not wanted:
        raise JiraError(400, "At least one accountId must be given.")
    rows = [name for name in wanted if call.site.person(name)]
    return Reply(body=page(call, rows, call.site.person, size=10, most=200))


def users(call: Call) -> Reply:
    """GET users and users/search: everybody."""
    _ = call.user
    start, limit = window(call, 50, 1000)
    rows = list(call.site.catalogue.people)[start : start + limit]
    return Reply(body=[call.site.person(person.account_id) for person in rows])


NAMING = ("accountId", "accountType", "name", "key")


def user_picker(call: Call) -> Reply:
    """GET user/picker: accounts by words, with the words marked."""
    _ = call.user
    query = call.text("query")
    left = {*call.words("exclude"), *call.words("excludeAccountIds")}
    known = call.site.catalogue.people.matching(query)
    rest = [p for p in known if p.active and not left & {p.account_id, p.username, p.key}]
    found = rest[: max(0, call.number("maxResults", 50))]
    rows: list[dict[str, Any]] = []
    for person in found:
        shown = person.show(call.site.dialect)
        kept: dict[str, Any] = {name: shown[name] for name in NAMING if name in shown}
        words = {"html": f"<strong>{person.name}</strong>", "displayName": person.name}
        rows.append({**kept, **words, "avatarUrl": shown["avatarUrls"]["16x16"]})
    header = f"Showing {len(rows)} of {len(rest)} matching users"
    return Reply(body={"users": rows, "total": len(rest), "header": header})


def session(call: Call) -> Reply:
    """GET auth/1/session, on Data Center: who is logged in."""
    person = call.user
    address = f"{call.site.api}/user?username={person.username}"
    info = {"failedLoginCount": 0, "loginCount": 1}
    return Reply(body={"self": address, "name": person.username, "loginInfo": info})


def groups(_call: Call) -> Reply:
    """GET groups/picker: there are no groups."""
    header = "Showing 0 of 0 matching groups"
    return Reply(body={"header": header, "total": 0, "groups": []})
