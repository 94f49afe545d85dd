"""What Markdown becomes here, and what ADF becomes, case by case."""

import pytest

from tests.unit.richtext.documents import doc
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render


def text(source, *marks):
    return {"type": "text", "text": source} | (
        {"marks": [m if not isinstance(m, str) else {"type": m} for m in marks]} if marks else {}
    )


def link(href, **more):
    return {"type": "link", "attrs": {"href": href, **more}}


def para(*inline):
    return {"type": "paragraph", "content": list(inline)} if inline else {"type": "paragraph"}


def node(kind, *content, **attrs):
    return (
        {"type": kind}
        | ({"attrs": attrs} if attrs else {})
        | ({"content": list(content)} if content else {})
    )


def cell(kind, *inline):
    return node(kind, para(*inline))


BR = {"type": "hardBreak"}

READ = {
    "": [],
    "a\nb": [para(text("a\nb"))],
    "a  \nb\\\nc<br>d": [para(text("a"), BR, text("b"), BR, text("c"), BR, text("d"))],
    "a\nb\n===": [node("heading", text("a b"), level=1)],
    "&nbsp;": [para()],
    "x &nbsp;": [para(text("x \xa0"))],
    "<b>x</b> <!-- y -->": [para(text("<b>x</b> <!-- y -->"))],
    "- > # deep\n  >\n  > ---": [
        node("bulletList", node("listItem", para(text("deep", "strong")), para(text("---"))))
    ],
    "> # a `b` **c**": [
        node(
            "blockquote",
            para(
                text("a ", "strong"), text("b", "code"), text(" ", "strong"), text("c", "strong")
            ),
        )
    ],
    "> a\n> > b": [node("blockquote", para(text("a")), para(text("b")))],
    ">": [node("blockquote", para())],
    "-": [node("bulletList", node("listItem", para()))],
    "3) a": [node("orderedList", node("listItem", para(text("a"))), order=3)],
    "``` py x\n\n```": [node("codeBlock", language="py x")],
    "    a\n\n    b": [node("codeBlock", text("a\n\nb"))],
    "**a `b` c**": [para(text("a ", "strong"), text("b", "code"), text(" c", "strong"))],
    "*a *b* c*": [para(text("a b c", "em"))],
    "![a](b 'c')": [para(text("a", link("b", title="c")))],
    "![](b)": [para(text("b", link("b")))],
    "[![a](b)](c)": [para(text("a (b)", link("c")))],
    "[](c) [](<>)": [para(text("c", link("c")), text(" "))],
    "<a@b.c>": [para(text("a@b.c", link("mailto:a@b.c")))],
    "[a][r] ![r]\n\n[r]: /x 't'": [
        para(text("a", link("/x", title="t")), text(" "), text("r", link("/x", title="t")))
    ],
    "[r]: /x 't'": [para(text("[r]: /x 't'"))],
    "[r]\n\n[r]: /x\n[r]: /y": [
        para(text("r", link("/x"))),
        para(text("r", link("/x")), text(": /y")),
    ],
    "[a](javascript:x) [b](/é%20 )": [
        para(text("a", link("javascript:x")), text(" "), text("b", link("/é%20")))
    ],
    "`\ud800`": [para(text("\ufffd", "code"))],
    "```\x01\x1c\n```": [node("codeBlock", language="\x01\x1c")],
    "&#0;&#9999999;": [para(text("\0\ufffd"))],
    "[a<br>b](c)": [para(text("a", link("c")), BR, text("b", link("c")))],
    "| a | `\\|` |\n|---|:-:|\n| **b** |\n\nc": [
        node(
            "table",
            node(
                "tableRow", cell("tableHeader", text("a")), cell("tableHeader", text("|", "code"))
            ),
            node("tableRow", cell("tableCell", text("b", "strong")), cell("tableCell")),
        ),
        para(text("c")),
    ],
    "| a |\n|---|\n| b | c |": [para(text("| a |\n|---|\n| b | c |"))],
    "> | a | b |\n> |---|---|\n> | | |": [
        node("blockquote", para(text("a"), text(" | "), text("b")), para(text(" | ")))
    ],
    "- | a |\n  |---|\n  | |": [node("bulletList", node("listItem", para(text("a")), para()))],
}


