"""How long a text is, as Jira counts it against its limit."""

from __future__ import annotations

from typing import Any

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.endless import MOST, Endless


def length(doc: object) -> int:
    """Characters of the texts in the document, a line break counting one; any value has a length."""
    total = 0
    stack: list[Any] = [doc]
    for _ in range(MOST):
        if not stack:
            return total
        node = stack.pop()
        total += len(nodes.text(node)) if nodes.kind(node) == "text" else 0
        total += nodes.kind(node) == "hardBreak"
        stack.extend(nodes.content(node))
    raise Endless
