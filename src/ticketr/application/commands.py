"""What users ask for, as values (specification, "Application DTOs")."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.domain.plan import Strategy
    from ticketr.domain.ticket import FieldValue, TicketID
    from ticketr.domain.workspace import WorkspaceID


@dataclass(frozen=True, slots=True)
class CreateTicketCommand:
    """A new ticket in the store; it reaches Jira with the next push. `fields` are values by field id."""

    workspace_id: WorkspaceID
    title: str
    description: str = ""
    type: str = ""
    parent_id: TicketID | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PushTicketsCommand:
    """Send what is new or changed here.

    `file_paths` limits the push to the tickets of these documents; none means all of the workspace. `force`
    is local-wins for this run. `partial` sends the tickets without problems. `only` names keys. `allow_loss`
    sends edited texts even where that takes media from them. `quiet`: Jira is to mail nobody about edits.
    """

    workspace_id: WorkspaceID
    file_paths: tuple[str, ...] = ()
    force: bool = False
    strategy: Strategy | None = None
    dry_run: bool = False
    partial: bool = False
    only: tuple[str, ...] = ()
    allow_loss: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class PullTicketsCommand:
    """Fetch what is new or changed in Jira.

    `jql` narrows the tickets inside the workspace's project; `output` is the document that tickets seen for
    the first time are written to. `allow_empty` takes an answer that would remove most of what is here; `full`
    reads everything, not only what changed; `histories` reads every history of Jira's that is not all here.
    """

    workspace_id: WorkspaceID
    jql: str | None = None
    output: str | None = None
    strategy: Strategy | None = None
    dry_run: bool = False
    allow_empty: bool = False
    full: bool = False
    histories: bool = False


@dataclass(frozen=True, slots=True)
class ImportCommand:
    """Take in documents that ticketr 2 has synced; `state` is the path of its state file, None for none.

    `partial` leaves out tickets with mistakes.
    """

    workspace_id: WorkspaceID
    file_paths: tuple[str, ...]
    state: str | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """How one field in conflict is settled.

    `ticket` is a key or local id, `name` the field's name or id; `side` local, remote or value, and then `text` is
    what a ticket file would say. `seen` is what Jira had when it was decided, as people write it; None: whatever
    it has.
    """

    ticket: str
    name: str
    side: str
    text: str = ""
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class ResolveCommand:
    """Settle conflicts: those of the tickets named by key or local id, or all.

    `strategy` speaks for every field without a choice of its own; without it the settings do.
    """

    workspace_id: WorkspaceID
    tickets: tuple[str, ...] = ()
    strategy: Strategy | None = None
    choices: tuple[Choice, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class UndoCommand:
    """Take back one operation, by number; without one the newest that changed something and was not taken back.

    `delete` deletes in Jira the tickets that it created.
    """

    workspace_id: WorkspaceID
    operation: int | None = None
    dry_run: bool = False
    delete: bool = False


@dataclass(frozen=True, slots=True)
class BulkCommand:
    """Give fields of many tickets values, and send them at once.

    The tickets are those with these keys, and those that `jql`, read offline, finds. `values` are names of fields
    with what a ticket file would say; nothing clears a field. `added` and `removed` are the same for fields that are
    lists, which keep their other values. `partial` leaves out tickets that cannot have them; `quiet`: Jira is to
    mail nobody.
    """

    workspace_id: WorkspaceID
    values: tuple[tuple[str, str], ...]
    keys: tuple[str, ...] = ()
    jql: str | None = None
    strategy: Strategy | None = None
    partial: bool = False
    dry_run: bool = False
    quiet: bool = False
    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteTicketsCommand:
    """Delete tickets in Jira, by key; one that is gone there already is taken out of the store.

    `subtasks` deletes what stands under them, too; `force` deletes also what was changed in Jira since it was synced.
    """

    workspace_id: WorkspaceID
    keys: tuple[str, ...]
    subtasks: bool = False
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class SwitchWorkspaceCommand:
    """Make a workspace the current one."""

    workspace_name: str
