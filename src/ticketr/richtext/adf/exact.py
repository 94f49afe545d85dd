"""Whether Markdown alone says a document, with nothing to look up in the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.richtext.adf.blocks import Writer
from ticketr.richtext.adf.canon import canonical
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.placeholder import name
from ticketr.richtext.adf.render import written

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node


def same(a: object, b: object) -> bool:
    """Whether two documents are equal up to what Jira itself normalises; see `canon.canonical`."""
    return canonical(a) == canonical(b)


def inexpressible(doc: Node) -> tuple[str, ...]:
    """What its Markdown needs the original for, in plain words, in order of appearance.

    Empty exactly when `parse(render(doc))` is the same document, which is tried, not guessed.
    Never raises.
    """
    writer = Writer()
    if same(parse(written(doc, writer)), doc):
        return ()
    names = dict.fromkeys(name(node) for node in writer.table.values())
    return tuple(names) or ("something that Markdown does not show",)
