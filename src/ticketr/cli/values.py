"""Fields and their values as people read them, and as JSON has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.text import plural, printable, printable_lines
from ticketr.domain.merge import Absent
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, PARENT, TITLE, TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.application.fields import FieldBook
    from ticketr.domain.ticket import FieldValue, TicketID

NAMES = {
    TITLE: "Title",
    TYPE: "Type",
    DESCRIPTION: "Description",
    CRITERIA: "Acceptance Criteria",
    PARENT: "Parent",
}
"""What every ticket has, as people write it."""


class Wording:
    """Fields and values as people write them; ids where the project's fields are not known here.

    `titles` stand for parents that have no key yet.
    """

    def __init__(
        self, book: FieldBook | None, titles: Mapping[TicketID, str] | None = None
    ) -> None:
        self._book = book
        self._titles: Mapping[str, str] = {str(k): v for k, v in (titles or {}).items()}

    def name(self, field: str) -> str:
        """The field."""
        known = NAMES.get(field) or (self._book.label(field) if self._book else field)
        return printable(known)

    def value(self, field: str, value: FieldValue | Absent) -> str:
        """The value on one line, as `shown` gives it; an account by the person's name."""
        if field == PARENT and value in self._titles:
            return f'"{printable(self._titles[str(value)])}"'
        if self._book is None or isinstance(value, (Absent, bool)) or is_long(value):
            return shown(value)
        return shown(self._book.text(field, value))


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
