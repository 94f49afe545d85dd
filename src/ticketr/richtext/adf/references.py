"""Link reference definitions that no link uses, or that come twice, stay text: no word is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

KEPT = "kept"
"""Where the environment of a second parse holds the labels whose definitions are text."""


def reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """CommonMark's rule, but for definitions that would vanish."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("[", first):
        return False
    from markdown_it.rules_block import reference as rule

    known = len(state.env.get("references", ()))
    line = state.line
    if not rule(state, start, end, silent):
        return False
    defined = state.env["references"]
    if len(defined) > known:
        label = next(reversed(defined))
        if label not in state.env.get(KEPT, ()):
            return True
        del defined[label]
    state.line = line
    return False


def unused(tokens: Sequence[Token], env: dict[str, Any]) -> frozenset[str]:
    """The labels that are defined and that no link and no image refers to."""
    defined = env.get("references")
    return frozenset(defined) - frozenset(_used(tokens)) if defined else frozenset()


def _used(tokens: Sequence[Token]) -> Iterator[str]:
    stack = list(tokens)
    while stack:
        token = stack.pop()
        stack += token.children or ()
        if "label" in token.meta:
            yield token.meta["label"]
