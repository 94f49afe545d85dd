"""Every node and every mark of Jira's, each in a block of its own, with an edit of its Markdown."""

from typing import Any, NamedTuple

LONG = "5fb82376aca10c006949f35b"


class Entry(NamedTuple):
    """A node or mark, a block with it, and what is replaced by what in the block's Markdown."""

    kind: str
    block: dict[str, Any]
    old: str
    new: str


def text(source, *marks):
    return {"type": "text", "text": source} | ({"marks": list(marks)} if marks else {})


def node(kind, *content, **attrs):
    found: dict[str, Any] = {"type": kind}
    if attrs:
        found["attrs"] = attrs
    return found | ({"content": list(content)} if content else {})


def mark(kind, **attrs):
    return {"type": kind} | ({"attrs": attrs} if attrs else {})


def para(*content, marks=(), **attrs):
    return node("paragraph", *content, **attrs) | ({"marks": list(marks)} if marks else {})


def item(*content):
    return node("listItem", *content, localId="i")


def marked(kind, **attrs):
    return para(text("a "), text("word", mark(kind, **attrs)), text(" b"), localId="p")


def cell(kind, words, **attrs):
    return node(kind, para(text(words), localId="p"), **attrs)


MEDIUM = node("media", type="file", id="f1", collection="c", alt="plan.png", width=200, height=100)
TABLE = node(
    "table",
    node("tableRow", cell("tableHeader", "A", colwidth=[120]), cell("tableHeader", "B", background="#deebff")),
    node("tableRow", cell("tableHeader", "one", localId="h"), cell("tableCell", "two", valign="middle")),
    isNumberColumnEnabled=True, layout="wide", localId="t",
)  # fmt: skip
MERGED = node(
    "table",
    node("tableRow", cell("tableCell", "both", colspan=2)),
    node("tableRow", cell("tableCell", "one"), node("tableCell", node("bulletList", item(para(text("two")))))),
)  # fmt: skip
KEY = {"extensionType": "com.example", "extensionKey": "chart"}
CODE = node("codeBlock", text("a = 1\nb = 2"), language="python", wrap=True)

