"""Branches of a tree."""

from hypothesis import given
from hypothesis import strategies as st

from ticketr.cli.branches import LINES, PLAIN, branches, each_tree


def test_a_tree_as_it_is_drawn():
    depths = [0, 1, 2, 2, 1, 2, 0, 0, 1]
    assert branches(depths) == ["", "├─ ", "│  ├─ ", "│  └─ ", "└─ ", "   └─ ", "", "", "└─ "]
    assert branches(depths, PLAIN)[2:4] == ["|  |- ", "|  `- "]
    assert branches([]) == []


@st.composite
def trees(draw):
    """Depths of a forest: each line is at most one level deeper than the one before."""
    depths: list[int] = []
    for step in draw(st.lists(st.integers(0, 5), max_size=30)):
        depths.append(min(step, depths[-1] + 1) if depths else 0)
    return depths


@given(trees())
def test_every_branch_that_begins_ends_in_a_last_line(depths):
    fronts = branches(depths)
    assert [len(front) for front in fronts] == [3 * depth for depth in depths]
    for at, (depth, front) in enumerate(zip(depths, fronts, strict=True)):
        later = depths[at + 1 :]
        ends = next((i for i, other in enumerate(later) if other < depth), len(later))
        assert front.endswith(LINES[2]) == bool(depth and depth in later[:ends])


@given(trees())
def test_trees_one_by_one_are_all_lines(depths):
    lines = list(enumerate(depths))
    found = list(each_tree((depth, at) for at, depth in lines))
    assert [line for tree in found for line in tree] == [(depth, at) for at, depth in lines]
    assert all([depth for depth, _ in tree].count(0) == 1 for tree in found)
    assert [line for tree in found for line in branches([depth for depth, _ in tree])] == branches(
        depths
    )
