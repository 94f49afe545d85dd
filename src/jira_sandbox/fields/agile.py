"""Fields of Jira Software: sprint, parent and the old epic link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.fields.kind import FieldError, Found, Kind, Place, Told, reference
from jira_sandbox.fields.plain import unsettable

if TYPE_CHECKING:
    from jira_sandbox.catalogue import FieldSpec
    from jira_sandbox.site import Site


class SprintField(Kind):
    """The sprint: written as the number of one, shown as a list; sub-tasks follow their parent."""

    type = "array"
    items = "json"

    def accept(self, spec: FieldSpec, value: Any, place: Place) -> Any:
        """The sprint's number, in a list, behind those that are closed: an issue keeps them."""
        been = place.issue.values.get(spec.id) or [] if place.issue else []
        sprints = map(place.site.catalogue.sprint, been)
        closed = [sprint.id for sprint in sprints if sprint and sprint.state == "closed"]
        if value is None:
            return closed or None
        number = int(value) if isinstance(value, str) and value.isdecimal() else value
        if isinstance(number, bool) or not isinstance(number, int):
            raise FieldError("Number value expected as the Sprint id.")
        sprint = place.site.catalogue.sprint(number)
        if sprint is None:
            raise FieldError(f"Sprint with id {number} does not exist.")
        if sprint.state == "closed":
            raise FieldError("Issue can be assigned only active or future sprints.")
        return [*closed, number]

    def show(self, _spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The sprints."""
        found = [site.catalogue.sprint(number) for number in stored or []]
        tell = show.sprint_value if site.cloud else show.sprint_text
        return [tell(sprint) for sprint in found if sprint] or None

    def tell(self, _spec: FieldSpec, stored: Any, site: Site) -> Told:
        """Numbers and names."""
        found = [site.catalogue.sprint(number) for number in stored or []]
        names = ", ".join(sprint.name for sprint in found if sprint)
        return ", ".join(map(str, stored or [])), names

    def find(self, _spec: FieldSpec, stored: Any, site: Site) -> list[Found]:
        """A row for each sprint, by name and number."""
        found = [site.catalogue.sprint(number) for number in stored or []]
        return [(sprint.name, float(sprint.id)) for sprint in found if sprint]


class Parent(Kind):
    """The parent, by key or id."""

    type = "issuelink"

    def accept(self, _spec: FieldSpec, value: Any, place: Place) -> Any:
        """The parent's numeric id; whether the levels fit is judged with the whole issue."""
        if not place.site.cloud and not place.type.subtask:
            raise FieldError(unsettable("parent"))
        if value is None or (isinstance(value, dict) and value.get("none") is True):
            return None
        named = reference(value, "id", "key")
        if named is None:
            raise FieldError("data was not an object")
        found = place.site.store.issues.find(named[1])
        if found is None:
            raise FieldError("Could not find issue by id or key.")
        return found.id

    def show(self, _spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The parent with the few fields that Jira shows of it."""
        issue = None if stored is None else site.store.issues.get(stored)
        return None if issue is None else show.brief(site, issue)

    def tell(self, _spec: FieldSpec, stored: Any, site: Site) -> Told:
        """Id and key."""
        issue = None if stored is None else site.store.issues.get(stored)
        return (None, None) if issue is None else (str(issue.id), issue.key)


class EpicLink(Kind):
    """The old epic link: a key that is shown beside `parent`, and sets it."""

    type = "any"

    def accept(self, _spec: FieldSpec, value: Any, place: Place) -> Any:
        """The epic's numeric id."""
        if value is None or value == "":
            return None
        found = place.site.store.issues.find(value) if isinstance(value, str) else None
        if found is None or place.site.catalogue.type(found.type).level != 1:
            raise FieldError(f"Issue '{value}' is not a valid epic.")
        return found.id
