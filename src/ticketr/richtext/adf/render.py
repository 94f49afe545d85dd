"""ADF to Markdown."""

from __future__ import annotations

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.blocks import Writer
from ticketr.richtext.adf.endless import finite
from ticketr.richtext.adf.memory import unswept


def render(doc: object) -> str:
    """The document as canonical Markdown, without a line break at its end; empty if it is.

    What CommonMark cannot say stands in forms of our own, `[In progress]{status blue}` or
    `:::panel info`; with an id (`^k2f9ab`) where the form does not say all of the node, for
    `splice` to find it again. Values that are no ADF are placeholders too. Raises TicketValidation for
    values that hold themselves, which no JSON does.
    """
    with finite(doc), unswept(_size(doc)):
        return written(doc, Writer())


def _size(doc: object) -> int:
    """Characters of the document, roughly."""
    return len(nodes.content(doc)) * 50


def written(doc: object, writer: Writer) -> str:
    """The document in Markdown, by a writer that keeps the table of its ids."""
    if doc is None:
        return ""
    return "\n".join(writer.blocks(top(doc)))


def top(doc: object) -> list[object]:
    """The document's blocks; a value that is no document is a block itself."""
    if nodes.kind(doc) != "doc" or (isinstance(doc, dict) and not _listed(doc)):
        return [doc]
    return nodes.content(doc)


def _listed(doc: dict[str, object]) -> bool:
    return isinstance(doc.get("content", []), list)
