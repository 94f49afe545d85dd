"""Hypothesis strategies: texts, Markdown, and ADF documents, some of which Markdown can say exactly."""

from __future__ import annotations

from hypothesis import strategies as st

from ticketr.richtext.adf.render import render

PIECES = [
    "*", "_", "**", "__", "~", "~~", "~~~", "`", "``", "```", "[", "]", "(", ")", "![", "](", "<", ">", "<b>", "</b>",
    "<br>", "<https://a.b>", "<!--", "&", "&amp;", "&#32;", "&nbsp;", "\\", "\\\\", "|", "| a |", "#", "# ", "## x",
    " #", "-", "- ", "---", "- - -", "+ ", "=", "===", "1.", "1. ", "2) ", "0123456789. ", ":", ":-", "|-|", "!", "  ",
    " ", "\t", "    ", "\n", "\r", "\r\n", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\xa0", "\u2003", "\u2028", "\u2029",
    "\ufeff", "\u200b", "\ud800", "\udfff", "\U0001f600", "中", "。", "\uff08", "é", "e\u0301", "ß", "x", "ab", "snake_case",
    "C:\\dir", "https://x.y/z_a*b", "mailto:a@b.c", "[x]", "[ ] ", "[a]: b", "@", "$", "^", "{", "}", '"', "'", "%"
]  # fmt: skip
"""What is markup somewhere, and characters that are treated in a way of their own."""

MARKUP = st.sampled_from(PIECES)

ANY_TEXT = st.one_of(
    st.lists(MARKUP, min_size=1, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=()), min_size=1, max_size=12),
)
CODE_TEXT = ANY_TEXT.map(
    lambda source: (
        "".join(c for c in source if c not in "\0\r\n" and not "\ud800" <= c <= "\udfff") or "c"
    )
)

HREF = st.one_of(
    st.sampled_from(
        ["https://a.b/c?d=1&e=2&amp;f", "x", "", "a b", "a(b", "a)b", "<x>", "a\\b", "#", "javascript:x", "mailto:a@b.c",
         "/é中", "a_b*c*", '"', "a|b", "%20", "file://h/p"],
    ),
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8),
)  # fmt: skip
TITLE = st.one_of(st.none(), st.sampled_from(['"', "t", "a\\b", "&amp;", " x ", "(", "|"]))


def _link(href, title):
    return {"type": "link", "attrs": {"href": href} | ({"title": title} if title else {})}


LINKS = st.builds(_link, HREF, TITLE)
EMPHASIS = st.lists(st.sampled_from(["em", "strong", "strike"]), unique=True, max_size=3)


@st.composite
def texts(draw):
    marks = [{"type": name} for name in draw(EMPHASIS)] if draw(st.booleans()) else []
    if draw(st.integers(0, 5)) == 0:
        marks.append(draw(LINKS))
    node = {"type": "text", "text": draw(ANY_TEXT)}
    return node | ({"marks": marks} if marks else {})


@st.composite
def codes(draw):
    marks = [{"type": "code"}] + ([draw(LINKS)] if draw(st.booleans()) else [])
    return {"type": "text", "text": draw(CODE_TEXT), "marks": marks}


BREAKS = st.just({"type": "hardBreak"})
INLINE = st.lists(st.one_of(texts(), texts(), codes(), BREAKS), max_size=6)


def _filled(kind, attrs, content):
    node = {"type": kind}
    if attrs:
        node["attrs"] = attrs
    return node | ({"content": content} if content else {})


def filled(kind, content, attrs=None):
    return st.builds(_filled, st.just(kind), attrs if attrs is not None else st.none(), content)


PARAGRAPH = filled("paragraph", INLINE)
HEADING = filled("heading", INLINE, st.fixed_dictionaries({"level": st.integers(1, 6)}))
CODE_BLOCK = filled(
    "codeBlock",
    st.lists(
        st.builds(
            lambda lines: {"type": "text", "text": "\n".join(lines)},
            st.lists(st.one_of(CODE_TEXT, st.just("")), min_size=1, max_size=4),
        ).filter(lambda n: n["text"]),
        max_size=2,
    ),
    st.one_of(
        st.none(),
        st.sampled_from([{"language": "py"}, {"language": "a`b"}, {"language": "~ x&amp;\\*"}]),
    ),
)
RULE = st.just({"type": "rule"})
ORDER = st.one_of(
    st.none(),
    st.builds(
        lambda n: {"order": n}, st.one_of(st.integers(0, 12), st.just(98), st.just(999999000))
    ),
)


def _lists(blocks):
    items = st.lists(
        filled("listItem", st.lists(blocks, min_size=1, max_size=3)), min_size=1, max_size=3
    )
    return st.one_of(filled("bulletList", items), filled("orderedList", items, ORDER))


ITEM_BLOCK = st.recursive(st.one_of(PARAGRAPH, PARAGRAPH, CODE_BLOCK), _lists, max_leaves=6)
QUOTE = filled("blockquote", st.lists(ITEM_BLOCK, min_size=1, max_size=3))


@st.composite
def tables(draw):
    width, height = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    kinds = ["tableHeader"] + ["tableCell"] * height
    rows = [
        {
            "type": "tableRow",
            "content": [{"type": kind, "content": [draw(PARAGRAPH)]} for _ in range(width)],
        }
        for kind in kinds
    ]
    return {"type": "table", "content": rows}


BLOCK = st.one_of(
    tables(), PARAGRAPH, PARAGRAPH, HEADING, CODE_BLOCK, RULE, QUOTE, _lists(ITEM_BLOCK)
)


def doc(blocks):
    return {"type": "doc", "version": 1, "content": list(blocks)}


EXPRESSIBLE = st.lists(BLOCK, max_size=4).map(doc)

MARKDOWN = st.one_of(
    st.lists(
        st.one_of(
            MARKUP,
            MARKUP,
            st.just("\n"),
            st.sampled_from(
                [
                    "> ",
                    "  - ",
                    "\n\n",
                    "1. ",
                    "```py\n",
                    "\n---\n",
                    "![a](b)",
                    '[a](b "c")',
                    "[r]\n\n[r]: /u 't'\n",
                    "\n    code\n",
                    "| a | b |\n|---|:-:|\n| c |\n",
                    "- [ ] t\n",
                ]
            ),
        )
    ).map("".join),
    EXPRESSIBLE.map(render),
)
