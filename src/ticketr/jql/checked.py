"""A query whose fields, values and dates are known: what is to hold of a ticket, without names of tables.

Each condition is true or not true of a ticket; `Opposite` is the only one that turns "not true" round, so an
empty field makes a condition "not true" and never anything between.
"""

from __future__ import annotations

from ticketr.jql.node import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.jql.text import Text


class Column(Node):
    """What a ticket holds under one name.

    `kind` says how it is kept and compared: text, said (comments), number, date (a day), time (UTC with
    milliseconds), choice, set, user, users, key, project, type, status, parent, epic, sprint, rank (a place on
    boards), ranked (a choice whose `ranks` are the names from the first to the last). `id` is the field's id.
    """

    __slots__ = ("id", "kind", "ranks")
    kind: str
    id: str
    ranks: tuple[str, ...]

    def __init__(self, kind: str, id: str, ranks: tuple[str, ...] = ()) -> None:  # noqa: A002
        self._set(kind=kind, id=id, ranks=ranks)


class Always(Node):
    """True of every ticket, or of none."""

    __slots__ = ("true",)
    true: bool

    def __init__(self, true: bool) -> None:  # noqa: FBT001
        self._set(true=true)


class Has(Node):
    """The field is not empty."""

    __slots__ = ("column",)
    column: Column

    def __init__(self, column: Column) -> None:
        self._set(column=column)


class Among(Node):
    """The field, or one member of it, is one of these; names in any case, accounts and numbers as they are."""

    __slots__ = ("column", "values")
    column: Column
    values: tuple[str | float, ...]

    def __init__(self, column: Column, values: tuple[str | float, ...]) -> None:
        self._set(column=column, values=values)


class Compare(Node):
    """The field is before, after, less or more: `operator` is one of < <= > >= and =."""

    __slots__ = ("column", "operator", "value")
    column: Column
    operator: str
    value: str | float

    def __init__(self, column: Column, operator: str, value: str | float) -> None:
        self._set(column=column, operator=operator, value=value)


class KeyCompare(Node):
    """The key is of this project, and its number is before or after."""

    __slots__ = ("number", "operator", "project")
    operator: str
    project: str
    number: int

    def __init__(self, operator: str, project: str, number: int) -> None:
        self._set(operator=operator, project=project, number=number)


class Under(Node):
    """A child of one of these keys: directly, at any depth (`deep`), or under an epic only (`epics`: type names)."""

    __slots__ = ("deep", "epics", "keys")
    keys: tuple[str, ...]
    deep: bool
    epics: tuple[str, ...]

    def __init__(
        self,
        keys: tuple[str, ...],
        *,
        deep: bool = False,
        epics: tuple[str, ...] = (),
    ) -> None:
        self._set(keys=keys, deep=deep, epics=epics)


class InSprint(Node):
    """In one of these sprints, by number.

    `names` are those of open ones: a ticket whose sprint was set here and not pushed yet states it by name.
    """

    __slots__ = ("closed", "column", "names", "open")
    column: Column
    open: tuple[str, ...]
    closed: tuple[str, ...]
    names: tuple[str, ...]

    def __init__(
        self,
        column: Column,
        open: tuple[str, ...],  # noqa: A002 - a sprint's own word
        closed: tuple[str, ...],
        names: tuple[str, ...],
    ) -> None:
        self._set(column=column, open=open, closed=closed, names=names)


class Says(Node):
    """One of the fields says it."""

    __slots__ = ("columns", "text")
    columns: tuple[Column, ...]
    text: Text

    def __init__(self, columns: tuple[Column, ...], text: Text) -> None:
        self._set(columns=columns, text=text)


class Recorded(Node):
    """All that Jira tells of the ticket's past is here; also true of a ticket that is not in Jira yet."""

    __slots__ = ()


class Held(Node):
    """Values as a history has them: by Jira's ids, and by names where an entry has no id that is known."""

    __slots__ = ("empty", "ids", "names")
    ids: tuple[str, ...]
    names: tuple[str, ...]
    empty: bool

    def __init__(self, ids: tuple[str, ...], names: tuple[str, ...], *, empty: bool) -> None:
        self._set(ids=ids, names=names, empty=empty)


class When(Node):
    """By whom (accounts; None: by anybody) and when something happened.

    `edges` are (after, T), (before, T) and (within, T, U): stamps in UTC, the last one of them excluded.
    """

    __slots__ = ("authors", "edges")
    authors: tuple[str, ...] | None
    edges: tuple[tuple[str, ...], ...]

    def __init__(
        self, authors: tuple[str, ...] | None = None, edges: tuple[tuple[str, ...], ...] = ()
    ) -> None:
        self._set(authors=authors, edges=edges)


class Was(Node):
    """The field held one of the values at that time, set by these people. `now`: it holds one of them today."""

    __slots__ = ("column", "now", "values", "when")
    column: Column
    values: Held
    now: Meant
    when: When

    def __init__(self, column: Column, values: Held, now: Meant, when: When) -> None:
        self._set(column=column, values=values, now=now, when=when)


class Changed(Node):
    """The field went from one of the values to one of the values; None: whatever they were."""

    __slots__ = ("after", "before", "column", "when")
    column: Column
    before: Held | None
    after: Held | None
    when: When

    def __init__(
        self, column: Column, before: Held | None, after: Held | None, when: When
    ) -> None:
        self._set(column=column, before=before, after=after, when=when)


class Updated(Node):
    """One of the accounts created, changed or commented on it, from `first` to `last` (stamps, both included)."""

    __slots__ = ("accounts", "first", "last")
    accounts: tuple[str, ...]
    first: str
    last: str

    def __init__(self, accounts: tuple[str, ...], first: str, last: str) -> None:
        self._set(accounts=accounts, first=first, last=last)


class AllOf(Node):
    """Every part holds; true without parts."""

    __slots__ = ("parts",)
    parts: tuple[Meant, ...]

    def __init__(self, parts: tuple[Meant, ...]) -> None:
        self._set(parts=parts)


class AnyOf(Node):
    """One part holds; not true without parts."""

    __slots__ = ("parts",)
    parts: tuple[Meant, ...]

    def __init__(self, parts: tuple[Meant, ...]) -> None:
        self._set(parts=parts)


class Opposite(Node):
    """The part is not true."""

    __slots__ = ("part",)
    part: Meant

    def __init__(self, part: Meant) -> None:
        self._set(part=part)


Meant = (
    Always
    | Has
    | Among
    | Compare
    | KeyCompare
    | Under
    | InSprint
    | Says
    | Recorded
    | Was
    | Changed
    | Updated
    | AllOf
    | AnyOf
    | Opposite
)


class Checked(Node):
    """A whole query: what is to hold, in which order (with "descending"), and what is worth telling the user."""

    __slots__ = ("notes", "order", "where")
    where: Meant
    order: tuple[tuple[Column, bool], ...]
    notes: tuple[str, ...]

    def __init__(
        self,
        where: Meant,
        order: tuple[tuple[Column, bool], ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        self._set(where=where, order=order, notes=notes)
