"""`@name` in Markdown as a mention, where one person is called so; elsewhere it is text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf.forms import SPANS, takes
from ticketr.richtext.adf.placeholder import bracketed
from ticketr.richtext.people import typed

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

    from ticketr.richtext.people import People

PEOPLE: Final = "ticketr_people"
"""Where a parse's environment has the people."""

UNKNOWN: Final = "ticketr_unknown"
"""Where it notes what looked like a name and is none."""


def mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """The rule for an `@` that is not escaped. A link's label has none."""
    people: People | None = state.env.get(PEOPLE)
    if people is None or state.src[state.pos] != "@" or state.linkLevel:
        return False
    person = people.at(state.src, state.pos)
    if person is None or not takes(SPANS["mention"], person.account):
        if not silent and (name := typed(state.src, state.pos)):
            state.env.setdefault(UNKNOWN, []).append(name)
        return False
    if not silent:
        shown = {"argument": person.account, "ref": "", "label": f"@{person.shown}"}
        state.push("atom", "", 0).meta = {"form": SPANS["mention"], **shown}
    state.pos += 1 + len(person.name)
    return True


def resolved(markdown: str, people: People) -> str:
    """The Markdown with each `@name` that means one of the people as the mention that it stands for.

    What is code, a link or escaped stays as it is.
    """
    from ticketr.richtext.adf.parse import parse

    place = markdown.find("@") if people else -1
    meant = parse(markdown, people) if place >= 0 else {}
    while place >= 0:
        person = people.at(markdown, place)
        if person is not None:
            end = place + 1 + len(person.name)
            form = f"[@{bracketed(person.shown)}]{{mention {person.account}}}"
            told = markdown[:place] + form + markdown[end:]
            if parse(told, people) == meant:
                markdown, place = told, place + len(form) - 1
        place = markdown.find("@", place + 1)
    return markdown


def unknown(markdown: str, people: People) -> tuple[str, ...]:
    """What is typed in the Markdown like a mention and stays text, each once."""
    from ticketr.richtext.adf.grammar import parsed

    if "@" not in markdown:
        return ()
    env: dict[str, object] = {PEOPLE: people}
    parsed(markdown, env)
    found = env.get(UNKNOWN, ())
    return tuple(dict.fromkeys(found)) if isinstance(found, list) else ()
