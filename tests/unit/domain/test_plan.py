from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.domain.strategies import values, views
from ticketr.domain.digest import same
from ticketr.domain.merge import ABSENT, Merged, MergeKind, Outcome, merge_field
from ticketr.domain.plan import (
    Action,
    ActionKind,
    FieldAction,
    Plan,
    Policy,
    Strategy,
    Views,
    make_plan,
    parents_first,
    plan_ticket,
)
from ticketr.domain.ticket import TicketID

POLICY = Policy(kinds={"text": MergeKind.TEXT, "names": MergeKind.SET})
ID = TicketID("t1")


def alike(one, other):
    """Whether both are there and mean the same."""
    return one is not ABSENT and other is not ABSENT and same(one, other)


def three(base, local, remote, key="PROJ-1", **more):
    return Views(ID, key, "Title", base, local, remote, **more)


@dataclass(frozen=True)
class Row:
    """One row of the state table: the three views, the ticket's action, each field's outcome and value."""

    base: dict | None
    local: dict | None
    remote: dict | None
    kind: ActionKind
    fields: dict = field(default_factory=dict)
    key: str | None = "PROJ-1"


STATE_TABLE = {
    "same, same: skip": Row(
        {"a": 1}, {"a": 1}, {"a": 1}, ActionKind.SKIP, {"a": (Outcome.SKIP, 1)}
    ),
    "changed, same: push": Row(
        {"a": 1, "b": 1},
        {"a": 2, "b": 1},
        {"a": 1, "b": 1},
        ActionKind.UPDATE,
        {"a": (Outcome.PUSH, 2), "b": (Outcome.SKIP, 1)},
    ),
    "same, changed: pull": Row(
        {"a": 1}, {"a": 1}, {"a": 2}, ActionKind.PULL, {"a": (Outcome.PULL, 2)}
    ),
    "changed, changed to the same: agree": Row(
        {"a": 1}, {"a": 2}, {"a": 2}, ActionKind.AGREE, {"a": (Outcome.AGREE, 2)}
    ),
    "changed, other fields changed: merge both": Row(
        {"a": 1, "b": 1},
        {"a": 2, "b": 1},
        {"a": 1, "b": 2},
        ActionKind.UPDATE,
        {"a": (Outcome.PUSH, 2), "b": (Outcome.PULL, 2)},
    ),
    "changed, same text changed elsewhere: merge": Row(
        {"text": "a\nb\nc"},
        {"text": "A\nb\nc"},
        {"text": "a\nb\nC"},
        ActionKind.UPDATE,
        {"text": (Outcome.MERGE, "A\nb\nC")},
    ),
    "changed, same lines of a text changed: conflict": Row(
        {"text": "a"},
        {"text": "b"},
        {"text": "c"},
        ActionKind.CONFLICT,
        {"text": (Outcome.CONFLICT, "b")},
    ),
    "changed, same list changed: set merge": Row(
        {"names": ("a", "b")},
        {"names": ("a", "b", "x")},
        {"names": ("b", "y")},
        ActionKind.UPDATE,
        {"names": (Outcome.MERGE, ("b", "x", "y"))},
    ),
    "changed, same scalar changed: conflict": Row(
        {"a": 1}, {"a": 2}, {"a": 3}, ActionKind.CONFLICT, {"a": (Outcome.CONFLICT, 2)}
    ),
    "new, nothing: create": Row(
        None, {"a": 1}, None, ActionKind.CREATE, {"a": (Outcome.PUSH, 1)}, key=None
    ),
    "nothing, new: pull": Row(None, None, {"a": 1}, ActionKind.PULL, {"a": (Outcome.PULL, 1)}),
    "any, deleted in Jira: gone": Row({"a": 1}, {"a": 2}, None, ActionKind.GONE),
    "deleted on both sides: gone": Row({"a": 1}, None, None, ActionKind.GONE),
    "has a key, is not in Jira: gone, not created again": Row(
        None, {"a": 1}, None, ActionKind.GONE
    ),
    "deleted locally, same: nothing without an explicit command": Row(
        {"a": 1}, None, {"a": 1}, ActionKind.SKIP
    ),
    "deleted locally, changed: conflict": Row(
        {"a": 1, "b": 1},
        None,
        {"a": 2, "b": 1, "c": 3},
        ActionKind.CONFLICT,
        {"a": (Outcome.CONFLICT, 2), "c": (Outcome.CONFLICT, 3)},
    ),
    "no base, equal on both sides: agree": Row(
        None, {"a": 1}, {"a": 1}, ActionKind.AGREE, {"a": (Outcome.AGREE, 1)}
    ),
    "no base, different: conflict": Row(
        None, {"a": 1}, {"a": 2}, ActionKind.CONFLICT, {"a": (Outcome.CONFLICT, 1)}
    ),
    "not mentioned, same: not touched": Row(
        {"a": 1}, {}, {"a": 1}, ActionKind.SKIP, {"a": (Outcome.SKIP, 1)}
    ),
    "not mentioned, changed: pull": Row(
        {"a": 1}, {}, {"a": 2}, ActionKind.PULL, {"a": (Outcome.PULL, 2)}
    ),
    "not mentioned, first seen: pull": Row(
        {}, {}, {"a": 2}, ActionKind.PULL, {"a": (Outcome.PULL, 2)}
    ),
    "set to nothing, same: push nothing": Row(
        {"a": 1}, {"a": None}, {"a": 1}, ActionKind.UPDATE, {"a": (Outcome.PUSH, None)}
    ),
    "set to nothing, changed: conflict": Row(
        {"a": 1}, {"a": None}, {"a": 2}, ActionKind.CONFLICT, {"a": (Outcome.CONFLICT, None)}
    ),
    "same, set to nothing: pull nothing": Row(
        {"a": 1}, {"a": 1}, {"a": None}, ActionKind.PULL, {"a": (Outcome.PULL, None)}
    ),
    "same, not shown by Jira: not touched": Row(
        {"a": 1}, {"a": 1}, {}, ActionKind.SKIP, {"a": (Outcome.SKIP, 1)}
    ),
    "changed, not shown by Jira: push": Row(
        {"a": 1}, {"a": 2}, {}, ActionKind.UPDATE, {"a": (Outcome.PUSH, 2)}
    ),
    "new field, not shown by Jira: push": Row(
        {}, {"a": 2}, {}, ActionKind.UPDATE, {"a": (Outcome.PUSH, 2)}
    ),
    "nothing on any side": Row(None, None, None, ActionKind.GONE),
}


