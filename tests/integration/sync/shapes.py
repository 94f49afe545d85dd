"""Descriptions with more than paragraphs: what two people write, change and take out in lists, tables and panels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.helpers.place import document
from tests.integration.sync.desk import WORD, as_document, blocks_of

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from tests.integration.sync.desk import Desk, Machine

PICK = st.integers(0, 11)
SAID = r"word\d{4}(?=\W* (?:item|deep|quoted|cell|shall|code))"
"""A word in one of the shapes of `tests.integration.sync.desk`."""
ITEM = r"^- \*\*word\d{4}\*\* (?:item|shall)(\r?\n)"
KINDS = st.sampled_from(["list", "panel", "heading", "table", "status", "image", "expand"])


class Shapes:
    """Rules for the state machine."""

    desk: Desk
    here: Machine
    edition: str
    _remote: Callable[[int], dict[str, Any] | None]

    # --- here

    @rule(pick=PICK)
    def reword_here(self, pick: int) -> None:
        self.desk.substitute(SAID, pick, lambda _: self.desk.word())

    @rule(pick=PICK)
    def add_item_here(self, pick: int) -> None:
        def with_another(found: re.Match[str]) -> str:
            return f"{found[0]}- **{self.desk.word()}** item{found[1]}"

        self.desk.substitute(ITEM, pick, with_another)

    @rule(pick=PICK)
    def take_item_out_here(self, pick: int) -> None:
        self.desk.substitute(ITEM, pick, lambda _: "")

    # --- in Jira

    @rule(pick=PICK, at=PICK)
    def reword_there(self, pick: int, at: int) -> None:
        """One word of the text is another; all else stays as it is."""
        item = self._remote(pick)
        text = json.dumps(item["fields"]["description"]) if item else ""
        if item is None or not (words := WORD.findall(text)):
            return
        old = words[at % len(words)]
        self.desk.replaced(old)
        text = text.replace(old, self.desk.word(elsewhere=True))
        self.here.change(item["key"], description=json.loads(text))

    @rule(pick=PICK, kind=KINDS)
    def add_block_there(self, pick: int, kind: str) -> None:
        item = self._remote(pick)
        if item is None:
            return
        text, word = item["fields"]["description"], self.desk.word(elsewhere=True)
        if self.edition == "cloud":
            text = text or {"type": "doc", "version": 1, "content": []}
            text["content"].append(_node(kind, word))
        else:
            text = "\n\n".join(filter(None, [text, _markup(kind, word)]))
        self.here.change(item["key"], description=text)

    @rule(pick=PICK, at=PICK, to=PICK, off=st.booleans())
    def arrange_there(self, pick: int, at: int, to: int, off: bool) -> None:
        """A block gets another place, or is taken out."""
        item = self._remote(pick)
        if item is None or not item["fields"]["description"]:
            return
        blocks = blocks_of(item["fields"]["description"])
        block = blocks.pop(at % len(blocks))
        if off:
            self.desk.replaced(repr(block))
        else:
            blocks.insert(to % (len(blocks) + 1), block)
        self.here.change(item["key"], description=as_document(blocks) if blocks else None)


def _node(kind: str, word: str) -> dict[str, Any]:
    """A block of a Jira document; no item of a list looks like a task of ours."""
    paragraph = document(f"see {word} there")["content"]
    media = {"type": "file", "id": "f1", "collection": "c", "alt": f"{word}.png"}
    status = {"text": word, "color": "blue", "style": "bold", "localId": "s1"}
    nodes: dict[str, tuple[str, dict[str, Any], list[Any]]] = {
        "list": ("bulletList", {}, [{"type": "listItem", "content": paragraph}]),
        "panel": (
            "panel",
            {"panelType": "info", "panelColor": "#fff", "localId": "p1"},
            paragraph,
        ),
        "heading": ("heading", {"level": 3}, paragraph[0]["content"]),
        "table": ("table", {"layout": "default"}, [_row(paragraph)]),
        "status": ("paragraph", {}, [{"type": "status", "attrs": status}]),
        "image": ("mediaSingle", {"layout": "wide"}, [{"type": "media", "attrs": media}]),
        "expand": ("expand", {"title": word}, document("More.")["content"]),
    }
    type_, attrs, content = nodes[kind]
    return {"type": type_, **({"attrs": attrs} if attrs else {}), "content": content}


def _row(content: list[Any]) -> dict[str, Any]:
    return {
        "type": "tableRow",
        "content": [{"type": "tableCell", "attrs": {}, "content": content}],
    }


def _markup(kind: str, word: str) -> str:
    """The same in wiki markup."""
    shapes = {
        "list": f"* see {word} there",
        "panel": f"{{panel:title=T|borderStyle=dashed}}\n{word} there\n{{panel}}",
        "heading": f"h3. {word} there",
        "table": f"|{word} there|",
        "image": f"!{word}.png|thumbnail!",
        "expand": f"{{chart:title={word}}}\n|a|1|\n{{chart}}",
        "status": f"{{status:colour=Blue|title={word}}}",
    }
    return shapes[kind]
