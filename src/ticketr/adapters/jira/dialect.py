"""What differs between the editions of Jira, as far as it is data; procedures are in `cloud` and `datacenter`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketr.adapters.jira.texts import ADF, WIKI
from ticketr.domain.workspace import Edition

if TYPE_CHECKING:
    from ticketr.adapters.jira.texts import TextForm


@dataclass(frozen=True, slots=True)
class Dialect:
    """One edition's words.

    `api` is where its REST interface begins; `account` names what identifies a person in JSON, `looked_for` what
    a search for people is asked with; `text` is its rich text. `returns_edits`: an edit answers with the ticket;
    `epic_link`: an epic holds tickets by a field of theirs, and `parent` is of sub-tasks alone.
    """

    edition: Edition
    api: str
    account: str
    looked_for: str
    text: TextForm
    returns_edits: bool
    epic_link: bool


CLOUD = Dialect(Edition.CLOUD, "/rest/api/3", "accountId", "query", ADF, True, False)  # noqa: FBT003 - as named above
DATA_CENTER = Dialect(Edition.DATA_CENTER, "/rest/api/2", "name", "username", WIKI, False, True)  # noqa: FBT003
