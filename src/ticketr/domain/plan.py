"""Three views of many tickets become an ordered list of actions. Pure: dry-run and the real run share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from ticketr.domain.digest import same
from ticketr.domain.merge import ABSENT, Absent, MergeKind, Outcome, merge_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ticketr.domain.ticket import FieldValue, TicketID, View


class Strategy(StrEnum):
    """What becomes of a conflict: ask leaves it to the user, merge settles what can be merged."""

    ASK = "ask"
    LOCAL_WINS = "local-wins"
    REMOTE_WINS = "remote-wins"
    MERGE = "merge"


class ActionKind(StrEnum):
    """What is done with one ticket as a whole."""

    CREATE = "create"
    UPDATE = "update"
    PULL = "pull"
    AGREE = "agree"
    SKIP = "skip"
    CONFLICT = "conflict"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Views:
    """The three sides of one ticket; None: that side does not have it.

    `looked` says whether the remote side was asked at all; `parent` is the local id of the parent, by which
    parents are put before their children.
    """

    ticket_id: TicketID
    key: str | None
    title: str
    base: View | None = None
    local: View | None = None
    remote: View | None = None
    looked: bool = True
    parent: TicketID | None = None


@dataclass(frozen=True, slots=True)
class FieldAction:
    """What is done with one field: its three sides, the outcome, and the value both sides are to have.

    `loser` is the value that a strategy set aside; it goes to the attic first.
    """

    field: str
    outcome: Outcome
    base: FieldValue | Absent
    local: FieldValue | Absent
    remote: FieldValue | Absent
    value: FieldValue = None
    loser: FieldValue | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class Action:
    """What is done with one ticket."""

    kind: ActionKind
    ticket_id: TicketID
    key: str | None
    title: str
    fields: tuple[FieldAction, ...] = ()

    def having(self, *outcomes: Outcome) -> tuple[FieldAction, ...]:
        """The fields with one of these outcomes."""
        return tuple(item for item in self.fields if item.outcome in outcomes)

    def values(self, *outcomes: Outcome) -> dict[str, FieldValue]:
        """The values of the fields with one of these outcomes."""
        return {item.field: item.value for item in self.having(*outcomes)}


@dataclass(frozen=True, slots=True)
class Plan:
    """Actions in the order they are carried out: parents before children."""

    actions: Collection[Action] = ()

    def of(self, *kinds: ActionKind) -> tuple[Action, ...]:
        """The actions of these kinds, in order."""
        return tuple(action for action in self.actions if action.kind in kinds)

    def conflicts(self) -> tuple[Action, ...]:
        """The actions with a field in conflict, whatever else they do."""
        return tuple(action for action in self.actions if action.having(Outcome.CONFLICT))


@dataclass(frozen=True, slots=True)
class Policy:
    """How fields merge and how conflicts are settled; `strategies` speak for single fields."""

    kinds: Mapping[str, MergeKind] = field(default_factory=dict)
    strategy: Strategy = Strategy.ASK
    strategies: Mapping[str, Strategy] = field(default_factory=dict)
    remote_only: frozenset[str] = frozenset()

    def kind(self, name: str) -> MergeKind:
        """How the field merges."""
        return self.kinds.get(name, MergeKind.SCALAR)

    def strategy_for(self, name: str) -> Strategy:
        """How a conflict of the field is settled."""
        if name in self.remote_only:
            return Strategy.REMOTE_WINS
        return self.strategies.get(name, self.strategy)


def make_plan(tickets: Iterable[Views], policy: Policy) -> Plan:
    """The actions for these tickets, parents before children, otherwise in the order given."""
    return Plan(tuple(plan_ticket(views, policy) for views in parents_first(tickets)))


def plan_ticket(views: Views, policy: Policy) -> Action:
    """The action for one ticket.

    Only a ticket without a key is created: one that has a key and is not in Jira was deleted there.
    """
    if _is_new(views):
        return _action(ActionKind.CREATE, views, _created(views, policy))
    if views.looked and views.remote is None:
        return _action(ActionKind.GONE, views, ())
    if views.local is None and views.base is not None:
        fields = _deleted_here(views, views.base, policy)
    else:
        fields = _fields(views, policy)
    return _action(_kind(fields), views, fields)


def _is_new(views: Views) -> bool:
    known = views.key is not None or views.base is not None or views.remote is not None
    return views.local is not None and not known


def _created(views: Views, policy: Policy) -> tuple[FieldAction, ...]:
    return tuple(
        FieldAction(name, _sent(name, policy), ABSENT, value, ABSENT, value)
        for name, value in (views.local or {}).items()
    )


def _sent(name: str, policy: Policy) -> Outcome:
    return Outcome.SKIP if name in policy.remote_only else Outcome.PUSH


def _deleted_here(views: Views, base: View, policy: Policy) -> tuple[FieldAction, ...]:
    """A ticket deleted here: never deleted in Jira by a plan, and in conflict where Jira changed it since.

    remote-wins brings the changes back; local-wins leaves both sides as they are.
    """
    changed = {
        name: value
        for name, value in (views.remote or {}).items()
        if name not in base or not same(base[name], value)
    }
    return tuple(
        FieldAction(
            name,
            _of_deleted(policy.strategy_for(name)),
            base.get(name, ABSENT),
            ABSENT,
            value,
            value,
        )
        for name, value in changed.items()
    )


def _of_deleted(strategy: Strategy) -> Outcome:
    match strategy:
        case Strategy.LOCAL_WINS:
            return Outcome.SKIP
        case Strategy.REMOTE_WINS:
            return Outcome.PULL
        case Strategy.ASK | Strategy.MERGE:
            return Outcome.CONFLICT
    assert_never(strategy)


def _fields(views: Views, policy: Policy) -> tuple[FieldAction, ...]:
    base, local = views.base or {}, views.local or {}
    remote = views.remote if views.looked and views.remote is not None else base
    names = dict.fromkeys([*local, *remote])
    return tuple(
        _field(
            name,
            (base.get(name, ABSENT), local.get(name, ABSENT), remote.get(name, ABSENT)),
            policy,
        )
        for name in names
    )


Three = tuple["FieldValue | Absent", "FieldValue | Absent", "FieldValue | Absent"]
"""Base, local and remote."""


def _field(name: str, sides: Three, policy: Policy) -> FieldAction:
    merged = merge_field(policy.kind(name), *sides)
    if name in policy.remote_only and merged.outcome in _TO_JIRA:
        return _kept_remote(name, sides)
    if merged.outcome is Outcome.CONFLICT:
        return _settle(name, sides, policy.strategy_for(name))
    return FieldAction(name, merged.outcome, *sides, value=merged.value)


_TO_JIRA = frozenset({Outcome.PUSH, Outcome.MERGE})


def _kept_remote(name: str, sides: Three) -> FieldAction:
    """A field that only Jira may set goes back to Jira's value, where that is known."""
    _, local, remote = sides
    if isinstance(remote, Absent):
        return FieldAction(name, Outcome.SKIP, *sides, value=_value(local))
    return FieldAction(name, Outcome.PULL, *sides, value=remote, loser=local)


