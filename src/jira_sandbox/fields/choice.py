"""Fields whose value is one, or some, of a list: priorities, options, versions, people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.catalogue import by_id, by_name
from jira_sandbox.fields.kind import FieldError, Found, Kind, ManyKind, Place, Told, reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jira_sandbox.catalogue import FieldSpec, Option, Project
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site


class Priority(Kind):
    """The priority, by id or name."""

    type = "priority"

    def accept(self, _spec: FieldSpec, value: Any, place: Place) -> Any:
        """The id."""
        if value is None:
            return None
        named = reference(value, "id", "name")
        if named is None:
            raise FieldError("Specify the Priority (id or name) in the string format")
        key, wanted = named
        look = by_id if key == "id" else by_name
        found = look(place.site.catalogue.priorities, wanted)
        if found is None:
            raise FieldError(
                "The priority selected is invalid."
                if key == "id"
                else f"Priority name '{wanted}' is not valid"
            )
        return found.id

    def show(self, _spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The priority."""
        found = by_id(site.catalogue.priorities, stored)
        return None if found is None else show.priority(site, found)

    def tell(self, _spec: FieldSpec, stored: Any, site: Site) -> Told:
        """Id and name."""
        found = by_id(site.catalogue.priorities, stored)
        return stored, None if found is None else found.name

    def allowed(self, _spec: FieldSpec, place: Place) -> list[dict[str, Any]] | None:
        """Every priority."""
        return [show.priority(place.site, p) for p in place.site.catalogue.priorities]


