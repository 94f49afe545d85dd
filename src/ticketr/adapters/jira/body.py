"""A ticket's body in Jira <-> its description and its acceptance criteria.

Where the project has no field of that name, the criteria are the end of the description's document: what
follows its last heading "Acceptance Criteria". All of it, so that joining gives the same document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.texts import ADF, CRITERIA_TITLE, TextForm, document
from ticketr.domain.digest import same
from ticketr.errors import TicketValidation

if TYPE_CHECKING:
    from ticketr.adapters.jira.texts import Cut

__all__ = ["CRITERIA_TITLE", "MAX_TEXT_LENGTH", "check_length", "cut", "document", "join", "split"]

MAX_TEXT_LENGTH = 32_767
"""Characters of one text in Jira; Cloud counts them without its markup."""


def cut(raw: object, form: TextForm = ADF) -> Cut:
    """What is before the heading of the criteria, the heading, and what is after it; all before without one."""
    return form.cut(raw)


def split(raw: object, form: TextForm = ADF) -> tuple[str | None, str | None]:
    """Description and criteria as Markdown; None is "set to nothing"."""
    if not form.holds(raw):
        return (raw or None, None) if isinstance(raw, str) else (None, None)
    before, _, after = form.cut(raw)
    return form.shown(before) or None, form.shown(after) or None


def join(
    description: str | None,
    criteria: str | None,
    base: object,
    lost: list[str],
    form: TextForm = ADF,
    others: tuple[object, ...] = (),
) -> Any:
    """The document of both, as Jira takes it; None where both are empty.

    Each half is spliced into what `base` (the document before) has of it, and the heading between them goes
    back as it is there. What goes from the document that cannot be made here again is added to `lost`. `others` are
    texts of other tickets, whose placeholders stand in these.
    """
    before, heading, after = form.cut(base)
    first = _part(form, description, before, (base, others), lost)
    second = _part(form, criteria, after, (base, others), lost)
    lost += form.gone([before, after], [first, second])
    return form.joined(first, heading, second) if first or second else None


def spliced(
    text: str | None,
    base: object,
    lost: list[str],
    form: TextForm = ADF,
    others: tuple[object, ...] = (),
) -> Any:
    """The document of a field of its own, spliced into `base`, the document before; as `join` does it."""
    before = form.part(base)
    part = _part(form, text, before, (base, others), lost)
    lost += form.gone([before], [part])
    return form.joined(part, None, form.part(None)) if part else None


def _part(
    form: TextForm,
    text: str | None,
    base: Any,
    known: tuple[object, tuple[object, ...]],
    lost: list[str],
) -> Any:
    if not (text or "").strip():
        return form.part(None)
    if base and same(text, form.shown(base)):
        return base
    part, losses = form.woven(base, text or "", *known)
    lost += losses
    return part


def check_length(key: str, name: str, raw: object, form: TextForm = ADF) -> None:
    """Raises TicketValidation where the text is longer than Jira takes."""
    found = form.length(raw)
    if found > MAX_TEXT_LENGTH:
        raise TicketValidation(
            f"{name} of {key} has {found:,} characters; Jira takes {MAX_TEXT_LENGTH:,}.",
            hint="Shorten it, or move a part of it into a comment or a linked page.",
            key=key,
        )
