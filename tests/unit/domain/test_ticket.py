from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.domain.strategies import name_sets, numbers, texts
from ticketr.domain.criteria import criteria_list, criteria_text
from ticketr.domain.digest import digest
from ticketr.domain.ticket import (
    CRITERIA,
    DESCRIPTION,
    NEVER_INHERITED,
    PARENT,
    TITLE,
    TYPE,
    IssueType,
    SyncStatus,
    Ticket,
    TicketID,
    inherit_fields,
    view_of,
    with_values,
)
from ticketr.domain.workspace import WorkspaceID

some = st.text(min_size=1, max_size=8)
custom = st.dictionaries(
    st.sampled_from(["priority", "labels", "status", "customfield_1"]),
    st.none() | st.booleans() | numbers | texts | name_sets,
)
tickets = st.builds(
    Ticket,
    id=st.just(TicketID("t1")),
    workspace_id=st.just(WorkspaceID("w1")),
    type=some.map(IssueType),
    title=some,
    description=st.none() | texts,
    criteria=st.none() | texts,
    fields=custom,
)
BARE = Ticket(TicketID("t1"), WorkspaceID("w1"), IssueType.TASK, "")


@given(tickets, st.none() | some)
def test_a_ticket_made_of_its_own_view_is_the_same_ticket(ticket, parent):
    view = view_of(ticket, parent)
    assert with_values(BARE, view) == ticket
    assert with_values(ticket, view) == ticket
    assert (view.get(PARENT), PARENT in view) == (parent, parent is not None)


@given(tickets, custom)
def test_values_that_are_not_named_stay(ticket, changes):
    before, after = view_of(ticket, None), view_of(with_values(ticket, changes), None)
    assert digest(after) == digest({**before, **changes})


@given(tickets)
def test_text_that_is_set_to_nothing_is_empty_and_not_absent(ticket):
    view = view_of(with_values(ticket, {DESCRIPTION: None, CRITERIA: None}), None)
    assert (view[DESCRIPTION], view[CRITERIA]) == ("", "")


def test_what_was_never_seen_is_absent():
    assert view_of(BARE, None) == {TITLE: "", TYPE: "Task"}


def test_a_type_is_never_set_to_nothing():
    assert with_values(BARE, {TYPE: None}).type == IssueType.TASK
    assert isinstance(with_values(BARE, {TYPE: "Spike"}).type, IssueType)


def test_a_ticket_is_called_by_its_key_or_its_title():
    assert Ticket(BARE.id, BARE.workspace_id, BARE.type, "New").label == '"New"'
    assert Ticket(BARE.id, BARE.workspace_id, BARE.type, "New", jira_id="PROJ-1").label == "PROJ-1"


# A criterion as the list gives it back: lines without line ends of their own, no spaces around the first,
# no check box before it.
lines = st.text("ab c\u2028\x0b-[]x#", max_size=8)
criteria = st.lists(
    st.tuples(lines.map(str.strip), st.lists(lines, max_size=2))
    .map(lambda parts: "\n".join([parts[0], *parts[1]]))
    .filter(lambda item: item[:4].lower() not in {"[ ] ", "[x] "}),
    max_size=4,
).map(tuple)


@given(criteria)
def test_criteria_come_back_from_their_text(items):
    assert criteria_list(criteria_text(items)) == items


@given(criteria, st.sampled_from(["\r\n", "\r"]))
def test_criteria_do_not_depend_on_line_ends(items, ending):
    assert criteria_list(criteria_text(items).replace("\n", ending)) == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", ()),
        ("prose only", ()),
        ("- one\n* two\n+ three", ("one", "two", "three")),
        ("- [ ] open\n- [x] done\n- [X] too\n- [y] no", ("open", "done", "too", "[y] no")),
        ("- one\n  goes on\n\n  further", ("one\ngoes on\nfurther",)),
        ("intro\n  indented\n- one\nprose", ("one",)),
        ("- a\u2028b", ("a\u2028b",)),
        ("  - nested without a parent", ()),
    ],
)
def test_criteria_are_the_items_at_the_left_margin(text, items):
    assert criteria_list(text) == items


def test_a_ticket_gives_its_criteria_one_by_one():
    assert with_values(BARE, {CRITERIA: "- a\n- b"}).acceptance_criteria == ("a", "b")
    assert BARE.acceptance_criteria == ()


ids = st.sampled_from([*sorted(NEVER_INHERITED), "priority", "labels", "sprint", "points"])
field_maps = st.dictionaries(ids, st.none() | texts)


@given(field_maps, field_maps, st.frozensets(ids), st.frozensets(ids))
def test_a_task_has_its_own_fields_and_of_its_parent_s_what_fits(parent, own, fits, never):
    got = inherit_fields(parent, own, fits=fits, never=never)
    assert {**got, **own} == got
    taken = {name for name in got if name not in own}
    assert taken == {n for n in parent if n in fits} - NEVER_INHERITED - never - set(own)
    assert all(got[name] == parent[name] for name in taken)


def test_a_field_set_to_nothing_is_not_inherited():
    assert inherit_fields({"a": "x"}, {"a": None}, fits=frozenset("a")) == {"a": None}


def test_the_specification_s_names():
    assert (
        IssueType.EPIC,
        IssueType.STORY,
        IssueType.BUG,
        IssueType.TASK,
        IssueType.SUB_TASK,
    ) == (
        "Epic",
        "Story",
        "Bug",
        "Task",
        "Sub-task",
    )
    assert [str(status) for status in SyncStatus] == ["new", "synced", "modified", "conflict"]