class Resolution(Kind):
    """The resolution; set by the step to done, or with it."""

    type = "resolution"

    def accept(self, _spec: FieldSpec, value: Any, place: Place) -> Any:
        """The id."""
        if value is None:
            return None
        named = reference(value, "id", "name")
        known = place.site.catalogue.resolutions
        found = named and (by_id if named[0] == "id" else by_name)(known, named[1])
        if not found:
            raise FieldError("The resolution selected is invalid.")
        return found.id

    def show(self, _spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The resolution."""
        found = by_id(site.catalogue.resolutions, stored)
        return None if found is None else show.resolution(site, found)

    def tell(self, _spec: FieldSpec, stored: Any, site: Site) -> Told:
        """Id and name."""
        found = by_id(site.catalogue.resolutions, stored)
        return stored, None if found is None else found.name

    def allowed(self, _spec: FieldSpec, place: Place) -> list[dict[str, Any]] | None:
        """Every resolution."""
        return [show.resolution(place.site, r) for r in place.site.catalogue.resolutions]


class User(Kind):
    """An account, by accountId; an assignee of null is nobody, of `-1` the project's default."""

    type = "user"

    def accept(self, spec: FieldSpec, value: Any, place: Place) -> Any:
        """The accountId."""
        if value is None:
            return None
        cloud = place.site.cloud
        named = reference(value, *(("accountId", "id") if cloud else ("name", "key")))
        if named is None:
            return self._nobody(value, cloud=cloud)
        if named[1] == "-1" or (named[1] == "" and not cloud):
            return None
        people = place.site.catalogue.people
        person = (people.get if cloud else people.by_username)(named[1])
        if person is None:
            raise FieldError(f"User '{named[1]}' does not exist.")
        if not person.active and spec.id == "assignee":
            raise FieldError(f"User '{named[1]}' cannot be assigned issues.")
        return person.account_id

    @staticmethod
    def _nobody(value: Any, *, cloud: bool) -> None:
        if not isinstance(value, dict):
            raise FieldError("data was not an object")
        if not cloud:
            raise FieldError("expected Object containing a 'name' property")
        if any(value.get(key) for key in ("name", "emailAddress", "key")):
            raise FieldError("Specify a valid value for the user: accountId must be set.")

    def show(self, _spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The account."""
        return site.person(stored)

    def tell(self, _spec: FieldSpec, stored: Any, site: Site) -> Told:
        """accountId (or user key) and name."""
        person: Person | None = site.catalogue.people.get(stored)
        return (None, None) if person is None else (person.called(site.dialect), person.name)


def _option(spec: FieldSpec, value: Any) -> Option:
    named = reference(value, "id", "value")
    if named is None:
        raise FieldError(f"Specify a valid 'id' or 'value' for {spec.name}")
    key, wanted = named
    found = next((o for o in spec.options if wanted == getattr(o, key)), None)
    if found is None:
        raise FieldError(f"Option {key} '{wanted}' is not valid")
    return found


def _value_of(spec: FieldSpec, option_id: Any) -> str | None:
    found = by_id(spec.options, option_id)
    return None if found is None else found.value


class Select(Kind):
    """One option of a list, by id or value."""

    type = "option"

    def accept(self, spec: FieldSpec, value: Any, _place: Place) -> Any:
        """The option's id."""
        return None if value is None else _option(spec, value).id

    def show(self, spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The option."""
        found = by_id(spec.options, stored)
        return None if found is None else show.option(site, found)

    def tell(self, spec: FieldSpec, stored: Any, _site: Site) -> Told:
        """Id and value."""
        return stored, _value_of(spec, stored)

    def find(self, spec: FieldSpec, stored: Any, _site: Site) -> list[Found]:
        """The value."""
        return [] if stored is None else [(_value_of(spec, stored), None)]

    def allowed(self, spec: FieldSpec, place: Place) -> list[dict[str, Any]] | None:
        """Every option."""
        return [show.option(place.site, o) for o in spec.options]


class MultiSelect(ManyKind):
    """Some options of a list."""

    items = "option"

    def accept_one(self, spec: FieldSpec, value: Any, _place: Place) -> Any:
        """The option's id."""
        return _option(spec, value).id

    def show(self, spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The options; null where there are none, as Jira shows an empty select."""
        found = [by_id(spec.options, item) for item in stored or []]
        return [show.option(site, o) for o in found if o] or None

    def tell(self, spec: FieldSpec, stored: Any, _site: Site) -> Told:
        """Ids and values."""
        values = [str(_value_of(spec, item)) for item in stored or []]
        return f"[{', '.join(stored)}]" if stored else None, ",".join(values)

    def find(self, spec: FieldSpec, stored: Any, _site: Site) -> list[Found]:
        """A row for each value."""
        return [(_value_of(spec, item), None) for item in stored or []]

    def allowed(self, spec: FieldSpec, place: Place) -> list[dict[str, Any]] | None:
        """Every option."""
        return [show.option(place.site, o) for o in spec.options]


class OfProject(ManyKind):
    """Components and versions: things of the project, by id or name."""

    word = "Component"

    def __init__(self, items: str) -> None:
        self.items = items
        self.word = items.capitalize()

    def known(self, place: Place) -> Sequence[Any]:
        """What the project has of them."""
        return self._of(place.project)

    def _of(self, project: Project) -> Sequence[Any]:
        return project.components if self.items == "component" else project.versions

    def accept_one(self, _spec: FieldSpec, value: Any, place: Place) -> Any:
        """The id."""
        named = reference(value, "id", "name")
        if named is None:
            raise FieldError(f"data was not an object with an 'id' or 'name' of a {self.items}")
        key, wanted = named
        found = (by_id if key == "id" else by_name)(self.known(place), wanted)
        if found is None:
            raise FieldError(f"{self.word} {key} '{wanted}' is not valid")
        return found.id

    def _named(self, stored: Any, site: Site) -> list[Any]:
        every = [thing for project in site.catalogue.projects for thing in self._of(project)]
        return [found for found in (by_id(every, item) for item in stored or []) if found]

    def show(self, _spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The things themselves."""
        one = show.component if self.items == "component" else show.version
        return [one(site, thing) for thing in self._named(stored, site)]

    def tell(self, _spec: FieldSpec, stored: Any, site: Site) -> Told:
        """Ids and names."""
        names = ", ".join(thing.name for thing in self._named(stored, site))
        return ", ".join(stored or []) or None, names or None

    def find(self, _spec: FieldSpec, stored: Any, site: Site) -> list[Found]:
        """A row for each name."""
        return [(thing.name, float(thing.id)) for thing in self._named(stored, site)]

    def allowed(self, _spec: FieldSpec, place: Place) -> list[dict[str, Any]] | None:
        """What the project has of them."""
        one = show.component if self.items == "component" else show.version
        return [one(place.site, thing) for thing in self.known(place)]
