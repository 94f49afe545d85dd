"""Three-way merge of one field: base, local and remote give a value or a conflict (design "sync model").

Text merges by diff3 over lines: S. Khanna, K. Kunal, B. C. Pierce, "A Formal Investigation of Diff3" (2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from ticketr.domain.digest import canonical, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.domain.ticket import FieldValue


class Absent:
    """Not fetched, or not mentioned: never the same as set to nothing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class Outcome(StrEnum):
    """What is to be done with one field of one ticket."""

    SKIP = "skip"
    PUSH = "push"
    PULL = "pull"
    AGREE = "agree"
    MERGE = "merge"
    CONFLICT = "conflict"


class MergeKind(StrEnum):
    """How two changes of one field are brought together."""

    SCALAR = "scalar"
    TEXT = "text"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome for one field, and the value both sides are to have (for a conflict: the local one)."""

    outcome: Outcome
    value: FieldValue = None


def merge_field(
    kind: MergeKind,
    base: FieldValue | Absent,
    local: FieldValue | Absent,
    remote: FieldValue | Absent,
) -> Merged:
    """The row of the state table that these three values stand in."""
    if isinstance(remote, Absent):
        return Merged(Outcome.SKIP)
    if isinstance(local, Absent):
        return _unmentioned(base, remote)
    if isinstance(base, Absent):
        return Merged(Outcome.AGREE if same(local, remote) else Outcome.CONFLICT, local)
    return _three_way(kind, base, local, remote)


def _unmentioned(base: FieldValue | Absent, remote: FieldValue) -> Merged:
    known = not isinstance(base, Absent) and same(base, remote)
    return Merged(Outcome.SKIP if known else Outcome.PULL, remote)


def _three_way(kind: MergeKind, base: FieldValue, local: FieldValue, remote: FieldValue) -> Merged:
    match same(local, base), same(remote, base):
        case True, True:
            return Merged(Outcome.SKIP, local)
        case False, True:
            return Merged(Outcome.PUSH, local)
        case True, False:
            return Merged(Outcome.PULL, remote)
        case _:
            return _both_changed(kind, base, local, remote)


def _both_changed(
    kind: MergeKind, base: FieldValue, local: FieldValue, remote: FieldValue
) -> Merged:
    if same(local, remote):
        return Merged(Outcome.AGREE, local)
    if kind is MergeKind.SET:
        return Merged(Outcome.MERGE, merge_sets(_names(base), _names(local), _names(remote)))
    if kind is MergeKind.TEXT:
        text = merge_text(_text(base), _text(local), _text(remote))
        return Merged(Outcome.CONFLICT, local) if text is None else Merged(Outcome.MERGE, text)
    return Merged(Outcome.CONFLICT, local)


def _names(value: FieldValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _text(value: FieldValue) -> str:
    return str(canonical(value) or "")


def merge_sets(
    base: tuple[str, ...], local: tuple[str, ...], remote: tuple[str, ...]
) -> tuple[str, ...]:
    """Both sides' additions and removals, in local order, then what only the remote added."""
    dropped = (set(base) - set(local)) | (set(base) - set(remote))
    added = [name for name in remote if name not in base and name not in local]
    return tuple(name for name in local if name not in dropped) + tuple(added)


def merge_text(base: str, local: str, remote: str) -> str | None:
    """The text with both sides' changes, None where they touch the same lines."""
    merged: list[str] = []
    for chunk in chunks(base.split("\n"), local.split("\n"), remote.split("\n")):
        lines = _settled(*chunk)
        if lines is None:
            return None
        merged += lines
    return "\n".join(merged)


def _settled(
    base: Sequence[str], local: Sequence[str], remote: Sequence[str]
) -> Sequence[str] | None:
    if local in (base, remote):
        return remote
    return local if remote == base else None


def chunks(
    base: Sequence[str], local: Sequence[str], remote: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """The three texts cut at the base lines that both sides kept; every second chunk is such a line run.

    Joined over all chunks, each position gives back the text it came from.
    """
    to_local, to_remote = _kept(base, local), _kept(base, remote)
    at_base = at_local = at_remote = 0
    for line in range(len(base)):
        if line not in to_local or line not in to_remote:
            continue
        here_local, here_remote = to_local[line], to_remote[line]
        yield base[at_base:line], local[at_local:here_local], remote[at_remote:here_remote]
        kept = base[line : line + 1]
        yield kept, kept, kept
        at_base, at_local, at_remote = line + 1, here_local + 1, here_remote + 1
    yield base[at_base:], local[at_local:], remote[at_remote:]


def _kept(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
