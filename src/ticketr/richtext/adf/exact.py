"""Whether Markdown says a document exactly, and if not, what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.richtext.adf.canon import canonical
from ticketr.richtext.adf.loss import losses
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node


def same(a: object, b: object) -> bool:
    """Whether two documents are equal up to what Jira itself normalises; see `canon.canonical`."""
    return canonical(a) == canonical(b)


def inexpressible(doc: Node) -> tuple[str, ...]:
    """What its Markdown leaves out or alters, in plain words, in order of appearance.

    Empty exactly when `parse(render(doc))` is the same document, which is tried, not guessed.
    Never raises.
    """
    if same(parse(render(doc)), doc):
        return ()
    return losses(doc) or ("something that Markdown reads in another way",)
