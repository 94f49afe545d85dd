from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.domain.strategies import lines, name_sets, texts, values
from ticketr.domain.digest import composed, same
from ticketr.domain.merge import (
    ABSENT,
    Merged,
    MergeKind,
    Outcome,
    arrived,
    chunks,
    edited_set,
    merge_field,
    merge_sets,
    merge_text,
    undoes,
)

kinds = st.sampled_from(MergeKind)


@given(lines, lines)
def test_only_one_side_changed(base, changed):
    assert merge_text(base, base, changed) == changed
    assert merge_text(base, changed, base) == changed


@given(lines, lines)
def test_both_sides_made_the_same_change(base, changed):
    assert merge_text(base, changed, changed) == changed


@given(lines, lines, lines)
def test_the_sides_may_be_exchanged(base, local, remote):
    assert merge_text(base, local, remote) == merge_text(base, remote, local)


@given(texts, texts, texts)
def test_the_sides_may_be_exchanged_but_for_their_spelling(base, local, remote):
    one, other = merge_text(base, local, remote), merge_text(base, remote, local)
    assert (one is None) == (other is None)
    assert composed(one or "") == composed(other or "")


@given(lines, lines, lines)
def test_chunks_join_back_to_each_text(base, local, remote):
    three = [text.split("\n") for text in (base, local, remote)]
    parts = list(chunks(*three))
    joined = [[line for part in parts for line in part[side]] for side in range(3)]
    assert joined == three


@given(lines, lines, lines)
def test_every_second_chunk_is_one_line_that_all_three_have(base, local, remote):
    parts = list(chunks(*(text.split("\n") for text in (base, local, remote))))
    assert all(one == two == three and len(one) == 1 for one, two, three in parts[1::2])


@given(lines, lines, lines)
def test_no_line_that_was_written_is_lost(base, local, remote):
    merged = merge_text(base, local, remote)
    if merged is not None:
        written = {*local.split("\n"), *remote.split("\n")} - {*base.split("\n")}
        assert written <= {*merged.split("\n")}


@given(lines, lines, lines)
def test_no_line_is_made_up(base, local, remote):
    merged = merge_text(base, local, remote)
    if merged is not None:
        assert {*merged.split("\n")} <= {*local.split("\n"), *remote.split("\n")}


@given(st.integers(1, 12), st.data())
def test_changes_of_distinct_lines_with_a_kept_line_between_them_always_merge(count, data):
    """No line repeats, each side replaces or deletes whole lines, and no two of them touch or are the same."""
    at = st.sets(st.integers(0, count - 1))
    here = data.draw(at)
    there = {line for line in data.draw(at) if not {line - 1, line, line + 1} & here}
    change = data.draw(st.sampled_from(["replace", "delete"]))

    def changed(mine, mark):
        marked = [f"{mark} {n}" if n in mine else f"line {n}" for n in range(count)]
        return [line for line in marked if change == "replace" or not line.startswith(mark)]

    base = "\n".join(f"line {n}" for n in range(count))
    local, remote = changed(here, "local"), changed(there, "remote")
    if not local or not remote:
        return
    merged = merge_text(base, "\n".join(local), "\n".join(remote))
    assert merged is not None
    expected = [
        f"local {n}" if n in here else f"remote {n}" if n in there else f"line {n}"
        for n in range(count)
    ]
    kept = [line for line in expected if change == "replace" or line.startswith("line")]
    assert merged.split("\n") == kept or not kept


def test_changes_of_neighbouring_lines_conflict():
    assert merge_text("a\nb", "A\nb", "a\nB") is None


def test_a_line_deleted_here_and_changed_there_conflicts():
    assert merge_text("a\nb\nc", "a\nc", "a\nB\nc") is None


def test_insertions_at_both_ends_merge():
    assert merge_text("b", "a\nb", "b\nc") == "a\nb\nc"


def test_two_insertions_at_the_same_place_conflict():
    assert merge_text("a\nb", "a\nx\nb", "a\ny\nb") is None


def test_each_line_keeps_the_spelling_of_who_wrote_it():
    composed_e, decomposed = "caf\u00e9", "cafe\u0301"
    assert merge_text(f"{composed_e}\n-\nb", f"{decomposed}\n-\nb", f"{composed_e}\n-\nB") == (
        f"{decomposed}\n-\nB"
    )


