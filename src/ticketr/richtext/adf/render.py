"""ADF to Markdown."""

from __future__ import annotations

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.blocks import blocks


def render(doc: object) -> str:
    """The document as canonical Markdown, without a line break at its end; empty if it is.

    What Markdown cannot say appears as a bracketed placeholder (`[panel: info]`), its words kept,
    and so do values that are no ADF. Never raises. `exact.inexpressible` tells what is left out.
    """
    if doc is None:
        return ""
    found = nodes.content(doc) if nodes.kind(doc) == "doc" else [doc]
    return "\n".join(blocks(found))
