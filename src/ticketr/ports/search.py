"""Finding tickets by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.domain.search import Found, Hit, KeyPart
    from ticketr.jql.text import Text


class SearchIndex(Protocol):
    """What tickets say, by words. Without a `workspace_id` every workspace is searched."""

    def keys(self, part: KeyPart, workspace_id: str | None, limit: int) -> list[Hit]:
        """The ticket with that key, then those whose keys begin so, by number; without a project, in each one's."""
        ...

    def find(
        self,
        text: Text,
        workspace_id: str | None,
        *,
        limit: int,
        offset: int = 0,
        without: Sequence[str] = (),
    ) -> Found:
        """A page of the tickets that say it, in any form of its words; best first, and of equals the newest.

        Where more than RANKED say it, the newest RANKED are taken, those that say it in the title first. Tickets
        with an id in `without` are left out.
        """
        ...

    def near(self, word: str) -> tuple[str, ...]:
        """The words of tickets that the word may have meant, nearest first; the word itself, where tickets hold it."""
        ...
