"""Blocks that read alike, moved, copied, deleted and edited: each keeps what only it has."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.richtext.catalogue import item, node, para, text
from tests.unit.richtext.edits import law, local_ids
from ticketr.richtext.adf.copies import IDENTIFIED
from ticketr.richtext.adf.render import render
from ticketr.richtext.adf.splice import splice


def doc(*blocks):
    return {"type": "doc", "version": 1, "content": list(blocks)}


def cell(words, name):
    return node("tableCell", para(text(words)), background=f"#{int(name, 36):06x}")


def table(words, name, layout="default"):
    return node("table", node("tableRow", cell(words, name)), localId=name, layout=layout)


def panel(words, name):
    return node("panel", para(text(words), localId=f"{name}p"), panelType="info", localId=name)


def bullets(words, name):
    items = (item(para(text(word), localId=f"{name}{at}")) for at, word in enumerate(words))
    return node("bulletList", *items, localId=name)


def code(words, name):
    return node("codeBlock", text(words), language="python", localId=name)


def checklist(name, state):
    task = node("taskItem", text("a"), localId=f"{name}1", state=state)
    return node("taskList", task, localId=name)


MIDDLE = para(text("middle"))
ALIKE = [
    pytest.param(panel("one", "a"), panel("two", "b"), "one", "two", id="panels"),
    pytest.param(table("one", "a", "wide"), table("two", "b"), "one", "two", id="tables"),
    pytest.param(code("one", "a"), code("two", "b"), "one", "two", id="code blocks"),
    pytest.param(bullets("xy", "a"), bullets("xz", "b"), "- y", "- z", id="lists"),
    pytest.param(checklist("a", "TODO"), checklist("b", "DONE"), "[ ]", "[x]", id="checklists"),
    pytest.param(node("expand", panel("one", "a"), localId="c"), node("expand", panel("two", "b"), localId="d"), "one", "two", id="nested panels"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "old", "new"), ALIKE)
def test_a_block_that_is_edited_to_read_like_another_is_still_itself(one, other, old, new):
    for blocks in ([one, MIDDLE, other], [other, MIDDLE, one]):
        document = doc(*blocks)
        spliced = splice(document, render(document).replace(old, new)).doc["content"]
        at = blocks.index(one)
        assert [after is before for after, before in zip(spliced, blocks, strict=True)] == [
            place != at for place in range(3)
        ]
        assert local_ids(doc(spliced[at])) == local_ids(doc(one))
        assert spliced[at].get("attrs") == one.get("attrs")


def test_a_copy_put_before_a_block_takes_nothing_of_it():
    inside = node("expand", para(text("x")), localId="e")
    extension = node("inlineExtension", extensionKey="k", extensionType="t", localId="i")
    for blocks, old in (([inside, panel("one", "a")], "x"), ([MIDDLE, para(extension)], "middle")):
        document = doc(*blocks)
        copied = render(doc(blocks[1]))
        spliced = splice(document, render(document).replace(old, copied, 1))
        assert spliced.doc["content"][1] is blocks[1]
        assert spliced.lost == ()


def test_blocks_that_come_many_times_keep_their_nodes_in_a_long_document():
    words = ("Steps", "Result", "ok")
    blocks = [para(text(word), localId=f"{at}{word}") for at in range(60) for word in words]
    document = doc(*blocks)
    spliced = splice(document, f"new\n\n{render(document)}\n\nend").doc["content"]
    assert all(after is before for after, before in zip(spliced[1:-1], blocks, strict=True))
    assert [one.get("attrs") for one in (spliced[0], spliced[-1])] == [None, None]


def test_rows_that_come_many_times_keep_their_nodes_in_a_long_table():
    head = node("tableRow", node("tableHeader", para(text("A"))))
    rows = [node("tableRow", cell(f"w{at // 2}", str(at))) for at in range(300)]
    lines = render(doc(node("table", head, *rows))).split("\n")
    lines.insert(2, "| new |")
    lines[-1] = "| last |"
    (edited,) = splice(doc(node("table", head, *rows)), "\n".join(lines)).doc["content"]
    kept = edited["content"][2:-1]
    assert all(after is before for after, before in zip(kept, rows[:-1], strict=True))
    assert edited["content"][-1]["content"][0]["attrs"] == rows[-1]["content"][0]["attrs"]


KINDS = [
    lambda name: para(text("alike"), localId=name),
    lambda name: para(text("other"), localId=name),
    lambda name: panel("alike", name),
    lambda name: table("alike", name),
    lambda name: checklist(name, "TODO"),
    lambda name: node("expand", panel("alike", name), para(text("alike")), localId=f"{name}e"),
]
HEAD = node("tableRow", node("tableHeader", para(text("Head"))))
HOLDERS = {
    "blocks": lambda found: found,
    "items": lambda found: [node("orderedList", *(node("listItem", one) for one in found))],
    "rows": lambda found: [
        node("table", HEAD, *(node("tableRow", node("tableCell", one)) for one in found))
    ],
    "a panel": lambda found: [node("panel", *found, panelType="note", localId="holder")],
}

FIT = {"blocks": 6, "items": 2, "rows": 3, "a panel": 2}
"""How many of the kinds may stand in a holder."""


def inner(document, holder):
    """The blocks that were put in the holder, out of it again."""
    content = document["content"]
    if holder == "blocks":
        return content
    if holder == "a panel":
        return content[0]["content"]
    if holder == "rows":
        return [one["content"][0]["content"][0] for one in content[0]["content"][1:]]
    return [one["content"][0] for one in content[0]["content"]]


@law(100, share=4)
@given(st.sampled_from(sorted(HOLDERS)), st.data())
def test_blocks_that_read_alike_move_and_are_copied_and_deleted_with_what_only_they_have(
    holder, data
):
    kinds = data.draw(st.lists(st.sampled_from(KINDS[: FIT[holder]]), min_size=2, max_size=7))
    blocks = [kind(str(at)) for at, kind in enumerate(kinds)]
    here, there = (data.draw(st.integers(0, len(blocks) - 1)) for _ in range(2))
    put = HOLDERS[holder]
    document = doc(*put(blocks))
    rest = blocks[:here] + blocks[here + 1 :]
    for wanted, missing, more in (
        ([*rest[:there], blocks[here], *rest[there:]], 0, 0),
        ([*blocks[:there], blocks[here], *blocks[there:]], 0, 1),
        (rest, 1, 0),
    ):
        spliced = splice(document, render(doc(*put(wanted))))
        assert render(spliced.doc) == render(doc(*put(wanted)))
        assert spliced.lost == ()
        after = Counter(map(id, inner(spliced.doc, holder)))
        kept = [block for block in blocks if after[id(block)] == 1]
        assert len(kept) == len(blocks) - missing
        assert sum(after.values()) == len(kept) + more
        assert_distinct(spliced.doc)


def assert_distinct(document):
    """No `localId` is on two nodes; what has to have one has it."""
    assert set(local_ids(document).values()) <= {1}
    stack = [document]
    while stack:
        found = stack.pop()
        assert found["type"] not in IDENTIFIED or found["attrs"]["localId"]
        stack += found.get("content", [])
