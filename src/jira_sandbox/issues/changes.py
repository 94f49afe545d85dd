"""Saving an edited issue: what changed, in the history and in `updated`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import adf
from jira_sandbox.fields.registry import kind_of
from jira_sandbox.issues.events import note
from jira_sandbox.issues.values import index_of

if TYPE_CHECKING:
    from jira_sandbox.fields.kind import Place
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

# Names that the history uses in place of a field's own.
HISTORY_NAMES = {
    "components": "Component",
    "fixVersions": "Fix Version",
    "versions": "Version",
    "parent": "IssueParentAssociation",
}


def save(place: Place, author: Person, issue: Issue, values: dict[str, Any]) -> bool:
    """Store new values; nothing is written, and `updated` stays, where nothing differs."""
    site = place.site
    changed = [f for f in {**issue.values, **values} if _differs(site, f, issue.values, values)]
    if not changed:
        return False
    items = [_item(site, field_id, issue.values, values) for field_id in sorted(changed)]
    kept = {k: v if k in changed else issue.values[k] for k, v in values.items()}
    issue.values = kept
    issue.updated = max(issue.updated + 1, site.clock.now())
    with site.store.database.transaction():
        site.store.issues.save(issue, index_of(place, kept))
        site.store.history.add(issue.id, author.account_id, issue.updated, items)
    name = "issue_generic" if "status" in changed else "issue_updated"
    note(site, "jira:issue_updated", author.account_id, issue, items=items, kind=name)
    return True


def _differs(site: Site, field_id: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    one, other = old.get(field_id), new.get(field_id)
    spec = site.catalogue.field(field_id)
    if spec is not None and spec.kind == "rich":
        return not adf.same(one, other)
    if spec is not None and kind_of(spec).many:
        return sorted(one or []) != sorted(other or [])
    return bool(one != other)


def _item(site: Site, field_id: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    spec = site.catalogue.field(field_id)
    assert spec is not None  # noqa: S101  values are only ever stored under known fields
    before, after = old.get(field_id), new.get(field_id)
    told = _tell_status if field_id == "status" else kind_of(spec).tell
    from_id, from_text = told(spec, before, site)
    to_id, to_text = told(spec, after, site)
    item: dict[str, Any] = {
        "field": HISTORY_NAMES.get(field_id, spec.name if spec.custom else spec.id),
        "fieldtype": "custom" if spec.custom else "jira",
    }
    if field_id != "parent":
        item["fieldId"] = field_id
    return {**item, "from": from_id, "fromString": from_text, "to": to_id, "toString": to_text}


def _tell_status(_spec: Any, stored: Any, site: Site) -> tuple[str | None, str | None]:
    return stored, site.catalogue.status(stored).name
