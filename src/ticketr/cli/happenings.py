"""What happened to tickets, as people read it and as JSON has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.history import COMMENT
from ticketr.cli.text import cut, printable
from ticketr.cli.values import is_long, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.application.history import Happening, Moved

WORDS = {
    "written": "written down here",
    "edited": "edited here",
    "created": "created in Jira",
    "deleted": "deleted in Jira from here",
    "gone": "gone in Jira",
    "conflict": "in conflict",
}
QUOTED = 100
"""Columns of a comment that are shown."""
BY = {"jira": "in Jira", "new": "new", "comment": "comment"}
"""What somebody did in Jira."""


def headline(item: Happening) -> str:
    """What happened, and by whom or by which operation."""
    if item.what in BY:
        return f"{BY[item.what]}, by {printable(item.who) or 'somebody'}"
    number = f" (operation {item.operation})" if item.operation is not None else ""
    return WORDS.get(item.what, item.what) + number


def moves(moved: Sequence[Moved]) -> Iterator[str]:
    """A line a field, with both values where they fit one."""
    for item in moved:
        if item.field == COMMENT and not item.before:
            yield cut(printable(item.after.strip()), QUOTED)
        elif not item.before and not item.after:
            yield printable(item.name)
        elif is_long(item.before) or is_long(item.after):
            yield f"{printable(item.name)}: a text of several lines"
        elif item.before == item.after:
            yield f"{printable(item.name)}: {shown(item.after)} stays"
        else:
            yield f"{printable(item.name)}: {shown(item.before)} -> {shown(item.after)}"


def record(item: Happening) -> dict[str, object]:
    """The happening of a JSON document."""
    return {
        "at": item.at.isoformat(),
        "what": item.what,
        "who": item.who or None,
        "operation": item.operation,
        "fields": [
            {"id": x.field, "name": x.name, "before": x.before, "after": x.after}
            for x in item.moved
        ],
    }