BLOCKS = [
    Entry("paragraph", para(text("one word"), localId="p"), "word", "more"),
    Entry("heading", node("heading", text("Title"), level=2, localId="h"), "Title", "Name"),
    Entry("text", para(text("1. # [x] *word*")), "word", "more"),
    Entry("hardBreak", para(text("one"), node("hardBreak", localId="b"), text("two")), "two", "2"),
    Entry("rule", node("rule", localId="r"), "---", "***"),
    Entry("blockquote", node("blockquote", para(text("one")), para(text("two"), localId="p"), localId="q"), "one", "1"),
    Entry("bulletList", node("bulletList", item(para(text("one"))), item(para(text("two"))), localId="l"), "one", "1"),
    Entry("orderedList", node("orderedList", item(para(text("one"))), item(para(text("two"))), order=7), "one", "1"),
    Entry("listItem", node("bulletList", item(para(text("one")), CODE), item(para(text("two")))), "one", "1"),
    Entry("codeBlock", CODE, "a = 1", "a = 2"),
    Entry("table", TABLE, "two", "2"),
    Entry("tableRow", TABLE, "one", "1"),
    Entry("tableHeader", TABLE, "A", "AA"),
    Entry("tableCell", MERGED, "both", "all"),
    Entry("panel", node("panel", para(text("one")), para(text("two"), localId="p"), panelType="info", localId="a"), "one", "1"),
    Entry("expand", node("expand", para(text("one")), title="More", localId="e"), "More", "Less"),
    Entry("nestedExpand", node("expand", node("nestedExpand", para(text("one")), title="More")), "one", "1"),
    Entry("layoutSection", node("layoutSection", node("layoutColumn", para(text("one")), width=50),
                                node("layoutColumn", para(text("two")), width=50), localId="s"), "one", "1"),
    Entry("layoutColumn", node("layoutSection", node("layoutColumn", para(text("one")), width=66.66, valign="top"),
                               node("layoutColumn", para(text("two")), width=33.33)), "two", "2"),
    Entry("taskList", node("taskList", node("taskItem", text("one"), localId="1", state="TODO"),
                           node("taskItem", text("two"), localId="2", state="DONE"), localId="t"), "one", "1"),
    Entry("taskItem", node("taskList", node("taskItem", text("one"), localId="1", state="TODO"), localId="t"), "[ ]", "[x]"),
    Entry("blockTaskItem", node("taskList", node("blockTaskItem", para(text("one")), localId="1", state="TODO"), localId="t"), "TODO", "DONE"),
    Entry("decisionList", node("decisionList", node("decisionItem", text("one"), localId="1", state="DECIDED"), localId="d"), "one", "1"),
    Entry("decisionItem", node("decisionList", node("decisionItem", text("one"), localId="1", state="UNDECIDED"), localId="d"), "UNDECIDED", "DECIDED"),
    Entry("mediaSingle", node("mediaSingle", MEDIUM, layout="center", width=50), "plan.png", "map.png"),
    Entry("caption", node("mediaSingle", MEDIUM, node("caption", text("The plan"), localId="c"), layout="center"), "The plan", "Ours"),
    Entry("mediaGroup", node("mediaGroup", MEDIUM, {**MEDIUM, "attrs": {**MEDIUM["attrs"], "id": "f2", "alt": "b.png"}}), "plan.png", "map.png"),
    Entry("media", node("mediaSingle", node("media", type="external", url="https://a.b/c.png"), layout="wide"), "media https://a.b/c.png", "c"),
    Entry("blockCard", node("blockCard", url="https://a.b/c", localId="c"), "/c", "/d"),
    Entry("embedCard", node("embedCard", url="https://a.b/c", layout="center", width=80), "/c", "/d"),
    Entry("extension", node("extension", **KEY, parameters={"a": [1]}), "[extension", "[macro"),
    Entry("bodiedExtension", node("bodiedExtension", para(text("one")), **KEY, localId="x"), "one", "1"),
    Entry("syncBlock", node("syncBlock", resourceId="r", localId="s"), "[synced block]", "[x]"),
    Entry("bodiedSyncBlock", node("bodiedSyncBlock", para(text("one")), resourceId="r", localId="s"), "one", "1"),
]  # fmt: skip

INLINE = [
    Entry("mention", para(text("for "), node("mention", id=LONG, text="@Ann", localId="m")), "for", "to"),
    Entry("emoji", para(node("emoji", shortName=":smile:", id="1f604", text="x"), text(" one")), "one", "1"),
    Entry("date", para(text("due "), node("date", timestamp="1699920000000", localId="d")), "2023-11-14", "2024-02-29"),
    Entry("status", para(node("status", text="In progress", color="blue", localId="s")), "In progress", "Done"),
    Entry("inlineCard", para(text("see "), node("inlineCard", url="https://a.b/c", localId="c")), "/c", "/d"),
    Entry("placeholder", para(node("placeholder", text="Fill in", localId="p")), "Fill in", "Fill out"),
    Entry("mediaInline", para(text("see "), node("mediaInline", id="f1", collection="c", alt="a.txt")), "see", "read"),
    Entry("inlineExtension", para(text("one "), node("inlineExtension", **KEY, text="chart")), "one", "1"),
]  # fmt: skip

MARKS = [
    *(Entry(kind, marked(kind), "word", "more") for kind in ("strong", "em", "strike", "underline", "code")),
    Entry("link", marked("link", href="https://a.b", title="T"), "word", "more"),
    Entry("link", marked("link", href="https://a.b", occurrenceKey="k"), "word", "more"),
    Entry("subsup", marked("subsup", type="sub"), "word", "more"),
    Entry("textColor", marked("textColor", color="#ff5630"), "#ff5630", "#36b37e"),
    Entry("backgroundColor", marked("backgroundColor", color="#ff5630"), "word", "more"),
    Entry("annotation", marked("annotation", id="c-1", annotationType="inlineComment"), "word", "more"),
    Entry("alignment", para(text("word"), marks=[mark("alignment", align="center")]), "center", "end"),
    Entry("indentation", para(text("word"), marks=[mark("indentation", level=2)]), "indent 2", "indent 3"),
    Entry("fontSize", para(text("word"), marks=[mark("fontSize", fontSize="small")]), "word", "more"),
    Entry("breakout", {**CODE, "marks": [mark("breakout", mode="wide")]}, "a = 1", "a = 2"),
    Entry("border", node("mediaSingle", {**MEDIUM, "marks": [mark("border", size=2, color="#091e4224")]}, layout="center"),
          "plan.png", "map.png"),
    Entry("fragment", {**TABLE, "marks": [mark("fragment", localId="f", name="n")]}, "two", "2"),
    Entry("dataConsumer", node("bodiedExtension", para(text("one")), **KEY) | {"marks": [mark("dataConsumer", sources=["f"])]}, "one", "1"),
]  # fmt: skip

