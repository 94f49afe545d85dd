"""Dates of a query: written out, relative to now, or by a function, all in the account's time zone."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from ticketr.jql.known import Catalogue

UNITS = {"w": 7 * 86400, "d": 86400, "h": 3600, "m": 60}
"""Seconds of the units of a period such as `-1w 2d`."""
NATURAL = {"day": "d", "week": "w", "month": "M", "year": "y"}
"""What the functions startOf… and endOf… count in when their argument names no unit."""
LONGEST_SHIFT = 100_000
"""Beyond that many units a date leaves the calendar."""


class BadDate(ValueError):
    """The text is no date; the argument says why."""


def moment(text: str, catalogue: Catalogue) -> datetime:
    """The time that a text means, in UTC. Raises BadDate.

    `2026-03-31`, `2026/03/31 14:30`, `-1w 2d` from now, or milliseconds since 1970.
    """
    plain = text.strip()
    if plain.lstrip("-").isascii() and plain.lstrip("-").isdigit():
        return _epoch(int(plain))
    seconds = _period(plain)
    if seconds is not None:
        return _later(catalogue.now(), seconds)
    return _written(plain, catalogue)


def _epoch(milliseconds: int) -> datetime:
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise BadDate("It lies outside the calendar.") from None


def _later(start: datetime, seconds: int) -> datetime:
    from datetime import timedelta

    try:
        return start + timedelta(seconds=seconds)
    except OverflowError:
        raise BadDate("It lies outside the calendar.") from None


def _period(text: str) -> int | None:
    """The seconds of a period; None where the text is none."""
    sign = -1 if text.startswith("-") else 1
    total, digits, seen = 0, "", False
    for char in text.lstrip("+-") if text[:2] not in ("--", "++", "+-", "-+") else "?":
        if char.isascii() and char.isdigit():
            digits += char
        elif char in UNITS and digits:
            total, digits, seen = total + int(digits) * UNITS[char], "", True
        elif char != " " or digits:
            return None
    return sign * total if seen and not digits else None


def _written(text: str, catalogue: Catalogue) -> datetime:
    from datetime import UTC, datetime

    day, blank, time = text.replace("/", "-").partition(" ")
    numbers = day.split("-") + (time.strip().split(":") if blank else [])
    if len(numbers) == (5 if blank else 3) and all(n.isascii() and n.isdigit() for n in numbers):
        try:
            found = datetime(*map(int, numbers), tzinfo=catalogue.zone())  # type: ignore[arg-type, misc]
            return found.astimezone(UTC)
        except (ValueError, OverflowError):
            raise BadDate("There is no such day or time.") from None
    raise BadDate("Write it like 2026-03-31, 2026-03-31 14:30, -1w or startOfDay().")


def computed(name: str, arguments: list[str], catalogue: Catalogue) -> datetime:
    """The time that a function of dates means, in UTC; an argument shifts it. Raises BadDate."""
    from datetime import UTC

    if len(arguments) > (name != "now"):
        raise BadDate(f"{name}() takes {'one argument' if name != 'now' else 'no argument'}.")
    if name == "now":
        return catalogue.now()
    edge, unit = name.casefold().split("of")
    amount, shift = _shift(arguments[0] if arguments else None, NATURAL[unit])
    here = catalogue.now().astimezone(catalogue.zone())
    try:
        if shift == NATURAL[unit]:
            found = _edge(edge, unit, _shifted(here, amount, shift), catalogue)
        else:
            found = _shifted(_edge(edge, unit, here, catalogue), amount, shift)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadDate("It lies outside the calendar.") from None


def _shift(argument: str | None, natural: str) -> tuple[int, str]:
    if argument is None:
        return 0, natural
    text = argument.strip()
    unit = text[-1:] if text[-1:] in tuple("yMwdhm") else ""
    number = text.removesuffix(unit)
    digits = number[1:] if number[:1] in ("+", "-") else number
    if not (digits.isascii() and digits.isdigit()) or int(digits) > LONGEST_SHIFT:
        raise BadDate('Its argument is a shift such as "-1", "+2w" or "3d".')
    return int(number), unit or natural


def _shifted(start: datetime, amount: int, unit: str) -> datetime:
    """Days and longer on the calendar's face, hours and minutes as time goes by."""
    from datetime import UTC, timedelta

    if unit in ("h", "m"):
        later = start.astimezone(UTC) + timedelta(seconds=amount * UNITS[unit])
        return later.astimezone(start.tzinfo)
    if unit in ("d", "w"):
        return (start.replace(tzinfo=None) + timedelta(seconds=amount * UNITS[unit])).replace(
            tzinfo=start.tzinfo
        )
    return _months_later(start, amount * (12 if unit == "y" else 1))


def _months_later(start: datetime, months: int) -> datetime:
    from calendar import monthrange

    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    day = min(start.day, monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)


def _edge(edge: str, unit: str, here: datetime, catalogue: Catalogue) -> datetime:
    """The first moment of the day, week, month or year, or its last millisecond."""
    from datetime import timedelta

    start = here.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit == "week":
        start -= timedelta(days=(start.weekday() - catalogue.first_weekday()) % 7)
    elif unit in ("month", "year"):
        start = start.replace(day=1, month=1 if unit == "year" else start.month)
    if edge == "start":
        return start
    following = _shifted(start, 1, NATURAL[unit]).replace(tzinfo=None)
    return (following - timedelta(milliseconds=1)).replace(tzinfo=start.tzinfo)


def next_day(time: datetime, catalogue: Catalogue) -> datetime:
    """The same hour of the day after, in the account's zone. Raises BadDate."""
    from datetime import UTC

    try:
        return _shifted(time.astimezone(catalogue.zone()), 1, "d").astimezone(UTC)
    except OverflowError:
        raise BadDate("It lies outside the calendar.") from None


def stamp(time: datetime) -> str:
    """The time as the store writes it: UTC with milliseconds."""
    return time.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def day(time: datetime, catalogue: Catalogue) -> str:
    """The day of the time in the account's zone."""
    try:
        return time.astimezone(catalogue.zone()).date().isoformat()
    except OverflowError:
        return time.date().isoformat()
