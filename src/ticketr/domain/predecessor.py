"""What ticketr 2 remembered of a ticket: SHA-256 of its parts, written one after another.

Source: its `.ticketr.state` (key -> local_hash, remote_hash). Its early versions hashed the fields in no particular
order, so a ticket of those may be taken for changed; one that was changed is never taken for unchanged.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Part:
    """A ticket or task as that program read it: texts trimmed, criteria without bullets, fields as name and value."""

    title: str
    description: str = ""
    criteria: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


def fingerprints(ticket: Part, tasks: Sequence[Part] = ()) -> frozenset[str]:
    """The hashes that its versions gave this ticket.

    Fields stand sorted or as written, under their names or, as its first parser read lists, with the bullet.
    """
    return frozenset(
        hashlib.sha256(_whole(ticket, tasks, ordered, bullet).encode()).hexdigest()
        for ordered in (True, False)
        for bullet in ("", "- ")
    )


def _whole(ticket: Part, tasks: Iterable[Part], ordered: bool, bullet: str) -> str:  # noqa: FBT001
    texts = [ticket.title, ticket.description, *ticket.criteria]
    texts += _fields(ticket, ordered, bullet)
    for task in tasks:
        texts += [task.title, task.description, *task.criteria, *_fields(task, ordered, bullet)]
    return "".join(texts)


def _fields(part: Part, ordered: bool, bullet: str) -> list[str]:  # noqa: FBT001
    fields = {f"{bullet}{name}": value for name, value in part.fields}
    names = sorted(fields) if ordered else list(fields)
    return [text for name in names for text in (name, fields[name])]
