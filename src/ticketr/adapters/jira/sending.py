"""JiraIssue and JiraUpdate -> the JSON that creates and edits, by the project's schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira import body
from ticketr.adapters.jira.dialect import CLOUD
from ticketr.adapters.jira.fields import epic_name_of
from ticketr.adapters.jira.mapping import JIRA_IDS, criteria_field
from ticketr.adapters.jira.values import jira_of, members, value_of, verbs_of
from ticketr.domain.digest import same
from ticketr.domain.schema import (
    EPIC_LEVEL,
    SET_KINDS,
    SUBTASK_LEVEL,
    FieldKind,
    FieldRule,
    JiraField,
    JiraSchema,
)
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, NOT_CREATED, PARENT, TITLE, TYPE
from ticketr.errors import SyncReadOnly, TicketValidation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ticketr.adapters.jira.dialect import Dialect
    from ticketr.domain.ticket import FieldValue, View
    from ticketr.ports.external import JiraIssue, JiraUpdate

    SprintNumber = Callable[[JiraField, str], str]

BODY = (DESCRIPTION, CRITERIA)
_BUILT_IN = {
    TITLE: JiraField("summary", "Summary", FieldKind.TEXT),
    TYPE: JiraField("issuetype", "Issue Type", FieldKind.TYPE),
    PARENT: JiraField("parent", "Parent", FieldKind.PARENT),
    DESCRIPTION: JiraField("description", "Description", FieldKind.RICH),
}


class Sender:
    """Makes requests of values; `sprint_number` tells the number of an open sprint by its name."""

    def __init__(
        self, schema: JiraSchema, sprint_number: SprintNumber, dialect: Dialect = CLOUD
    ) -> None:
        self._schema = schema
        self._sprint_number = sprint_number
        self._dialect = dialect
        self._text = dialect.text

    def creation(self, issue: JiraIssue, project_key: str) -> dict[str, Any]:
        """The body of a create, without what only a change can say, and without fields set to nothing."""
        view = {
            n: v
            for n, v in issue.fields.items()
            if v not in (None, "", ()) and n not in NOT_CREATED
        }
        type_name = str(view.get(TYPE) or "")
        fields: dict[str, Any] = {"project": {"key": project_key}}
        for name, value in view.items():
            if name == PARENT:
                fields |= self._held_by(value, type_name)
            elif name not in BODY:
                field = self._field(name)
                rich = field.kind is FieldKind.RICH
                fields[field.id] = (
                    self._new_text(field, value, issue.others)
                    if rich
                    else self._json(field, value, type_name)
                )
        fields |= self._epic_name(view, type_name)
        fields |= self._body(view, criteria_field(self._schema, type_name), issue.others)
        properties = [{"key": key, "value": value} for key, value in issue.properties.items()]
        return {"fields": fields, "properties": properties} if properties else {"fields": fields}

    def edit(self, update: JiraUpdate) -> dict[str, Any]:
        """The body of an edit: sets as additions and removals where their base is known, the rest as values.

        Empty where nothing but the status or links change.
        """
        type_name = _type_name(update)
        fields: dict[str, Any] = {}
        verbs: dict[str, Any] = {}
        lost: list[str] = []
        for name, value in update.fields.items():
            if name in NOT_CREATED or name in BODY:
                continue
            field = self._field(name)
            if name == PARENT and value is None and not self._dialect.epic_link:
                verbs[field.id] = [{"set": {"none": True}}]
            elif name == PARENT:
                fields |= self._held_by(value, type_name)
            elif field.kind in SET_KINDS and name in update.before:
                before, rule = members(update.before[name]), self._rule(type_name, field)
                verbs[field.id] = verbs_of(field, before, members(value), rule, self._dialect)
            elif field.kind is FieldKind.RICH:
                fields[field.id] = self._spliced(update, name, field, lost)
            else:
                fields[field.id] = self._json(field, value, type_name)
        fields |= self._changed_body(update, type_name, lost)
        _refuse(update, lost)
        parts = {"fields": fields, "update": {n: v for n, v in verbs.items() if v}}
        return {name: part for name, part in parts.items() if part}

    def _held_by(self, key: FieldValue, type_name: str) -> dict[str, Any]:
        """The field that puts the ticket under its parent: an epic has a field of its own on Data Center."""
        parent = _BUILT_IN[PARENT]
        if not self._dialect.epic_link or self._schema.level(type_name) == SUBTASK_LEVEL:
            return {parent.id: jira_of(parent, key)}
        link = self._schema.epic_link
        if not link:
            raise TicketValidation("This Jira has no epics, and only sub-tasks have a parent.")
        return {link: key}

    def _epic_name(self, view: View, type_name: str) -> dict[str, Any]:
        """The name that Data Center wants of an epic beside its title: the same, where none is given."""
        known, name = self._schema.type(type_name), epic_name_of(self._schema)
        if not self._dialect.epic_link or known is None or known.level != EPIC_LEVEL:
            return {}
        return {name: view.get(TITLE)} if name in known.fields and name not in view else {}

    def _field(self, name: str) -> JiraField:
        jira_id = JIRA_IDS.get(name, name)
        found = self._schema.field(jira_id) or _BUILT_IN.get(name)
        if found is None:
            raise TicketValidation(f'The project has no field "{name}".')
        return found

    def _rule(self, type_name: str, field: JiraField) -> FieldRule | None:
        known = self._schema.type(type_name)
        return known.fields.get(field.id) if known else None

    def _json(self, field: JiraField, value: FieldValue, type_name: str) -> Any:
        if field.kind is FieldKind.TYPE:
            known = self._schema.type(str(value))
            return {"id": known.id} if known else {"name": str(value)}
        if field.kind is FieldKind.SPRINT and value is not None:
            value = self._sprint_number(field, str(value))
        return jira_of(field, value, self._rule(type_name, field), self._dialect)

    def _changed_body(self, update: JiraUpdate, type_name: str, lost: list[str]) -> dict[str, Any]:
        changed = {name: update.fields[name] for name in BODY if name in update.fields}
        if not changed:
            return {}
        own = self._home(update.raw, type_name)
        if own is not None:
            base = {**self._read(update.raw, own), **update.before}
            known = {n: base[n] for n in changed if n in base}
            new = {n: v for n, v in changed.items() if n not in known or not same(known[n], v)}
            homes = {DESCRIPTION: _BUILT_IN[DESCRIPTION], CRITERIA: own}
            return {
                homes[name].id: self._spliced(update, name, homes[name], lost)
                for name in BODY
                if name in new
            }
        whole = update.raw.get(DESCRIPTION)
        texts = dict(zip(BODY, body.split(whole, self._text), strict=True))
        base = {name: update.before.get(name, texts[name]) for name in BODY}
        halves = [_text({**base, **changed}[name]) for name in BODY]
        joined = body.join(halves[0], halves[1], whole, lost, self._text, update.others)
        body.check_length(update.key, "The description", joined, self._text)
        return {DESCRIPTION: joined}

    def _home(self, raw: Mapping[str, object], type_name: str) -> JiraField | None:
        """The field that holds the criteria, None for the section of the description.

        They stay where the base has them; where it has none, the type's field is taken.
        """
        if body.cut(raw.get(DESCRIPTION), self._text).heading is not None:
            in_section = raw.get(CRITERIA) == raw.get(DESCRIPTION)
            return None if in_section else criteria_field(self._schema)
        return criteria_field(self._schema, "" if raw.get(CRITERIA) is not None else type_name)

    def _body(
        self, view: View, own: JiraField | None, others: tuple[object, ...]
    ) -> dict[str, Any]:
        """Description and criteria of a new ticket."""
        if own is None:
            if not any(name in view for name in BODY):
                return {}
            first, second = (_text(view.get(name)) for name in BODY)
            return {DESCRIPTION: body.join(first, second, None, [], self._text, others)}
        homes = {DESCRIPTION: _BUILT_IN[DESCRIPTION], CRITERIA: own}
        return {
            homes[name].id: self._new_text(homes[name], view[name], others)
            for name in BODY
            if name in view
        }

    def _new_text(self, field: JiraField, value: FieldValue, others: tuple[object, ...]) -> Any:
        """A text in a field of its own, of a new ticket."""
        if field.kind is not FieldKind.RICH:
            return jira_of(field, value or None, dialect=self._dialect)
        return body.spliced(_text(value), None, [], self._text, others)

    def _spliced(self, update: JiraUpdate, name: str, field: JiraField, lost: list[str]) -> Any:
        """A text in a field of its own, spliced into what Jira has in it."""
        value, base = update.fields[name], update.raw.get(name)
        if field.kind is not FieldKind.RICH or not self._text.holds(base):
            return jira_of(field, value or None, dialect=self._dialect)
        found = body.spliced(_text(value), base, lost, self._text, update.others)
        body.check_length(update.key, field.name, found, self._text)
        return found

    def _read(self, raw: Mapping[str, object], own: JiraField) -> dict[str, FieldValue]:
        """What the base says in Jira's own JSON, where the criteria have a field of their own."""
        kinds = {DESCRIPTION: FieldKind.RICH, CRITERIA: own.kind}
        return {n: value_of(kinds[n], raw[n], self._dialect) for n in BODY if n in raw}


def _refuse(update: JiraUpdate, lost: list[str]) -> None:
    if lost and not update.allow_loss:
        told = "; ".join(dict.fromkeys(lost))
        raise SyncReadOnly(f"{update.key} was not sent: {told}.", key=update.key)


def _text(value: FieldValue) -> str | None:
    return None if value is None else str(value)


def _type_name(update: JiraUpdate) -> str:
    raw = update.raw.get(TYPE)
    named = raw.get("name") if isinstance(raw, dict) else None
    return str(update.fields.get(TYPE) or update.before.get(TYPE) or named or "")