def _settle(name: str, sides: Three, strategy: Strategy) -> FieldAction:
    _, local, remote = sides
    match strategy:
        case Strategy.LOCAL_WINS:
            return FieldAction(name, Outcome.PUSH, *sides, value=_value(local), loser=remote)
        case Strategy.REMOTE_WINS:
            return FieldAction(name, Outcome.PULL, *sides, value=_value(remote), loser=local)
        case Strategy.ASK | Strategy.MERGE:
            return FieldAction(name, Outcome.CONFLICT, *sides, value=_value(local))
    assert_never(strategy)


def _value(side: FieldValue | Absent) -> FieldValue:
    return None if isinstance(side, Absent) else side


_RANK = (
    (ActionKind.CONFLICT, frozenset({Outcome.CONFLICT})),
    (ActionKind.UPDATE, frozenset({Outcome.PUSH, Outcome.MERGE})),
    (ActionKind.PULL, frozenset({Outcome.PULL})),
    (ActionKind.AGREE, frozenset({Outcome.AGREE})),
)


def _kind(fields: tuple[FieldAction, ...]) -> ActionKind:
    outcomes = {item.outcome for item in fields}
    return next((kind for kind, signs in _RANK if outcomes & signs), ActionKind.SKIP)


def _action(kind: ActionKind, views: Views, fields: tuple[FieldAction, ...]) -> Action:
    return Action(kind, views.ticket_id, views.key, views.title, fields)


def parents_first(tickets: Iterable[Views]) -> list[Views]:
    """The tickets with every parent before its children, otherwise in the order given.

    Ids are unique. A circle of parents stands where its first member does.
    """
    waiting = {views.ticket_id: views for views in tickets}
    ordered: list[Views] = []
    for ticket_id in list(waiting):
        ordered += _line(ticket_id, waiting)
    return ordered


def _line(ticket_id: TicketID, waiting: dict[TicketID, Views]) -> list[Views]:
    line: list[Views] = []
    at: TicketID | None = ticket_id
    while at is not None and at in waiting:
        views = waiting.pop(at)
        line.append(views)
        at = views.parent
    return line[::-1]
