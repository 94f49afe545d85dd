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
    """The files and images that the markup named and names no more, and the macros it had.

    A macro counts as often as it is there; a file that is still linked is not lost.
    """
    return gone_nodes(read(before).blocks, after)


def gone_nodes(before: Iterable[object], after: str) -> tuple[Lost, ...]:
    """`gone`, of a markup that was read already; where it holds nothing of the kind, the other is not read."""
    dear = list(_dear(before))
    left = Counter(key for key, _ in _dear(read(after).blocks)) if dear else Counter()
    found: dict[object, Lost] = {}
    for key, what in dear:
        kind, _ = key
        if left[key]:
            left[key] -= kind == "macro"
        else:
            found[key if kind == "file" else len(found)] = Lost(what, GONE)
    return tuple(found.values())


def _dear(found: Iterable[object]) -> Iterator[tuple[tuple[str, str], str]]:
    """What is nothing without its own markup: a file by its name, a macro by all of it."""
    stack: list[Any] = [*found][::-1]
    while stack:
        node = stack.pop()
        about = nodes.attrs(node)
        kind = nodes.kind(node)
        if kind == "mediaInline":
            yield ("file", about["id"]), f'{name(node)} "{about["id"]}"'
        elif kind in ("extension", "inlineExtension"):
            yield ("macro", about["markup"]), f'{name(node)} "{about["text"]}"'
        for mark in nodes.marks(node):
            href = nodes.words(nodes.attrs(mark).get("href"))
            if href.startswith("^"):
                yield ("file", href[1:]), f'link to the file "{href[1:]}"'
        stack.extend(reversed(nodes.content(node)))
