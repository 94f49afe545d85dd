"""Edits case by case: what comes of them, what stays the very node, what is lost."""

import pytest

from tests.unit.richtext.catalogue import CODE, KEY, MEDIUM, item, mark, node, para, text
from tests.unit.richtext.exact import same
from ticketr.richtext.adf import identity
from ticketr.richtext.adf.fit import Fitting
from ticketr.richtext.adf.lost import STRANGER
from ticketr.richtext.adf.render import render
from ticketr.richtext.adf.resolve import Resolver
from ticketr.richtext.adf.size import length
from ticketr.richtext.adf.splice import splice
from ticketr.richtext.adf.weave import Weaver


def doc(*blocks):
    return {"type": "doc", "version": 1, "content": list(blocks)}


def edit(block, *changes):
    """The blocks after replacing parts of the block's Markdown, and what is lost, as text."""
    document = doc(block)
    markdown = render(document)
    for old, new in changes:
        assert old in markdown, markdown
        markdown = markdown.replace(old, new)
    spliced = splice(document, markdown)
    return spliced.doc["content"], [str(loss) for loss in spliced.lost]


def task(words, state="TODO", name="1"):
    return node("taskItem", text(words), localId=name, state=state)


IMAGE = node("mediaSingle", MEDIUM, layout="center", width=50)
PANEL = node(
    "panel", para(text("one"), localId="a"), para(text("two"), localId="b"), panelType="info"
)
EXPAND = node("expand", para(text("one")), title='Say "so"', localId="e")
MACRO = node("bodiedExtension", para(text("one"), localId="a"), **KEY)
BULLETS = node(
    "bulletList", *(item(para(text(word), localId=word)) for word in ("one", "two", "three"))
)

