"""Three-way merge of one field: base, local and remote give a value or a conflict (design "sync model").

Text merges by diff3 over lines: S. Khanna, K. Kunal, B. C. Pierce, "A Formal Investigation of Diff3" (2007).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from ticketr.domain.digest import composed, same, unix_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.domain.ticket import FieldValue


class Absent:
    """Not fetched, or not mentioned: never the same as set to nothing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"

    def __reduce__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


def plain(side: FieldValue | Absent) -> FieldValue:
    """The value, None where it is not known."""
    return None if isinstance(side, Absent) else side


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
    """The row of the state table that these three values stand in.

    A side that does not know the field has no say: what local does not mention is pulled where it changed,
    what the remote does not show is pushed where it changed.
    """
    if isinstance(local, Absent):
        return Merged(Outcome.SKIP) if isinstance(remote, Absent) else _unmentioned(base, remote)
    if isinstance(remote, Absent):
        return _unseen(base, local)
    if isinstance(base, Absent):
        return Merged(Outcome.AGREE if same(local, remote) else Outcome.CONFLICT, local)
    return _three_way(kind, base, local, remote)


def undoes(kind: MergeKind, before: FieldValue, after: FieldValue, now: FieldValue) -> bool:
    """Whether `now` takes back all that changed from `before` to `after`, whatever else it changes."""
    if same(before, after) or same(after, now):
        return False
    if same(before, now):
        return True
    merged = merge_field(kind, after, now, before)
    return merged.outcome is Outcome.MERGE and same(merged.value, now)


def arrived(
    kind: MergeKind,
    base: FieldValue,
    write: tuple[FieldValue | Absent, FieldValue],
    now: FieldValue,
) -> FieldValue:
    """What both sides agree on after a write (before, after) whose reply was lost, and the remote is `now`.

    Of a set, what was added and is there, and what was taken off and is not. Another value is agreed on where the
    remote has what was sent; a text that was merged from both sides is not, for here it may not be seen yet.
    """
    before, after = write
    names = None
    if kind is MergeKind.SET:
        names = _all_names(base if isinstance(before, Absent) else before, after, now)
    known = _all_names(base, None, None)
    if names is not None and known is not None:
        return _arrived_names(known[0], *names)
    merged = kind is MergeKind.TEXT and not (isinstance(before, Absent) or same(before, base))
    return after if same(after, now) and not merged else base


def _arrived_names(base: Names, before: Names, after: Names, now: Names) -> Names:
    here, was, sent, there = map(_by_form, (base, before, after, now))
    stays = [n for form, n in here.items() if form not in was or form in sent or form in there]
    new = [(form, n) for form, n in sent.items() if form not in was and form not in here]
    return (*stays, *(n for form, n in new if form in there))


def _unmentioned(base: FieldValue | Absent, remote: FieldValue) -> Merged:
    known = not isinstance(base, Absent) and same(base, remote)
    return Merged(Outcome.SKIP if known else Outcome.PULL, remote)


def _unseen(base: FieldValue | Absent, local: FieldValue) -> Merged:
    was = None if isinstance(base, Absent) else base
    return Merged(Outcome.SKIP if same(was, local) else Outcome.PUSH, local)


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
    merged = _together(kind, base, local, remote)
    if merged is None:
        return Merged(Outcome.CONFLICT, local)
    return Merged(Outcome.MERGE, merged)


def _together(
    kind: MergeKind, base: FieldValue, local: FieldValue, remote: FieldValue
) -> FieldValue:
    """The merged value, None where the two changes exclude each other or a value is not of its kind."""
    match kind:
        case MergeKind.SCALAR:
            return None
        case MergeKind.SET:
            names = _all_names(base, local, remote)
            return None if names is None else merge_sets(*names)
        case MergeKind.TEXT:
            texts = _all_texts(base, local, remote)
            return None if texts is None else merge_text(*texts)
    assert_never(kind)


Names = tuple[str, ...]


def _all_names(*sides: FieldValue) -> tuple[Names, Names, Names] | None:
    base, local, remote = (() if same(side, None) else side for side in sides)
    if isinstance(base, tuple) and isinstance(local, tuple) and isinstance(remote, tuple):
        return base, local, remote
    return None


def _all_texts(*sides: FieldValue) -> tuple[str, str, str] | None:
    base, local, remote = ("" if same(side, None) else side for side in sides)
    if isinstance(base, str) and isinstance(local, str) and isinstance(remote, str):
        return unix_lines(base), unix_lines(local), unix_lines(remote)
    return None


