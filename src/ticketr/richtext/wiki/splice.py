"""Edited Markdown into the wiki markup it was rendered from, touching only what was edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketr.richtext.adf.again import Known
from ticketr.richtext.adf.blocks import Writer as Renderer
from ticketr.richtext.adf.copies import returned
from ticketr.richtext.adf.fit import Fitting
from ticketr.richtext.adf.memory import unswept
from ticketr.richtext.adf.resolve import Resolver
from ticketr.richtext.adf.weave import Weaver
from ticketr.richtext.wiki.lost import gone_nodes
from ticketr.richtext.wiki.read import read
from ticketr.richtext.wiki.write import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticketr.richtext.adf.identity import Table
    from ticketr.richtext.adf.lost import Lost


@dataclass(frozen=True, slots=True)
class Spliced:
    """The markup to send, and what sending it would lose; empty `lost` where nothing."""

    doc: str
    lost: tuple[Lost, ...]


def splice(
    original: str, markdown: str, whole: str | None = None, others: Sequence[str] = ()
) -> Spliced:
    """The original with the edit of its rendering in it.

    Blocks, items, rows and cells that the edit left alone are the original's own characters, and so
    is the rest of a line that was edited. Placeholders may be moved, copied and deleted; those of
    `whole` (the markup of which `original` is a part) may stand here too, and those of `others`,
    markups of other tickets, but for their files. Any string is a markup. Never raises.
    """
    with unswept(len(original) + len(markdown)):
        return _spliced(original, markdown, whole, others)


def _spliced(original: str, markdown: str, whole: str | None, others: Sequence[str]) -> Spliced:
    source = read(original)
    renderer = Renderer()
    known = Known("\n".join(renderer.blocks(list(source.blocks))), renderer.starts)
    table = {**_table([whole or ""]), **renderer.table}
    resolver = Resolver(table, lambda: _table(others), markdown)
    fitting = Fitting()
    weaver = Weaver(resolver, fitting)
    edited = weaver.document(list(source.blocks), known.blocks, known.again(markdown))
    woven = returned(edited, fitting.borrowed)
    markup = Writer(source).document(woven)
    if source.retied(markup):
        markup = Writer(source, careful=True).document(woven)
    lost = (*gone_nodes(source.blocks, markup), *resolver.lost)
    return Spliced(markup, lost)


def _table(markups: Iterable[str]) -> Table:
    """What the placeholders of other texts stand for; their places are none of the original's."""
    renderer = Renderer()
    for markup in markups:
        renderer.blocks(list(read(markup, "other ").blocks))
    return renderer.table
