"""A ticket file's blocks become values: names resolved, values parsed, inheritance applied, mistakes listed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ticketr.application.fields import VIEW_IDS, FieldBook, rule_for
from ticketr.application.values import BadValue, suggestion
from ticketr.domain.schema import EPIC_LEVEL, STANDARD_LEVEL, SUBTASK_LEVEL, FieldKind
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, PARENT, TITLE, TYPE, inherit_fields
from ticketr.errors import ErrorCode, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ticketr.domain.schema import JiraField, TypeSchema
    from ticketr.domain.ticket import FieldValue
    from ticketr.domain.workspace import WorkspaceConfig
    from ticketr.markdown.document import Block, Document, FieldLine

MAX_TITLE = 255
"""Characters of a summary that Jira takes."""

EDITABLE_ANYWAY = frozenset({"status", PARENT, "issuetype", "project"})
"""Fields that need not be on a type's create screen to be set."""


@dataclass(slots=True)
class Entry:
    """One ticket as a document states it.

    `parent` is the entry it is nested under; `type_name` what it states or what its place implies; `values`
    hold what it mentions, inherited fields included, and `texts` the same as written; `own` names the fields
    that stand in the block itself; `stray` says that it is of another project; `keyless`, that its key was taken out.
    """

    block: Block
    ordinal: int
    parent: Entry | None
    place: Place
    type_name: str = ""
    type: TypeSchema | None = None
    values: dict[str, FieldValue] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    stray: Problem | None = None
    keyless: bool = False

    @property
    def foreign(self) -> bool:
        """Whether it is of another project, or stands under a ticket that is."""
        return self.stray is not None or (self.parent is not None and self.parent.foreign)

    def report(self, message: str, hint: str = "", place: Place | None = None) -> None:
        """Note a mistake in this block."""
        self.problems.append(Problem(place or self.place, message, hint))