@pytest.mark.parametrize("row", STATE_TABLE.values(), ids=list(STATE_TABLE))
def test_the_state_table(row):
    action = plan_ticket(three(row.base, row.local, row.remote, row.key), POLICY)
    assert action.kind is row.kind
    assert {item.field: (item.outcome, item.value) for item in action.fields} == row.fields
    assert (action.ticket_id, action.key, action.title) == (ID, row.key, "Title")


def test_a_field_that_no_side_has_is_skipped():
    assert merge_field(MergeKind.SCALAR, 1, ABSENT, ABSENT) == Merged(Outcome.SKIP)


@given(views, views, views)
def test_local_wins_never_pulls_over_a_local_edit(base, local, remote):
    action = plan_ticket(three(base, local, remote), Policy(strategy=Strategy.LOCAL_WINS))
    assert action.kind is not ActionKind.CONFLICT
    for item in action.having(Outcome.PULL):
        assert item.local is ABSENT or alike(item.local, item.base)


@given(views, views, views)
def test_remote_wins_keeps_what_it_overwrites(base, local, remote):
    action = plan_ticket(three(base, local, remote), Policy(strategy=Strategy.REMOTE_WINS))
    assert action.kind is not ActionKind.CONFLICT
    for item in action.having(Outcome.PULL):
        edited = item.local is not ABSENT and not alike(item.local, item.base)
        assert (item.loser is not ABSENT) == edited


