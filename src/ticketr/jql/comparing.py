"""Values that are compared: texts that are looked for, numbers, dates, keys, ranks."""

from __future__ import annotations

from ticketr.jql.checked import (
    Always,
    Among,
    AnyOf,
    Column,
    Compare,
    Has,
    KeyCompare,
    Says,
    Under,
)
from ticketr.jql.tree import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ticketr.jql.checked import Meant
    from ticketr.jql.reading import Reading
    from ticketr.jql.tree import Call

TEXT_FIELDS = ("title", "description", "environment")
EPIC_LEVEL = "1"
NO_COMMENTS = "The comments of some tickets were never read; `ticketr pull --full` fetches them."


def says(reading: Reading, column: Column, value: Value | Call) -> Meant:
    """The field's text holds the words."""
    from ticketr.jql.text import NeedsIndex, NotText, text_of

    plain = literal(reading, column, value)
    if column.kind == "said" and reading.catalogue.lacks_comments():
        reading.note(NO_COMMENTS)
    try:
        return Says(_texts(reading, column), text_of(plain.text))
    except NeedsIndex as error:
        raise reading.offline(str(error), plain.at) from None
    except NotText as error:
        hint = "Write a word, or a phrase in quotes inside the quotes."
        raise reading.invalid(str(error), plain.at, hint) from None


def _texts(reading: Reading, column: Column) -> tuple[Column, ...]:
    """The field; for `text` every field that holds a text."""
    if column.id != "text":
        return (column,)
    own = [f.id for f in reading.catalogue.fields() if f.kind in ("text", "rich")]
    names = dict.fromkeys([*TEXT_FIELDS, *(name for name in own if name != "summary")])
    return (*(Column("text", name) for name in names), Column("said", "comment"))


def has(reading: Reading, column: Column) -> Meant:
    """The field is not empty."""
    if column.id == "text":
        return AnyOf(tuple(Has(each) for each in _texts(reading, column)))
    if column.kind == "epic":
        return Under((), epics=epics(reading))
    return Has(column)


def epics(reading: Reading) -> tuple[str, ...]:
    """The types that stand at the level of epics."""
    types = reading.catalogue.values("type")
    return tuple(item.name for item in types if item.state == EPIC_LEVEL) or ("Epic",)


def compared(reading: Reading, column: Column, operator: str, value: Value | Call) -> Meant:
    """The field is before, after, less or more than the value."""
    match column.kind:
        case "key":
            project, number = key_of(reading, literal(reading, column, value))
            return KeyCompare(operator, project, number)
        case "ranked":
            return _ranked(reading, column, operator, literal(reading, column, value))
        case "level":
            wanted = number_of(reading, literal(reading, column, value))
            return levels(reading, lambda level: holds(level, operator, wanted))
        case _:
            return Compare(column, operator, scalar(reading, column, value))


def literal(reading: Reading, column: Column, value: Value | Call) -> Value:
    """The value, where it is no function."""
    if isinstance(value, Value):
        return value
    reading.function(value, column.kind)
    raise reading.invalid(f"{value.name}() cannot be compared like this.", value.at)


def key_of(reading: Reading, value: Value) -> tuple[str, int]:
    """Project and number of a key."""
    project, _, number = value.text.strip().upper().rpartition("-")
    if not (project and number.isascii() and number.isdigit() and len(number) <= 15):
        raise reading.invalid(
            f'"{value.text}" is not a key.', value.at, "A key looks like PROJ-123."
        )
    return project, int(number)


def _ranked(reading: Reading, column: Column, operator: str, value: Value) -> Meant:
    """Less than a priority is what stands behind it in Jira's list."""
    folded = [name.casefold() for name in column.ranks]
    known = {item.id: item.name for item in reading.catalogue.values(column.id)}
    wanted = known.get(value.text, value.text).casefold()
    if wanted not in folded:
        reading.note(f'No {reading.field} is called "{value.text}".')
        return Always(true=False)
    rank = -folded.index(wanted)
    found = [name for at, name in enumerate(column.ranks) if holds(-at, operator, rank)]
    return Among(column, tuple(found))


def levels(reading: Reading, wanted: Callable[[float], bool]) -> Meant:
    """The types whose level is wanted."""
    types = reading.catalogue.values("type")
    names = [item.name for item in types if item.state and wanted(float(item.state))]
    return Among(Column("type", "type"), tuple(names))


def holds(left: float, operator: str, right: float) -> bool:
    """Whether two numbers stand to each other like that."""
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case _:
            return left >= right


def scalar(reading: Reading, column: Column, value: Value | Call) -> str | float:
    """A number, or a date as the column keeps it."""
    if column.kind == "number":
        return number_of(reading, literal(reading, column, value))
    from ticketr.jql import dates

    found = moment(reading, column, value)
    return dates.stamp(found) if column.kind == "time" else dates.day(found, reading.catalogue)


def number_of(reading: Reading, value: Value) -> float:
    """The number that the text is."""
    text = value.text.strip()
    try:
        number = float(text) if text.isascii() and "_" not in text else float("nan")
    except ValueError:
        number = float("nan")
    if not -1e300 < number < 1e300:
        raise reading.invalid(
            f'"{value.text}" is not a number.', value.at, "Write it like 5 or 2.5."
        )
    return number


def moment(reading: Reading, column: Column, value: Value | Call) -> datetime:
    """The time that a text or a function means."""
    from ticketr.jql import dates

    try:
        if isinstance(value, Value):
            return dates.moment(value.text, reading.catalogue)
        name = reading.function(value, column.kind)
        arguments = [item.text for item in value.arguments]
        return dates.computed(name, arguments, reading.catalogue)
    except dates.BadDate as error:
        shown = f'"{value.text}"' if isinstance(value, Value) else f"{value.name}(…)"
        raise reading.invalid(f"{shown} is not a date.", value.at, str(error)) from None
