"""What the forms of our own become when they are typed, and what only looks like one."""

import pytest

from tests.unit.richtext.catalogue import mark, node, para, text
from tests.unit.richtext.exact import same
from ticketr.richtext.adf.parse import parse


def doc(*blocks):
    return {"type": "doc", "version": 1, "content": list(blocks)}


READ = {
    "# T [https://a.b]{block-card}": [node("heading", text("T "), level=1), node("blockCard", url="https://a.b")],
    "- [ ] a\n\n  b": [node("taskList", node("blockTaskItem", para(text("a")), para(text("b")), state="TODO"))],
    "- [x] a\n  > b": [node("bulletList", node("listItem", para(text("[x] a")), para(text("b"))))],
    "- [x]\n- b": [node("bulletList", node("listItem", para(text("[x]"))), node("listItem", para(text("b"))))],
    "- [ ] *a*\n1. [ ] b": [node("taskList", node("taskItem", text("a", mark("em")), state="TODO")),
                           node("orderedList", node("listItem", para(text("[ ] b"))))],
    "1. [x] `a`": [node("orderedList", node("listItem", para(text("[x] "), text("a", mark("code")))))],
    ":::decisions\n- a\n\n  b\n:::": [node("decisionList", node("decisionItem", text("a"), node("hardBreak"), text("b"), state="DECIDED"))],
    ":::decisions\n- ```\n  a\n  ```\n:::": [node("decisionList", node("decisionItem", text("a"), state="DECIDED"))],
    ":::decisions\n- - a\n  - b\n- &nbsp;\n:::": [node("decisionList", node("decisionItem", text("a b"), state="DECIDED"), node("decisionItem", state="DECIDED"))],
    ":::decisions\na\n:::": [para(text("a"))],
    ":::expand\n:::expand\na\n:::\n:::": None,
    "::::expand\n:::expand\na\n:::\n::::": [node("expand", node("nestedExpand", para(text("a"))))],
    ":::details\na\n:::": [node("expand", para(text("a")))],
    ":::files\na\n:::": [para(text("a"))],
    ":::layout\n:::": [para()],
    ":::block-task TODO\na\n:::": [para(text("a"))],
    ":::task TODO\na\n:::": [para(text("[ ] a"))],
    ":::task DONE\n- a\n:::": [para(text("[x] "), text("a"))],
    "> ::::tasks\n> :::task DONE\n> a\n> :::\n> ::::": [node("blockquote", node("bulletList", node("listItem", para(text("[x] a")))))],
    "> - [ ] a\n>   - [x] b": [node("blockquote", node("bulletList", node("listItem", para(text("[ ] a"))),
                               node("listItem", node("taskList", node("taskItem", text("b"), state="DONE")))))],
    "> :::decisions\n> - a\n> :::": [node("blockquote", node("bulletList", node("listItem", para(text("a")))))],
    "::::tasks\n:::block-task TODO\n- a\n:::\n::::": [node("taskList", node("blockTaskItem", para(text("a")), state="TODO"))],
    "::::table\n:::row\na\n:::\n::::": [para(text("a"))],
    ":::figure center\na\n:::": [para(text("a"))],
    ":::figure wide\n# a\n:::": [node("heading", text("a"), level=1)],
    "[2023-02-31]{date}": [para(text("[2023-02-31]{date}"))],
    "[soon]{date} [x]{status pink} []{card} [x]{image}": [para(text("[soon]{date} [x]{status pink} []{card} [x]{image}"))],
    "[&amp;&#9999999;\\]]{status red}": [para(node("status", text="&\ufffd]", color="red"))],
    ':::layout "x"\n:::': [para(text(':::layout "x"\n:::'))],
    ":::panel pink\n:::": [para(text(":::panel pink\n:::"))],
    "a\n    :::panel info\n:::": [para(text("a\n:::panel info\n:::"))],
    ":::panel info\na": [para(text(":::panel info\na"))],
    ":::panel info\n:::panel info\n- a\n :::": None,
    "- :::panel info\n  a\n:::": [node("bulletList", node("listItem", para(text(":::panel info\na\n:::"))))],
    "::::::layout\n:::::row\n::::cell\n:::task TODO\na\n:::\n::::\n:::::\n::::::": [para(text("[ ] a"))],
    "[[a]{underline}]{underline}": [para(text("a", mark("underline")))],
    "[[a]{sub}]{sup}": [para(text("a", mark("subsup", type="sub")))],
    "[`a`]{underline}": [para(text("a", mark("code")))],
    "[[a](b)]{sup}": [para(text("a", mark("link", href="b"), mark("subsup", type="sup")))],
    "[[a]{align center} b]{indent 2}": [para(text("a b")) | {"marks": [mark("alignment", align="center")]}],
    "- [a]{align center}": [node("bulletList", node("listItem", para(text("a"))))],
    ":::panel info ^aaaaaa\na\n:::": [node("panel", para(text("a")), panelType="info")],
    ":::macro-body ^aaaaaa\na\n:::": [para(text(":::macro-body ^aaaaaa")), para(text("a"))],
    "[a]{image ^aaaaaa}": [para(text("[a]{image ^aaaaaa}"))],
    "[a]{mark ^aaaaaa} [Ann]{mention ^aaaaaa}": [para(text("a "), text("[Ann]{mention ^aaaaaa}"))],
    "```go {^aaaaaa}\n```": [node("codeBlock", language="go")],
    "- a [https://a.b]{embed wide} b": [node("bulletList", node("listItem", para(text("a ")),
                                        para(node("inlineCard", url="https://a.b")), para(text(" b"))))],
    "a\n[https://a.b]{embed wide}\nb": [para(text("a")), node("embedCard", url="https://a.b", layout="wide"), para(text("b"))],
}  # fmt: skip


@pytest.mark.oracle
@pytest.mark.parametrize("markdown", READ)
def test_the_forms_are_read(markdown, complaints):
    found = parse(markdown)
    assert complaints(found) == []
    expected = READ[markdown]
    assert expected is None or same(found, doc(*expected)), found
