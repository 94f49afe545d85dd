"""What the repositories beside workspaces and tickets keep."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ticketr.domain.ticket import FieldValue, SyncStatus, TicketID
    from ticketr.domain.workspace import WorkspaceID


@dataclass(frozen=True, slots=True)
class BaseField:
    """What both sides last agreed on for one field: Jira's own JSON, and the value it stands for here."""

    raw: object
    value: FieldValue


@dataclass(frozen=True, slots=True)
class Intent:
    """A write that is about to be sent.

    `kind` is create or update; `token` is unique and travels with a create as an entity property; `state` is
    sent, done, failed or unknown; `before` and `fields` are values by field id.
    """

    token: str
    operation_id: int
    workspace_id: WorkspaceID
    ticket_id: TicketID
    kind: str
    fields: Mapping[str, FieldValue]
    created_at: datetime
    before: Mapping[str, FieldValue] = field(default_factory=dict)
    state: str = "sent"
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConflictRecord:
    """One field that was changed here and in Jira. None: set to nothing; `no_base`: never agreed on before."""

    workspace_id: WorkspaceID
    ticket_id: TicketID
    field: str
    base: FieldValue
    local: FieldValue
    remote: FieldValue
    detected_at: datetime
    no_base: bool = False


@dataclass(frozen=True, slots=True)
class AtticEntry:
    """A value that was set aside. `side` is local or remote; `reason` says what overwrote it.

    `number` is the entry's own, given when it is kept.
    """

    workspace_id: WorkspaceID
    ticket_id: TicketID
    key: str | None
    field: str
    side: str
    value: FieldValue
    reason: str
    kept_at: datetime
    number: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TicketRef:
    """A ticket that has a key. `shown`: a document shows it; `gone`: Jira does not have it any more."""

    id: TicketID
    key: str
    remote_id: str | None
    status: SyncStatus
    shown: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A ticket that Jira does not have any more."""

    workspace_id: WorkspaceID
    ticket_id: TicketID
    key: str
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A Markdown file as it was last read or written; `digest` is of its bytes, `mtime_ns` and `size` of its stat."""

    id: str
    workspace_id: WorkspaceID
    path: str
    digest: str
    mtime_ns: int
    size: int


BY_HAND = -1
"""In place of an operation's number: somebody wrote another value into the document, and ticketr none since.

The next write gives it its own number.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What a field of a document was before ticketr wrote another value; `number` is that of the operation, or BY_HAND.

    Several of one number: what the document showed one after the other before that write, the oldest first.
    """

    number: int
    value: FieldValue


@dataclass(frozen=True, slots=True)
class ShownTicket:
    """What a document showed of one ticket when ticketr last agreed with it.

    `parent_id` is the ticket it was nested under; `values` are the values it mentioned by field id, inherited
    ones included, and `texts` the same as they were written there (field lines only); `past` are the values that
    it showed before, by field id, the oldest first.
    """

    ticket_id: TicketID
    ordinal: int
    title: str
    key: str | None
    parent_id: TicketID | None
    values: Mapping[str, FieldValue]
    texts: Mapping[str, str] = field(default_factory=dict)
    past: Mapping[str, tuple[Written, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One push, pull, resolve or undo, as the audit keeps it. `direction` as in the specification's table.

    `undoes` is the operation that an undo takes back.
    """

    workspace_id: WorkspaceID
    workspace_name: str
    operation: str
    direction: str
    started_at: datetime
    completed_at: datetime | None = None
    ticket_count: int = 0
    success_count: int = 0
    failure_count: int = 0
    conflict_count: int = 0
    duration_ms: int = 0
    error_details: tuple[Mapping[str, object], ...] = ()
    id: int | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Stamps:
    """What Jira notes of a ticket and nobody edits.

    `sprints` are the numbers of all sprints it was in; `rank` says where it stands on boards, by the order of texts.
    """

    created: datetime | None = None
    updated: datetime | None = None
    resolved: datetime | None = None
    creator: str | None = None
    sprints: tuple[str, ...] = ()
    rank: str | None = None


@dataclass(frozen=True, slots=True)
class SiteValue:
    """A value of a field of which Jira says more than a name.

    `field` is status, sprint or a field's id; `state` a status's category (new, indeterminate, done), a sprint's
    (active, future, closed) or a version's (released, unreleased). `starts` and `ends` are a sprint's: its end is
    when it was closed, where it was, else when it is to end.
    """

    field: str
    id: str
    name: str
    state: str = ""
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Who a workspace logs in as: the account, its IANA time zone and its locale, empty where Jira hides them."""

    account: str
    time_zone: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class User:
    """A Jira account: `account` is its id there (on Data Center the user name).

    `zone` is the IANA name of its time zone, known only of the account that is logged in, and never stored.
    """

    account: str
    name: str
    email: str = ""
    active: bool = True
    zone: str = ""
    locale: str = field(default="", compare=False)
