"""What a query is read with: fields, values, people and the time, as far as they are known on this machine."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo
    from typing import Protocol

    class Catalogue(Protocol):
        """Answers are asked for one by one, so that a query costs only what it names."""

        @property
        def project(self) -> str:
            """The project's key."""
            ...

        def now(self) -> datetime:
            """The present, in UTC."""
            ...

        def zone(self) -> tzinfo:
            """The time zone of the account, the machine's where that is not known."""
            ...

        def first_weekday(self) -> int:
            """The day a week starts with, Monday being 0."""
            ...

        def me(self) -> str | None:
            """The account that is logged in."""
            ...

        def fields(self) -> Sequence[KnownField]:
            """The fields of the project, by the cached schema."""
            ...

        def people(self) -> Sequence[tuple[str, tuple[str, ...]]]:
            """Accounts, each with the names and addresses it has."""
            ...

        def values(self, field_id: str) -> Sequence[KnownValue]:
            """The values of a field that are known, in Jira's order where it has one."""
            ...

        def histories(self) -> tuple[int, int]:
            """How many tickets are in Jira, and of how many of them the history is not all here."""
            ...

        def lacks_ranks(self) -> bool:
            """Whether a ticket that is in Jira has no rank here."""
            ...

        def lacks_comments(self) -> bool:
            """Whether the comments of tickets that are in Jira are not here, as far as a quick look tells."""
            ...


class KnownField:
    """A field: its id, its name, the kind of its values (as `FieldKind` spells it)."""

    __slots__ = ("id", "kind", "name")

    def __init__(self, id: str, name: str, kind: str) -> None:  # noqa: A002 - Jira's name
        self.id = id
        self.name = name
        self.kind = kind


class KnownValue:
    """A value of a field.

    `state` is a sprint's (active, future, closed), a version's (released, unreleased), the category of a status
    (new, indeterminate, done), or the level of a type.
    """

    __slots__ = ("id", "name", "state")

    def __init__(self, name: str, id: str = "", state: str = "") -> None:  # noqa: A002 - Jira's name
        self.name = name
        self.id = id
        self.state = state
