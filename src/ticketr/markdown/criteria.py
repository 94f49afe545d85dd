"""Acceptance criteria: the text of the section <-> its bullets."""

from __future__ import annotations

from ticketr.markdown.fields import dedent
from ticketr.markdown.source import BLANKS, BREAK, BULLET, OPENERS, Source, is_blank, width


def criteria_items(text: str) -> tuple[str, ...]:
    """The texts of the section's bullets, top to bottom.

    What is indented under a bullet goes with it, dedented; a checkbox is part of the text. Other
    text belongs to no item and stays in the section.
    """
    source = Source(text)
    items: list[list[str]] = []
    number, inner, is_open = 0, 0, False
    while number < len(source.lines):
        line = source.lines[number]
        bare = line.lstrip(BLANKS)
        columns = width(line[: len(line) - len(bare)])
        end = source.literal_end(number) if bare[:1] in OPENERS else -1
        last = max(number, end)
        continues = is_open and (not bare or columns >= min(inner, 2))
        bullet = None if continues or end >= 0 or BREAK.match(bare) else BULLET.match(bare)
        if continues:
            items[-1] += [dedent(one, inner) for one in source.lines[number : last + 1]]
        elif bullet:
            inner = columns + bullet.end()
            items.append([bare[bullet.end() :]])
            is_open = True
        elif not is_blank(line):
            is_open = False
        number = last + 1
    return tuple("\n".join(item).strip() for item in items)
