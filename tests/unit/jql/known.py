"""A catalogue in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ticketr.jql.known import KnownField, KnownValue

FIELDS = [
    KnownField("summary", "Summary", "text"),
    KnownField("issuetype", "Issue Type", "type"),
    KnownField("fixVersions", "Fix versions", "options"),
    KnownField("environment", "Environment", "rich"),
    KnownField("customfield_1", "Story Points", "number"),
    KnownField("customfield_2", "Sprint", "sprint"),
    KnownField("customfield_3", "Team", "option"),
    KnownField("customfield_4", "Reviewers", "users"),
    KnownField("customfield_5", "Twin", "number"),
    KnownField("customfield_6", "Twin", "number"),
    KnownField("customfield_7", "Odd", "other"),
    KnownField("customfield_8", "Notes", "text"),
    KnownField("customfield_9", "Go-live", "datetime"),
    KnownField("customfield_10", "Rank it", "nonesuch"),
    KnownField("customfield_11", "Rank", "rank"),
]
VALUES = {
    "type": [
        KnownValue("Epic", "1", "1"),
        KnownValue("Story", "2", "0"),
        KnownValue("Sub-task", "3", "-1"),
        KnownValue("Dream", "9"),
    ],
    "status": [
        KnownValue("Done", "10", "done"),
        KnownValue("To Do", "9", "new"),
        KnownValue("Doing", "x", "indeterminate"),
        KnownValue("TO DO"),
    ],
    "priority": [KnownValue("High", "1"), KnownValue("Medium", "2"), KnownValue("Low", "3")],
    "resolution": [KnownValue("Done", "1")],
    "fixVersions": [KnownValue("1.0", "7", "released"), KnownValue("2.0", "8", "unreleased")],
    "sprint": [
        KnownValue("One", "11", "closed"),
        KnownValue("Two", "12", "active"),
        KnownValue("Two", "13", "future"),
    ],
}


class Known:
    """Wednesday, 2026-03-25, 10:30 in New York unless told otherwise."""

    project = "PROJ"

    def __init__(
        self, now="2026-03-25T14:30:00+00:00", zone="America/New_York", *, me="acc-1", first=6
    ):
        self._now = datetime.fromisoformat(now).astimezone(UTC)
        self._zone = ZoneInfo(zone)
        self._me = me
        self._first = first
        self.without_types = False
        self.recorded = (100, 0)
        self.unheard = False
        self.unranked = False

    def now(self):
        return self._now

    def zone(self):
        return self._zone

    def first_weekday(self):
        return self._first

    def me(self):
        return self._me

    def fields(self):
        return FIELDS

    def people(self):
        return [("acc-1", ("Robin Sander", "robin@example.com")), ("acc-2", ("Ada Moreau",))]

    def histories(self):
        return self.recorded

    def lacks_ranks(self):
        return self.unranked

    def lacks_comments(self):
        return self.unheard

    def values(self, field_id):
        if self.without_types and field_id == "type":
            return []
        return VALUES.get(field_id, [])
