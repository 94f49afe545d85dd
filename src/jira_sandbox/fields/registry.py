"""Kinds of fields by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.fields.agile import EpicLink, Parent, SprintField
from jira_sandbox.fields.choice import MultiSelect, OfProject, Priority, Resolution, Select, User
from jira_sandbox.fields.kind import FieldError, Kind, Place, Told
from jira_sandbox.fields.plain import Day, Fixed, Labels, Moment, Number, Rich, Summary, Text
from jira_sandbox.fields.tracking import TimeTracking

if TYPE_CHECKING:
    from jira_sandbox.catalogue import FieldSpec
    from jira_sandbox.site import Site


class TypeField(Kind):
    """The issue type; read before all others, so it is accepted elsewhere."""

    type = "issuetype"
    operations = ()

    def show(self, _spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The type."""
        return show.issue_type(site, site.catalogue.type(stored))

    def tell(self, _spec: FieldSpec, stored: Any, site: Site) -> Told:
        """Id and name."""
        return stored, site.catalogue.type(stored).name

    def allowed(self, _spec: FieldSpec, place: Place) -> list[dict[str, Any]] | None:
        """The type of the screen that is being described."""
        return [show.issue_type(place.site, place.type)]

    def accept(self, _spec: FieldSpec, value: Any, _place: Place) -> Any:
        """Never called: the type decides which fields there are."""
        raise FieldError(f"The issue type selected is invalid. ({value})")


class ProjectField(Kind):
    """The project; read before all others."""

    type = "project"

    def allowed(self, _spec: FieldSpec, place: Place) -> list[dict[str, Any]] | None:
        """The project of the screen that is being described."""
        return [show.project_brief(place.site, place.project)]

    def accept(self, _spec: FieldSpec, value: Any, _place: Place) -> Any:
        """Never called: the project decides which fields there are."""
        raise FieldError(f"valid project is required ({value})")


KINDS: dict[str, Kind] = {
    "summary": Summary(),
    "text": Text(),
    "rich": Rich(),
    "number": Number(),
    "date": Day(),
    "datetime": Moment(),
    "labels": Labels(),
    "fixed": Fixed(),
    "issuetype": TypeField(),
    "project": ProjectField(),
    "priority": Priority(),
    "resolution": Resolution(),
    "user": User(),
    "select": Select(),
    "multiselect": MultiSelect(),
    "components": OfProject("component"),
    "versions": OfProject("version"),
    "sprint": SprintField(),
    "parent": Parent(),
    "epiclink": EpicLink(),
    "timetracking": TimeTracking(),
}


def kind_of(spec: FieldSpec) -> Kind:
    """The behaviour of a field."""
    return KINDS[spec.kind]
