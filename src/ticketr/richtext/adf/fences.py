"""Code blocks between fences, with an id behind the language where that is not all of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import escape as e
from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.canon import negligible
from ticketr.richtext.adf.identity import enter, shell
from ticketr.richtext.adf.target import quoted

if TYPE_CHECKING:
    from ticketr.richtext.adf.identity import Table

_TICKS_RE: Final = re.compile(r"`+")


def fenced(node: object, table: Table) -> list[str]:
    """The code block as lines; the fence is longer than any in it."""
    source = e.visible("".join(map(nodes.text, nodes.content(node))))
    language = quoted(nodes.words(nodes.attrs(node).get("language")))
    if isinstance(node, dict) and not _said(node):
        language = f"{language} {{^{enter(table, shell(node))}}}".lstrip(" ")
    longest = max(map(len, _TICKS_RE.findall(source)), default=0)
    fence = "`" * max(3, longest + 1)
    if "`" in language:
        fence = "~" * max(3, source.count("~") + 1)
        language = f" {language}"
    return [fence + language, *(source.split("\n") if source else []), fence]


def _said(node: object) -> bool:
    """Whether the language is all there is to say beside the code."""
    about = nodes.attrs(node)
    language = about.get("language", "")
    plain = all(
        key == "language" or negligible("codeBlock", key, value) for key, value in about.items()
    )
    said = isinstance(language, str) and language.strip(" \t") == language and "{^" not in language
    return plain and said and not nodes.marks(node)
