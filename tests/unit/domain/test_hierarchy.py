from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.domain.hierarchy import Node, check
from ticketr.errors import ErrorCode, Place

LEVELS = {"Initiative": 2, "Epic": 1, "Story": 0, "Sub-task": -1, "Step": -2}


def node(id_, type_="Story", parent=None, **more):
    line = more.pop("line", 1)
    return Node(id_, f"Title {id_}", type_, LEVELS[type_], parent, Place("b.md", line), **more)


@pytest.mark.parametrize("child", LEVELS)
@pytest.mark.parametrize("parent", LEVELS)
def test_a_ticket_stands_under_the_level_above_its_own(child, parent):
    nodes = [node("g", "Epic"), node("p", parent, "g", outside=True), node("c", child, "p")]
    fits = LEVELS[parent] == LEVELS[child] + 1
    assert ([problem.message for problem in check(nodes)] == []) == fits


@pytest.mark.parametrize("type_", LEVELS)
def test_only_sub_tasks_need_a_parent(type_):
    assert bool(check([node("a", type_)])) == (LEVELS[type_] <= -1)
    assert bool(check([node("a", type_, "nowhere")])) == (LEVELS[type_] <= -1)
    assert check([node("a", type_, "nowhere", outside=True)]) == []


def told(nodes):
    return [(str(problem), problem.hint) for problem in check(nodes)]


def test_what_is_said_of_a_wrong_level():
    assert told([node("a", "Epic"), node("b", "Sub-task", "a", line=7)]) == [
        (
            (
                'b.md:7: Sub-task "Title b" cannot stand under Epic "Title a": Sub-task is a sub-task,'
                " and Epic is an epic."
            ),
            "Under Epic only a standard ticket fits; change its `Type`.",
        )
    ]
    assert told([node("a", "Initiative"), node("b", "Story", "a")])[0][1] == (
        "Under Initiative only an epic fits; change its `Type`."
    )
    assert told([node("s", "Story"), node("a", "Sub-task", "s"), node("b", "Story", "a")]) == [
        (
            (
                'b.md:1: Story "Title b" cannot stand under Sub-task "Title a": Story is a standard'
                " ticket, and Sub-task is a sub-task."
            ),
            "Sub-task holds nothing below it; move the ticket out.",
        )
    ]


def test_what_is_said_of_a_level_without_a_name():
    theme = Node("t", "Big", "Theme", 3, None, Place("b.md", 1))
    assert told([theme, node("a", "Epic", "t")]) == [
        (
            (
                'b.md:1: Epic "Title a" cannot stand under Theme "Big": Epic is an epic,'
                " and Theme is of level 3."
            ),
            "Under Theme only a ticket of level 2 fits; change its `Type`.",
        )
    ]


def test_what_is_said_of_an_orphan():
    assert told([node("a", "Sub-task", line=3)]) == [
        (
            'b.md:3: Sub-task "Title a" needs a parent: Sub-task is a sub-task type.',
            "Write it as a task under its ticket, or give it another `Type`.",
        )
    ]


def test_every_member_of_a_circle_is_reported_and_nothing_that_leads_into_it():
    nodes = [
        node("a", parent="b"),
        node("b", parent="c"),
        node("c", parent="a"),
        node("d", "Sub-task", "a"),
    ]
    assert told(nodes) == [
        (
            f"b.md:1: Parents run in a circle: {circle}.",
            "Take one of the parents away.",
        )
        for circle in (
            '"Title a" -> "Title b" -> "Title c" -> "Title a"',
            '"Title b" -> "Title c" -> "Title a" -> "Title b"',
            '"Title c" -> "Title a" -> "Title b" -> "Title c"',
        )
    ]


def test_a_ticket_that_is_its_own_parent_is_a_circle():
    assert told([node("a", parent="a")])[0][0] == (
        'b.md:1: Parents run in a circle: "Title a" -> "Title a".'
    )


def test_a_large_circle_names_its_first_members():
    problems = check([node(str(n), parent=str((n + 1) % 10_000)) for n in range(10_000)])
    assert len(problems) == 10_000
    assert problems[0].message == (
        'Parents run in a circle: "Title 0" -> "Title 1" -> "Title 2" -> "Title 3" -> "Title 4"'
        ' -> "Title 5" -> ... -> "Title 0".'
    )


def test_a_chain_of_ten_thousand_needs_no_recursion():
    chain = [node("0", "Epic"), *(node(str(n), "Epic", str(n - 1)) for n in range(1, 10_000))]
    assert len(check(chain)) == 9_999


def test_problems_carry_the_specification_s_code():
    assert {problem.code for problem in check([node("a", "Sub-task"), node("b", parent="b")])} == {
        ErrorCode.TICKET_HIERARCHY
    }


@given(
    st.integers(1, 12).flatmap(
        lambda count: st.lists(st.none() | st.integers(0, count), min_size=count, max_size=count)
    )
)
def test_circles_are_reported_exactly_for_their_members(parents):
    nodes = [node(str(n), parent=None if p is None else str(p)) for n, p in enumerate(parents)]
    reported = {
        problem.place.line
        for problem in check(
            [Node(n.id, n.title, n.type, 0, n.parent, Place("b.md", int(n.id) + 1)) for n in nodes]
        )
        if "circle" in problem.message
    }

    def comes_back(start):
        at = parents[start]
        for _ in parents:
            if at == start:
                return True
            at = parents[at] if at is not None and at < len(parents) else None
        return False

    assert reported == {n + 1 for n in range(len(parents)) if comes_back(n)}
