"""The words of all tickets as they are written, folded: what prefixes and misspelt words are looked up in."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ticketr.adapters.sqlite.database import Database
    from ticketr.adapters.sqlite.pool import Session

LONGEST = 64
"""Bytes of a word that is kept; the index does not look for the stem of longer ones either."""
SHORT = LONGEST // 4
"""Characters of a word that is never longer than that, whatever they are."""
MOST_KEPT = 20_000
"""Words that a transaction keeps in memory."""
LAST = "\U0010ffff"
_LEARN = "INSERT INTO words (word, hits) VALUES (?, ?) ON CONFLICT DO UPDATE SET hits = hits + excluded.hits"
_BEGINNING = "SELECT word FROM words WHERE word >= ?1 AND word < ?1 || ?2"
_FREQUENT = f"{_BEGINNING} ORDER BY hits DESC, word LIMIT ?3"
FOLDED = ("unicode61", ["remove_diacritics", "2"])
STEMMED = ("porter", ["unicode61", "remove_diacritics", "2"])

_tokenizers: dict[str, Any] = {}


def tokens(text: str, how: tuple[str, list[str]] = FOLDED) -> list[str]:
    """The words of a text as FTS5 sees them."""
    import apsw

    tokenizer = _tokenizers.get(how[0])
    if tokenizer is None:
        tokenizer = apsw.Connection(":memory:").fts5_tokenizer(*how)
        _tokenizers[how[0]] = tokenizer
    found: Any = tokenizer(
        text.encode("utf-8", "replace"),
        apsw.FTS5_TOKENIZE_DOCUMENT,
        None,
        include_offsets=False,
        include_colocated=False,
    )
    return list(found)


def learn(db: Database, texts: Iterable[str]) -> None:
    """Know the words of these texts, each text being one ticket's, when the open transaction ends."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in set(tokens(text)):
            if len(word) <= SHORT or len(word.encode()) <= LONGEST:
                counts[word] = counts.get(word, 0) + 1
    if counts:
        db.learn(counts)


def add(session: Session, counts: dict[str, int]) -> None:
    """Keep the counts with the transaction; of many tickets, most words are the same."""
    words = session.words
    for word, hits in counts.items():
        words[word] = words.get(word, 0) + hits
    if len(words) > MOST_KEPT:
        write(session)


def write(session: Session) -> None:
    """Write what the transaction has met so far."""
    session.connection.executemany(_LEARN, sorted(session.words.items()))
    session.words.clear()


def beginning(db: Database, prefix: str, most: int) -> list[str]:
    """The words that begin so, of each stem one, the most frequent first.

    A prefix of several words is left to the index (`a b*`).
    """
    folded = tokens(prefix)
    if len(folded) != 1:
        return [f"{prefix}*"]
    found = [row[0] for row in db.query(_FREQUENT, (folded[0], LAST, most))]
    stems = zip(found, tokens(" ".join(found), STEMMED), strict=True)
    return list({stem: word for word, stem in reversed(list(stems))}.values())[::-1]


def hidden(db: Database, prefix: str) -> list[str]:
    """The words that begin so although their stems, which the index holds, do not."""
    folded = tokens(prefix)
    if len(folded) != 1:
        return []
    found = [row[0] for row in db.query(_BEGINNING, (folded[0], LAST))]
    stems = zip(found, tokens(" ".join(found), STEMMED), strict=True)
    return [word for word, stem in stems if not stem.startswith(folded[0])]
