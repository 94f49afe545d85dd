"""Edited Markdown into the document it was rendered from, touching only what was edited."""

from __future__ import annotations

from dataclasses import dataclass
from operator import is_
from typing import TYPE_CHECKING

from ticketr.richtext.adf.blocks import Writer
from ticketr.richtext.adf.fit import Fitting
from ticketr.richtext.adf.lost import FIXED, MISPLACED, STRANGER, Lost, gone
from ticketr.richtext.adf.parse import read
from ticketr.richtext.adf.render import top, written
from ticketr.richtext.adf.resolve import Resolver
from ticketr.richtext.adf.weave import Weaver

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node


@dataclass(frozen=True, slots=True)
class Spliced:
    """The document to send, and what sending it would lose; empty `lost` where nothing."""

    doc: Node
    lost: tuple[Lost, ...]


def splice(original: object, markdown: str, known: object = None) -> Spliced:
    """The original with the edit of its rendering in it.

    Blocks, items, rows and cells that the edit left alone are the original's own nodes. Blocks
    that were edited keep what Markdown does not show of them. Placeholders may be moved, copied
    and deleted. `known` is a document whose placeholders may stand here too, such as the whole of
    which `original` is a part. Nothing in either is changed. Never raises.
    """
    blocks = top(original) if original is not None else []
    writer = Writer()
    old = read(written({"type": "doc", "content": blocks}, writer))
    resolver = Resolver({**_table(known), **writer.table})
    fitting = Fitting()
    woven = Weaver(resolver, fitting, blocks, old).blocks("doc", blocks, old, read(markdown))
    fitted = fitting.children("doc", woven)
    lost = (
        *gone(blocks, fitted),
        *(Lost(what, STRANGER) for what in resolver.strangers),
        *(Lost(what, FIXED) for what in resolver.edited),
        *(Lost(what, MISPLACED) for what in fitting.dropped),
    )
    return Spliced(_document(original, blocks, fitted), lost)


def _table(known: object) -> dict[str, object]:
    writer = Writer()
    written(known, writer)
    return writer.table


def _document(original: object, blocks: list[object], content: list[object]) -> Node:
    """The content in the original's own frame, where it has one; the original if it is all of it."""
    if not isinstance(original, dict) or original.get("type") != "doc":
        return {"type": "doc", "version": 1, "content": content}
    if len(blocks) == len(content) and all(map(is_, blocks, content)):
        return original
    return {"version": 1, **original, "content": content}
