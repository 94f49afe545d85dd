"""Values that a field is one of: names, people, keys, versions, sprints, and the functions that stand for them."""

from __future__ import annotations

from ticketr.jql.checked import Always, Among, AnyOf, Column, Has, InSprint, Opposite, Under
from ticketr.jql.comparing import epics, key_of, levels, literal, number_of, scalar
from ticketr.jql.parse import near_word
from ticketr.jql.tree import Call, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ticketr.jql.checked import Meant
    from ticketr.jql.known import KnownValue
    from ticketr.jql.reading import Reading

MADE_UP = frozenset({"labels"})
"""Fields whose values anybody may make up: none is unknown."""
CATEGORIES = {
    "new": ("new", "to do", "2"),
    "indeterminate": ("indeterminate", "in progress", "4"),
    "done": ("done", "complete", "3"),
}
"""The categories of statuses, with the names and numbers they go by."""
SPRINT_STATES = {"openSprints": "active", "closedSprints": "closed", "futureSprints": "future"}
VERSION_STATES = {"releasedVersions": "released", "unreleasedVersions": "unreleased"}
VERSION_FIELDS = ("fixVersions", "versions")


def among(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    """The field is one of the values; not true without any."""
    if not values:
        return Always(true=False)
    return _READERS.get(column.kind, _names)(reading, column, values)


def _split(values: Sequence[Value | Call]) -> tuple[list[Value], list[Call]]:
    return (
        [item for item in values if isinstance(item, Value)],
        [item for item in values if isinstance(item, Call)],
    )


def _any(parts: Sequence[Meant]) -> Meant:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _names(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    """Names in any case, or Jira's numbers of them."""
    plain, calls = _split(values)
    known = () if column.id in MADE_UP else reading.catalogue.values(column.id)
    parts: list[Meant] = []
    if column.id == "resolution" and any(v.text.casefold() == "unresolved" for v in plain):
        plain = [item for item in plain if item.text.casefold() != "unresolved"]
        parts.append(Opposite(Has(column)))
    found = [name for value in plain for name in _spellings(reading, value, known)]
    found += [name for call in calls for name in _versions(reading, column, call)]
    if found or not parts:
        parts.append(Among(column, tuple(dict.fromkeys(found))))
    return _any(parts)


def _name(reading: Reading, value: Value, known: Sequence[KnownValue]) -> str:
    """The name as the project spells it; the text itself, with a note, where it is not known."""
    wanted = value.text.strip().casefold()
    for item in known:
        if item.name.casefold() == wanted:
            return item.name
    for item in known:
        if item.id and item.id == value.text.strip():
            return item.name
    if known:
        near = near_word(value.text, tuple(item.name for item in known))
        reading.note(f'No ticket here has "{value.text}" as its {reading.field}. {near}'.strip())
    return value.text.strip()


def _spellings(reading: Reading, value: Value, known: Sequence[KnownValue]) -> list[str]:
    """The name, and what differs from it only in case."""
    name = _name(reading, value, known)
    return [name, *(item.name for item in known if item.name.casefold() == name.casefold())]


def _versions(reading: Reading, column: Column, call: Call) -> list[str]:
    name = reading.function(call, "set" if column.id in VERSION_FIELDS else "")
    for argument in call.arguments:
        if argument.text.casefold() != reading.catalogue.project.casefold():
            raise reading.offline(
                f"The project {argument.text} is not in this workspace.", argument.at
            )
    state = VERSION_STATES[name]
    return [item.name for item in reading.catalogue.values(column.id) if item.state == state]


def _people(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    plain, calls = _split(values)
    accounts = [account(reading, value) for value in plain]
    accounts += [me(reading, column, call) for call in calls]
    return Among(column, tuple(dict.fromkeys(accounts)))


def me(reading: Reading, column: Column, call: Call) -> str:
    """The account of currentUser()."""
    reading.function(call, column.kind)
    found = reading.catalogue.me()
    if found is None:
        raise reading.offline("Who you are in Jira is not known on this machine yet.", call.at)
    return found


def account(reading: Reading, value: Value) -> str:
    """The account that a name, an address or an account means; the text itself, with a note, where it is nobody's."""
    wanted = value.text.strip().casefold()
    people = reading.catalogue.people()
    for one, handles in people:
        if wanted == one.casefold() or wanted in (handle.casefold() for handle in handles):
            return one
    near = near_word(value.text, tuple(name for _, names in people for name in names))
    reading.note(f'No ticket here names a person "{value.text}". {near}'.strip())
    return value.text.strip()


def _types(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    plain, calls = _split(values)
    parts: list[Meant] = [_names(reading, column, plain)] if plain else []
    for call in calls:
        name = reading.function(call, column.kind)
        below = name == "subTaskIssueTypes"
        parts.append(levels(reading, _is_below if below else _is_not_below))
    return _any(parts)


def _is_below(level: float) -> bool:
    return level < 0


def _is_not_below(level: float) -> bool:
    return level >= 0


def _by_level(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    wanted = {number_of(reading, literal(reading, column, value)) for value in values}
    return levels(reading, lambda level: level in wanted)


def _categories(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    states = {_category(reading, literal(reading, column, value)) for value in values}
    statuses = reading.catalogue.values("status")
    names = tuple(item.name for item in statuses if item.state in states)
    return Among(Column("status", "status"), names)


def _category(reading: Reading, value: Value) -> str:
    wanted = value.text.strip().casefold()
    for state, names in CATEGORIES.items():
        if wanted in names:
            return state
    shown = ("To Do", "In Progress", "Done")
    near = near_word(value.text, shown)
    raise reading.invalid(
        f'"{value.text}" is no category.', value.at, near or f"There are {', '.join(shown)}."
    )


def _scalars(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    return Among(column, tuple(scalar(reading, column, value) for value in values))


def _keys(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    plain, calls = _split(values)
    parts: list[Meant] = []
    if plain:
        parts.append(Among(column, tuple(_key(reading, value) for value in plain)))
    parts += [_called_keys(reading, column, call) for call in calls]
    return _any(parts)


def _called_keys(reading: Reading, column: Column, call: Call) -> Meant:
    if reading.function(call, column.kind) == "updatedBy":
        from ticketr.jql.history import updated_by

        return updated_by(reading, call)
    if len(call.arguments) != 1:
        raise reading.invalid(f"{call.name}() takes one key.", call.at)
    return Under((_key(reading, call.arguments[0]),), deep=True)


def _key(reading: Reading, value: Value) -> str:
    """A key as Jira writes it; a number alone is Jira's number of the ticket."""
    text = value.text.strip()
    if text.isascii() and text.isdigit():
        return text
    project, number = key_of(reading, value)
    return f"{project}-{number}"


def _parents(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    keys = tuple(_key(reading, literal(reading, column, value)) for value in values)
    return Under(keys, epics=epics(reading) if column.kind == "epic" else ())


def _projects(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    names = tuple(literal(reading, column, value).text.strip() for value in values)
    return Among(column, names)


def _sprints(reading: Reading, column: Column, values: Sequence[Value | Call]) -> Meant:
    known = reading.catalogue.values("sprint")
    chosen: list[KnownValue] = []
    names: list[str] = []
    for value in values:
        found = _some_sprints(reading, value, known)
        chosen += found
        if not found and isinstance(value, Value):
            _name(reading, value, known)
            names.append(value.text.strip())
    names += [item.name for item in chosen if item.state != "closed"]
    numbers = {
        state: [i.id for i in chosen if (i.state == "closed") == state] for state in (True, False)
    }
    parts = (numbers[False], numbers[True], names)
    return InSprint(column, *(tuple(dict.fromkeys(part)) for part in parts))


def _some_sprints(
    reading: Reading, value: Value | Call, known: Sequence[KnownValue]
) -> list[KnownValue]:
    if isinstance(value, Call):
        state = SPRINT_STATES[reading.function(value, "sprint")]
        return [item for item in known if item.state == state]
    wanted = value.text.strip().casefold()
    return [i for i in known if i.name.casefold() == wanted] or [
        i for i in known if i.id == wanted
    ]


_READERS: dict[str, Callable[[Reading, Column, Sequence[Value | Call]], Meant]] = {
    "user": _people,
    "users": _people,
    "type": _types,
    "level": _by_level,
    "category": _categories,
    "number": _scalars,
    "date": _scalars,
    "time": _scalars,
    "key": _keys,
    "parent": _parents,
    "epic": _parents,
    "project": _projects,
    "sprint": _sprints,
}
"""How the values of each kind of field are read; the others are names."""