def test_long_texts_with_a_small_change_on_each_side_merge_quickly():
    base = ["same"] * 20_000
    local, remote = ["first", *base], [*base, "last"]
    merged = merge_text("\n".join(base), "\n".join(local), "\n".join(remote))
    assert merged == "\n".join(["first", *base, "last"])


def test_two_distant_changes_on_each_side_merge():
    base = "intro\n\none\n\ntwo\n\nthree\n\nend"
    local = base.replace("intro", "Intro").replace("end", "End")
    remote = base.replace("one", "One").replace("three", "Three")
    assert merge_text(base, local, remote) == "Intro\n\nOne\n\ntwo\n\nThree\n\nEnd"


def test_a_text_that_was_rewritten_as_a_whole_conflicts_quickly():
    base = [f"para {n}\n" for n in range(1200)]
    local = "\n".join(line.replace("para", "changed") for line in base)
    remote = "\n".join([*base[:600], "new\n", *base[601:]])
    assert merge_text("\n".join(base), local, remote) is None


def test_a_line_that_repeats_without_end_marks_no_place():
    base = ["x", *["same"] * 1001, "y"]
    local = ["X", *["same"] * 1001, "y1", "y"]
    remote = ["x", *["same"] * 1001, "Y"]
    assert merge_text("\n".join(base), "\n".join(local), "\n".join(remote)) is None


@given(name_sets, name_sets)
def test_one_side_of_a_set_changed(base, changed):
    assert same(merge_sets(base, base, changed), changed)
    assert same(merge_sets(base, changed, base), changed)
    assert same(merge_sets(base, changed, changed), changed)


@given(name_sets, name_sets, name_sets)
def test_sets_merge_in_either_direction(base, local, remote):
    assert same(merge_sets(base, local, remote), merge_sets(base, remote, local))


@given(name_sets, name_sets, name_sets)
def test_a_set_has_every_addition_and_no_removed_name(base, local, remote):
    was, here, there = ({composed(n) for n in names} for names in (base, local, remote))
    merged = [composed(name) for name in merge_sets(base, local, remote)]
    assert set(merged) == (was & here & there) | (here - was) | (there - was)
    assert len(merged) == len(set(merged))


def test_a_set_keeps_local_order_and_spelling():
    assert merge_sets(("a", "b"), ("c", "b", "a"), ("b", "d", "a")) == ("c", "b", "a", "d")
    assert merge_sets((), ("e\u0301",), ("\u00e9",)) == ("e\u0301",)


@given(kinds, values, values)
def test_one_changed_field_follows_its_change(kind, base, changed):
    unchanged = same(base, changed)
    pushed = merge_field(kind, base, changed, base)
    pulled = merge_field(kind, base, base, changed)
    assert pushed.outcome is (Outcome.SKIP if unchanged else Outcome.PUSH)
    assert pulled.outcome is (Outcome.SKIP if unchanged else Outcome.PULL)
    assert same(pushed.value, changed)
    assert same(pulled.value, changed)


@given(kinds, values, values, values)
def test_the_outcome_of_a_field_is_the_same_seen_from_the_other_side(kind, base, local, remote):
    mirror = {Outcome.PUSH: Outcome.PULL, Outcome.PULL: Outcome.PUSH}
    here = merge_field(kind, base, local, remote)
    there = merge_field(kind, base, remote, local)
    assert there.outcome == mirror.get(here.outcome, here.outcome)
    if here.outcome is Outcome.MERGE:
        assert same(here.value, there.value)


@given(kinds, values, values, values)
def test_a_second_sync_of_what_was_settled_plans_nothing(kind, base, local, remote):
    value = merge_field(kind, base, local, remote).value
    assert merge_field(kind, value, value, value).outcome is Outcome.SKIP


@pytest.mark.parametrize("kind", [MergeKind.SET, MergeKind.TEXT])
@pytest.mark.parametrize(
    ("base", "local", "remote"), [(0, "a", ("b",)), (None, 1, "a"), ((), 0, True)]
)
def test_values_that_are_not_of_their_kind_conflict(kind, base, local, remote):
    assert merge_field(kind, base, local, remote) == Merged(Outcome.CONFLICT, local)


