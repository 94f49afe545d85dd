"""What a Jira in memory remembers of its tickets' past."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ticketr.ports.history import LogEntry, LogItem, TicketLog

if TYPE_CHECKING:
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.records import User


class Past:
    """Every change of every ticket, by numeric id."""

    def __init__(self) -> None:
        self._entries: dict[str, list[LogEntry]] = {}

    def keep(self, before: JiraIssue | None, after: JiraIssue, author: User) -> None:
        """A ticket was saved."""
        if before is None:
            self._entries[after.id] = []
            return
        items = tuple(
            LogItem(name, name, str(before.fields.get(name) or ""), str(value or ""))
            for name, value in after.fields.items()
            if before.fields.get(name) != value
        )
        number = str(1 + sum(len(found) for found in self._entries.values()))
        when = datetime.fromisoformat(after.updated).astimezone(UTC)
        entry = LogEntry(number, author.account, author.name, when, items)
        self._entries[after.id].append(entry)

    def of(self, number: str) -> TicketLog:
        """All that is known of one ticket."""
        return TicketLog(number, tuple(self._entries[number]))
