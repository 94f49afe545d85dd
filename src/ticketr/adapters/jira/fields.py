"""Jira's description of a field -> how ticketr handles it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.domain.schema import FieldKind, JiraField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.domain.schema import JiraSchema

CUSTOM_TYPES = "com.atlassian.jira.plugin.system.customfieldtypes"
AGILE = "com.pyxis.greenhopper.jira"
SPRINT_TYPE = f"{AGILE}:gh-sprint"
EPIC_LINK_TYPE = f"{AGILE}:gh-epic-link"
EPIC_NAME_TYPE = f"{AGILE}:gh-epic-label"
RICH_TYPES = frozenset({f"{CUSTOM_TYPES}:textarea"})
RICH_SYSTEM = frozenset({"description", "environment"})

NOT_MAPPED: dict[str, str] = {
    "project": "a workspace is one project; tickets do not leave it through a field",
    "issuekey": "the key is the ticket's identity and not a value",
    "comment": "a list of its own, fetched apart",
    "worklog": "a list of its own, fetched apart",
    "attachment": "files; a list of its own",
    "subtasks": "the other side of parent",
    "watches": "differs for each reader",
    "votes": "differs for each reader",
    "progress": "computed by Jira",
    "aggregateprogress": "computed by Jira",
    "timetracking": "computed from its parts, and written in words",
    "timespent": "computed from the worklog",
    "timeestimate": "computed from the worklog",
    "timeoriginalestimate": "a part of timetracking",
    "aggregatetimespent": "computed by Jira",
    "aggregatetimeestimate": "computed by Jira",
    "aggregatetimeoriginalestimate": "computed by Jira",
    "workratio": "computed by Jira",
    "created": "a stamp that nobody edits",
    "creator": "a stamp that nobody edits",
    "updated": "a stamp; it travels as JiraIssue.updated",
    "resolutiondate": "a stamp that nobody edits",
    "statuscategorychangedate": "a stamp that nobody edits",
    "statusCategory": "follows from the status",
    "lastViewed": "differs for each reader",
    "thumbnail": "a picture",
    "security": "who may see a ticket is not settled from a file",
    "issuerestriction": "who may see a ticket is not settled from a file",
}
"""System fields that never become a value of the view, each with the reason."""

NOT_MAPPED_TYPES: dict[str, str] = {
    EPIC_LINK_TYPE: "another name of parent on Cloud, and the parent itself on Data Center",
    "com.atlassian.jpo:jpo-custom-field-parent": "another name of parent on Cloud",
    "com.atlassian.jira.plugins.jira-development-integration-plugin:devsummarycf": "computed",
    "com.atlassian.jira.ext.charting:timeinstatus": "computed, changes with the clock",
    "com.atlassian.jira.ext.charting:firstresponsedate": "computed",
}
"""Custom fields of these types never become a value of the view, each with the reason."""

_SYSTEM_KINDS = {
    "parent": FieldKind.PARENT,
    "issuetype": FieldKind.TYPE,
    "status": FieldKind.STATUS,
    "issuelinks": FieldKind.LINKS,
    "resolution": FieldKind.OTHER,  # set by a step of the workflow, not by an edit
}
_PLAIN_KINDS = {
    "string": FieldKind.TEXT,
    "number": FieldKind.NUMBER,
    "date": FieldKind.DATE,
    "datetime": FieldKind.DATETIME,
    "user": FieldKind.USER,
    "option": FieldKind.OPTION,
    "priority": FieldKind.OPTION,
    "version": FieldKind.OPTION,
    "component": FieldKind.OPTION,
    "group": FieldKind.OPTION,
}
_ITEM_KINDS = {
    "string": FieldKind.LABELS,
    "user": FieldKind.USERS,
    "option": FieldKind.OPTIONS,
    "version": FieldKind.OPTIONS,
    "component": FieldKind.OPTIONS,
    "group": FieldKind.OPTIONS,
}
_CUSTOM_KINDS = {SPRINT_TYPE: FieldKind.SPRINT, f"{AGILE}:gh-lexo-rank": FieldKind.RANK}
_PARENT = JiraField("parent", "Parent", FieldKind.PARENT)


def field_of(data: Mapping[str, Any]) -> JiraField | None:
    """The field that an element of `/field` describes, None where it is never mapped."""
    field_id, described = str(data.get("id") or data.get("key") or ""), data.get("schema") or {}
    custom = str(described.get("custom") or "")
    if not field_id or field_id in NOT_MAPPED or custom in NOT_MAPPED_TYPES:
        return None
    items = described.get("items")
    handle = "value" if "option" in {described.get("type"), items} else "name"
    name = str(data.get("name") or field_id)
    return JiraField(field_id, name, _kind(field_id, described, custom), custom, handle)


def _kind(field_id: str, described: Mapping[str, Any], custom: str) -> FieldKind:
    if custom in _CUSTOM_KINDS:
        return _CUSTOM_KINDS[custom]
    if custom in RICH_TYPES or field_id in RICH_SYSTEM:
        return FieldKind.RICH
    if field_id in _SYSTEM_KINDS:
        return _SYSTEM_KINDS[field_id]
    if described.get("type") == "array":
        return _ITEM_KINDS.get(str(described.get("items")), FieldKind.OTHER)
    return _PLAIN_KINDS.get(str(described.get("type")), FieldKind.OTHER)


def fields_of(data: Iterable[Mapping[str, Any]], *, epic_link: bool = False) -> list[JiraField]:
    """The mapped fields of `/field`; Parent is always among them, for Cloud leaves it out at times.

    `epic_link`: Parent stands for the field that links a ticket to its epic, too, and has its id as `handle`.
    """
    rows = list(data)
    found = [field for item in rows if (field := field_of(item)) is not None]
    link = next((row for row in rows if _custom(row) == EPIC_LINK_TYPE), None)
    if epic_link and link is not None:
        parent = JiraField("parent", "Parent", FieldKind.PARENT, EPIC_LINK_TYPE, str(link["id"]))
        return [*(field for field in found if field.id != _PARENT.id), parent]
    has_parent = any(field.id == _PARENT.id for field in found)
    return found if has_parent else [*found, _PARENT]


def _custom(row: Mapping[str, Any]) -> str:
    return str((row.get("schema") or {}).get("custom") or "")


def epic_name_of(schema: JiraSchema) -> str:
    """The id of the field that names an epic, empty where the site has none."""
    return next((field.id for field in schema.fields if field.custom == EPIC_NAME_TYPE), "")