@given(views, views, views, st.sampled_from(Strategy))
def test_every_value_a_person_wrote_is_the_outcome_or_the_loser_or_a_side_of_a_conflict(
    base, local, remote, strategy
):
    kinds = dict.fromkeys(["title", "labels"], MergeKind.SCALAR)
    for item in plan_ticket(three(base, local, remote), Policy(kinds, strategy)).fields:
        if item.outcome is Outcome.CONFLICT:
            continue
        for side in (item.local, item.remote):
            new = side is not ABSENT and not alike(side, item.base)
            assert not new or alike(side, item.value) or alike(side, item.loser)


@given(views, views, views)
def test_a_plan_carried_out_leaves_nothing_to_do(base, local, remote):
    action = plan_ticket(three(base, local, remote), Policy(strategy=Strategy.LOCAL_WINS))
    agreed = {item.field: item.value for item in action.fields}
    again = plan_ticket(three(agreed, agreed, agreed), Policy())
    assert again.kind is ActionKind.SKIP


def test_a_strategy_for_one_field_goes_before_the_general_one():
    policy = Policy(
        strategy=Strategy.LOCAL_WINS,
        strategies={"b": Strategy.REMOTE_WINS, "c": Strategy.ASK, "d": Strategy.MERGE},
    )
    sides = [dict.fromkeys("abcd", side) for side in ("base", "local", "remote")]
    action = plan_ticket(three(*sides), policy)
    assert [(item.field, item.outcome, item.value, item.loser) for item in action.fields] == [
        ("a", Outcome.PUSH, "local", "remote"),
        ("b", Outcome.PULL, "remote", "local"),
        ("c", Outcome.CONFLICT, "local", ABSENT),
        ("d", Outcome.CONFLICT, "local", ABSENT),
    ]


REMOTE_ONLY = Policy(kinds={"names": MergeKind.SET}, remote_only=frozenset({"status", "names"}))


@pytest.mark.parametrize(
    ("base", "local", "remote", "expected"),
    [
        ("To Do", "Done", "To Do", (Outcome.PULL, "To Do", "Done")),
        ("To Do", "Done", "In Work", (Outcome.PULL, "In Work", "Done")),
        ("To Do", "To Do", "Done", (Outcome.PULL, "Done", ABSENT)),
        ("To Do", "Done", "Done", (Outcome.AGREE, "Done", ABSENT)),
        ("To Do", "Done", ABSENT, (Outcome.SKIP, "Done", ABSENT)),
        (ABSENT, "Done", "To Do", (Outcome.PULL, "To Do", "Done")),
    ],
)
def test_what_only_jira_sets_is_never_sent(base, local, remote, expected):
    sides = [{} if side is ABSENT else {"status": side} for side in (base, local, remote)]
    (item,) = plan_ticket(three(*sides), REMOTE_ONLY).fields
    assert (item.outcome, item.value, item.loser) == expected


def test_a_set_that_only_jira_sets_is_not_merged_into_jira():
    action = plan_ticket(three({"names": ()}, {"names": ("a",)}, {"names": ("b",)}), REMOTE_ONLY)
    assert action.kind is ActionKind.PULL
    assert (action.fields[0].value, action.fields[0].loser) == (("b",), ("a",))


def test_a_new_ticket_does_not_send_what_only_jira_sets():
    action = plan_ticket(three(None, {"title": "x", "status": "Done"}, None, None), REMOTE_ONLY)
    assert action.kind is ActionKind.CREATE
    assert action.values(Outcome.PUSH) == {"title": "x"}
    assert action.values(Outcome.SKIP) == {"status": "Done"}


@pytest.mark.parametrize(
    ("strategy", "kind", "outcome"),
    [
        (Strategy.LOCAL_WINS, ActionKind.SKIP, Outcome.SKIP),
        (Strategy.REMOTE_WINS, ActionKind.PULL, Outcome.PULL),
        (Strategy.ASK, ActionKind.CONFLICT, Outcome.CONFLICT),
        (Strategy.MERGE, ActionKind.CONFLICT, Outcome.CONFLICT),
    ],
)
def test_no_strategy_sends_the_absence_of_a_ticket_deleted_here(strategy, kind, outcome):
    action = plan_ticket(three({"a": 1}, None, {"a": 2}), Policy(strategy=strategy))
    assert action.kind is kind
    assert [item.outcome for item in action.fields] == [outcome]


