"""Scripts without spaces between words (Chinese, Japanese, Korean): a run of them is found by any part of it."""

from __future__ import annotations

BETWEEN = "\ue000"
"""A token that nobody types; it stands between two runs, so that nothing is found across them."""
RANGES = (
    ("\u3005", "\u3007"),
    ("\u3040", "\u30ff"),
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uac00", "\ud7a3"),
    ("\uf900", "\ufaff"),
    ("\uff66", "\uff9f"),
    ("\U00020000", "\U000323af"),
)


def is_unspaced(char: str) -> bool:
    """Whether the character stands in words that are not set apart."""
    return char >= "\u3005" and any(first <= char <= last for first, last in RANGES)


def has_runs(text: str) -> bool:
    """Whether the text holds such characters."""
    return not text.isascii() and any(map(is_unspaced, text))


def apart(text: str) -> str:
    """The text with such characters standing alone: `API日本` is `API 日 本`."""
    if not has_runs(text):
        return text
    return "".join(f" {char} " if is_unspaced(char) else char for char in text)


def runs(*texts: str | None) -> str:
    """The words of the texts that hold such characters, set apart, with BETWEEN between two words."""
    found = [
        " ".join(apart(word).split())
        for text in texts
        if text and has_runs(text)
        for word in _words(text)
        if has_runs(word)
    ]
    return f" {BETWEEN} ".join(found)


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text).split()
