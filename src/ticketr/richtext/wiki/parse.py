"""Markdown to wiki markup."""

from __future__ import annotations


def parse(markdown: str) -> str:
    """The Markdown as wiki markup, without a line break at its end; no word is lost.

    What wiki markup cannot say in a place is said in another way there. A placeholder that stands
    for something in some other text is text; see `splice`. Never raises.
    """
    from ticketr.richtext.adf.memory import unswept
    from ticketr.richtext.adf.parse import read
    from ticketr.richtext.adf.resolve import Resolver
    from ticketr.richtext.wiki.sources import Source
    from ticketr.richtext.wiki.write import Writer

    with unswept(len(markdown)):
        return Writer(Source("")).document(Resolver({}).nodes(read(markdown)))
