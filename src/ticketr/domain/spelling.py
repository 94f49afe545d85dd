"""How far two spellings are apart: letters that are wrong, missing, too many, or in their neighbour's place."""

from __future__ import annotations

LATIN = "abcdefghijklmnopqrstuvwxyz0123456789"
BLOCK = 128
"""Letters of one script stand together in blocks of so many."""


def edits(word: str) -> set[str]:
    """All spellings that are one mistake away, in the letters of the word's own script."""
    letters = _letters(word)
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    for left, right in cuts:
        found |= {left + letter + right for letter in letters}
        found |= {left + letter + right[1:] for letter in letters if right}
    return found - {word, ""}


def _letters(word: str) -> str:
    blocks = {ord(char) // BLOCK for char in word if not char.isascii()}
    others = (chr(at) for block in blocks for at in range(block * BLOCK, (block + 1) * BLOCK))
    return LATIN + "".join(char for char in others if char.isalpha() and char == char.lower())


def distance(one: str, other: str, most: int) -> int:
    """How many mistakes lie between the two; anything above `most` where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        last, before, row = before, row, [at]
        for place, letter in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (char != letter))
            if at > 1 and place > 1 and char == other[place - 2] and one[at - 2] == letter:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
