"""Jira's JSON of a ticket -> JiraIssue, by the project's schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira import body
from ticketr.adapters.jira.accounts import account_of, user_of
from ticketr.adapters.jira.comments import comments_in
from ticketr.adapters.jira.dialect import CLOUD
from ticketr.adapters.jira.facts import STAMPS, seen_in, stamps_of
from ticketr.adapters.jira.values import sprints_of, value_of
from ticketr.domain.schema import FieldKind, JiraSchema
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, TITLE, TYPE
from ticketr.errors import JiraConnection
from ticketr.ports.external import JiraIssue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.adapters.jira.dialect import Dialect
    from ticketr.domain.schema import JiraField
    from ticketr.domain.ticket import FieldValue
    from ticketr.ports.records import User

VIEW_IDS = {"summary": TITLE, "issuetype": TYPE}
JIRA_IDS = {view: jira for jira, view in VIEW_IDS.items()}
ALWAYS = ("summary", "issuetype", "description", "parent", "status", *STAMPS)
"""What is asked of Jira whatever the schema says; the stamps are no values."""
CRITERIA_KINDS = frozenset({FieldKind.RICH, FieldKind.TEXT})
_RICH = FieldKind.RICH

_KINDS = {
    "summary": FieldKind.TEXT,
    "issuetype": FieldKind.TYPE,
    "parent": FieldKind.PARENT,
    "status": FieldKind.STATUS,
}


def asked_fields(schema: JiraSchema) -> list[str]:
    """The ids that reads name, so that nothing depends on what a site sends by default."""
    epic = [schema.epic_link] if schema.epic_link else []
    return list(dict.fromkeys([*ALWAYS, *epic, *(field.id for field in schema.fields)]))


def field_names(schema: JiraSchema) -> dict[str, str]:
    """Names by Jira's id, for messages."""
    return {field.id: field.name for field in schema.fields}


def criteria_field(schema: JiraSchema, type_name: str = "") -> JiraField | None:
    """The project's own field for acceptance criteria: the one that the type has on its create screen.

    Where the type is not known, the one that any type has.
    """
    fields = [
        f for f in schema.named(body.CRITERIA_TITLE) if f.custom and f.kind in CRITERIA_KINDS
    ]
    known = schema.type(type_name)
    types = (known,) if known else schema.types
    return next((f for f in fields if any(f.id in item.fields for item in types)), None)


def issue_of(schema: JiraSchema, data: Mapping[str, Any], dialect: Dialect = CLOUD) -> JiraIssue:
    """The ticket. What Jira did not send is absent; what it sent as null is None."""
    sent = _sent(schema, data)
    view: dict[str, FieldValue] = {}
    raw: dict[str, object] = {}
    for jira_id, kind in _kinds(schema).items():
        if jira_id in sent:
            name = VIEW_IDS.get(jira_id, jira_id)
            raw[name] = sprints_of(sent[jira_id]) if kind is FieldKind.SPRINT else sent[jira_id]
            view[name] = value_of(kind, raw[name], dialect)
    _add_body(schema, sent, view, raw, dialect)
    return JiraIssue(
        view,
        str(data.get("id") or ""),
        str(data.get("key") or ""),
        raw,
        data.get("properties") or {},
        tuple(_users(schema, sent)),
        str(sent.get("updated") or ""),
        str(sent.get("created") or ""),
        stamps=stamps_of(schema, sent),
        seen=seen_in(schema, sent),
        comments=comments_in(sent, dialect),
    )


def readable(schema: JiraSchema, data: Mapping[str, Any], dialect: Dialect = CLOUD) -> JiraIssue:
    """The ticket as `issue_of` gives it; where that cannot be, its id, its key and the reason."""
    try:
        return issue_of(schema, data, dialect)
    except Exception as error:  # noqa: BLE001 - whatever a site sends, the other tickets go on
        key = str(data.get("key") or "")
        said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        reason = JiraConnection(
            f"What Jira sends of {key or 'a ticket'} cannot be read ({said}).",
            hint="The other tickets are not concerned. Please report it; the next pull tries again.",
            key=key,
        )
        return JiraIssue({}, str(data.get("id") or ""), key, error=reason)


def _sent(schema: JiraSchema, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What Jira sent of the fields, with the parent under the one name.

    Jira leaves `parent` out where there is none: beside a type, which is asked for together with it, its
    absence is "set to nothing". An epic may be named by a field of its own.
    """
    sent: dict[str, Any] = dict(data.get("fields") or {})
    epic = sent.get(schema.epic_link)
    if "issuetype" in sent or epic is not None:
        sent["parent"] = sent.get("parent") or epic
    return sent


def _kinds(schema: JiraSchema) -> dict[str, FieldKind]:
    """The fields that are values; a rank is none, for it changes whenever anything is dragged on a board."""
    fields = (field for field in schema.fields if field.kind is not FieldKind.RANK)
    kinds = {field.id: field.kind for field in fields if field.id != DESCRIPTION}
    return {**kinds, **_KINDS}


def _add_body(
    schema: JiraSchema,
    sent: Mapping[str, Any],
    view: dict[str, FieldValue],
    raw: dict[str, object],
    dialect: Dialect,
) -> None:
    """Description and criteria; these are in the field of their name, else in a section of the description."""
    doc = sent.get(DESCRIPTION)
    own = criteria_field(schema)
    value, own_raw = (view.pop(own.id, None), raw.pop(own.id, None)) if own else (None, None)
    if own is not None and own.id in sent:
        view[CRITERIA], raw[CRITERIA] = value, own_raw
    if DESCRIPTION not in sent:
        return
    raw[DESCRIPTION] = doc
    if own_raw is not None:
        view[DESCRIPTION] = value_of(_RICH, doc, dialect)
        return
    view[DESCRIPTION], view[CRITERIA] = body.split(doc, dialect.text)
    if own is None or body.cut(doc, dialect.text).heading is not None:
        raw[CRITERIA] = doc


def _users(schema: JiraSchema, sent: Mapping[str, Any]) -> Iterable[User]:
    people = [f.id for f in schema.fields if f.kind in {FieldKind.USER, FieldKind.USERS}]
    found: dict[str, User] = {}
    for name in people:
        value = sent.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and account_of(item):
                user = user_of(item)
                found[user.account] = user
    return found.values()
