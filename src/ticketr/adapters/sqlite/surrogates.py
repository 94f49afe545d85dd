"""Texts with lone surrogates, which UTF-8 has no room for: JSON can hold them, and SQLite hands them out as they are.

They are rare and come from Jira, so a query is read as usual first, and like this only where that fails.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    import apsw

    from ticketr.adapters.sqlite.database import Params, Row

    Execute = Callable[[str, Params], apsw.Cursor]


def rows(execute: Execute, sql: str, params: Params) -> list[Row]:
    """All rows of a reading statement, its texts read byte by byte."""
    count = len(execute(sql, params).get_description())
    names = [f"c{at}" for at in range(count)]
    values = ", ".join(
        f"typeof({name}) = 'text', iif(typeof({name}) = 'text', CAST({name} AS BLOB), {name})"
        for name in names
    )
    inner = sql.strip().rstrip(";")
    wrapped = f"WITH r ({', '.join(names)}) AS ({inner}) SELECT {values} FROM r"  # noqa: S608 - names of ours
    return [
        tuple(_text(row[at + 1]) if row[at] else row[at + 1] for at in range(0, len(row), 2))
        for row in execute(wrapped, params)
    ]


def _text(value: Any) -> str:
    try:
        return str(value, "utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return str(value, "utf-8", "replace")


def replaced(text: str) -> str:
    """The text as functions of ours read it that get it from SQLite."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def mark(value: object) -> str:
    """The place of a value in SQL; such a text is handed over as bytes, and is to be one again."""
    if not isinstance(value, str) or value.isascii():
        return "?"
    try:
        value.encode()
    except UnicodeEncodeError:
        return "CAST(? AS TEXT)"
    return "?"


def marks(values: Sequence[Any]) -> str:
    """The places of several."""
    return ", ".join(map(mark, values))
