"""Times as Jira writes them."""

from __future__ import annotations

from datetime import UTC, datetime

SECONDS_END = 100_000_000_000
"""Above this a number is milliseconds since 1970, below it seconds; Atlassian's own examples have both."""


def moment_of(told: object) -> datetime | None:
    """A time as Jira writes it: ISO 8601, or a number since 1970; None for anything else."""
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        return None
    try:
        if isinstance(told, str) and not told.isdigit():
            return datetime.fromisoformat(told).astimezone(UTC)
        number = float(told)
        return datetime.fromtimestamp(number / 1000 if number > SECONDS_END else number, UTC)
    except (ValueError, OverflowError, OSError):
        return None
