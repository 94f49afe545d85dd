"""Dates in queries: read in the caller's zone, at the grain of a minute."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

PERIOD = re.compile(r"([+-]?)((?:\d+[wdhm]\s*)+)", re.IGNORECASE)
PART = re.compile(r"(\d+)([wdhm])", re.IGNORECASE)
UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
FORMATS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
FARTHEST = 10_000_000


def read(text: str, now: datetime) -> datetime | None:
    """A date, a time or a period (`-5d`, `4w 2d`) from now; None for anything else."""
    period = PERIOD.fullmatch(text.strip())
    try:
        if period:
            return (now + _span(period)).replace(second=0, microsecond=0)
        return _absolute(text.strip(), now)
    except (OverflowError, ValueError):
        return None


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
    """`startOfDay`, `endOfMonth` and so on, shifted (`-1`, `+2d`); None for anything else."""
    found = re.fullmatch(r"(start|end)of(day|week|month|year)", name)
    if found is None:
        return None
    edge, unit = found.groups()
    moved = _shift(_floor(now, unit), shift, unit)
    if moved is None or edge == "start":
        return moved
    last = _add(moved, unit, 1)
    return last - timedelta(milliseconds=1)


def _floor(now: datetime, unit: str) -> datetime:
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return day - timedelta(days=(day.weekday() + 1) % 7)
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _shift(at: datetime, shift: str, unit: str) -> datetime | None:
    if not shift:
        return at
    found = re.fullmatch(r"([+-]?\d{1,5})([yMwdhm]?)", shift)
    if found is None:
        return None
    letters = {"y": "year", "M": "month", "w": "week", "d": "day", "h": "hour", "m": "minute"}
    return _add(at, letters.get(found.group(2), unit), int(found.group(1)))


def _add(at: datetime, unit: str, count: int) -> datetime:
    if unit in ("year", "month"):
        months = at.year * 12 + at.month - 1 + count * (12 if unit == "year" else 1)
        return at.replace(year=months // 12, month=months % 12 + 1, day=1)
    return at + timedelta(**{f"{unit}s": count})
