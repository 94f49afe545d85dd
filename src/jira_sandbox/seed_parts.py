"""What the parts of a seed may say: a word that is not known is a mistake, and not passed over."""

from __future__ import annotations

from typing import Any

from jira_sandbox.defaults import DEFAULTS
from jira_sandbox.sowing import SeedError

PARTS = {
    "site": frozenset(DEFAULTS["site"]),
    "users": frozenset({"name", "email", "account_id", "zone", "token", "active", "admin"})
    | {"username", "key", "scoped_token"},
    "projects": frozenset({"key", "name", "lead", "types", "components", "versions", "sprints"}),
    "types": frozenset({"name", "level", "description"}),
    "statuses": frozenset({"name", "category"}),
    "links": frozenset({"name", "inward", "outward"}),
    "fields": frozenset({"id", "name", "type", "options", "custom"}),
}
INSIDE = {
    "versions": frozenset({"name", "released", "archived"}),
    "sprints": frozenset({"number", "name", "state", "goal"}),
}


def check(given: dict[str, Any]) -> None:
    """Raise SeedError for a word that no part of its kind has."""
    for part, known in PARTS.items():
        rows = [given.get(part, {})] if part == "site" else _rows(given, part, part)
        for number, row in enumerate(rows, 1):
            where = part if part == "site" else f"{part}, {number}"
            _known(row, known, where)
            for inside, words in INSIDE.items() if part == "projects" else ():
                for each in _rows(row, inside, where):
                    _known(each, words, f"{where}, {inside}")


def _rows(table: dict[str, Any], name: str, where: str) -> list[Any]:
    rows = table.get(name, [])
    if not isinstance(rows, list):
        raise SeedError(f"{where}: {name} is a list of tables, not {rows!r}")
    return rows


def _known(row: Any, known: frozenset[str], where: str) -> None:
    if not isinstance(row, dict):
        raise SeedError(f"{where}: {row!r} is no table")
    unknown = sorted(map(str, row.keys() - known))
    if unknown:
        raise SeedError(
            f"{where}: no such word: {', '.join(unknown)}; there are {', '.join(sorted(known))}"
        )