def merge_sets(base: Names, local: Names, remote: Names) -> Names:
    """Both sides' additions and removals, in local order, then what only the remote added; no repeats.

    Names are the same where their Unicode normal forms are; local's spelling is kept.
    """
    was, here, there = _by_form(base), _by_form(local), _by_form(remote)
    stays = {form: name for form, name in here.items() if form in there or form not in was}
    comes = {form: name for form, name in there.items() if form not in was and form not in here}
    return (*stays.values(), *comes.values())


def edited_set(names: Names, added: Names, removed: Names) -> Names:
    """The names without those that are removed, then those that are added; names are the same as in `merge_sets`."""
    gone = _by_form(removed)
    kept = [name for name in names if composed(name) not in gone]
    return tuple(_by_form((*kept, *added)).values())


def _by_form(names: Names) -> dict[str, str]:
    forms: dict[str, str] = {}
    for name in names:
        forms.setdefault(composed(name), name)
    return forms


def merge_text(base: str, local: str, remote: str) -> str | None:
    """The text with both sides' changes, None where they touch the same or neighbouring lines.

    Lines end in LF. They are the same where their Unicode normal forms are; every line of the result is
    spelled as one of the sides wrote it.
    """
    merged: list[str] = []
    for chunk in chunks(base.split("\n"), local.split("\n"), remote.split("\n")):
        lines = settled_lines(*chunk)
        if lines is None:
            return None
        merged += lines
    return "\n".join(merged)


def settled_lines(
    base: Sequence[str], local: Sequence[str], remote: Sequence[str]
) -> Sequence[str] | None:
    """The merged lines of one chunk, None where both sides changed it, and differently."""
    was, here, there = _forms(base), _forms(local), _forms(remote)
    if there in (was, here):
        return local
    return remote if here == was else None


def _forms(lines: Sequence[str]) -> list[str]:
    return [composed(line) for line in lines]


def chunks(
    base: Sequence[str], local: Sequence[str], remote: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """The three texts cut at the base lines that both sides kept; every second chunk is such a line.

    Joined over all chunks, each position gives back the text it came from.
    """
    to_local, to_remote = _kept(_forms(base), _forms(local)), _kept(_forms(base), _forms(remote))
    at_base = at_local = at_remote = 0
    for line in range(len(base)):
        if line not in to_local or line not in to_remote:
            continue
        here, there = to_local[line], to_remote[line]
        yield base[at_base:line], local[at_local:here], remote[at_remote:there]
        at_base, at_local, at_remote = line + 1, here + 1, there + 1
        yield base[line:at_base], local[here:at_local], remote[there:at_remote]
    yield base[at_base:], local[at_local:], remote[at_remote:]


def _kept(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Which line of `side` each kept base line is; both rise together."""
    start, end = _equal_ends(base, side)
    kept = {line: line for line in range(start)}
    for here, there in _common(base[start : len(base) - end], side[start : len(side) - end]):
        kept[start + here] = start + there
    return kept | {len(base) - step: len(side) - step for step in range(1, end + 1)}


_REPEATS = 1_000_000
"""A line that repeats so often in both texts (product of its counts) marks no place in them."""


def _common(base: Sequence[str], side: Sequence[str]) -> list[tuple[int, int]]:
    """A longest common subsequence as pairs of line numbers, in descending order.

    J. W. Hunt, T. G. Szymanski, "A fast algorithm for computing longest common subsequences" (1977): the time
    is the number of pairs of equal lines, times a logarithm.
    """
    places = _places(base, side)
    ends: list[int] = []
    chains: list[_Chain] = []
    for here, line in enumerate(base):
        for there in places.get(line, ()):
            length = bisect_left(ends, there)
            chain = (here, there, chains[length - 1] if length else None)
            ends[length : length + 1] = [there]
            chains[length : length + 1] = [chain]
    return _unchained(chains[-1] if chains else None)


_Chain = tuple[int, int, "_Chain | None"]


def _places(base: Sequence[str], side: Sequence[str]) -> dict[str, list[int]]:
    """Where each line stands in `side`, last first; without lines that repeat too often."""
    counts = Counter(base)
    places: dict[str, list[int]] = {}
    for at in reversed(range(len(side))):
        places.setdefault(side[at], []).append(at)
    return {line: at for line, at in places.items() if len(at) * counts[line] <= _REPEATS}


def _unchained(chain: _Chain | None) -> list[tuple[int, int]]:
    pairs = []
    while chain is not None:
        here, there, chain = chain
        pairs.append((here, there))
    return pairs


def _equal_ends(base: Sequence[str], side: Sequence[str]) -> tuple[int, int]:
    """How many lines are equal at the start, and how many of the rest at the end."""
    shorter = min(len(base), len(side))
    start = next((at for at in range(shorter) if base[at] != side[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if base[-1 - at] != side[-1 - at]), rest)
    return start, end
