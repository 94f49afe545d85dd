"""What an edit would take from a text that cannot be made here again: media, and nodes that we do not know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import nodes, places
from ticketr.richtext.adf.canon import flat
from ticketr.richtext.adf.endless import MOST, Endless
from ticketr.richtext.adf.placeholder import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MEDIA: Final = frozenset(("media", "mediaInline"))
_KNOWN: Final = frozenset((*places.ALLOWED, *places.CHILDLESS))

GONE: Final = "is no longer in the text"
STRANGER: Final = "stands for something in another text"
ATTACHED: Final = "is a file of another ticket; attach it to this one"
MISPLACED: Final = "cannot stand there in Jira"
FIXED: Final = "cannot be changed here"


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing that would be lost: `what` it is and `why`, in plain words that make a sentence."""

    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.what} {self.why}"


def gone(before: Iterable[object], after: Iterable[object]) -> tuple[Lost, ...]:
    """The media and unknown nodes that were there before and are not after, each as often as that.

    A node that is in both rows is looked into in neither.
    """
    was, now = list(before), list(after)
    both = {id(node) for node in was if type(node) is dict} & set(map(id, now))
    left = Counter(key for key, _ in _dear(node for node in now if id(node) not in both))
    found: list[Lost] = []
    for key, node in _dear(node for node in was if id(node) not in both):
        if left[key]:
            left[key] -= 1
        else:
            found.append(Lost(_told(node), GONE))
    return tuple(found)


def _dear(found: Iterable[object]) -> Iterator[tuple[object, object]]:
    """The media, by what they show, and the unknown nodes, by all they hold."""
    stack: list[Any] = [*found][::-1]
    for _ in range(MOST):
        if not stack:
            return
        node = stack.pop()
        kind = nodes.kind(node)
        if kind in _MEDIA:
            about = nodes.attrs(node)
            yield flat([about.get(key) for key in ("id", "collection", "url")]), node
        elif kind not in _KNOWN:
            yield flat(node), node
        else:
            stack.extend(reversed(nodes.content(node)))
    raise Endless


def has_file(node: object) -> bool:
    """Whether the node shows a file, which is attached to the ticket that it stands in."""
    media = [one for _, one in _dear([node]) if nodes.kind(one) in _MEDIA]
    return any(_is_attached(nodes.attrs(one)) for one in media)


def _is_attached(about: dict[str, Any]) -> bool:
    """Whether the medium is a file of the ticket; wiki markup names those of the web by their address."""
    return about.get("type") != "external" and "://" not in nodes.words(about.get("id"))


def _told(node: object) -> str:
    about = nodes.attrs(node)
    words = (nodes.words(about.get(key)) for key in ("alt", "url", "text", "id"))
    word = next(filter(None, words), "") or nodes.all_text(node)
    return f'{name(node)} "{word}"' if word else name(node)
