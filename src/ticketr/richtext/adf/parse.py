"""Markdown to ADF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.richtext.people import NOBODY

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node
    from ticketr.richtext.people import People


def parse(markdown: str, people: People = NOBODY) -> Node:
    """The Markdown as an ADF document, valid by Atlassian's schema for any input; no word is lost.

    What ADF does not allow in a place is said in another way there: a heading in a list is a bold
    paragraph, a quote in a quote or in a list is its content, a rule there is three dashes. A
    placeholder that stands for a node of some other document is text; see `splice`. An `@name` that
    means one of `people` is a mention.
    """
    from ticketr.richtext.adf.fit import Fitting
    from ticketr.richtext.adf.memory import unswept
    from ticketr.richtext.adf.resolve import Resolver

    with unswept(len(markdown)):
        found = read(markdown, people)
        if "^" in markdown:
            found = Resolver({}).nodes(found)
        return {"type": "doc", "version": 1, "content": Fitting().children("doc", found)}


def read(markdown: str, people: People = NOBODY) -> list[Node]:
    """The blocks as the Markdown has them, with ids to be looked up, whatever Jira allows where."""
    from ticketr.richtext.adf.build import build
    from ticketr.richtext.adf.grammar import tokens

    return build(tokens(markdown, people))