UNKNOWN = [
    Entry("a node of a type not known here", node("future", para(text("one")), a={"b": [1]}), "future: one", "future: 1"),
    Entry("a mark of a type not known here", para(text("one "), text("word", mark("sparkle", n=1))), "word", "more"),
]  # fmt: skip

ALL = [*BLOCKS, *INLINE, *MARKS]

DEFINITIONS = {
    "alignment": "alignment_mark",
    "annotation": "annotation_mark",
    "backgroundColor": "backgroundColor_mark",
    "blockCard": "blockCard_node",
    "blockTaskItem": "blockTaskItem_node",
    "blockquote": "blockquote_node",
    "bodiedExtension": "bodiedExtension_node bodiedExtension_with_marks_node",
    "bodiedSyncBlock": "bodiedSyncBlock_node",
    "border": "border_mark",
    "breakout": "breakout_mark",
    "bulletList": "bulletList_node",
    "caption": "caption_node",
    "code": "code_mark",
    "codeBlock": "codeBlock_node codeBlock_root_only_node",
    "dataConsumer": "dataConsumer_mark",
    "date": "date_node",
    "decisionItem": "decisionItem_node",
    "decisionList": "decisionList_node",
    "doc": "doc_node",
    "em": "em_mark",
    "embedCard": "embedCard_node",
    "emoji": "emoji_node",
    "expand": "expand_node expand_root_only_node",
    "extension": "extension_node extension_with_marks_node",
    "fontSize": "fontSize_mark",
    "fragment": "fragment_mark",
    "hardBreak": "hardBreak_node",
    "heading": "heading_node heading_with_alignment_node heading_with_indentation_node heading_with_no_marks_node",
    "indentation": "indentation_mark",
    "inlineCard": "inlineCard_node",
    "inlineExtension": "inlineExtension_node inlineExtension_with_marks_node",
    "layoutColumn": "layoutColumn_node",
    "layoutSection": "layoutSection_full_node layoutSection_node",
    "link": "link_mark",
    "listItem": "listItem_node",
    "media": "media_node",
    "mediaGroup": "mediaGroup_node",
    "mediaInline": "mediaInline_node",
    "mediaSingle": "mediaSingle_caption_node mediaSingle_full_node mediaSingle_node",
    "mention": "mention_node",
    "nestedExpand": "nestedExpand_node nestedExpand_with_no_marks_node",
    "orderedList": "orderedList_node",
    "panel": "panel_node",
    "paragraph": "paragraph_node paragraph_with_alignment_node paragraph_with_font_size_node paragraph_with_indentation_node paragraph_with_no_marks_node",
    "placeholder": "placeholder_node",
    "rule": "rule_node",
    "status": "status_node",
    "strike": "strike_mark",
    "strong": "strong_mark",
    "subsup": "subsup_mark",
    "syncBlock": "syncBlock_node",
    "table": "table_node",
    "tableCell": "table_cell_node",
    "tableHeader": "table_header_node",
    "tableRow": "table_row_node",
    "taskItem": "taskItem_node",
    "taskList": "taskList_node",
    "text": "code_inline_node formatted_text_inline_node text_node text_with_no_marks_node",
    "textColor": "textColor_mark",
    "underline": "underline_mark",
}
"""The definitions of Atlassian's schema (full.json), by the node or mark that each is about."""

GROUPS = (
    "block_content inline_node nestedExpand_content non_nestable_block_content table_cell_content"
)
"""Those that say only which nodes may stand somewhere."""
