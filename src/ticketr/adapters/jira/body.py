"""A ticket's body in Jira <-> its description and its acceptance criteria.

Where the project has no field of that name, the criteria are the end of the description's document: what
follows its last heading "Acceptance Criteria". All of it, so that joining gives the same document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.domain.digest import same
from ticketr.errors import TicketValidation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.richtext.adf.lost import Lost

MAX_TEXT_LENGTH = 32_767
"""Characters of one text in Jira Cloud, without its markup."""

CRITERIA_TITLE = "Acceptance Criteria"

Doc = dict[str, Any]
Nodes = list[Any]


def _new_heading() -> Doc:
    text = [{"type": "text", "text": CRITERIA_TITLE}]
    return {"type": "heading", "attrs": {"level": 2}, "content": text}


def cut(doc: object) -> tuple[Nodes, Doc | None, Nodes]:
    """The blocks before the heading, the heading, and the blocks after it; without it all are before."""
    blocks = doc.get("content") if isinstance(doc, dict) else None
    content: Nodes = blocks if isinstance(blocks, list) else []
    for at in range(len(content) - 1, -1, -1):
        if _is_criteria_heading(content[at]):
            return content[:at], content[at], content[at + 1 :]
    return content, None, []


def _is_criteria_heading(node: object) -> bool:
    if not isinstance(node, dict) or node.get("type") != "heading":
        return False
    text = "".join(_texts(node.get("content") or ()))
    return " ".join(text.split()).rstrip(":").casefold() == CRITERIA_TITLE.casefold()


def _texts(nodes: Iterable[Any]) -> Iterable[str]:
    """The heading's text; any node that is not text makes it another heading."""
    for node in nodes:
        yield str(node.get("text")) if node.get("type") == "text" else "\0"


def document(blocks: Nodes) -> Doc:
    """The blocks as a document."""
    return {"type": "doc", "version": 1, "content": blocks}


def split(doc: object) -> tuple[str | None, str | None]:
    """Description and criteria as Markdown; None is "set to nothing"."""
    if isinstance(doc, str):
        return doc or None, None
    before, _, after = cut(doc)
    return _markdown(before), _markdown(after)


def _markdown(blocks: Nodes) -> str | None:
    from ticketr.richtext.adf.render import render

    return (render(document(blocks)) or None) if blocks else None


def join(
    description: str | None, criteria: str | None, base: object, lost: list[Lost]
) -> Doc | None:
    """The document of both; None where both are empty.

    Each half is spliced into what `base` (the document before) has of it, and the heading between them goes
    back as it is there. What goes from the document that cannot be made here again is added to `lost`.
    """
    from ticketr.richtext.adf.lost import gone

    before, heading, after = cut(base)
    first = _blocks(description, before, base, lost)
    second = _blocks(criteria, after, base, lost)
    lost += gone([*before, *after], [*first, *second])
    if not first and not second:
        return None
    if second or heading is not None:
        return document([*first, heading or _new_heading(), *second])
    return document(first)


def spliced(text: str | None, base: object, lost: list[Lost]) -> Doc | None:
    """The document of a field of its own, spliced into `base`, the document before; as `join` does it."""
    from ticketr.richtext.adf.lost import gone

    content = base.get("content") if isinstance(base, dict) else None
    before = content if isinstance(content, list) else []
    blocks = _blocks(text, before, base, lost)
    lost += gone(before, blocks)
    return document(blocks) if blocks else None


def _blocks(text: str | None, base: Nodes, known: object, lost: list[Lost]) -> Nodes:
    from ticketr.richtext.adf.lost import GONE
    from ticketr.richtext.adf.splice import splice

    if not (text or "").strip():
        return []
    if base and same(text, _markdown(base)):
        return base
    found = splice(document(base), text or "", known if isinstance(known, dict) else None)
    lost += [loss for loss in found.lost if loss.why != GONE]
    content: Nodes = found.doc["content"]
    return content


def check_length(key: str, name: str, doc: Doc | None) -> None:
    """Raises TicketValidation where the text alone is longer than Jira Cloud takes."""
    from ticketr.richtext.adf.size import length

    found = length(doc)
    if found > MAX_TEXT_LENGTH:
        raise TicketValidation(
            f"{name} of {key} has {found:,} characters; Jira takes {MAX_TEXT_LENGTH:,}.",
            hint="Shorten it, or move a part of it into a comment or a linked page.",
            key=key,
        )
