"""Fields that hold what was written: text, documents, numbers, dates, labels."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from jira_sandbox import adf, rich
from jira_sandbox.clock import read_stamp, stamp
from jira_sandbox.fields.kind import FieldError, Found, Kind, ManyKind, Place, Told

if TYPE_CHECKING:
    from jira_sandbox.catalogue import FieldSpec
    from jira_sandbox.site import Site

DATE = re.compile(r"\d{4}-\d\d-\d\d")
LONGEST = 255
MOST = 32767
TOO_LONG = "The entered text is too long. It exceeds the allowed limit of {} characters."


class Text(Kind):
    """One line of text, at most 255 characters."""

    def accept(self, _spec: FieldSpec, value: Any, _place: Place) -> Any:
        """The text; empty text empties the field."""
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise FieldError("Operation value must be a string")
        if len(value) > LONGEST:
            raise FieldError(TOO_LONG.format(LONGEST))
        return value


class Summary(Kind):
    """The summary: one line that is never empty, kept without the blanks around it."""

    def accept(self, _spec: FieldSpec, value: Any, _place: Place) -> Any:
        """The trimmed line."""
        if value is not None and not isinstance(value, str):
            raise FieldError("Operation value must be a string")
        text = (value or "").strip()
        if not text:
            raise FieldError("You must specify a summary of the issue.")
        if "\n" in text or "\r" in text:
            raise FieldError("The summary is invalid because it contains newline characters.")
        if len(text) > LONGEST:
            raise FieldError("Summary must be less than 255 characters.")
        return text


class Rich(Kind):
    """Rich text: a document, or wiki markup."""

    def accept(self, spec: FieldSpec, value: Any, place: Place) -> Any:
        """The document, normalised; one without any content empties the field."""
        if value is None:
            return None
        old = place.issue.values.get(spec.id) if place.issue else None
        document = rich.accept(place.site.dialect, spec.id, value, old)
        if len(adf.plain(document)) > MOST:
            raise FieldError(TOO_LONG.format(f"{MOST:,}"))
        return document if document.get("content") else None

    def show(self, _spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The text in the form that the request speaks."""
        return rich.show(site.dialect, stored)

    def tell(self, _spec: FieldSpec, stored: Any, _site: Site) -> Told:
        """The words of the document."""
        return None, None if stored is None else adf.plain(stored)

    def find(self, _spec: FieldSpec, stored: Any, _site: Site) -> list[Found]:
        """The words of the document."""
        return [] if stored is None else [(adf.plain(stored), None)]


class Number(Kind):
    """A number, shown with a fraction as Jira does."""

    type = "number"

    def accept(self, _spec: FieldSpec, value: Any, _place: Place) -> Any:
        """The number; text is refused."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FieldError("Operation value must be a number")
        number = float(value) if abs(value) < 1e15 else math.inf
        if not math.isfinite(number):
            raise FieldError("Operation value must be a number")
        return number

    def tell(self, _spec: FieldSpec, stored: Any, _site: Site) -> Told:
        """A whole number without a fraction."""
        return None, None if stored is None else f"{stored:g}"

    def find(self, _spec: FieldSpec, stored: Any, _site: Site) -> list[Found]:
        """The number."""
        return [] if stored is None else [(None, stored)]


class Day(Kind):
    """A date, `YYYY-MM-DD`."""

    type = "date"

    def accept(self, _spec: FieldSpec, value: Any, _place: Place) -> Any:
        """The date as it was written."""
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not DATE.fullmatch(value):
            raise FieldError(f"Error parsing date string: {value}")
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise FieldError(f"Error parsing date string: {value}") from None

    def tell(self, _spec: FieldSpec, stored: Any, _site: Site) -> Told:
        """The date, twice."""
        return stored, stored

    def find(self, _spec: FieldSpec, stored: Any, _site: Site) -> list[Found]:
        """The date as text, which sorts as dates do."""
        return [] if stored is None else [(stored, None)]


class Moment(Kind):
    """A date with a time."""

    type = "datetime"

    def accept(self, _spec: FieldSpec, value: Any, _place: Place) -> Any:
        """Milliseconds since 1970."""
        if value is None or value == "":
            return None
        try:
            return read_stamp(value)
        except (TypeError, ValueError):
            raise FieldError(f"Error parsing date string: {value}") from None

    def show(self, _spec: FieldSpec, stored: Any, site: Site) -> Any:
        """The moment in the site's zone."""
        return None if stored is None else stamp(stored, site.zone)

    def find(self, _spec: FieldSpec, stored: Any, _site: Site) -> list[Found]:
        """Milliseconds since 1970."""
        return [] if stored is None else [(None, stored)]


class Labels(ManyKind):
    """Labels: words without spaces."""

    items = "string"

    def accept_one(self, _spec: FieldSpec, value: Any, _place: Place) -> Any:
        """One label."""
        if not isinstance(value, str):
            raise FieldError("Operation value must be a string")
        if " " in value:
            raise FieldError(f"The label '{value}' contains spaces which is invalid.")
        if not value or len(value) > LONGEST:
            raise FieldError(f"The label '{value}' is not between 1 and {LONGEST} characters.")
        return value

    def tell(self, _spec: FieldSpec, stored: Any, _site: Site) -> Told:
        """The labels with blanks between them."""
        return None, " ".join(stored or [])

    def find(self, _spec: FieldSpec, stored: Any, _site: Site) -> list[Found]:
        """A row for each label."""
        return [(label, None) for label in stored or []]


class Fixed(Kind):
    """A field that the site itself sets; nobody may write it."""

    type = "any"

    def accept(self, spec: FieldSpec, _value: Any, _place: Place) -> Any:
        """Refuse."""
        raise FieldError(unsettable(spec.id))

    def schema(self, spec: FieldSpec) -> dict[str, Any]:
        """The type that goes with the field's id."""
        told = super().schema(spec)
        if spec.id in FIXED_LISTS:
            return {"type": "array", "items": FIXED_LISTS[spec.id], "system": spec.id}
        return {**told, "type": FIXED_TYPES.get(spec.id, "any")}


FIXED_TYPES = {
    "created": "datetime",
    "updated": "datetime",
    "resolutiondate": "datetime",
    "statuscategorychangedate": "datetime",
    "lastViewed": "datetime",
    "creator": "user",
    "status": "status",
    "statusCategory": "statusCategory",
    "workratio": "number",
    "watches": "watches",
    "votes": "votes",
    "comment": "comments-page",
    "progress": "progress",
    "aggregateprogress": "progress",
    "timetracking": "timetracking",
    "security": "securitylevel",
    "timespent": "number",
    "timeestimate": "number",
    "timeoriginalestimate": "number",
    "aggregatetimespent": "number",
    "aggregatetimeestimate": "number",
    "aggregatetimeoriginalestimate": "number",
}
FIXED_LISTS = {
    "attachment": "attachment",
    "issuelinks": "issuelinks",
    "subtasks": "issuelinks",
    "worklog": "worklog",
}


def unsettable(field_id: str) -> str:
    """Jira's words for a field that is unknown, or not on the screen."""
    return f"Field '{field_id}' cannot be set. It is not on the appropriate screen, or unknown."