@pytest.mark.parametrize("markdown", READ)
def test_markdown_is_read(markdown):
    assert parse(markdown) == doc(READ[markdown])


WRITTEN = [
    ([para(text("a", "em"), text("b"))], "*a*b"),
    ([para(text("a"), text("b", "em"), text("c"))], "a*b*c"),
    ([para(text("a "), text("b", "em"), text(" c"))], "a _b_ c"),
    ([para(text("a", "em", "strong"), text(" b", "em"))], "_**a** b_"),
    ([para(text("a: ", "strong"), text("b"))], "**a:&#32;**&#98;"),
    ([para(text("snake_case C:\\dir a < b & c 2 * 3"))], "snake_case C:\\dir a < b & c 2 * 3"),
    ([para(text("*a* _b_ [c](d) `e` <f> &lt; ~~g~~"))], "\\*a\\* \\_b\\_ \\[c](d) \\`e\\` \\<f> \\&lt; \\~\\~g\\~\\~"),
    ([para(text("# a\n1. b\n- c\n> d\n==="))], "\\# a\n1\\. b\n\\- c\n\\> d\n\\==="),
    ([para(text(" a ")), para(text("\n"))], "&#32;a&#32;\n\n&#10;"),
    ([node("heading", text("a\nb #"), BR, level=2)], "## a&#10;b #<br>"),
    ([node("heading", level=3)], "###"),
    ([para(text("x", link("https://a.b"), "strong"))], "[**x**](https://a.b)"),
    ([para(text("https://a.b", link("https://a.b")))], "<https://a.b>"),
    ([para(text("a", link("b (c)", title='"d"')))], '[a](<b (c)> "\\"d\\"")'),
    ([para(text("a", link("\r\u2028\x01")))], "[a](<&#13;&#8232;\x01>)"),
    ([para(text("a", link("\0")))], "[a]{link ^bwwiil}"),
    ([para(text("a]", link("b")), text("!"), text("`", "code"))], "[a\\]](b)\\!`` ` ``"),
    ([node("codeBlock", text("```\nx\n"), language="a`b")], "~~~ a`b\n```\nx\n\n~~~"),
    ([node("codeBlock", text("```"))], "````\n```\n````"),
    ([node("bulletList", node("listItem", para(text("a")), node("orderedList", node("listItem", para(text("b"))), order=2)))] * 2,
     "- a\n\n  2. b\n\n* a\n\n  2. b"),
    ([node("rule"), node("blockquote", para(text("a")), para())], "---\n\n> a\n>\n> &nbsp;"),
    ([node("panel", para(text("a")), panelType="info"), para(text("b"))], ":::panel info\na\n:::\n\nb"),
    ([node("taskList", node("taskItem", text("a"), state="DONE"))], "- [x] a"),
    ([para(text("due "), node("date", timestamp="1699920000000"), node("status", text="In *progress*", color="blue"))],
     "due [2023-11-14]{date}[In \\*progress\\*]{status blue}"),
    ([para(node("date", timestamp="soon")), para(node("date", timestamp="9" * 30))],
     f"[soon]{{date ^ri57ps}}\n\n[{'9' * 30}]{{date ^snvaof}}"),
    ([node("mention", id="x"), node("bulletList"), node("bulletList", para(text("a")))],
     "[mention x]{node ^go47su}\n\n[list]{node ^bj2zxw}\n\n[list: a]{node ^7mhtop}"),
    ([para(text("a"), BR, text(" b"), text(""))], "a\\\n&#32;b"),
    ([para(text("a"), text(" b", "em"), text("c"))], "&#97;_&#32;b_&#99;"),
    ([node("heading", text("a"), level=True), node("heading", text("a"), level=9)], "# a\n\n###### a"),
    ([node("table", node("tableRow", cell("tableHeader", text("a|b\\|")), cell("tableCell", BR)))],
     "| a\\|b\\\\\\| | <br> |\n| --- | --- |"),
    ([node("table", node("tableRow", node("tableHeader", node("rule"))))],
     ":::::table\n::::row\n:::header\n---\n:::\n::::\n:::::"),
    ([node("future", text("a", "sparkle"))], "[unknown node future: a]{node ^u2ujt6}"),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "markdown"), WRITTEN)
def test_adf_is_written(blocks, markdown):
    assert render(doc(blocks)) == markdown
