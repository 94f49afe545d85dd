"""What a kind of field has to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jira_sandbox.catalogue import FieldSpec, IssueType, Project
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

Found = tuple[str | None, float | None]
Told = tuple[str | None, str | None]


class FieldError(Exception):
    """A value that a field refuses, in Jira's words; `field` where Jira blames another one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is being set: `issue` is None while it is being created."""

    site: Site
    project: Project
    type: IssueType
    issue: Issue | None = None


class Kind:
    """A field with one plain value; other kinds override what differs.

    A stored value of None means that the field is empty.
    """

    operations: tuple[str, ...] = ("set",)
    many = False
    type = "string"
    items: str | None = None

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """The field's type, as `field` and `createmeta` tell it."""
        told: dict[str, Any] = {"type": self.type}
        if self.items:
            told["items"] = self.items
        if spec.custom:
            return {**told, "custom": spec.custom, "customId": spec.custom_id}
        return {**told, "system": spec.id}

    def accept(self, spec: FieldSpec, value: Any, place: Place) -> Any:
        """The value to store; None empties the field. Raises FieldError."""
        raise NotImplementedError

    def show(self, _spec: FieldSpec, stored: Any, _site: Site) -> Any:
        """The value as a reply holds it."""
        return stored

    def tell(self, _spec: FieldSpec, stored: Any, _site: Site) -> Told:
        """The id and the words of a value, for the history."""
        return None, None if stored is None else str(stored)

    def find(self, _spec: FieldSpec, stored: Any, _site: Site) -> list[Found]:
        """The rows by which JQL finds the value."""
        return [] if stored is None else [(str(stored), None)]

    def allowed(self, _spec: FieldSpec, _place: Place) -> list[dict[str, Any]] | None:
        """The values to choose from, None where there is no such list."""
        return None


class ManyKind(Kind):
    """A field that holds a list; `accept` takes the whole list, `accept_one` one element."""

    operations = ("add", "set", "remove")
    many = True
    type = "array"

    def accept(self, spec: FieldSpec, value: Any, place: Place) -> Any:
        """The list without repetitions; an empty one empties the field."""
        if value is None:
            return None
        if not isinstance(value, list):
            raise FieldError("data was not an array")
        taken = [self.accept_one(spec, item, place) for item in value]
        return list(dict.fromkeys(taken)) or None

    def accept_one(self, spec: FieldSpec, value: Any, place: Place) -> Any:
        """One element to store. Raises FieldError."""
        raise NotImplementedError

    def show_one(self, _spec: FieldSpec, stored: Any, _site: Site) -> Any:
        """One element as a reply holds it."""
        return stored

    def show(self, spec: FieldSpec, stored: Any, site: Site) -> Any:
        """Every element; an empty list where there is none."""
        return [self.show_one(spec, item, site) for item in stored or []]


def reference(value: Any, *keys: str) -> tuple[str, str] | None:
    """The key by which an object names its target, and the name: `{"id": 3}` -> `("id", "3")`."""
    if not isinstance(value, dict):
        return None
    for key in keys:
        found = value.get(key)
        if isinstance(found, str | int) and not isinstance(found, bool):
            return key, str(found)
    return None