RESULTS = [
    ("a panel of another type", PANEL, [("info", "warning")], [{**PANEL, "attrs": {"panelType": "warning"}}]),
    ("a panel unwrapped", PANEL, [(":::panel info\n", ""), ("\n:::", "")], PANEL["content"]),
    ("a panel in a list", PANEL, [(":::panel info", "- :::panel info"), ("\n:::", "\n  :::"), ("\none", "\n  one"), ("\ntwo", "\n  two")],
     [node("bulletList", node("listItem", *PANEL["content"]))]),
    ("a title", EXPAND, [('\\"so\\"', "no")], [{**EXPAND, "attrs": {"title": "Say no", "localId": "e"}}]),
    ("an item deleted", BULLETS, [("- two\n", "")], [{**BULLETS, "content": [BULLETS["content"][0], BULLETS["content"][2]]}]),
    ("an item moved", BULLETS, [("- one\n", ""), ("- three", "- three\n- one")],
     [{**BULLETS, "content": [BULLETS["content"][at] for at in (1, 2, 0)]}]),
    ("a language", CODE, [("python", "go")], [{**CODE, "attrs": {"language": "go", "wrap": True}}]),
    ("an embedded link", node("embedCard", url="https://a.b", layout="center", width=80), [("center", "wide")],
     [node("embedCard", url="https://a.b", layout="wide", width=80)]),
    ("an image's words", IMAGE, [("plan", "map")], [{**IMAGE, "content": [{**MEDIUM, "attrs": {**MEDIUM["attrs"], "alt": "map.png"}}]}]),
    ("a date with an id", para(node("date", timestamp="1699920000001")), [("2023-11-14", "2024-02-29")],
     [para(node("date", timestamp="1709164800000"))]),
    ("a status beside others", para(node("status", text="A", color="red", localId="s"), text(" "), node("status", text="A", color="red", localId="t")),
     [("[A]{status red} [A]", "[A]{status red} [B]")],
     [para(node("status", text="A", color="red", localId="s"), text(" "), node("status", text="B", color="red", localId="t"))]),
    ("a nested expand that is called an expand", node("expand", node("nestedExpand", para(text("one")), localId="n"), localId="e"),
     [("details", "expand")], [node("expand", node("nestedExpand", para(text("one")), localId="n"), localId="e")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "changes", "expected"),
    [pytest.param(*case[1:], id=case[0]) for case in RESULTS],
)
def test_an_edit_gives(block, changes, expected):
    found, _ = edit(block, *changes)
    assert found == expected


LOST = [
    (IMAGE, [("plan.png", ""), ("[]{image ", "[x]{nothing ")], ['media "plan.png" is no longer in the text']),
    (IMAGE, [("^", "^zzz")], ['media "plan.png" is no longer in the text', "[plan.png]{image ^zzzuzfcju} in line 1 stands for something in another text"]),
    (MACRO, [(":::macro-body ^", ":::macro-body ^zzz")], None),
    (PANEL, [(":::panel info", "- :::panel info"), ("\n:::", "\n  :::"), ("\none", "\n  one"), ("\ntwo", "\n  two")],
     ["panel in a list cannot stand there in Jira"]),
    (para(text("a", mark("sparkle"))), [("^", "^zzz")], None),
    (node("mediaSingle", [5], layout="center"), [("malformed", "other")], ["malformed content cannot be changed here"]),
    (para(node("date", timestamp="1699920000001")), [("2023-11-14", "soon")], ["2023-11-14 cannot be changed here"]),
    (node("extension", **KEY, text="Chart"), [("[", "# [")], []),
]  # fmt: skip


@pytest.mark.parametrize(("block", "changes", "expected"), LOST)
def test_what_an_edit_loses_is_told(block, changes, expected):
    _, lost = edit(block, *changes)
    assert lost == expected if expected is not None else len(lost) == 1


def test_siblings_that_are_alike_keep_their_own_nodes():
    blocks = [para(text("same"), localId=str(number)) for number in range(5)]
    document = doc(*blocks)
    edited = splice(
        document, render(document).replace("same", "other", 3).replace("other", "same", 2)
    )
    found = edited.doc["content"]
    assert [after is before for after, before in zip(found, blocks, strict=True)] == [
        True,
        True,
        False,
        True,
        True,
    ]
    assert found[2] == para(text("other"), localId="2")
    markdown = render(document).split("\n\n")
    two = splice(document, "\n\n".join([markdown[0], "x", markdown[2], "y", markdown[4]]))
    assert [node["attrs"]["localId"] for node in two.doc["content"]] == ["0", "1", "2", "3", "4"]


def test_placeholders_move_into_other_blocks_and_out_of_them():
    document = doc(PANEL, IMAGE, para(text("end")))
    image = render(doc(IMAGE))
    inside = splice(document, f":::panel info\none\n\ntwo {image} three\n:::\n\nend")
    assert inside.doc["content"][0]["content"] == [
        PANEL["content"][0],
        para(text("two "), localId="b"),
        IMAGE,
        para(text(" three")),
    ]
    assert inside.doc["content"][0]["content"][2] is IMAGE
    twice = splice(document, f"# Plan {image}\n\n- {image}")
    assert twice.doc["content"][1] is IMAGE
    assert twice.doc["content"][2] == node("bulletList", node("listItem", IMAGE))
    assert twice.lost == ()


def test_a_placeholder_of_the_whole_may_stand_in_a_part():
    whole = doc(IMAGE, para(text("a")))
    part = doc(whole["content"][1])
    markdown = render(whole)
    assert splice(part, markdown).lost != ()
    assert splice(part, markdown, whole).doc == whole
    assert splice(part, markdown, whole).lost == ()


WORDS = [f"word{number}" for number in range(300)]


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (lambda words: [f"{word} more" if at % 2 else word for at, word in enumerate(words)], 150),
        (lambda words: [f"{word} more" for word in words], 0),
        (lambda words: words[::-1], 300),
        (
            lambda words: [
                *(f"{word} more" for word in words[:140]),
                "x",
                *words[140:150],
                "x",
                *(f"{word} more" for word in words[150:]),
            ],
            10,
        ),
        (lambda words: ["# new", *(f"{word} more" for word in words[1:]), "- end"], 0),
    ],
)
def test_long_documents_edited_everywhere_keep_what_they_can(change, kept):
    blocks = [para(text(word), localId=word) for word in WORDS]
    found = splice(doc(*blocks), "\n\n".join(change(WORDS))).doc["content"]
    ids = {id(block) for block in blocks}
    assert sum(id(node) in ids for node in found) == kept
    assert sum("attrs" in node for node in found if node["type"] == "paragraph") >= 298