def test_texts_merge_whatever_their_line_ends():
    merged = merge_field(MergeKind.TEXT, "a\r\nb\r\nc", "A\r\nb\r\nc\r\n", "a\nb\nC")
    assert merged == Merged(Outcome.MERGE, "A\nb\nC")


def test_sets_that_were_empty_merge():
    assert merge_field(MergeKind.SET, None, ("a",), ("b",)) == Merged(Outcome.MERGE, ("a", "b"))


def test_absent_shows_as_a_word():
    assert repr(ABSENT) == "ABSENT"


@pytest.mark.parametrize(
    ("kind", "before", "after", "now", "expected"),
    [
        (MergeKind.SCALAR, "a", "b", "a", True),
        (MergeKind.SCALAR, "a", "b", "b", False),
        (MergeKind.SCALAR, "a", "b", "c", False),
        (MergeKind.SCALAR, "a", "a", "a", False),
        (MergeKind.SET, ("a",), ("a", "b"), ("a", "c"), True),
        (MergeKind.SET, ("a",), ("a", "b"), ("a", "b", "c"), False),
        (MergeKind.TEXT, "1\n2\n3", "x\n2\n3", "1\n2\ny", True),
        (MergeKind.TEXT, "1\n2\n3", "x\n2\n3", "x\n2\ny", False),
        (MergeKind.TEXT, "1\n2\n3", "x\n2\n3", "z\n2\n3", False),
        (MergeKind.TEXT, "1\n2\n3\n4", "x\n2\n3\ny", "1\n2\n3\ny", False),
    ],
)
def test_what_takes_a_change_back(kind, before, after, now, expected):
    assert undoes(kind, before, after, now) is expected


@given(kinds, values, values)
def test_only_what_lacks_a_change_takes_it_back(kind, before, after):
    assert not undoes(kind, before, after, after)
    assert undoes(kind, before, after, before) is not same(before, after)


@given(name_sets, name_sets, name_sets)
def test_an_edited_set_keeps_what_was_not_named(names, added, removed):
    was, plus, minus = ({composed(n) for n in each} for each in (names, added, removed))
    edited = [composed(name) for name in edited_set(names, added, removed)]
    assert set(edited) == (was - minus) | plus
    assert len(edited) == len(set(edited))
    assert same(edited_set(tuple(edited), added, removed), tuple(edited)) or plus & minus


def test_an_edited_set_keeps_order_and_spelling():
    assert edited_set(("b", "a"), ("c", "a"), ()) == ("b", "a", "c")
    assert edited_set(("\u00e9", "x"), ("e\u0301",), ("x",)) == ("\u00e9",)


@example(MergeKind.SET, ("",), None, False)
@example(MergeKind.SET, ("a", "b"), ("b",), False)
@given(kinds, values, values, st.booleans())
def test_what_arrived_is_agreed_on_and_what_did_not_is_not(kind, base, sent, seen):
    before = base if seen else ABSENT
    assert same(arrived(kind, base, (before, sent), sent), sent)
    if seen:
        assert same(arrived(kind, base, (before, sent), base), base)


@given(name_sets, name_sets, name_sets, name_sets)
def test_of_a_set_that_arrives_name_by_name_what_arrived_is_agreed_on(base, before, sent, now):
    agreed = set(map(composed, arrived(MergeKind.SET, base, (before, sent), now)))
    was, wanted, there = ({composed(name) for name in names} for names in (before, sent, now))
    known = {composed(name) for name in base}
    assert agreed == known - (was - wanted - there) | ((wanted - was) & there)


def test_a_text_that_was_merged_is_not_agreed_on_before_it_is_seen_here():
    assert arrived(MergeKind.TEXT, "a", ("b", "c"), "c") == "a"
    assert arrived(MergeKind.SCALAR, "a", ("b", "c"), "c") == "c"
    assert arrived(MergeKind.SET, "a", ((), ("b",)), ("b",)) == ("b",)
    assert arrived(MergeKind.SET, ("a",), ((), "b"), "c") == ("a",)
