"""From the `fields` and `update` of a request to stored values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError
from jira_sandbox.fields.kind import FieldError, ManyKind, Place
from jira_sandbox.fields.plain import unsettable
from jira_sandbox.fields.registry import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jira_sandbox.catalogue import FieldSpec

# Fields whose `update` is an act of its own, not a value.
ACTS = frozenset({"comment", "issuelinks", "worklog"})


def table(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object inside of a request's body; absent counts as empty."""
    found = body.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise JiraError(400, "Invalid request payload. Refer to the REST API documentation.")
    return found


class Draft:
    """Values on their way into an issue, with every complaint about them."""

    def __init__(
        self, place: Place, values: dict[str, Any], also: frozenset[str] = frozenset()
    ) -> None:
        self.place = place
        self.values = dict(values)
        self.errors: dict[str, str] = {}
        catalogue = place.site.catalogue
        extra = {f.id: f for f in catalogue.fields if f.id in also}
        self._screen = {**catalogue.screen(place.project, place.type), **extra}

    def set(self, field_id: str, value: Any) -> None:
        """Take a value for a field, or note why not."""
        self._try(field_id, lambda spec: kind_of(spec).accept(spec, value, self.place))

    def operate(self, field_id: str, operations: Any) -> None:
        """Take the verbs of `update` for a field, or note why not."""
        if not isinstance(operations, list):
            self.errors[field_id] = "data was not an array"
            return
        for operation in operations:
            self._try(field_id, lambda spec, verb=operation: self._apply(spec, verb))

    def _try(self, field_id: str, accept: Any) -> None:
        spec = self._screen.get(field_id)
        if spec is None:
            self.errors[field_id] = unsettable(field_id)
            return
        try:
            stored = accept(spec)
        except FieldError as error:
            self.errors[error.field or field_id] = error.message
            return
        except JiraError as error:
            if error.messages:
                raise
            self.errors.update(error.errors)
            return
        self._keep(spec, stored)

    def _keep(self, spec: FieldSpec, stored: Any) -> None:
        name = "parent" if spec.kind == "epiclink" else spec.id
        if stored is None:
            self.values.pop(name, None)
        else:
            self.values[name] = stored

    def _apply(self, spec: FieldSpec, operation: Any) -> Any:
        if not isinstance(operation, dict) or len(operation) != 1:
            raise FieldError("Field update must be an object with one operation.")
        verb, value = next(iter(operation.items()))
        kind = kind_of(spec)
        if verb in ("set", "copy", "edit"):
            return kind.accept(spec, value, self.place)
        if not isinstance(kind, ManyKind) or verb not in ("add", "remove"):
            raise FieldError(
                f"Field with id '{spec.id}' and name '{spec.name}' does not support operation"
                f" '{verb}'"
            )
        return self._list(kind, spec, verb, value)

    def _list(self, kind: ManyKind, spec: FieldSpec, verb: str, value: Any) -> Any:
        one = kind.accept_one(spec, value, self.place)
        present = [item for item in self.values.get(spec.id, []) if item != one or verb == "add"]
        if verb == "add" and one not in present:
            present.append(one)
        return present or None

    def demand(self) -> None:
        """Note the required fields that are still empty."""
        rules = self.place.site.catalogue.rules
        if not self.values.get("summary") and "summary" not in self.errors:
            self.errors["summary"] = "You must specify a summary of the issue."
        for field_id in sorted(rules.demanded(self.place.project, self.place.type)):
            spec = self.place.site.catalogue.field(field_id)
            if spec and field_id not in self.values and field_id not in self.errors:
                self.errors[field_id] = f"{spec.name} is required."

    def refuse(self) -> None:
        """Raise the complaints, all at once, where there are any."""
        if self.errors:
            raise JiraError(400, errors=self.errors)


def index_of(place: Place, values: dict[str, Any]) -> list[tuple[str, str | None, float | None]]:
    """The rows by which JQL finds an issue with these values."""
    site = place.site
    rows = []
    for field_id, stored in values.items():
        spec = site.catalogue.field(field_id)
        if spec and spec.kind not in OWN_COLUMN:
            rows += [(field_id, *found) for found in kind_of(spec).find(spec, stored, site)]
    return rows


OWN_COLUMN = frozenset(
    {"summary", "issuetype", "fixed", "priority", "resolution", "parent", "timetracking"}
)
