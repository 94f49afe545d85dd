"""What an edit would take from a markup that cannot be made here again: files, images and macros."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.lost import GONE, Lost
from ticketr.richtext.adf.placeholder import name
from ticketr.richtext.wiki.read import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def gone(before: str, after: str) -> tuple[Lost, ...]:
    """The files, images and macros that the markup had before and has no more, each as often as that."""
    return gone_nodes(read(before).blocks, read(after).blocks)


def gone_nodes(before: Iterable[object], after: Iterable[object]) -> tuple[Lost, ...]:
    """`gone`, of what was read already."""
    left = Counter(key for key, _ in _dear(after))
    found: list[Lost] = []
    for key, node in _dear(before):
        if left[key]:
            left[key] -= 1
        else:
            found.append(Lost(f'{name(node)} "{key[1]}"', GONE))
    return tuple(found)


def _dear(found: Iterable[object]) -> Iterator[tuple[tuple[str, str], Any]]:
    """What is nothing without its own markup: a file by its name, a macro by all of it."""
    stack: list[Any] = [*found][::-1]
    while stack:
        node = stack.pop()
        about = nodes.attrs(node)
        if nodes.kind(node) == "mediaInline":
            yield ("file", str(about.get("id"))), node
        elif nodes.kind(node) in ("extension", "inlineExtension"):
            yield ("macro", str(about.get("text"))), node
        stack.extend(reversed(nodes.content(node)))
