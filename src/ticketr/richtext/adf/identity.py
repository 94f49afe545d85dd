"""Short ids that lead from a placeholder back to its node: made from what the node holds, never drawn."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf.canon import flat

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST: Final = 6
"""Characters of an id, five bits each; more only where two nodes of one document would share one."""

Table = dict[str, object]
"""The nodes (or marks) that placeholders stand for, by id."""


def digest(value: object) -> str:
    """The whole id of a value of any type: the same for the same value, in any document.

    A `localId` does not count: Jira gives them out as it likes.
    """
    source = repr(flat(value, without="localId")).encode("utf-8", "surrogatepass")
    found = hashlib.blake2b(source, digest_size=20)
    return b32encode(found.digest()).decode("ascii").lower()


def shell(node: Mapping[str, object]) -> dict[str, object]:
    """A container without what is in it."""
    return {key: value for key, value in node.items() if key != "content"}


def enter(table: Table, value: object) -> str:
    """The id of the value in the table, where it is entered."""
    whole = digest(value)
    length = SHORTEST
    while length < len(whole) and digest(table.get(whole[:length], value)) != whole:
        length += 1
    table.setdefault(whole[:length], value)
    return whole[:length]
