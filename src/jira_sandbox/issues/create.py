"""Creating issues, one or fifty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.catalogue import by_id, by_name
from jira_sandbox.exchange import JiraError, invalid
from jira_sandbox.fields.kind import Place, reference
from jira_sandbox.issues.acts import act, check_acts
from jira_sandbox.issues.events import note
from jira_sandbox.issues.hierarchy import misplaced, settle_sprint
from jira_sandbox.issues.properties import accept_properties
from jira_sandbox.issues.values import ACTS, Draft, index_of, table
from jira_sandbox.issues.workflow import step
from jira_sandbox.storage.issues import Issue
from jira_sandbox.storage.marks import WATCH

if TYPE_CHECKING:
    from jira_sandbox.catalogue import IssueType, Project
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site


def create(site: Site, author: Person, body: Any) -> Issue:
    """Create an issue from `{fields, update, transition, properties}`; all of it, or nothing.

    Raises JiraError 400 with every complaint.
    """
    if not isinstance(body, dict):
        raise JiraError(400, "Invalid request payload. Refer to the REST API documentation.")
    place, values, acts = _draft(site, author, body)
    properties = accept_properties(body.get("properties"))
    with site.store.database.transaction():
        issue = _insert(place, author, values)
        for key, value in properties:
            site.store.properties.put(issue.id, key, value)
        act(site, author, issue, acts)
        if body.get("transition"):
            step(site, author, issue, {"transition": body["transition"]})
    note(site, "jira:issue_created", author.account_id, issue, kind="issue_created")
    return issue


def _draft(
    site: Site, author: Person, body: dict[str, Any]
) -> tuple[Place, dict[str, Any], dict[str, Any]]:
    fields = table(body, "fields")
    update = table(body, "update")
    project = find_project(site, fields.get("project"))
    place = Place(site, project, find_type(project, fields.get("issuetype")))
    draft = Draft(place, _first_values(site, author, place))
    for field_id, value in fields.items():
        if field_id not in ("project", "issuetype"):
            draft.set(field_id, value)
    for field_id in update.keys() - ACTS:
        draft.operate(field_id, update[field_id])
    draft.demand()
    draft.errors.update(misplaced(place, draft.values) if "parent" not in draft.errors else {})
    draft.errors.update(settle_sprint(place, draft.values))
    draft.refuse()
    acts = {name: update[name] for name in ACTS & update.keys()}
    check_acts(site, acts)
    return place, draft.values, acts


def _first_values(site: Site, author: Person, place: Place) -> dict[str, Any]:
    return {
        "issuetype": place.type.id,
        "status": site.catalogue.workflow.statuses[0].id,
        "priority": site.catalogue.default_priority.id,
        "reporter": author.account_id,
    }


def find_project(site: Site, value: Any) -> Project:
    """The project that a request names. Raises JiraError 400."""
    named = reference(value, "id", "key")
    found = site.catalogue.project(named[1]) if named else None
    if found is None or found.id in site.hidden:
        raise invalid("project", "valid project is required")
    return found


def find_type(project: Project, value: Any) -> IssueType:
    """The issue type of a project that a request names. Raises JiraError 400."""
    named = reference(value, "id", "name")
    if named is None:
        raise invalid("issuetype", "Specify an issue type")
    found = (by_id if named[0] == "id" else by_name)(project.types, named[1])
    if found is None:
        raise invalid("issuetype", "The issue type selected is invalid.")
    return found


def _insert(place: Place, author: Person, values: dict[str, Any]) -> Issue:
    site = place.site
    now = site.clock.now()
    number = site.store.issues.next_number(place.project.id)
    issue = Issue(
        id=site.store.issues.next_id(),
        key=f"{place.project.key}-{number}",
        project=place.project.id,
        number=number,
        creator=author.account_id,
        created=now,
        updated=now,
        status_changed=now,
        values=values,
    )
    site.store.issues.save(issue, index_of(place, values))
    site.store.marks.add(WATCH, issue.id, author.account_id)
    return issue
