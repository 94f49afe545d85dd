"""Wiki markup to Markdown."""

from __future__ import annotations

from ticketr.richtext.adf.blocks import Writer
from ticketr.richtext.adf.memory import unswept
from ticketr.richtext.wiki.read import read


def render(markup: str) -> str:
    """The markup as canonical Markdown, without a line break at its end; empty if it shows nothing.

    What Markdown has no words for stands in the forms of `richtext`, with an id (`^k2f9ab`) for
    `splice` to find it again. Any string is markup. Never raises.
    """
    with unswept(len(markup)):
        return "\n".join(Writer().blocks(list(read(markup).blocks)))
