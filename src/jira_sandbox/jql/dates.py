"""Dates in queries: read in the caller's zone, at the grain of a minute."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

PERIOD = re.compile(r"([+-]?)((?:\d+[wdhm]\s*)+)", re.IGNORECASE)
PART = re.compile(r"(\d+)([wdhm])", re.IGNORECASE)
UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
FORMATS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
FARTHEST = 10_000_000
SHIFT = re.compile(r"([+-]?\d{1,5})([yMwdhm]?)")
LETTERS = {"y": "year", "M": "month", "w": "week", "d": "day", "h": "hour", "m": "minute"}
TICK = timedelta(milliseconds=1)


def read(text: str, now: datetime) -> datetime | None:
    """A date, a time or a period (`-5d`, `4w 2d`) from now; None for anything else."""
    period = PERIOD.fullmatch(text.strip())
    try:
        if period:
            return later(now, _span(period)).replace(second=0, microsecond=0)
        return _absolute(text.strip(), now)
    except (OverflowError, ValueError):
        return None


def later(at: datetime, span: timedelta) -> datetime:
    """So much time after a moment: a day is 24 hours, whatever the clocks do meanwhile."""
    return (at.astimezone(UTC) + span).astimezone(at.tzinfo)


def _span(period: re.Match[str]) -> timedelta:
    whole = timedelta()
    for count, unit in PART.findall(period.group(2)):
        if int(count) > FARTHEST:
            raise ValueError(count)
        whole += timedelta(**{UNITS[unit.lower()]: int(count)})
    return -whole if period.group(1) == "-" else whole


def _absolute(text: str, now: datetime) -> datetime | None:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=now.tzinfo)
        except ValueError:
            continue
    return None


def bound(name: str, shift: str, now: datetime) -> datetime | None:
    """`startOfDay`, `endOfMonth` and so on, shifted (`-1`, `+2d`); None for anything else.

    A shift in the unit of the function moves the period; another moves its edge: `endOfMonth("+15d")` is in the
    middle of the next month.
    """
    found = re.fullmatch(r"(start|end)of(day|week|month|year)", name)
    if found is None:
        return None
    edge, unit = found.groups()
    parts = SHIFT.fullmatch(shift or "0")
    if parts is None:
        return None
    count, of = int(parts.group(1)), LETTERS.get(parts.group(2), unit)
    start = _floor(now, unit)
    if of == unit:
        start, count = _add(start, unit, count), 0
    whole = start if edge == "start" else later(_add(start, unit, 1), -TICK)
    return _add(whole, of, count)


def is_bound(name: str) -> bool:
    """Whether a function is one of those."""
    return re.fullmatch(r"(start|end)of(day|week|month|year)", name) is not None


def _floor(now: datetime, unit: str) -> datetime:
    day = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit == "week":
        return day - timedelta(days=(day.weekday() + 1) % 7)
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _add(at: datetime, unit: str, count: int) -> datetime:
    """So many days by the calendar, at the same time of day; hours and minutes by the clock."""
    if unit in ("year", "month"):
        months = at.year * 12 + at.month - 1 + count * (12 if unit == "year" else 1)
        year, month = months // 12, months % 12 + 1
        return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))
    span = timedelta(**{f"{unit}s": count})
    return later(at, span) if unit in ("hour", "minute") else at + span
