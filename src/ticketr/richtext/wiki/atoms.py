"""Inline nodes that are no text, as wiki markup or as words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import forms, nodes
from ticketr.richtext.wiki.escape import reference
from ticketr.richtext.wiki.signs import EMOTICON_RE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketr.richtext.adf.nodes import Node

_NAME_RE: Final = re.compile(r"[|\[\]{}\\\s&]")
_STRONG: Final[Node] = {"type": "strong"}


@dataclass(frozen=True, slots=True)
class Atom:
    """What to write: markup that stays as it is, or a text with marks."""

    text: str
    fixed: bool = False
    marks: tuple[Node, ...] = ()


def atom(node: object) -> Atom:
    """What stands for the node; its words where wiki markup has nothing like it."""
    about = nodes.attrs(node)
    markup = nodes.words(about.get("markup"))
    if markup:
        return Atom(_relabelled(markup, about), fixed=True)
    write = _WRITERS.get(nodes.kind(node))
    found = write(node, about) if write else None
    return found or Atom(_words(node))


def _words(node: object) -> str:
    words = (nodes.words(nodes.attrs(node).get(key)) for key in _TELLING)
    return next(filter(None, words), "") or nodes.all_text(node)


def _mention(_node: object, about: Node) -> Atom | None:
    name = _NAME_RE.sub(lambda match: reference(match.group()), nodes.words(about.get("id")))
    return Atom(f"[~{name}]", fixed=True) if name else None


def _emoji(_node: object, about: Node) -> Atom | None:
    name = nodes.words(about.get("shortName"))
    return Atom(name, fixed=True) if EMOTICON_RE.fullmatch(name) else None


def _card(_node: object, about: Node) -> Atom | None:
    url = nodes.words(about.get("url"))
    return Atom(url, marks=({"type": "link", "attrs": {"href": url}},))


def _status(_node: object, about: Node) -> Atom | None:
    return Atom(nodes.words(about.get("text")), marks=(_STRONG,))


def _date(node: object, _about: Node) -> Atom | None:
    return Atom(forms.label(forms.SPANS["date"], node))


_WRITERS: Final[dict[str, Callable[[object, Node], Atom | None]]] = {
    "mention": _mention,
    "emoji": _emoji,
    "inlineCard": _card,
    "status": _status,
    "date": _date,
}
_TELLING: Final = ("text", "alt", "shortName", "id", "url")


def _relabelled(markup: str, about: Node) -> str:
    """A file's markup with the label that it was given."""
    name, label = nodes.words(about.get("id")), nodes.words(about.get("alt"))
    if not label or label == name:
        return markup
    if markup.startswith("!"):
        kept = [part for part in markup[1:-1].split("|") if not part.startswith("alt=")]
        safe = re.sub(r'[|!"\\\s]+', " ", label)
        return f'!{"|".join(kept)}|alt="{safe}"!'
    shown = re.sub(r"[|\[\]{}\\\s]+", " ", label)
    return f"[{shown}|{markup[1:]}"
