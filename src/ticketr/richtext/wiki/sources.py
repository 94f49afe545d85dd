"""Where each block of a text in wiki markup stands in it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ticketr.richtext.adf import nodes
from ticketr.richtext.wiki.tags import TAG_RE

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node


@dataclass(slots=True)
class Place:
    """A block in its source: its ends, and those of what it contains.

    `area` is what it stands in, as far as that decides how it is written. `after` is the place
    before it among its siblings. `begins` and `ends` say whether the line does so there too.
    """

    node: Node
    start: int
    end: int
    inner: tuple[int, int]
    area: str = ""
    after: str = ""
    begins: bool = True
    ends: bool = True


@dataclass(slots=True)
class Source:
    """A text, the blocks that it was read as, and where they stand, by their `localId`.

    `tags` are the places of tags that are text because nothing closes them, `names` theirs.
    """

    text: str
    blocks: list[Node] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    tags: list[int] = field(default_factory=list)
    names: frozenset[str] = frozenset()

    def place(self, node: object) -> Place | None:
        """Where the node, or the one that it was edited from, stands."""
        found: Any = nodes.attrs(node).get("localId")
        return self.places.get(found) if isinstance(found, str) else None

    def resize(self, node: Node, start: int, end: int) -> None:
        """Give the node other ends, around what it contains."""
        place = self.places[node["attrs"]["localId"]]
        place.start, place.end = start, end

    @property
    def newline(self) -> str:
        """How its lines end."""
        at = self.text.find("\n")
        return "\r\n" if at > 0 and self.text[at - 1] == "\r" else "\n"

    def loose(self, start: int, end: int) -> bool:
        """Whether a tag that is text stands between two places."""
        at = bisect_left(self.tags, start)
        return at < len(self.tags) and self.tags[at] < end

    def retied(self, other: str) -> bool:
        """Whether another text has other tags of such names, one of which may close one of them."""
        return bool(self.names) and self._row(self.text) != self._row(other)

    def _row(self, text: str) -> list[str]:
        return [tag.group() for tag in TAG_RE.finditer(text) if tag[1] in self.names]