class Reader:
    """Turns documents into entries. `type_of` gives the type of a ticket that is here, by key."""

    def __init__(
        self, book: FieldBook, config: WorkspaceConfig, type_of: Callable[[str], str | None]
    ) -> None:
        self._book = book
        self._config = config
        self._type_of = type_of

    def read(self, document: Document) -> list[Entry]:
        """Every ticket and task, parents before their tasks."""
        entries: list[Entry] = []
        for block in document.blocks:
            self._add(block, None, document.path, entries)
        for problem in document.problems:
            _owner(entries, problem).problems.append(problem) if entries else None
        return entries

    def _add(self, block: Block, parent: Entry | None, path: str, into: list[Entry]) -> None:
        place = Place(path, block.line, block.column)
        entry = Entry(block, len(into), parent, place)
        into.append(entry)
        self._fill(entry)
        for task in block.tasks:
            self._add(task, entry, path, into)

    def _fill(self, entry: Entry) -> None:
        lines = list(self._lines(entry))
        self._decide_type(entry, lines)
        for found, line in lines:
            self._set(entry, found, line)
        entry.own = frozenset(entry.texts)
        self._inherit(entry)
        self._sections(entry)
        self._check_key(entry)

    def _lines(self, entry: Entry) -> Iterator[tuple[JiraField, FieldLine]]:
        stated = next((x.value for x in entry.block.fields if x.name.casefold() == "type"), "")
        type_schema = self._book.schema.type(stated)
        lines: dict[str, FieldLine] = {}
        for line in entry.block.fields:
            try:
                found = self._book.find(line.name, type_schema)
            except BadValue as error:
                entry.report(error.message, error.hint, _at(entry, line))
                continue
            first = lines.setdefault(found.id, line)
            if first is line:
                yield found, line
            else:
                _report_again(entry, line, first)

    def _decide_type(self, entry: Entry, lines: list[tuple[JiraField, FieldLine]]) -> None:
        stated = [line for found, line in lines if found.kind is FieldKind.TYPE and line.value]
        entry.type_name = stated[0].value.strip() if stated else self._implied(entry)
        entry.type = self._book.schema.type(entry.type_name)
        if entry.type is None:
            names = [item.name for item in self._book.schema.types]
            hint = suggestion(entry.type_name, names) or f"The project has: {', '.join(names)}."
            place = _at(entry, stated[0]) if stated else entry.place
            entry.report(
                f'{self._config.project_key} has no type "{entry.type_name}".', hint, place
            )
        else:
            entry.type_name = entry.type.name

    def _implied(self, entry: Entry) -> str:
        known = self._type_of(entry.block.key) if entry.block.key else None
        if known:
            return known
        if entry.parent is None or self._level(entry.parent) == EPIC_LEVEL:
            return self._config.default_type or self._first(STANDARD_LEVEL, "Task")
        return self._config.task_type or self._first(SUBTASK_LEVEL, "Sub-task")

    @staticmethod
    def _level(entry: Entry) -> int | None:
        return entry.type.level if entry.type else None

    def _first(self, level: int, usual: str) -> str:
        names = [item.name for item in self._book.schema.types if item.level == level]
        return usual if usual in names or not names else names[0]

    def _set(self, entry: Entry, found: JiraField, line: FieldLine) -> None:
        if found.kind is FieldKind.PROJECT:
            self._check_project(entry, line)
            return
        rule = rule_for(entry.type, found.id)
        if entry.type and rule is None and found.id not in EDITABLE_ANYWAY:
            entry.report(
                f"{entry.type_name} has no field {found.name} in this project.",
                "Take the line out, or ask the administrator to put the field on the screen.",
                _at(entry, line),
            )
            return
        self._parse(entry, found, line)

    def _parse(self, entry: Entry, found: JiraField, line: FieldLine) -> None:
        view_id = VIEW_IDS.get(found.id, found.id)
        try:
            value = self._book.value(found, line.value, rule_for(entry.type, found.id))
        except BadValue as error:
            entry.report(error.message, error.hint, _at(entry, line))
            return
        if view_id == PARENT and entry.parent is not None:
            if value != entry.parent.block.key:
                entry.report(
                    f"A task's parent is the ticket it stands under, not {value}.",
                    "Take the line out, or move the task.",
                    _at(entry, line),
                )
            return
        entry.values[view_id] = entry.type_name if view_id == TYPE else value
        entry.texts[view_id] = line.value.strip()

    def _check_project(self, entry: Entry, line: FieldLine) -> None:
        if line.value.strip().upper() != self._config.project_key:
            entry.report(
                f"This ticket belongs to project {line.value.strip()}, "
                f"and this workspace to {self._config.project_key}.",
                "Choose the workspace of that project with `--workspace`, or correct the line.",
                _at(entry, line),
            )

    def _inherit(self, entry: Entry) -> None:
        if entry.parent is None or entry.type is None:
            return
        fits = frozenset(VIEW_IDS.get(name, name) for name in entry.type.fields)
        never = self._sprints() if entry.type.level == SUBTASK_LEVEL else frozenset()
        handed_down = _field_values(entry.parent)
        entry.values = inherit_fields(handed_down, entry.values, fits=fits, never=never)
        for name in entry.values:
            entry.texts.setdefault(name, entry.parent.texts.get(name, ""))

    def _sprints(self) -> frozenset[str]:
        return frozenset(x.id for x in self._book.schema.fields if x.kind is FieldKind.SPRINT)

    def _sections(self, entry: Entry) -> None:
        block = entry.block
        entry.values[TITLE] = block.title
        if len(block.title) > MAX_TITLE:
            entry.report(
                f"The title has {len(block.title)} characters; Jira takes {MAX_TITLE}.",
                "Shorten it and put the rest into the description.",
            )
        if block.description is not None:
            entry.values[DESCRIPTION] = block.description.text
        if block.criteria is not None:
            entry.values[CRITERIA] = block.criteria.text

    def _check_key(self, entry: Entry) -> None:
        """A ticket that is here may have any key: it was moved to another project, and is still followed."""
        key = entry.block.key
        if key and key.rpartition("-")[0] != self._config.project_key and not self._type_of(key):
            entry.stray = Problem(
                entry.place,
                f"{key} is a ticket of another project than {self._config.project_key}.",
                "Choose the workspace of that project with `--workspace`.",
            )


def _field_values(entry: Entry) -> dict[str, FieldValue]:
    return {name: value for name, value in entry.values.items() if name in entry.texts}


def _at(entry: Entry, line: FieldLine) -> Place:
    return Place(entry.place.path, line.line, line.column)


def _report_again(entry: Entry, line: FieldLine, first: FieldLine) -> None:
    entry.report(
        f"{line.name} is the same field as {first.name} on line {first.line}.",
        "Keep one of the two.",
        _at(entry, line),
    )


def _owner(entries: list[Entry], problem: Problem) -> Entry:
    before = [entry for entry in entries if entry.place.line <= problem.place.line]
    return before[-1] if before else entries[0]


def missing_fields(entry: Entry, book: FieldBook) -> Iterator[Problem]:
    """The required fields that a new ticket does not state."""
    for name in entry.type.required if entry.type else ():
        view_id = VIEW_IDS.get(name, name)
        if view_id in _GIVEN or entry.values.get(view_id) is not None:
            continue
        yield Problem(
            entry.place,
            f"{entry.type_name} needs the field {book.label(view_id)}.",
            f"Add the line `- {book.label(view_id)}: …` under `## Fields`.",
        )


_GIVEN = frozenset({TITLE, TYPE, PARENT, "project", "reporter"})


def is_fatal(problem: Problem) -> bool:
    """Whether the mistake makes the whole document unreadable as a ticket file."""
    return problem.code is ErrorCode.FILE_FORMAT
