"""What came of a push, pull or status: values that the command line and the TUI show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ticketr.domain.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from ticketr.domain.ticket import FieldValue, TicketID
    from ticketr.errors import Problem
    from ticketr.ports.records import Operation


@dataclass(frozen=True, slots=True)
class TicketResult:
    """One ticket's fate.

    `kind` is created, updated, pulled, agreed, recovered, skipped, conflict, gone or failed; `fields` the names
    of the fields concerned, as people write them; `url` leads to the ticket in Jira; `place` to its line in a
    document (`file:line`); `error` is what `TicketrError.as_dict` gives.
    """

    kind: str
    ticket_id: TicketID
    key: str | None
    title: str
    type: str = ""
    fields: tuple[str, ...] = ()
    url: str = ""
    place: str = ""
    error: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class CommentResult:
    """One comment's fate.

    `kind` is said, recovered (it was in Jira already), changed, removed, agreed, kept (Jira's text stays), conflict or
    failed; in a dry run say, change or remove. `draft_id` is the draft's own; `comment_id` Jira's, where it is known.
    """

    kind: str
    draft_id: str
    ticket_id: TicketID
    key: str | None
    title: str
    text: str
    comment_id: str = ""
    url: str = ""
    error: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that differs on both sides from what they agreed on; `name` is the field as people write it.

    `where` is "jira" (here against Jira) or a path (here against that document); `detected_at` is when it was
    found, in UTC; `no_base`: the two sides never agreed on the field.
    """

    ticket_id: TicketID
    key: str | None
    title: str
    field: str
    name: str
    base: FieldValue
    local: FieldValue
    remote: FieldValue
    where: str = "jira"
    detected_at: datetime | None = None
    no_base: bool = False


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What one push or pull did, or (dry run) would do.

    `problems` are those of tickets that a partial push left out; `documents` the paths that were written;
    `notes` plain sentences worth telling; `unwritten` the errors of documents that could not be brought up to
    date, as `TicketrError.as_dict` gives them: the store knows what they miss, and the next run writes it;
    `unchanged` counts the tickets that need no result of their own; `since` is from when a pull asked for changes,
    None where it read everything; `comments` are those that were sent. Actions and results may be many: they are
    streamed, and `tallied` counts these.
    """

    operation: str
    dry_run: bool = False
    plan: Plan = field(default_factory=Plan)
    results: Collection[TicketResult] = ()
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Problem, ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unwritten: tuple[Mapping[str, object], ...] = ()
    unchanged: int = 0
    since: datetime | None = None
    tallied: Mapping[str, int] | None = None
    comments: tuple[CommentResult, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many tickets of each fate; the unchanged ones are `skipped`."""
        counts = tally(self.results) if self.tallied is None else dict(self.tallied)
        if self.unchanged:
            counts["skipped"] = counts.get("skipped", 0) + self.unchanged
        return counts

    def of(self, *kinds: str) -> tuple[TicketResult, ...]:
        """The results of these kinds."""
        return tuple(item for item in self.results if item.kind in kinds)

    @property
    def has_conflicts(self) -> bool:
        """Whether a conflict is left, or planned."""
        if any(item.kind == "conflict" for item in self.comments):
            return True
        if self.tallied is not None:
            return bool(self.conflicts or self.tallied.get("conflict"))
        return bool(self.conflicts or self.plan.conflicts())

    @property
    def failures(self) -> tuple[TicketResult, ...]:
        """The tickets that could not be sent or taken."""
        if self.tallied is not None and not self.tallied.get("failed"):
            return ()
        return self.of("failed")


@dataclass(frozen=True, slots=True)
class Settlement:
    """One field that was in conflict and is not any more.

    `how` is local (what is here goes to Jira with the next push), remote (Jira's value was taken), merged,
    value (another one was given) or over (there was nothing left to settle). `kept` are the sides that went to the
    attic, as people write them; `moved` says that Jira had changed the field again since the conflict was found.
    """

    ticket_id: TicketID
    key: str | None
    title: str
    field: str
    name: str
    how: str
    base: FieldValue
    local: FieldValue
    remote: FieldValue
    value: FieldValue
    kept: tuple[str, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class ResolveResult:
    """What a resolve settled, and what it left.

    `results` are the tickets that are gone in Jira; `stale` the conflicts that were left although a choice was
    made for them, because Jira has changed the field since. The rest as in SyncResult.
    """

    settled: tuple[Settlement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    stale: tuple[Conflict, ...] = ()
    results: tuple[TicketResult, ...] = ()
    problems: tuple[Problem, ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unwritten: tuple[Mapping[str, object], ...] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What becomes of one field (or, where `field` is empty, one ticket) that an operation changed.

    `kind` is back (it gets the value it had), already (it has it), left (somebody changed it since, as `reason`
    says) or failed; of a ticket that the operation created, deleted or created (it stays). `side` is local or
    remote; `now`, `back` are values as people write them, before and after.
    """

    kind: str
    ticket_id: TicketID
    key: str | None
    title: str
    side: str
    field: str = ""
    name: str = ""
    now: str = ""
    back: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo took back of one operation, or (dry run) would. The rest as in SyncResult."""

    operation: Operation
    dry_run: bool = False
    steps: tuple[UndoStep, ...] = ()
    failures: tuple[TicketResult, ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unwritten: tuple[Mapping[str, object], ...] = ()

    def of(self, *kinds: str) -> tuple[UndoStep, ...]:
        """The steps of these kinds."""
        return tuple(item for item in self.steps if item.kind in kinds)


@dataclass(frozen=True, slots=True)
class Deletion:
    """What becomes of one ticket that is to be deleted.

    `kind` is deleted, dropped (it was gone in Jira, and is taken out of the store), refused or failed, as `reason`
    says. `places` are the documents that still show it; `under` is the key of the ticket it goes with.
    """

    kind: str
    ticket_id: TicketID
    key: str
    title: str
    type: str
    status: str
    reason: str = ""
    places: tuple[str, ...] = ()
    under: str = ""


@dataclass(frozen=True, slots=True)
class DeleteResult:
    """What was deleted, or (dry run) would be."""

    dry_run: bool
    deletions: tuple[Deletion, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, *kinds: str) -> tuple[Deletion, ...]:
        """The deletions of these kinds."""
        return tuple(item for item in self.deletions if item.kind in kinds)


def tally(results: Iterable[TicketResult]) -> dict[str, int]:
    """How many results there are of each kind."""
    counts: dict[str, int] = {}
    for item in results:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    return counts


@dataclass(frozen=True, slots=True)
class UnreadDocument:
    """A ticket file that no command has read: how many tickets it holds, and how many of them have a key.

    `reason` says why it was not read, `hint` what to do.
    """

    path: str
    tickets: int
    keys: int
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How the store and the documents stand to what was last agreed with Jira.

    `changed` holds new, modified, conflicting, gone and unmatched tickets (a key in a file that was not looked up in
    Jira yet); `pending` counts writes whose fate is not known yet, `drafts` comments to send; `problems` what the
    documents have wrong; `notes` what is worth telling of what was read; `unread` are ticket files that were not.
    """

    workspace: str
    total: int
    changed: tuple[TicketResult, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    documents: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    pending: int = 0
    drafts: int = 0
    notes: tuple[str, ...] = ()
    unread: tuple[UnreadDocument, ...] = ()
