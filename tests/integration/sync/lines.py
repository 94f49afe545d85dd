"""The lines of files that say one field of a ticket, found without the product's parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.sync.desk import Desk

HEAD = re.compile(r"(?:# TICKET: |- )(?:\[([A-Z]+-\d+)\] )?word")
LINE = re.compile(r"( *)- ([\w ]+):([^\r\n]*)")
LAST = "Labels"
"""The field that every ticket of ours has."""


class Line(NamedTuple):
    """Where a ticket says a field, or (`new`) the line below which it would; `fields` are all that it says."""

    name: str
    at: int
    key: str
    indent: str
    fields: dict[str, str]
    new: bool
    field: str

    @property
    def value(self) -> str:
        return self.fields.get(self.field, "")


def lines_of(desk: Desk, field: str) -> list[Line]:
    """One line of each ticket in each file."""
    return [line for name in desk.files for line in _in_file(name, desk.read(name), field)]


def _in_file(name: str, text: str, field: str) -> Iterator[Line]:
    found: dict[int, Line] = {}
    fields: dict[str, str] = {}
    key, head = "", -1
    for at, line in enumerate(text.splitlines()):
        if opened := HEAD.match(line):
            key, fields, head = opened[1] or "", {}, at
        elif head >= 0 and (said := LINE.match(line)):
            fields[said[2]] = said[3].strip()
            if said[2] == field or (said[2] == LAST and head not in found):
                found[head] = Line(name, at, key, said[1], fields, said[2] != field, field)
    yield from found.values()


def write_line(desk: Desk, line: Line, value: str) -> None:
    """Say the field so."""
    lines = desk.read(line.name).splitlines(keepends=True)
    old = lines[line.at]
    ends = old[len(old.rstrip("\r\n")) :]
    said = f"{line.indent}- {line.field}: {value}".rstrip() + ends
    lines[line.at] = (old if line.new else "") + said
    desk.write(line.name, "".join(lines))
