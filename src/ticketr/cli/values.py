"""Fields and their values as people read them, and as JSON has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.text import plural, printable, printable_lines
from ticketr.domain.merge import Absent
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, PARENT, TITLE, TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.domain.ticket import FieldValue

NAMES = {
    TITLE: "Title",
    TYPE: "Type",
    DESCRIPTION: "Description",
    CRITERIA: "Acceptance Criteria",
    PARENT: "Parent",
}
"""What every ticket has, as people write it."""


def field_name(field: str, names: Mapping[str, str]) -> str:
    """The field as people write it; its id where it has no name."""
    return printable(NAMES.get(field) or names.get(field) or field)


def shown(value: FieldValue | Absent) -> str:
    """A value on one line; `-` for nothing, a text of several lines by its size."""
    match value:
        case None | Absent() | "" | ():
            return "-"
        case tuple():
            return printable(", ".join(value))
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case str() if "\n" in value.strip():
            return f"({plural(len(value.strip().splitlines()), 'line')})"
        case _:
            return printable(str(value).strip())


def as_text(value: FieldValue | Absent) -> str:
    """A value in full; empty for nothing."""
    return value if isinstance(value, str) else "" if shown(value) == "-" else shown(value)


def is_long(value: FieldValue | Absent) -> bool:
    """Whether a value is a text of several lines."""
    return isinstance(value, str) and "\n" in value.strip()


def difference(old: FieldValue | Absent, new: FieldValue | Absent) -> list[str]:
    """The lines of a unified diff from one text to the other, three lines of context, no file names."""
    from difflib import unified_diff

    before = printable_lines(as_text(old).strip("\n")) if as_text(old) else []
    after = printable_lines(as_text(new).strip("\n")) if as_text(new) else []
    return list(unified_diff(before, after, lineterm=""))[2:]


def json_value(value: FieldValue) -> object:
    """The value as JSON has it: a set of names is a list."""
    return list(value) if isinstance(value, tuple) else value
