"""Values of columns as text."""

from __future__ import annotations


def shown(value: object) -> str:
    """A value as people read it; nothing for None, names with commas between."""
    match value:
        case None:
            return ""
        case list():
            return ", ".join(map(str, value))
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def at_the_clock(stamp: str) -> str:
    """A stamp of the store as the machine's clock would show it, to the minute."""
    from datetime import datetime

    from ticketr.cli.text import clock

    return clock(datetime.fromisoformat(stamp))
