"""Searching tickets by words: keys first, then what tickets say, and where nothing does, what may have been meant."""

from __future__ import annotations

from ticketr.domain.search import Found, key_part
from ticketr.jql.text import NotText, Term, Text, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.domain.search import Hit
    from ticketr.ports.repositories import Store
    from ticketr.ports.search import SearchIndex

DEFAULT_HITS = 20
MOST_KEYS = 20
"""Tickets that are found by the beginning of a key."""
MOST_GROUPS = 60
"""Combinations of words that are tried in the place of those that nothing holds."""
EXAMPLES = 'Write words, "a phrase", beginnings like pay*, and OR, NOT or -word between them.'


class SearchQuery:
    """What to look for, and which page of what is found. Without a workspace all are searched."""

    __slots__ = ("limit", "offset", "text", "workspace_id")

    def __init__(
        self,
        text: str,
        workspace_id: str | None = None,
        *,
        limit: int = DEFAULT_HITS,
        offset: int = 0,
    ) -> None:
        self.text = text
        self.workspace_id = workspace_id
        self.limit = limit
        self.offset = offset


class SearchService:
    """Search over everything that tickets say."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, query: SearchQuery) -> Found:
        """The tickets, best first. Raises QueryInvalid where the text names nothing to look for."""
        index = self._store.search
        text = understood(query.text)
        part = key_part(query.text)
        named = index.keys(part, query.workspace_id, MOST_KEYS) if part else []
        if named:
            return self._behind_keys(query, text, named)
        found = _page(index, query, text)
        return found if found.total else self._meant(query, text)

    def _behind_keys(self, query: SearchQuery, text: Text, named: list[Hit]) -> Found:
        """The tickets whose keys were named, then those that say it."""
        end = query.offset + query.limit
        ids = [hit.row.id for hit in named]
        found = self._store.search.find(text, query.workspace_id, limit=end, without=ids)
        page = (*named, *found.hits)[query.offset : end]
        return Found(page, found.total + len(named), more=found.more)

    def _meant(self, query: SearchQuery, text: Text) -> Found:
        """What is found by words like those that were written."""
        index = self._store.search
        words = dict.fromkeys(term.text for wanted, _ in text.groups for term in wanted)
        near = {word: index.near(word) for word in words}
        if not any(found and found != (word,) for word, found in near.items()):
            return Found()
        found = _page(index, query, _with(text, near))
        told = [(word, other) for word, other in near.items() if other and other != (word,)]
        found.instead = tuple(told) if found.total else ()
        return found


def _page(index: SearchIndex, query: SearchQuery, text: Text) -> Found:
    return index.find(text, query.workspace_id, limit=query.limit, offset=query.offset)


def understood(text: str) -> Text:
    """The terms of the text. Raises QueryInvalid."""
    try:
        return text_of(text)
    except NotText as error:
        from ticketr.errors import QueryInvalid

        message = str(error) if text.strip() else "Nothing was said to look for."
        raise QueryInvalid(message, hint=EXAMPLES) from None


def _with(text: Text, near: dict[str, tuple[str, ...]]) -> Text:
    """The text with each word replaced by those it may have meant: one group for each choice of them."""
    groups: list[tuple[tuple[Term, ...], tuple[Term, ...]]] = []
    for wanted, barred in text.groups:
        choices: list[tuple[Term, ...]] = [()]
        for term in wanted:
            words = near[term.text] or (term.text,)
            room = max(MOST_GROUPS // len(choices), 1)
            choices = [(*chosen, Term(word)) for chosen in choices for word in words[:room]]
        groups += [(chosen, barred) for chosen in choices[:MOST_GROUPS]]
    return Text(tuple(groups))
