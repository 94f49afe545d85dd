"""Functions of ours that SQL can call; registered with each connection, so they import what they use when called."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import apsw

TITLE = 0
"""The place of the title among the columns of the index."""
BODIES = frozenset(range(1, 6))
"""The places of what an excerpt can be of."""
FORMS, EXACTLY, BEGINNING = 0, 1, 2
"""How a term of a pattern is held: in any form of its words, as it is written, or by a beginning of its last word."""
K1, B = 1.2, 0.75
"""The constants of FTS5's bm25: how soon more of the same counts no more, and how much long texts are put back."""


def register(connection: apsw.Connection) -> None:
    """Make the functions known to the connection."""
    add: Any = connection.create_scalar_function
    add("ticketr_fold", fold, 1, deterministic=True)
    add("ticketr_utc", utc, 1, deterministic=True)
    add("ticketr_says", _Says(), 2)
    connection.register_fts5_function("ticketr_in_title", in_title)
    connection.register_fts5_function("ticketr_place", place)
    connection.register_fts5_function("ticketr_weight", weight)
    add("ticketr_base", base, 2, deterministic=True)
    add("ticketr_runs", runs, -1, deterministic=True)
    add("ticketr_with_runs", with_runs, 1, deterministic=True)


def in_title(found: apsw.FTS5ExtensionApi, *_: Any) -> int:
    """How many of the phrases that were looked for stand in the first column of the index."""
    return sum(TITLE in found.phrase_columns(phrase) for phrase in range(found.phrase_count))


def place(found: apsw.FTS5ExtensionApi, *_: Any) -> int:
    """The first column of the index behind the title that holds what was looked for; 0 where none of BODIES does."""
    held = {at for phrase in range(found.phrase_count) for at in found.phrase_columns(phrase)}
    return min(held & BODIES, default=0)


def weight(found: apsw.FTS5ExtensionApi, *weights: Any) -> float:
    """How much a row says of the last phrase, by the weights of the columns: bm25 without the phrase's own weight.

    That is the same for all rows; to find it out, FTS5 looks for the phrase in all of them once more.
    """
    places = found.phrase_locations(found.phrase_count - 1)
    said: float = sum(each * len(held) for each, held in zip(weights, places, strict=True))
    average = found.column_total_size() / found.row_count
    return said * (K1 + 1) / (said + K1 * (1 - B + B * found.column_size() / average))


def fold(value: bytes | None) -> str | None:
    """The text without regard to case."""
    return None if value is None else _decoded(value).casefold()


def utc(value: bytes | None) -> str | None:
    """A time with an offset, as the store writes times; None for what is no time."""
    from datetime import datetime

    from ticketr.adapters.sqlite.codec import stamp

    try:
        found = datetime.fromisoformat(_decoded(value or b""))
        return stamp(found) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def base(kept: bytes, field: str) -> str | None:
    """The value of the field that both sides agreed on, as JSON; None where there is none."""
    from ticketr.adapters.sqlite.codec import dump
    from ticketr.adapters.sqlite.packing import unpacked

    found = (dump(value) for name, _, value in unpacked(kept) if name == field)
    return next(found, None)


def runs(*values: bytes | None) -> str | None:
    """What the texts hold of scripts without spaces, set apart; None where that is nothing."""
    from ticketr.domain.runs import runs as found

    return found(*(_decoded(value) for value in values if value)) or None


def with_runs(value: bytes | None) -> str | None:
    """The text, and behind it what `runs` gives."""
    if not value:
        return None
    found = runs(value)
    return f"{_decoded(value)}\n{found}" if found else _decoded(value)


def _decoded(value: bytes) -> str:
    return value.decode("utf-8", "replace")


class _Says:
    """Whether a text holds what a pattern asks for: FTS5 is asked, in memory.

    A pattern is JSON: alternatives, each the terms that are wanted and those that are barred; a term is its match
    and how it is held.
    """

    def __init__(self) -> None:
        self._indexes: dict[int, apsw.Connection] = {}
        self._patterns: dict[str, Any] = {}

    def __call__(self, value: bytes | None, pattern: str) -> bool:
        if not value:
            return False
        from ticketr.domain.runs import apart

        text, filled = apart(_decoded(value)), set[int]()
        return any(
            all(self._holds(text, term, filled) for term in wanted)
            and not any(self._holds(text, term, filled) for term in barred)
            for wanted, barred in self._read(pattern)
        )

    def _read(self, pattern: str) -> Any:
        if pattern not in self._patterns:
            from json import loads

            self._patterns = {pattern: loads(pattern)}
        return self._patterns[pattern]

    def _holds(self, text: str, term: tuple[str, int], filled: set[int]) -> bool:
        match, held = term
        exact = int(held != FORMS)
        index = self._indexes.get(exact) or self._indexes.setdefault(exact, _index(exact))
        if exact not in filled:
            index.execute("DELETE FROM one; INSERT INTO one VALUES (?)", (text,))
            filled.add(exact)
        found = index.execute("SELECT 1 FROM one WHERE one MATCH ?", (match,)).fetchone()
        return found is not None


def _index(exact: int) -> apsw.Connection:
    import apsw

    connection = apsw.Connection(":memory:")
    words = "unicode61 remove_diacritics 2" if exact else "porter unicode61 remove_diacritics 2"
    connection.execute(f"CREATE VIRTUAL TABLE one USING fts5(value, tokenize='{words}')")
    return connection
