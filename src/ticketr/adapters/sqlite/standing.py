"""The order of rows outside of SQLite, as SQLite has it: for lists over several workspaces."""

from __future__ import annotations

from functools import total_ordering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ticketr.adapters.sqlite.orders import Term
    from ticketr.domain.query import TicketRow

NO_CASE = "COLLATE NOCASE"


@total_ordering
class _Downwards:
    """A value whose order is turned round."""

    __slots__ = ("value",)

    def __init__(self, value: tuple[int, Any]) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Downwards) and self.value == other.value

    def __lt__(self, other: _Downwards) -> bool:
        return other.value < self.value

    __hash__ = None  # type: ignore[assignment] # only compared


def standing(terms: Sequence[Term]) -> Callable[[TicketRow], Any]:
    """What rows of that order are sorted by; rows of any workspace can be compared."""
    folds = [(NO_CASE in term.sql, term.descending) for term in terms]

    def key(row: TicketRow) -> tuple[Any, ...]:
        values = (
            _comparable(value, fold=fold)
            for value, (fold, _) in zip(row.place, folds, strict=True)
        )
        return tuple(
            _Downwards(value) if down else value
            for value, (_, down) in zip(values, folds, strict=True)
        )

    return key


def _comparable(value: Any, *, fold: bool) -> tuple[int, Any]:
    """Nothing stands before numbers, numbers before texts, texts before bytes; NOCASE folds ASCII."""
    if value is None:
        return 0, 0
    if isinstance(value, int | float):
        return 1, value
    if isinstance(value, str):
        data = value.encode("utf-8", "surrogatepass")
        return 2, data.lower() if fold else data
    return 3, value
