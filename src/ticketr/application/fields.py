"""Fields as people write them: names to ids, text to values, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.values import BadValue, suggestion, value_of
from ticketr.domain.schema import FieldKind, JiraField
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, LINKS, PARENT, TITLE, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.domain.schema import FieldRule, JiraSchema, TypeSchema
    from ticketr.domain.ticket import FieldValue
    from ticketr.ports.records import User

SYNONYMS = {
    "type": "issuetype",
    "issue type": "issuetype",
    "epic": PARENT,
    "epic link": PARENT,
    "parent link": PARENT,
    "component": "components",
    "component/s": "components",
    "label": "labels",
    "fix version": "fixVersions",
    "fix version/s": "fixVersions",
    "fix versions": "fixVersions",
    "version": "versions",
    "affects version": "versions",
    "affects version/s": "versions",
    "affects versions": "versions",
    "link": LINKS,
    "links": LINKS,
    "due": "duedate",
    "due date": "duedate",
}
"""Names in the wild for Jira's own fields, in lower case."""

PROJECT = JiraField("project", "Project", FieldKind.PROJECT)
"""Not a value of a ticket: a line that names it is checked against the workspace."""

VIEW_IDS = {"issuetype": TYPE, "summary": TITLE}
JIRA_IDS = {view: jira for jira, view in VIEW_IDS.items()}
LABELS = {TITLE: "Title", TYPE: "Type", DESCRIPTION: "Description", PARENT: "Parent"} | {
    CRITERIA: "Acceptance Criteria"
}
READ_ONLY_KINDS = frozenset({FieldKind.OTHER, FieldKind.RANK})
NOT_LINES = frozenset({"summary", "description"})
"""Fields that a ticket file states as its heading and sections, not as lines."""


class FieldBook:
    """Names and values of one project's fields, with the accounts known so far."""

    def __init__(self, schema: JiraSchema, users: Iterable[User] = ()) -> None:
        self.schema = schema
        self._kinds = {field.id: field.kind for field in reversed(schema.fields)}
        self._users = {user.account: user for user in users}

    def learn(self, users: Iterable[User]) -> None:
        """Know these accounts too."""
        self._users |= {user.account: user for user in users}

    def has(self, user: User) -> bool:
        """Whether the account is known exactly so."""
        return self._users.get(user.account) == user

    def find(self, name: str, type_schema: TypeSchema | None = None) -> JiraField:
        """The field that people call `name`; where several do, the one on the type's screen.

        Raises BadValue with the nearest names.
        """
        plain = name.strip()
        if plain.casefold() == PROJECT.id:
            return PROJECT
        wanted = SYNONYMS.get(plain.casefold(), plain)
        found = [field for field in self.schema.named(wanted) if field.id not in NOT_LINES]
        if len(found) > 1 and type_schema is not None:
            found = [field for field in found if field.id in type_schema.fields] or found
        if not found:
            raise BadValue(f'There is no field "{plain}".', self._nearest(plain))
        return found[0]

    def _nearest(self, name: str) -> str:
        names = [field.name for field in self.schema.fields if field.id not in NOT_LINES]
        return suggestion(name, names) or "`ticketr schema` lists the fields of the project."

    def label(self, view_id: str) -> str:
        """The name that people write for a field of a view."""
        if view_id in LABELS:
            return LABELS[view_id]
        field = self.schema.field(view_id)
        return field.name if field else view_id

    def ids_of(self, name: str) -> tuple[str, ...]:
        """The view's ids of all fields that people call `name`, by name or id; empty where there is none."""
        wanted = name.strip().casefold()
        own = [
            view_id for view_id, label in LABELS.items() if wanted in (view_id, label.casefold())
        ]
        known = self.schema.named(SYNONYMS.get(wanted, name))
        return tuple(dict.fromkeys([*own, *(VIEW_IDS.get(x.id, x.id) for x in known)]))

    def kind(self, view_id: str) -> FieldKind:
        """How a field of a view is handled."""
        if view_id in {DESCRIPTION, CRITERIA}:
            return FieldKind.RICH
        return self._kinds.get(JIRA_IDS.get(view_id, view_id), FieldKind.OTHER)

    def value(self, field: JiraField, text: str, rule: FieldRule | None = None) -> FieldValue:
        """What the text means for the field. Raises BadValue."""
        return value_of(field, text.strip(), rule, self.account)

    def text(self, view_id: str, value: FieldValue) -> str:
        """The value as a line of a ticket file says it."""
        if value is None:
            return ""
        if isinstance(value, tuple):
            return ", ".join(self._person(view_id, item) for item in value)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return self._person(view_id, str(value))

    def _person(self, view_id: str, value: str) -> str:
        if self.kind(view_id) not in {FieldKind.USER, FieldKind.USERS}:
            return value
        user = self._users.get(value)
        return _user_text(user, self._users.values()) if user else value

    def account(self, text: str) -> str:
        """The account that a name, an e-mail address or an account id means; the text itself where unknown.

        Raises BadValue where several accounts have the name.
        """
        wanted = text.strip().casefold()
        found = {u.account for u in self._users.values() if wanted in _handles(u)}
        if len(found) > 1:
            raise BadValue(
                f'Several people are called "{text}".', "Write the e-mail address instead."
            )
        return found.pop() if found else text

    def knows(self, account: str) -> bool:
        """Whether this is an account id seen before."""
        return account in self._users


def _handles(user: User) -> set[str]:
    return {user.account.casefold(), user.name.casefold(), user.email.casefold()} - {""}


def _user_text(user: User, everybody: Iterable[User]) -> str:
    twins = [other for other in everybody if other.name == user.name]
    if user.name and len(twins) == 1 and "," not in user.name:
        return user.name
    return user.email or user.account


def names_of(book: FieldBook, view_ids: Iterable[str]) -> tuple[str, ...]:
    """The names of these fields as people write them."""
    return tuple(book.label(view_id) for view_id in view_ids)


def rule_for(type_schema: TypeSchema | None, field_id: str) -> FieldRule | None:
    """How the type holds the field, None where it does not."""
    rules: Mapping[str, FieldRule] = type_schema.fields if type_schema else {}
    return rules.get(field_id)
