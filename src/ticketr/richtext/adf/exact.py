"""Whether two documents are the same one to Jira."""

from __future__ import annotations

from ticketr.richtext.adf.canon import canonical


def same(a: object, b: object) -> bool:
    """Whether two documents are equal up to what Jira itself normalises; see `canon.canonical`."""
    return canonical(a) == canonical(b)
