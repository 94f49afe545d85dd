"""Where each block of a text in wiki markup stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ticketr.richtext.adf import nodes

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
    """A text, the blocks that it was read as, and where they stand, by their `localId`."""

    text: str
    blocks: list[Node] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def place(self, node: object) -> Place | None:
        """Where the node, or the one that it was edited from, stands."""
        found: Any = nodes.attrs(node).get("localId")
        return self.places.get(found) if isinstance(found, str) else None

    @property
    def newline(self) -> str:
        """How its lines end."""
        at = self.text.find("\n")
        return "\r\n" if at > 0 and self.text[at - 1] == "\r" else "\n"
