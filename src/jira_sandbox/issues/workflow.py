"""Steps through the workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError
from jira_sandbox.issues.acts import act, check_acts
from jira_sandbox.issues.changes import save
from jira_sandbox.issues.places import place_of
from jira_sandbox.issues.values import ACTS, Draft, table

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Transition
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

ON_SCREEN = frozenset({"resolution"})


def step(site: Site, author: Person, issue: Issue, body: dict[str, Any]) -> None:
    """Take one step, with fields and comments on the way. Raises JiraError 400."""
    chosen = _chosen(site, issue, body)
    update = table(body, "update")
    draft = _draft(site, issue, table(body, "fields"), update)
    acts = {name: update[name] for name in ACTS & update.keys()}
    check_acts(site, acts)
    _arrive(site, issue, draft.values, chosen)
    with site.store.database.transaction():
        save(place_of(site, issue), author, issue, draft.values)
        act(site, author, issue, acts)
        site.store.issues.touch(issue.id, site.clock.now())


def _chosen(site: Site, issue: Issue, body: dict[str, Any]) -> Transition:
    transition = body.get("transition")
    # A bare id does as well; JiraTUI sends one.
    wanted = transition.get("id") if isinstance(transition, dict) else transition
    if wanted is None:
        raise JiraError(400, "Missing 'transition' identifier")
    open_steps = site.catalogue.workflow.from_status(issue.status)
    for found in open_steps:
        if found.id == str(wanted):
            return found
    raise JiraError(400, f"Transition id '{wanted}' is not valid for this issue.")


def _draft(site: Site, issue: Issue, fields: dict[str, Any], update: dict[str, Any]) -> Draft:
    draft = Draft(place_of(site, issue), issue.values, also=ON_SCREEN)
    for field_id, value in fields.items():
        draft.set(field_id, value)
    for field_id in update.keys() - ACTS:
        draft.operate(field_id, update[field_id])
    draft.refuse()
    return draft


def _arrive(site: Site, issue: Issue, values: dict[str, Any], chosen: Transition) -> None:
    done = chosen.to.category.key == "done"
    was = site.catalogue.status(issue.status).category
    values["status"] = chosen.to.id
    if was.id != chosen.to.category.id:
        issue.status_changed = site.clock.now()
    if done:
        values.setdefault("resolution", site.catalogue.resolutions[0].id)
        issue.resolved = issue.resolved or site.clock.now()
    else:
        values.pop("resolution", None)
        issue.resolved = None