def test_without_a_look_at_jira_the_base_stands_for_it():
    action = plan_ticket(three({"a": 1, "b": 2}, {"a": 5, "b": 2}, None, looked=False), Policy())
    assert action.kind is ActionKind.UPDATE
    assert action.values(Outcome.PUSH) == {"a": 5}


def test_without_a_look_a_key_without_a_base_is_a_change_not_a_creation():
    action = plan_ticket(three(None, {"a": 5}, None, looked=False), Policy())
    assert action.kind is ActionKind.UPDATE


def test_a_plan_is_asked_by_kind_and_for_conflicts():
    plan = make_plan(
        [
            three({"a": 1}, {"a": 2}, {"a": 3}),
            Views(TicketID("t2"), None, "New", None, {"a": 1}),
        ],
        Policy(),
    )
    assert [action.title for action in plan.of(ActionKind.CREATE)] == ["New"]
    assert [action.key for action in plan.conflicts()] == ["PROJ-1"]
    assert Plan().of(*ActionKind) == ()
    assert list(plan.actions)[1] == Action(
        ActionKind.CREATE,
        TicketID("t2"),
        None,
        "New",
        (FieldAction("a", Outcome.PUSH, ABSENT, 1, ABSENT, 1),),
    )


def family(parents):
    return [
        Views(
            TicketID(str(child)),
            None,
            "",
            parent=None if parent is None else TicketID(str(parent)),
        )
        for child, parent in parents
    ]


@st.composite
def forests(draw):
    count = draw(st.integers(0, 15))
    ids = draw(st.permutations(range(count)))
    return family((child, draw(st.none() | st.sampled_from([*ids, "outside"]))) for child in ids)


@given(forests())
def test_parents_first_is_a_permutation(tickets):
    ordered = parents_first(tickets)
    assert sorted(map(id, ordered)) == sorted(map(id, tickets))


def _in_circle(ticket, by_id):
    at, seen = ticket.parent, set()
    while at in by_id and at not in seen:
        seen.add(at)
        at = by_id[at].parent
    return at in seen


@given(forests())
def test_every_parent_stands_before_its_children_unless_in_or_under_a_circle(tickets):
    ordered = parents_first(tickets)
    by_id = {ticket.ticket_id: ticket for ticket in tickets}
    place = {ticket.ticket_id: at for at, ticket in enumerate(ordered)}
    for ticket in tickets:
        if ticket.parent in by_id and not _in_circle(ticket, by_id):
            assert place[ticket.parent] < place[ticket.ticket_id]


@given(forests())
def test_an_order_that_is_right_already_stays(tickets):
    ordered = parents_first(tickets)
    assert parents_first(ordered) == ordered or any(
        _in_circle(ticket, {one.ticket_id: one for one in tickets}) for ticket in tickets
    )


def test_the_order_given_stays_where_no_parent_must_come_first():
    ordered = parents_first(family([("c", "a"), ("b", None), ("a", None), ("d", "b")]))
    assert [views.ticket_id for views in ordered] == ["a", "c", "b", "d"]


def test_a_circle_stands_where_its_first_member_does():
    ordered = parents_first(family([("x", None), ("a", "b"), ("b", "a"), ("s", "s"), ("y", None)]))
    assert [views.ticket_id for views in ordered] == ["x", "b", "a", "s", "y"]


def test_a_chain_of_ten_thousand_needs_no_recursion():
    chain = family([(n, n + 1) for n in range(10_000)])
    assert [int(views.ticket_id) for views in parents_first(chain)] == list(range(9_999, -1, -1))


@given(values, values)
def test_a_conflict_keeps_all_three_sides(local, remote):
    (item,) = plan_ticket(three({}, {"a": local}, {"a": remote}), Policy()).fields
    assert item.outcome is (Outcome.AGREE if same(local, remote) else Outcome.CONFLICT)
    assert item.base is ABSENT
    assert item.local is local
    assert item.remote is remote
