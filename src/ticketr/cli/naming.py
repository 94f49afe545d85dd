"""Names of columns and fields as people write them, found among a project's fields."""

from __future__ import annotations

from ticketr.cli.columns import OWN
from ticketr.jql.checked import Column
from ticketr.jql.fields import columns, names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.errors import Usage
    from ticketr.jql.known import Catalogue

CRITERIA = Column("text", "acceptance_criteria")
NO_COLUMN = frozenset(
    {("text", "text"), ("category", "status"), ("level", "type"), ("said", "comment")}
)
"""What a query may ask for and no ticket has as a value of its own: kinds and ids."""

SHOWN = ["key", "type", "status", "title", "sync", "parent", "assignee", "priority", "updated"]


def fields_named(
    wanted: Iterable[str], catalogue: Catalogue, missing: dict[str, list[Usage]] | None = None
) -> list[tuple[str, Column | str]]:
    """Each name with its field, or with the name of what every row has.

    Raises Usage for an unknown name; where `missing` is given the error goes there, and the name has nothing.
    """
    found: list[tuple[str, Column | str]] = []
    for name in wanted:
        field = _field(name, catalogue)
        if field is None:
            error = _unknown(name, catalogue)
            if missing is None:
                raise error
            missing.setdefault(name, []).append(error)
        found.append((name, field or ""))
    return found


def _field(name: str, catalogue: Catalogue) -> Column | str | None:
    plain = name.casefold()
    if plain in OWN:
        return plain
    if plain in {"criteria", "acceptance criteria", "acceptance_criteria"}:
        return CRITERIA
    found = [each for each in columns(name, catalogue) if (each.kind, each.id) not in NO_COLUMN]
    if not found:
        return None
    return found[0].id if found[0].id in OWN else found[0]


def _unknown(name: str, catalogue: Catalogue) -> Usage:
    from difflib import get_close_matches

    from ticketr.errors import Usage

    known = {each.casefold(): each for each in [*SHOWN, *names(catalogue)]}
    near = get_close_matches(name.casefold(), known, n=1)
    hint = f'Did you mean "{known[near[0]]}"? ' if near else ""
    return Usage(
        f'--columns: there is no field "{name}".',
        hint=f"{hint}`ticketr schema` lists the fields of the project.",
    )
