"""Acceptance criteria: a Markdown list, and its items one by one. On the way of `show`: no imports."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_BULLETS = frozenset({"- ", "* ", "+ "})


def criteria_list(text: str) -> tuple[str, ...]:
    """The items of a Markdown list at the left margin, without bullets and check boxes."""
    items: list[list[str]] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:2] in _BULLETS:
            items.append([line[2:].strip()])
        elif items and line[:2] == "  ":
            items[-1].append(line[2:])
    return tuple(_unboxed("\n".join(item)) for item in items)


def _unboxed(item: str) -> str:
    boxed = item[:4].lower() in {"[ ] ", "[x] "}
    return item[4:] if boxed else item


def criteria_text(criteria: Iterable[str]) -> str:
    """The Markdown list of these criteria."""
    return "\n".join("- " + item.replace("\n", "\n  ") for item in criteria)
