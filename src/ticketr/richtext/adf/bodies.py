"""The lines `:::name …` and `:::` around blocks, and which lists need no such lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import forms, nodes
from ticketr.richtext.adf.identity import enter, shell
from ticketr.richtext.adf.placeholder import braced, bracketed

if TYPE_CHECKING:
    from ticketr.richtext.adf.forms import Form
    from ticketr.richtext.adf.identity import Table

_COLONS_RE: Final = re.compile(r"^[ ]*(:{3,})", re.MULTILINE)
_STATES: Final = ("TODO", "DONE")


def enclosing(form: Form, node: dict[str, Any], table: Table) -> str:
    """The opening line without its colons; an id in it stands for the node without its content."""
    argument, label = forms.argument(form, node), forms.label(form, node)
    ref = "" if forms.says_all(form, node) else f"^{enter(table, shell(node))}"
    quoted = '"' + bracketed(label).replace('"', '\\"') + '"' if form.label and label else ""
    return " ".join(filter(None, (braced(form, argument), quoted, ref)))


def enclosed(opening: str, inner: list[str]) -> list[str]:
    """The lines between an opening and a closing one, with more colons than any line of theirs."""
    found = _COLONS_RE.findall("\n".join(inner))
    colons = ":" * max(3, max(map(len, found), default=2) + 1)
    return [colons + opening, *inner, colons]


def ticked(node: object) -> bool:
    """Whether all is tasks with a box; lists among them, but not first."""
    children = nodes.content(node)
    return nodes.kind(children[0]) == "taskItem" and all(
        _ticked_item(child) or (nodes.kind(child) == "taskList" and _filled_list(child))
        for child in children
    )


def _ticked_item(node: object) -> bool:
    state = nodes.attrs(node).get("state")
    return nodes.kind(node) == "taskItem" and state in _STATES and not nodes.marks(node)


def _filled_list(node: object) -> bool:
    return bool(nodes.content(node)) and ticked(node)


def bulleted(node: object) -> bool:
    """Whether each decision of the list is one that was taken, as a bullet says."""
    return all(
        nodes.attrs(item).get("state") == "DECIDED" and not nodes.marks(item)
        for item in nodes.content(node)
    )
