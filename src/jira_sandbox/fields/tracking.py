"""Time tracking: estimates and the time spent, in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import durations
from jira_sandbox.fields.kind import FieldError, Found, Kind, Place, Told

if TYPE_CHECKING:
    from jira_sandbox.catalogue import FieldSpec
    from jira_sandbox.site import Site

PARTS = {"originalEstimate": "original", "remainingEstimate": "remaining", "timeSpent": "spent"}
WRITABLE = ("originalEstimate", "remainingEstimate")


class TimeTracking(Kind):
    """`{"originalEstimate": "1d", "remainingEstimate": "4h"}`; stored in seconds by part."""

    type = "timetracking"
    operations = ("set", "edit")

    def accept(self, _spec: FieldSpec, value: Any, place: Place) -> Any:
        """The seconds by part; a first estimate is also what remains."""
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise FieldError("data was not an object")
        kept = dict(place.issue.values.get("timetracking", {})) if place.issue else {}
        for name in WRITABLE:
            if value.get(name) is not None:
                kept[PARTS[name]] = _seconds(value[name])
        if "original" in kept and "remaining" not in kept:
            kept["remaining"] = kept["original"]
        if "original" not in kept and "remaining" in kept:
            kept["original"] = kept["remaining"]
        return kept or None

    def show(self, _spec: FieldSpec, stored: Any, _site: Site) -> Any:
        """Words and seconds."""
        told: dict[str, Any] = {}
        for name, part in PARTS.items():
            if part in (stored or {}):
                told[name] = durations.write(stored[part])
                told[f"{name}Seconds"] = stored[part]
        return told

    def tell(self, _spec: FieldSpec, stored: Any, _site: Site) -> Told:
        """What remains."""
        seconds = (stored or {}).get("remaining")
        return (None, None) if seconds is None else (str(seconds), str(seconds))

    def find(self, _spec: FieldSpec, _stored: Any, _site: Site) -> list[Found]:
        """Nothing: its parts are fields of their own."""
        return []


def _seconds(text: Any) -> int:
    seconds = durations.read(text) if isinstance(text, str) else None
    if seconds is None:
        raise FieldError(f"Invalid time: '{text}'. You can enter a duration such as '3w 4d 12h'.")
    return seconds
