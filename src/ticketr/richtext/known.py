"""What an edited text may refer to beside the document that it is an edit of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ticketr.richtext.people import NOBODY, People


@dataclass(frozen=True, slots=True)
class Known:
    """`people` are those whom an `@name` may mean; `documents` are of other tickets, for their placeholders."""

    people: People = NOBODY
    documents: tuple[object, ...] = ()


NOTHING: Final = Known()