ODD = [
    ({"type": "bulletList", "content": [{"type": "listItem"}]}, "[list]{node ^xwyb42}"),
    ({"type": "panel", "content": [5]}, ":::panel ^2lzyev\n[malformed content]{node ^xc6nfd}\n:::"),
    ({"type": "doc", "content": "words"}, "[document]{node ^ymuqom}"),
    ({"type": "heading", "marks": [3, {"type": "strong"}], "content": [4]},
     "# [[[malformed content]{unknown ^lx4qxw}]{block-mark ^wsbfeu}]{block-mark ^s6mbww}"),
    ({"type": "paragraph", "content": [text(""), text("a", 3), text("b"), {"type": "text", "text": 5}]}, "[a]{mark ^s6mbww}b"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "markdown"), ODD)
def test_what_is_no_adf_is_a_placeholder_and_stays(block, markdown):
    document = doc(block, para(text("end")))
    assert render(document) == f"{markdown}\n\nend"
    assert splice(document, f"{markdown}\n\nmore").doc == doc(block, para(text("more")))
    assert same(document, doc(block, para(text("e"), text(""), text("nd"))))


def test_where_markdown_has_other_blocks_than_the_original_it_is_all_or_nothing():
    blocks = [para(text("a"), localId="a")]
    two = [para(text("x")), para(text("y"))]
    weaver = Weaver(Resolver({}), Fitting())
    assert weaver.document(blocks, two, list(two))[0] is blocks[0]
    assert weaver.document(blocks, two, [para(text("z"))]) == [para(text("z"))]


def test_what_is_no_object_is_borrowed_as_it_is():
    fitting = Fitting()
    assert fitting.borrow(["a word"]) == "a word"
    assert not fitting.borrowed


MOVED = [
    (CODE, "\n\n", "> ", [("python", "go"), ("a = 1", "a = 2")], {"type": "codeBlock", "attrs": {"language": "go", "wrap": True}}),
    (CODE, "\n\n", "> ", [("a = 1", "a = 2")], {"type": "codeBlock", "attrs": {"language": "python", "wrap": True}}),
]  # fmt: skip


@pytest.mark.parametrize(("block", "_gap", "prefix", "changes", "expected"), MOVED)
def test_a_block_that_moved_and_was_edited_keeps_what_its_id_stands_for(
    block, _gap, prefix, changes, expected
):
    document = doc(block, para(text("end")))
    markdown = render(doc(block))
    for old, new in changes:
        markdown = markdown.replace(old, new)
    quoted = "\n".join(prefix + line for line in markdown.split("\n"))
    found = splice(document, f"end\n\n{quoted}").doc["content"]
    assert found[0] is document["content"][1]
    inner = found[1]["content"][0]
    assert {key: inner[key] for key in expected} == expected


def test_a_form_with_an_id_that_moved_takes_its_new_label_along():
    document = doc(
        node("expand", para(text("one")), title="A") | {"marks": [mark("breakout", mode="wide")]},
        para(text("end")),
    )
    markdown = render(document).replace('"A"', '"B"').replace("one", "1")
    first, last = markdown.split("\n\n")
    found = splice(document, f"{last}\n\nx\n\ny\n\n{first}").doc["content"][3]
    assert found["attrs"] == {"title": "B"}
    assert found["marks"] == [mark("breakout", mode="wide")]


def test_media_alone_find_a_frame_or_are_told_as_lost():
    group = node("mediaGroup", MEDIUM, {**MEDIUM, "attrs": {**MEDIUM["attrs"], "id": "f2"}})
    document = doc(group)
    _, first, _, second, _ = render(document).split("\n")
    assert splice(document, first).doc == doc(node("mediaSingle", MEDIUM, layout="center"))
    tasks = splice(document, f"::::tasks\n:::block-task TODO\n{first}\n:::\n::::")
    assert [str(loss) for loss in tasks.lost] == ['media "plan.png" is no longer in the text'] * 2
    emptied = splice(document, f"{second}\n\n:::files\n:::")
    assert emptied.doc["content"][1:] == [para()]


def test_what_is_left_empty_is_filled_or_goes():
    synced = node("syncBlock", resourceId="r", localId="s")
    frame = node("bodiedSyncBlock", {"type": "mediaSingle"}, para(), resourceId="r", localId="b")
    document = doc(synced, frame)
    first, *_ = render(document).split("\n")
    found = splice(document, f":::panel info\n{first}\n:::")
    assert found.doc == doc(node("panel", para(), panelType="info"))
    assert [str(loss) for loss in found.lost] == [
        "synced block in panel cannot stand there in Jira"
    ]
    image = render(document).split("\n")[3]
    assert image.endswith("}")
    assert splice(document, image).doc == doc()


