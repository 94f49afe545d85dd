"""The first issues of a site, out of its seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import adf
from jira_sandbox.catalogue import by_name
from jira_sandbox.exchange import JiraError
from jira_sandbox.issues.create import create
from jira_sandbox.issues.workflow import step
from jira_sandbox.seed import SeedError

if TYPE_CHECKING:
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

PATH_LIMIT = 8
NAMED_BY = {"priority": "name", "select": "value"}
LISTED_BY = {"multiselect": "value", "components": "name", "versions": "name"}


def plant(site: Site) -> None:
    """Create the seed's issues, in their order. Raises SeedError."""
    for number, row in enumerate(site.seed.issues, 1):
        try:
            _plant(site, dict(row))
        except (JiraError, SeedError, KeyError) as error:
            raise SeedError(f"issue {number} of the seed: {error}") from error


def _plant(site: Site, row: dict[str, Any]) -> None:
    author = _person(site, row.pop("author", site.seed.account.email))
    status = row.pop("status", "")
    properties = [{"key": k, "value": v} for k, v in row.pop("properties", {}).items()]
    issue = create(site, author, {"fields": _fields(site, row), "properties": properties})
    if status:
        _move(site, author, issue, status)


def _fields(site: Site, row: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "project": {"key": row.pop("project")},
        "issuetype": {"name": row.pop("type")},
    }
    if "parent" in row:
        fields["parent"] = {"key": row.pop("parent")}
    for name, value in (*row.pop("fields", {}).items(), *row.items()):
        spec = by_name(site.catalogue.fields, name) or site.catalogue.field(name)
        if spec is None:
            raise SeedError(f"no field is named {name!r}")
        fields[spec.id] = _value(site, spec.kind, value)
    return fields


def _value(site: Site, kind: str, value: Any) -> Any:
    if kind == "user":
        person = _person(site, value)
        return {"accountId": person.account_id} if site.cloud else {"name": person.username}
    if kind == "rich" and isinstance(value, str) and site.cloud:
        return adf.from_text(value)
    if kind in NAMED_BY:
        return {NAMED_BY[kind]: value}
    if kind in LISTED_BY:
        return [{LISTED_BY[kind]: item} for item in value]
    return value


def _person(site: Site, email: str) -> Person:
    found = site.catalogue.people.by_email(email)
    if found is None:
        raise SeedError(f"no user has the e-mail {email!r}")
    return found


def _move(site: Site, author: Person, issue: Issue, status: str) -> None:
    wanted = by_name(site.catalogue.workflow.statuses, status)
    if wanted is None:
        raise SeedError(f"no status is named {status!r}")
    for transition in _path(site, issue.status, wanted.id):
        step(site, author, issue, {"transition": {"id": transition}})


def _path(site: Site, start: str, goal: str) -> list[str]:
    ways: list[tuple[str, list[str]]] = [(start, [])]
    for status, way in ways:
        if status == goal:
            return way
        if len(way) < PATH_LIMIT:
            steps = site.catalogue.workflow.from_status(status)
            ways += [(t.to.id, [*way, t.id]) for t in steps]
    raise SeedError("the workflow has no way to that status")
