"""Edited Markdown into the document it was rendered from, touching only what was edited."""

from __future__ import annotations

from dataclasses import dataclass
from operator import is_
from typing import TYPE_CHECKING

from ticketr.richtext.adf.again import Known
from ticketr.richtext.adf.blocks import Writer
from ticketr.richtext.adf.copies import distinct
from ticketr.richtext.adf.endless import finite
from ticketr.richtext.adf.fit import Fitting
from ticketr.richtext.adf.lost import MISPLACED, Lost, gone
from ticketr.richtext.adf.memory import unswept
from ticketr.richtext.adf.render import top, written
from ticketr.richtext.adf.resolve import Resolver
from ticketr.richtext.adf.weave import Weaver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticketr.richtext.adf.nodes import Node


@dataclass(frozen=True, slots=True)
class Spliced:
    """The document to send, and what sending it would lose; empty `lost` where nothing."""

    doc: Node
    lost: tuple[Lost, ...]


def splice(
    original: object, markdown: str, whole: object = None, others: Sequence[object] = ()
) -> Spliced:
    """The original with the edit of its rendering in it.

    Blocks, items, rows and cells that the edit left alone are the original's own nodes. Blocks
    that were edited keep what Markdown does not show of them. Placeholders may be moved, copied
    and deleted; those of `whole` (the document of which `original` is a part) may stand here too,
    and those of `others`, documents of other tickets, but for their files. Nothing in any of them
    is changed. Raises TicketValidation for an original that holds itself, which no JSON does.
    """
    with finite(original), unswept(len(markdown)):
        return _spliced(original, markdown, whole, others)


def _spliced(original: object, markdown: str, whole: object, others: Sequence[object]) -> Spliced:
    blocks = top(original) if original is not None else []
    writer = Writer()
    text = written({"type": "doc", "content": blocks}, writer)
    known = Known(text, writer.starts)
    table = {**_table([whole]), **writer.table}
    resolver = Resolver(table, lambda: _table(others), markdown)
    fitting = Fitting()
    woven = Weaver(resolver, fitting).document(blocks, known.blocks, known.again(markdown))
    fitted = distinct(blocks, fitting.children("doc", woven), fitting.borrowed)
    misplaced = (Lost(what, MISPLACED) for what in fitting.dropped)
    lost = (*gone(blocks, fitted), *resolver.lost, *misplaced)
    return Spliced(_document(original, blocks, fitted), lost)


def _table(documents: Iterable[object]) -> dict[str, object]:
    writer = Writer()
    for document in documents:
        written(document, writer)
    return writer.table


def _document(original: object, blocks: list[object], content: list[object]) -> Node:
    """The content in the original's own frame, where it has one; the original if it is all of it."""
    if not isinstance(original, dict) or original.get("type") != "doc":
        return {"type": "doc", "version": 1, "content": content}
    if len(blocks) == len(content) and all(map(is_, blocks, content)):
        return original
    return {"version": 1, **original, "content": content}
