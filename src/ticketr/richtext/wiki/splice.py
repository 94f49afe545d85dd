"""Edited Markdown into the wiki markup it was rendered from, touching only what was edited."""

from __future__ import annotations

from dataclasses import dataclass

from ticketr.richtext.adf.blocks import Writer as Renderer
from ticketr.richtext.adf.fit import Fitting
from ticketr.richtext.adf.lost import FIXED, STRANGER, Lost
from ticketr.richtext.adf.parse import read as read_markdown
from ticketr.richtext.adf.resolve import Resolver
from ticketr.richtext.adf.weave import Weaver
from ticketr.richtext.wiki.lost import gone_nodes
from ticketr.richtext.wiki.read import read
from ticketr.richtext.wiki.write import Writer


@dataclass(frozen=True, slots=True)
class Spliced:
    """The markup to send, and what sending it would lose; empty `lost` where nothing."""

    doc: str
    lost: tuple[Lost, ...]


def splice(original: str, markdown: str, known: str | None = None) -> Spliced:
    """The original with the edit of its rendering in it.

    Blocks, items, rows and cells that the edit left alone are the original's own characters.
    Placeholders may be moved, copied and deleted. `known` is a markup whose placeholders may stand
    here too, such as the whole of which `original` is a part. Never raises.
    """
    source = read(original)
    renderer = Renderer()
    old = read_markdown("\n".join(renderer.blocks(list(source.blocks))))
    table = Renderer()
    table.blocks(list(read(known, "k").blocks) if known else [])
    resolver = Resolver({**table.table, **renderer.table})
    weaver = Weaver(resolver, Fitting(), list(source.blocks), old)
    woven = weaver.blocks("doc", list(source.blocks), old, read_markdown(markdown))
    markup = Writer(source).document(woven)
    if source.retied(markup):
        markup = Writer(source, careful=True).document(woven)
    lost = (
        *gone_nodes(source.blocks, read(markup).blocks),
        *(Lost(what, STRANGER) for what in resolver.strangers),
        *(Lost(what, FIXED) for what in resolver.edited),
    )
    return Spliced(markup, lost)
