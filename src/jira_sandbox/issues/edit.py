"""Editing and deleting issues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError
from jira_sandbox.fields.kind import Place
from jira_sandbox.issues.acts import act, check_acts
from jira_sandbox.issues.changes import save
from jira_sandbox.issues.create import find_type
from jira_sandbox.issues.events import note
from jira_sandbox.issues.hierarchy import misplaced, settle_sprint
from jira_sandbox.issues.places import place_of
from jira_sandbox.issues.properties import accept_properties
from jira_sandbox.issues.values import ACTS, Draft, table

if TYPE_CHECKING:
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue


def edit(site: Site, author: Person, issue: Issue, body: dict[str, Any]) -> None:
    """Change an issue by `{fields, update, properties}`; all of it, or nothing.

    Raises JiraError 400 with every complaint.
    """
    fields, update = table(body, "fields"), table(body, "update")
    if not fields and not update and not body.get("properties"):
        raise JiraError(400, "one of 'fields' or 'update' required")
    place = _place(site, issue, fields)
    draft = _draft(place, issue, fields, update)
    properties = accept_properties(body.get("properties"))
    acts = {name: update[name] for name in ACTS & update.keys()}
    check_acts(site, acts)
    with site.store.database.transaction():
        save(place, author, issue, draft.values)
        for key, value in properties:
            site.store.properties.put(issue.id, key, value)
        if act(site, author, issue, acts):
            site.store.issues.touch(issue.id, site.clock.now())


def _draft(place: Place, issue: Issue, fields: dict[str, Any], update: dict[str, Any]) -> Draft:
    draft = Draft(place, {**issue.values, "issuetype": place.type.id})
    both = fields.keys() & update.keys()
    for field_id in both:
        draft.errors[field_id] = f"Field '{field_id}' cannot be in both 'fields' and 'update'."
    for field_id in fields.keys() - IGNORED - both:
        draft.set(field_id, fields[field_id])
    for field_id in update.keys() - ACTS - IGNORED - both:
        draft.operate(field_id, update[field_id])
    _keep_required(draft, issue)
    if draft.values.get("parent") != issue.parent or place.type.id != issue.type:
        draft.errors.update(misplaced(place, draft.values))
    draft.errors.update(settle_sprint(place, draft.values))
    draft.refuse()
    return draft


IGNORED = frozenset({"issuetype", "project", "status"})


def _place(site: Site, issue: Issue, fields: dict[str, Any]) -> Place:
    here = place_of(site, issue)
    if "issuetype" not in fields:
        return here
    wanted = find_type(here.project, fields["issuetype"])
    if wanted.subtask != here.type.subtask:
        raise JiraError(400, errors={"issuetype": "The issue type selected is invalid."})
    return Place(site, here.project, wanted, issue)


def _keep_required(draft: Draft, issue: Issue) -> None:
    rules = draft.place.site.catalogue.rules
    for field_id in rules.demanded(draft.place.project, draft.place.type):
        spec = draft.place.site.catalogue.field(field_id)
        if spec and field_id in issue.values and field_id not in draft.values:
            draft.errors[field_id] = f"{spec.name} is required."


def delete(site: Site, author: Person, issue: Issue, *, with_subtasks: bool) -> None:
    """Delete an issue; its sub-tasks go with it where asked for, else they forbid it (400)."""
    children = site.store.issues.children(issue.id)
    subtasks = [child for child in children if site.catalogue.type(child.type).subtask]
    if subtasks and not with_subtasks:
        raise JiraError(
            400,
            f"The issue '{issue.key}' has subtasks. You must specify the 'deleteSubtasks'"
            " parameter to delete this issue and all its subtasks.",
        )
    with site.store.database.transaction():
        for child in children:
            if child not in subtasks:
                _orphan(site, author, child)
        for gone in (*subtasks, issue):
            note(site, "jira:issue_deleted", author.account_id, gone, kind="issue_deleted")
            site.store.issues.delete(gone.id)


def _orphan(site: Site, author: Person, child: Issue) -> None:
    rest = {name: value for name, value in child.values.items() if name != "parent"}
    save(place_of(site, child), author, child, rest)
