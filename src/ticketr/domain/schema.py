"""What a project allows: its fields, its types of tickets and their levels, as Jira describes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EPIC_LEVEL = 1
STANDARD_LEVEL = 0
SUBTASK_LEVEL = -1


class FieldKind(StrEnum):
    """How a field's value is written, compared and sent."""

    TEXT = "text"
    RICH = "rich"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    OPTION = "option"
    OPTIONS = "options"
    LABELS = "labels"
    USER = "user"
    USERS = "users"
    SPRINT = "sprint"
    LINKS = "links"
    PARENT = "parent"
    TYPE = "type"
    STATUS = "status"
    PROJECT = "project"
    RANK = "rank"
    OTHER = "other"


SET_KINDS = frozenset({FieldKind.OPTIONS, FieldKind.LABELS, FieldKind.USERS, FieldKind.LINKS})
TEXT_KINDS = frozenset({FieldKind.RICH})


@dataclass(frozen=True, slots=True)
class Option:
    """One allowed value of a field: Jira's id for it and the name people write."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class JiraField:
    """A field of the site.

    `custom` is Jira's name of the custom field's type (`schema.custom`), empty for a system field. `handle` is
    the property that names an option: `name` or `value`; of the parent, where an epic holds its tickets by a field
    of theirs, that field's id.
    """

    id: str
    name: str
    kind: FieldKind
    custom: str = ""
    handle: str = "name"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one type of ticket holds one field. `options` is empty where any value is allowed."""

    required: bool = False
    has_default: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeSchema:
    """A type of ticket: its level (Epic 1, standard 0, sub-task -1) and the fields of its create screen."""

    id: str
    name: str
    level: int
    fields: Mapping[str, FieldRule] = field(default_factory=dict)

    @property
    def required(self) -> tuple[str, ...]:
        """The ids of fields that a new ticket must state."""
        return tuple(
            name for name, rule in self.fields.items() if rule.required and not rule.has_default
        )


@dataclass(frozen=True, slots=True)
class JiraSchema:
    """Fields and types of one project."""

    project_key: str
    fields: tuple[JiraField, ...] = ()
    types: tuple[TypeSchema, ...] = ()

    def field(self, field_id: str) -> JiraField | None:
        """The field of that id."""
        return next((item for item in self.fields if item.id == field_id), None)

    def named(self, name: str) -> tuple[JiraField, ...]:
        """The fields that people call `name`, by id or by name in any case; names are not unique in Jira."""
        wanted = name.strip().casefold()
        return tuple(
            item for item in self.fields if wanted in {item.id.casefold(), item.name.casefold()}
        )

    def type(self, name: str) -> TypeSchema | None:
        """The type of that name, in any case."""
        wanted = name.strip().casefold()
        return next((item for item in self.types if item.name.casefold() == wanted), None)

    def level(self, type_name: str) -> int | None:
        """The level of a type, None where the project does not have it."""
        found = self.type(type_name)
        return found.level if found else None

    @property
    def epic_link(self) -> str:
        """The id of the field that links a ticket to its epic, empty where `parent` does."""
        parent = self.field("parent")
        return parent.handle if parent and parent.handle != "name" else ""

    def children(self, quoted: str) -> str:
        """The JQL that finds what stands directly under a ticket; `quoted` is its key as JQL has it."""
        number = self.epic_link.rpartition("_")[2]
        own = f"parent = {quoted}"
        return f"({own} OR cf[{number}] = {quoted})" if number else own

    def kind(self, field_id: str) -> FieldKind:
        """How the field's value is handled; OTHER for what the site does not have."""
        found = self.field(field_id)
        return found.kind if found else FieldKind.OTHER


def schema_data(schema: JiraSchema) -> tuple[list[object], list[object]]:
    """The schema as two JSON-ready lists: its fields and its types."""
    fields: list[object] = [
        [item.id, item.name, str(item.kind), item.custom, item.handle] for item in schema.fields
    ]
    return fields, [_type_data(item) for item in schema.types]


def _type_data(item: TypeSchema) -> object:
    rules = {
        name: [rule.required, rule.has_default, [[o.id, o.name] for o in rule.options]]
        for name, rule in item.fields.items()
    }
    return [item.id, item.name, item.level, rules]


def schema_from(
    project_key: str, fields: list[list[str]], types: list[list[object]]
) -> JiraSchema:
    """The schema that `schema_data` made the two lists of."""
    return JiraSchema(
        project_key,
        tuple(
            JiraField(id_, name, FieldKind(kind), custom, handle)
            for id_, name, kind, custom, handle in fields
        ),
        tuple(_type_from(item) for item in types),
    )


def _type_from(item: list[object]) -> TypeSchema:
    id_, name, level, rules = item
    return TypeSchema(
        str(id_),
        str(name),
        int(str(level)),
        {
            field_id: FieldRule(required, default, tuple(Option(*pair) for pair in options))
            for field_id, (required, default, options) in rules.items()  # type: ignore[attr-defined]
        },
    )
