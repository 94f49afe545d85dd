"""Texts with the shape of a backlog's: few words very often, most words seldom, some that can be looked for."""

from __future__ import annotations

import itertools
import random

COMMON, SELDOM, RARE = "system", "invoice", "xylophone"
"""In nine of ten texts, in one of a hundred, in one of ten thousand."""
PHRASE = "payment gateway timeout"
"""In one of a thousand, as it stands here; its words stand elsewhere too."""
CJK = "日本語の支払いが失敗する"
WORDS = 30_000
SENTENCES = 20_000
_ENDINGS = ("", "", "", "s", "ing", "ed", "er", "ation", "ment", "ly")
_OFTEN = "payment gateway timeout login report export import user page error button".split()  # noqa: SIM905


class Texts:
    """Texts of one seed: two of the same seed and size of stock say the same."""

    def __init__(self, seed: int, words: int = WORDS, sentences: int = SENTENCES) -> None:
        self._random = random.Random(seed)
        self._words = [*_OFTEN, *(self._word() for _ in range(words))]
        self._weights = list(
            itertools.accumulate(1 / (place + 1) for place in range(len(self._words)))
        )
        self._sentences = [self._sentence() for _ in range(sentences)]

    def _word(self) -> str:
        pick = self._random.choice
        syllables = self._random.randint(2, 4)
        stem = "".join(pick("bcdfgklmnprstvw") + pick("aeiou") for _ in range(syllables))
        return stem + pick(_ENDINGS)

    def _sentence(self) -> str:
        words = self._random.choices(self._words, cum_weights=self._weights, k=14)
        return f"{' '.join(words).capitalize()}."

    def title(self) -> str:
        """Four to nine words; now and then Japanese ones."""
        size = self._random.randint(4, 9)
        words = self._random.choices(self._words, cum_weights=self._weights, k=size)
        if self._random.random() < 0.01:
            words.append(CJK)
        return " ".join(words).capitalize()

    def text(self, sentences: float) -> str:
        """About so many sentences, in paragraphs, with the words that can be looked for."""
        size = max(1, round(self._random.gauss(sentences, sentences / 3)))
        found = self._random.choices(self._sentences, k=size)
        for share, words in ((0.9, COMMON), (0.01, SELDOM), (0.0001, RARE), (0.001, PHRASE)):
            if self._random.random() < share:
                found[self._random.randrange(size)] += f" The {words} is meant."
        return "\n\n".join(" ".join(found[at : at + 4]) for at in range(0, size, 4))
