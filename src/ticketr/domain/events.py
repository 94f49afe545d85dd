"""What happened, as values: stored with the state they describe, and shown as progress."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol


class DomainEvent(Protocol):
    """Something that happened to one aggregate."""

    @property
    def aggregate_id(self) -> str:
        """The ticket's or workspace's local id."""
        ...

    @property
    def event_type(self) -> str:
        """The kind, as stored."""
        ...

    @property
    def timestamp(self) -> datetime:
        """When, in UTC."""
        ...


def _line(text: str) -> str:
    """The text in one line, whatever line ends a title brought along."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class _Event:
    """`about` names the field with the aggregate's id, `when` the one with the time."""

    aggregate_type: ClassVar[str] = "ticket"
    about: ClassVar[str] = "ticket_id"
    when: ClassVar[str] = ""

    @property
    def aggregate_id(self) -> str:
        """The id of the aggregate it happened to."""
        return str(getattr(self, self.about))

    @property
    def timestamp(self) -> datetime:
        """When, in UTC."""
        moment: datetime = getattr(self, self.when)
        return moment

    @property
    def event_type(self) -> str:
        """The kind, as stored."""
        return type(self).__name__


@dataclass(frozen=True, slots=True)
class TicketCreatedEvent(_Event):
    """A ticket came into being here."""

    when: ClassVar[str] = "created_at"

    ticket_id: str
    workspace_id: str
    created_at: datetime

    def __str__(self) -> str:
        return _line(f"ticket {self.ticket_id} created")


@dataclass(frozen=True, slots=True)
class TicketUpdatedEvent(_Event):
    """The local view of a ticket changed."""

    when: ClassVar[str] = "updated_at"

    ticket_id: str
    fields: tuple[str, ...]
    updated_at: datetime

    def __str__(self) -> str:
        return _line(f"ticket {self.ticket_id} changed: {', '.join(self.fields)}")


@dataclass(frozen=True, slots=True)
class TicketDeletedEvent(_Event):
    """A ticket was taken out of the local view."""

    when: ClassVar[str] = "deleted_at"

    ticket_id: str
    title: str
    deleted_at: datetime

    def __str__(self) -> str:
        return _line(f"ticket {self.ticket_id} deleted: {self.title}")


@dataclass(frozen=True, slots=True)
class TicketSyncedEvent(_Event):
    """Both sides of a ticket agree; `direction` is created, pushed, pulled, agreed or commented."""

    when: ClassVar[str] = "synced_at"

    ticket_id: str
    jira_id: str
    synced_at: datetime
    direction: str = "pushed"
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return _line(f"{self.jira_id} {self.direction}")


@dataclass(frozen=True, slots=True)
class ConflictDetectedEvent(_Event):
    """The same field differs on both sides from what they last agreed on."""

    when: ClassVar[str] = "detected_at"

    ticket_id: str
    local_hash: str
    remote_hash: str
    detected_at: datetime
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return _line(f"ticket {self.ticket_id} conflicts in {', '.join(self.fields)}")


@dataclass(frozen=True, slots=True)
class ConflictResolvedEvent(_Event):
    """Somebody decided what becomes of fields in conflict; `how` names local, remote, merged or value for each."""

    when: ClassVar[str] = "resolved_at"

    ticket_id: str
    fields: tuple[str, ...]
    how: str
    resolved_at: datetime

    def __str__(self) -> str:
        return _line(f"ticket {self.ticket_id} settled: {', '.join(self.fields)} ({self.how})")


@dataclass(frozen=True, slots=True)
class WorkspaceChangedEvent(_Event):
    """A workspace was created, updated or deleted."""

    about: ClassVar[str] = "workspace_id"
    when: ClassVar[str] = "changed_at"

    aggregate_type: ClassVar[str] = "workspace"

    workspace_id: str
    name: str
    change: str
    changed_at: datetime

    def __str__(self) -> str:
        return _line(f"workspace {self.name} {self.change}")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long step is; shown, never stored. `total` 0 means unknown."""

    step: str
    done: int
    total: int = 0

    def __str__(self) -> str:
        return (
            f"{self.step} {self.done}/{self.total}" if self.total else f"{self.step} {self.done}"
        )


def lasting(seconds: float) -> str:
    """A length of time for people: "2 s", "30 min 47 s", "26 h 5 min"; never less than a second."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait for Jira's sake; shown, never stored.

    `asked`: Jira said how long; else it is in trouble and is tried again. `key`: only writes of that ticket wait.
    """

    host: str
    seconds: float
    asked: bool = True
    key: str = ""

    def __str__(self) -> str:
        if not self.asked:
            return f"{self.host} is in trouble; trying again in {lasting(self.seconds)}"
        about = f" before {self.key} is written again" if self.key else ""
        return f"{self.host} asks us to wait {lasting(self.seconds)}{about}"


StoredEvent = (
    TicketCreatedEvent
    | TicketUpdatedEvent
    | TicketDeletedEvent
    | TicketSyncedEvent
    | ConflictDetectedEvent
    | ConflictResolvedEvent
    | WorkspaceChangedEvent
)

EVENT_TYPES: dict[str, type[StoredEvent]] = {
    kind.__name__: kind
    for kind in (
        TicketCreatedEvent,
        TicketUpdatedEvent,
        TicketDeletedEvent,
        TicketSyncedEvent,
        ConflictDetectedEvent,
        ConflictResolvedEvent,
        WorkspaceChangedEvent,
    )
}


def event_data(event: StoredEvent) -> dict[str, object]:
    """The event's facts as JSON-ready values; times in ISO 8601."""
    facts = asdict(event)
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in facts.items()
    }


def event_from(event_type: str, data: dict[str, object]) -> StoredEvent:
    """The event that `event_data` made `data` of.

    Raises KeyError for a kind this program does not know.
    """
    kind = EVENT_TYPES[event_type]
    facts: dict[str, Any] = {name: _restored(name, value) for name, value in data.items()}
    return kind(**facts)


def _restored(name: str, value: object) -> object:
    if name.endswith("_at") and isinstance(value, str):
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