def test_an_id_grows_where_two_nodes_would_share_it():
    whole = identity.digest({"type": "future"})
    table: identity.Table = {whole[:6]: 1, whole[:7]: 2}
    assert identity.enter(table, {"type": "future"}) == whole[:8]
    assert identity.enter(table, {"type": "future"}) == whole[:8]


def test_a_length_is_that_of_the_words():
    assert length(doc(para(text("one"), node("hardBreak"), text("two")), IMAGE)) == 7
    assert length(None) == 0


def test_a_copy_has_no_local_id_or_one_of_its_own():
    tasks = node("taskList", node("taskItem", text("one"), localId="1", state="TODO"), localId="t")
    document = doc(PANEL, tasks, para(text("end")))
    markdown = render(document)
    found = splice(document, "\n\n".join([markdown, *markdown.split("\n\nend")[:1]])).doc[
        "content"
    ]
    assert found[0] is PANEL
    assert found[1] is tasks
    assert found[2] is document["content"][2]
    copy, list_copy = found[3:]
    assert copy == node("panel", para(text("one")), para(text("two")), panelType="info")
    assert list_copy["attrs"]["localId"] not in ("", "t")
    assert list_copy["content"][0]["attrs"]["localId"] not in ("", "1")
    assert splice(document, render(doc(*found))).doc["content"][3:] == found[3:]


def test_a_placeholder_of_another_ticket_is_found_but_for_its_files():
    other = doc(para(text("a")), MACRO, IMAGE)
    markdown = "\n\n".join(["new", *(render(doc(block)) for block in (MACRO, IMAGE))])
    spliced = splice(None, markdown, None, ({}, other))
    assert same(spliced.doc["content"][1], MACRO)
    assert spliced.doc["content"][1]["attrs"] == KEY
    assert [str(one) for one in spliced.lost] == [
        "[plan.png]{image ^uzfcju} in line 7 is a file of another ticket; attach it to this one"
    ]
    assert [one.why for one in splice(None, markdown).lost] == [STRANGER, STRANGER]


def test_a_decision_of_another_text_is_its_words():
    found = splice(doc(), ":::decision ^ki6yi2\none\n:::")
    assert found.doc["content"] == [para(text(":::decision ^ki6yi2")), para(text("one"))]
    assert [str(one) for one in found.lost] == [
        ":::decision ^ki6yi2 in line 1 stands for something in another text"
    ]


def test_a_placeholder_of_another_text_is_told_with_the_line_it_first_stands_in():
    markdown = "a\n\n[x]{image ^aaaaaa}\n\n[y]{image ^bbbbbb} [x]{image ^aaaaaa}"
    assert [str(one).partition(" stands")[0] for one in splice(None, markdown).lost] == [
        "[x]{image ^aaaaaa} in line 3",
        "[y]{image ^bbbbbb} in line 5",
        "[x]{image ^aaaaaa} in line 3",
    ]


def layout(*words):
    columns = (node("layoutColumn", para(text(word)), width=10) for word in words)
    return node("layoutSection", *columns, localId="l")


@pytest.mark.parametrize("words", ["a", "ab", "abc", "abcd", "abcde"])
@pytest.mark.parametrize("frame", ["", "bodiedSyncBlock"])
def test_a_layout_keeps_as_many_columns_as_it_has(words, frame):
    section = layout(*words)
    block = node(frame, section, resourceId="r", localId="s") if frame else section
    document = doc(block, para(text("end")))
    spliced = splice(document, render(document).replace("\na\n", "\nnew\n"))
    edited = spliced.doc["content"][0]["content"][0] if frame else spliced.doc["content"][0]
    assert edited == layout("new", *words[1:])
    assert edited["content"][1:] == section["content"][1:]
    assert spliced.lost == ()


def test_a_layout_at_the_top_gets_no_more_columns_than_jira_takes():
    document = doc(layout("a", "b", "c"))
    column = ":::column 10\nd\n:::\n"
    markdown = render(document).removesuffix("::::") + f"\n{column}::::"
    spliced = splice(document, markdown)
    assert spliced.doc == doc(*(para(text(word)) for word in "abcd"))
    assert [str(one) for one in spliced.lost] == ["layout in doc cannot stand there in Jira"]
