"""WAS, CHANGED and updatedBy(): conditions on what Jira tells of a ticket's past.

They hold only of tickets whose history is all here; so does their opposite.
"""

from __future__ import annotations

from ticketr.jql.checked import (
    AllOf,
    Among,
    AnyOf,
    Changed,
    Column,
    Has,
    Held,
    Opposite,
    Recorded,
    Updated,
    Was,
    When,
)
from ticketr.jql.comparing import NO_COMMENTS, moment
from ticketr.jql.members import account, among, me
from ticketr.jql.tree import Call, Value, flat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.jql.checked import Meant
    from ticketr.jql.reading import Reading
    from ticketr.jql.tree import Clause, Operand, Predicate

KEPT = ("status", "assignee", "reporter", "priority", "resolution", "fixVersions")
"""The fields whose past can be asked for, as in Jira."""
NAMES = "Assignee, Fix Version, Priority, Reporter, Resolution and Status"
EDGES = ("after", "before", "on", "during")
WHEN = Column("time", "created")
WHO = Column("user", "assignee")
BEGINNING, END = "0000", "9999-12-31T23:59:59.999Z"


def past(reading: Reading, column: Column, node: Clause) -> Meant:
    """What a clause with WAS or CHANGED means. Raises QueryInvalid, QueryOffline."""
    if column.id not in KEPT or column.kind == "category":
        raise reading.invalid(
            f'"{node.field.name}" does not take the operator {node.operator.upper()}.',
            node.at,
            f"Jira keeps the past of {NAMES} for queries.",
        )
    asked = (
        _changed(reading, column, node) if node.operand is None else _was(reading, column, node)
    )
    reading.recorded(node.at)
    return AllOf((Recorded(), Opposite(asked) if "not" in node.operator else asked))


def _was(reading: Reading, column: Column, node: Clause) -> Meant:
    for predicate in node.predicates:
        if predicate.name in ("from", "to"):
            raise reading.invalid(
                f"WAS does not take {predicate.name.upper()}.", predicate.at, "CHANGED takes it."
            )
    now = _now(reading, column, node.operand)
    return Was(column, _held(reading, column, now), now, _when(reading, node))


def _changed(reading: Reading, column: Column, node: Clause) -> Meant:
    ends = {
        predicate.name: _held(reading, column, _now(reading, column, predicate.operand))
        for predicate in node.predicates
        if predicate.name in ("from", "to")
    }
    return Changed(column, ends.get("from"), ends.get("to"), _when(reading, node))


def _now(reading: Reading, column: Column, operand: Operand | None) -> Meant:
    """The field holds one of the values today."""
    items = flat(operand)
    values = [item for item in items if isinstance(item, Value | Call)]
    found: list[Meant] = [among(reading, column, values)] if values else []
    if len(values) < len(items):
        found.append(Opposite(Has(column)))
    return AnyOf(tuple(found))


def _held(reading: Reading, column: Column, now: Meant) -> Held:
    """The values as a history has them: an empty one is written as nothing."""
    names = [
        str(value) for part in _parts(now) if isinstance(part, Among) for value in part.values
    ]
    empty = any(isinstance(part, Opposite) for part in _parts(now))
    if column.kind == "user":
        people = reading.catalogue.people()
        shown = [own[0] for one, own in people if one in names and own]
        return Held(tuple(names), tuple(shown), empty=empty)
    folded = {name.casefold() for name in names}
    known = reading.catalogue.values(column.id)
    ids = [item.id for item in known if item.id and item.name.casefold() in folded]
    return Held(tuple(ids), tuple(dict.fromkeys(names)), empty=empty)


def _parts(found: Meant) -> Iterator[Meant]:
    if isinstance(found, AnyOf):
        for part in found.parts:
            yield from _parts(part)
    else:
        yield found


def _when(reading: Reading, node: Clause) -> When:
    authors: list[str] | None = None
    edges: list[tuple[str, ...]] = []
    for predicate in node.predicates:
        if predicate.name == "by":
            authors = [*(authors or []), *_accounts(reading, predicate)]
        elif predicate.name in EDGES:
            edges.append(_edge(reading, predicate))
    return When(None if authors is None else tuple(dict.fromkeys(authors)), tuple(edges))


def _accounts(reading: Reading, predicate: Predicate) -> list[str]:
    found = []
    for item in flat(predicate.operand):
        if isinstance(item, Value):
            found.append(account(reading, item))
        elif isinstance(item, Call):
            found.append(me(reading, WHO, item))
        else:
            raise reading.invalid("BY needs a person.", predicate.at)
    return found


def _edge(reading: Reading, predicate: Predicate) -> tuple[str, ...]:
    from ticketr.jql import dates

    word = predicate.name
    items = [item for item in flat(predicate.operand) if isinstance(item, Value | Call)]
    if len(items) != (2 if word == "during" else 1):
        needs = "two dates in parentheses" if word == "during" else "one date"
        raise reading.invalid(f"{word.upper()} needs {needs}.", predicate.at)
    times = [moment(reading, WHEN, item) for item in items]
    if word == "on":
        try:
            times.append(dates.next_day(times[0], reading.catalogue))
        except dates.BadDate as error:
            raise reading.invalid("ON needs a day.", predicate.at, str(error)) from None
    stamps = tuple(map(dates.stamp, times))
    return (word if len(stamps) == 1 else "within", *stamps)


def updated_by(reading: Reading, call: Call) -> Meant:
    """The tickets that somebody created, changed or commented on: `updatedBy(user, from, to)`, both dates included.

    Raises QueryInvalid, QueryOffline.
    """
    from ticketr.jql import dates

    if not 1 <= len(call.arguments) <= 3:
        raise reading.invalid("updatedBy() takes a person, and a first and a last date.", call.at)
    person, *times = call.arguments
    stamps = [dates.stamp(moment(reading, WHEN, time)) for time in times]
    first, last = (*stamps, *(BEGINNING, END)[len(stamps) :])
    reading.recorded(call.at)
    if reading.catalogue.lacks_comments():
        reading.note(NO_COMMENTS)
    return AllOf((Recorded(), Updated((account(reading, person),), first, last)))
