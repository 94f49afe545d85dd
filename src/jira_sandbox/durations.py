"""Times spent, as Jira writes them: `1w 2d 3h 4m`, with weeks of five days of eight hours."""

from __future__ import annotations

import re

MINUTE, HOUR = 60, 3600
UNITS = {"w": 40 * HOUR, "d": 8 * HOUR, "h": HOUR, "m": MINUTE}
PART = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*([wdhm]?)", re.IGNORECASE)
WHOLE = re.compile(r"\s*(?:\d{1,9}(?:\.\d{1,6})?\s*[wdhm]?\s*)+", re.IGNORECASE)
LONGEST = 2**40


def read(text: str) -> int | None:
    """Seconds of a duration; a number without a unit is minutes; None for anything else."""
    if not WHOLE.fullmatch(text):
        return None
    seconds = sum(float(n) * UNITS[unit.lower() or "m"] for n, unit in PART.findall(text))
    return round(seconds) if seconds < LONGEST else None


def write(seconds: int) -> str:
    """A duration in the largest units: 5400 -> `1h 30m`."""
    parts = []
    for unit, size in UNITS.items():
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0m"
