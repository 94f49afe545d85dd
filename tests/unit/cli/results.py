"""Results of a push with everything in it, as the sync service would give them."""

from typing import Any

from ticketr.application.results import Conflict, StatusReport, SyncResult, TicketResult
from ticketr.domain.merge import ABSENT, Outcome
from ticketr.domain.plan import Action, ActionKind, FieldAction, Plan
from ticketr.errors import FileWrite, JiraPermission, Place, Problem

ID: Any = str
"""Ids of tickets; any text will do."""

OLD = "One\nTwo\nThree\nFour"
NEW = "One\nTwo and a half\nThree\nFour\nFive"

CREATE = Action(
    ActionKind.CREATE,
    ID("n1"),
    None,
    "A new\tstory",
    (
        FieldAction("title", Outcome.PUSH, ABSENT, "A new\tstory", ABSENT, "A new\tstory"),
        FieldAction("type", Outcome.PUSH, ABSENT, "Story", ABSENT, "Story"),
        FieldAction("priority", Outcome.PUSH, ABSENT, "High", ABSENT, "High"),
        FieldAction("description", Outcome.PUSH, ABSENT, OLD, ABSENT, OLD),
    ),
)
CHILD = Action(
    ActionKind.CREATE,
    ID("n2"),
    None,
    "A task of it",
    (
        FieldAction("type", Outcome.PUSH, ABSENT, "Sub-task", ABSENT, "Sub-task"),
        FieldAction("parent", Outcome.PUSH, ABSENT, "n1", ABSENT, "n1"),
    ),
)
UPDATE = Action(
    ActionKind.UPDATE,
    ID("u1"),
    "PROJ-1",
    "Changed here",
    (
        FieldAction("priority", Outcome.PUSH, "High", "Low", "High", "Low"),
        FieldAction("description", Outcome.PUSH, OLD, NEW, OLD, NEW),
        FieldAction("labels", Outcome.SKIP, ("a",), ("a",), ("a",), ("a",)),
        FieldAction("assignee", Outcome.PUSH, None, "acc-1", None, "acc-1"),
    ),
)
MERGE = Action(
    ActionKind.UPDATE,
    ID("m1"),
    "PROJ-2",
    "Changed on both sides",
    (
        FieldAction("labels", Outcome.MERGE, ("a",), ("a", "b"), ("a", "c"), ("a", "b", "c")),
        FieldAction("title", Outcome.PULL, "Old", "Old", "Newer", "Newer"),
    ),
)
PULL = Action(
    ActionKind.PULL,
    ID("p1"),
    "PROJ-3",
    "Changed in Jira",
    (FieldAction("status", Outcome.PULL, "To Do", "To Do", "Done", "Done"),),
)
CONFLICT = Action(
    ActionKind.CONFLICT,
    ID("c1"),
    "PROJ-4",
    "Disputed",
    (FieldAction("priority", Outcome.CONFLICT, "High", "Low", None, "Low"),),
)
GONE = Action(ActionKind.GONE, ID("g1"), "PROJ-5", "Deleted over there")
SKIP = Action(ActionKind.SKIP, ID("s1"), "PROJ-6", "As it was")
AGREE = Action(
    ActionKind.AGREE,
    ID("a1"),
    "PROJ-7",
    "The same edit twice",
    (FieldAction("priority", Outcome.AGREE, "High", "Low", "Low", "Low"),),
)

PLAN = Plan((CREATE, CHILD, UPDATE, MERGE, PULL, CONFLICT, GONE, SKIP, AGREE))
PLANNED = SyncResult("push", dry_run=True, plan=PLAN)

DISPUTE = Conflict(ID("c1"), "PROJ-4", "Disputed", "priority", "Priority", "High", "Low", "")
PROBLEM = Problem(Place("backlog.md", 40, 1), "The title is empty.", "Write one.")
URL = "https://jira.example/browse/"
REFUSED = JiraPermission("You may not edit PROJ-1.").as_dict()
FULL = FileWrite("epics.md was not written: the disk is full.", path="epics.md").as_dict()

DONE = SyncResult(
    "push",
    plan=PLAN,
    results=(
        TicketResult("recovered", ID("r1"), "PROJ-9", "Lost and found", "Bug", (), URL + "PROJ-9"),
        TicketResult(
            "created", ID("n1"), "PROJ-10", "A new story", "Story", (), "", "backlog.md:3"
        ),
        TicketResult(
            "created", ID("n2"), "PROJ-11", "A task of it", "Sub-task", (), "", "backlog.md:9"
        ),
        TicketResult("failed", ID("u1"), "PROJ-1", "Changed here", error=REFUSED),
        TicketResult("updated", ID("m1"), "PROJ-2", "Changed on both sides", "", ("Labels",)),
        TicketResult("pulled", ID("p1"), "PROJ-3", "Changed in Jira"),
        TicketResult("conflict", ID("c1"), "PROJ-4", "Disputed"),
        TicketResult("gone", ID("g1"), "PROJ-5", "Deleted over there"),
        TicketResult("skipped", ID("s1"), "PROJ-6", "As it was"),
    ),
    conflicts=(DISPUTE,),
    problems=(PROBLEM,),
    documents=("backlog.md",),
    notes=("One note.",),
    unwritten=(FULL,),
)
NOTHING = SyncResult(
    "push", results=tuple(TicketResult("skipped", ID(i), f"PROJ-{i}", "x") for i in range(3))
)
STATUS = StatusReport(
    "work",
    12,
    (
        TicketResult("new", ID("n1"), None, "A new story", "Story", (), "", "backlog.md:3"),
        TicketResult(
            "modified", ID("u1"), "PROJ-1", "Changed here", "Bug", ("Priority", "Labels")
        ),
        TicketResult("conflict", ID("c1"), "PROJ-4", "Disputed", "Story"),
        TicketResult("gone", ID("g1"), "PROJ-5", "Deleted over there", "Story"),
    ),
    (DISPUTE,),
    ("backlog.md",),
    (PROBLEM,),
    pending=1,
)
CLEAN = StatusReport("work", 1)
ONLY_CONFLICT = SyncResult("pull", conflicts=(DISPUTE,))
PULLED = SyncResult(
    "pull",
    plan=Plan((PULL,)),
    results=(TicketResult("pulled", ID("p1"), "PROJ-3", "Changed in Jira", "", ("Status",)),),
)
