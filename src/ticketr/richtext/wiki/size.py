"""How long a markup is, as Jira Data Center counts it against its limit."""

from __future__ import annotations

from typing import Final

LIMIT: Final = 32_767
"""Characters of one text in Jira Data Center, as it is set up at first."""


def length(markup: str) -> int:
    """Characters as Java counts them: one beyond U+FFFF is two."""
    return len(markup) + sum(char > "\uffff" for char in markup)
