"""The fields of one ticket as people read them. On the way of `show`: no heavy imports."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ticketr.jql.known import Catalogue

PEOPLE = frozenset({"user", "users"})


def describe(fields: Mapping[str, Any], catalogue: Catalogue) -> list[tuple[str, str]]:
    """The fields that are set, named and written as in a ticket file, in the order of the project's schema."""
    known = {field.id: (place, field) for place, field in enumerate(catalogue.fields())}
    people = _People(catalogue)
    found = []
    for id_ in sorted(fields, key=lambda name: known[name][0] if name in known else len(known)):
        field = known[id_][1] if id_ in known else None
        shown = people.text if field and field.kind in PEOPLE else str
        text = _text(fields[id_], shown)
        if text:
            found.append((field.name if field else id_, text))
    return found


def _text(value: Any, shown: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return ", ".join(shown(each) for each in value)
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(shown(value))


class _People:
    """Accounts by the names that ticket files use for them; asked for only where there is one to name."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, tuple[str, str]] | None = None

    def text(self, account: object) -> str:
        """The name, where nobody else has it; else the address, else the account."""
        if self._known is None:
            self._known = {
                each: (names[0], names[-1] if len(names) > 1 else "")
                for each, names in self._catalogue.people()
                if names
            }
        name, email = self._known.get(str(account), ("", ""))
        alone = sum(1 for other, _ in self._known.values() if other == name) == 1
        return name if name and alone and "," not in name else email or str(account)
