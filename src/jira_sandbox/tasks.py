"""Work that goes on after its request was answered: the bulk queue."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, QueueError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jira_sandbox.site import Site

MOST_AT_ONCE = 5
TOO_MANY = "You have exceeded the limit of 5 concurrent bulk operations. Try again later."


@dataclass(slots=True)
class Task:
    """One bulk operation; times are milliseconds since 1970."""

    id: str
    account: str
    created: int
    targets: list[int]
    missing: int
    status: str = "ENQUEUED"
    updated: int = 0
    done: list[int] = field(default_factory=list)
    failed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether it still has something to do."""
        return self.status in ("ENQUEUED", "RUNNING")


class Queue:
    """The bulk operations of a site, each worked on by a thread of its own."""

    def __init__(self) -> None:
        self._tasks: dict[str, Task] = {}
        self._closed = threading.Event()
        self._threads: list[threading.Thread] = []

    def get(self, task_id: str) -> Task | None:
        """The task with this id."""
        return self._tasks.get(task_id)

    def start(
        self,
        site: Site,
        account: str,
        found: Sequence[int],
        missing: int,
        act: Callable[[int], None],
    ) -> Task:
        """Do `act` for each issue, one at a time. Raises QueueError with five at work."""
        if sum(task.open for task in self._tasks.values()) >= MOST_AT_ONCE:
            raise QueueError(TOO_MANY)
        now = site.clock.now()
        task = Task(str(uuid.uuid4().int % 10**8), account, now, list(found), missing, updated=now)
        self._tasks[task.id] = task
        thread = threading.Thread(
            target=self._work, args=(site, task, act), name="jira-sandbox-bulk", daemon=True
        )
        self._threads = [t for t in self._threads if t.is_alive()] + [thread]
        thread.start()
        return task

    def _work(self, site: Site, task: Task, act: Callable[[int], None]) -> None:
        for issue_id in task.targets:
            if self._closed.is_set():
                return
            with site.lock:
                task.status = "RUNNING"
                self._one(task, issue_id, act)
                task.updated = site.clock.now()
        with site.lock:
            task.status = "COMPLETE"
            task.updated = site.clock.now()

    @staticmethod
    def _one(task: Task, issue_id: int, act: Callable[[int], None]) -> None:
        try:
            act(issue_id)
        except JiraError as error:
            task.failed[str(issue_id)] = [*error.messages, *error.errors.values()]
        else:
            task.done.append(issue_id)

    def document(self, task: Task) -> dict[str, Any]:
        """The progress of a task, as Jira tells it."""
        worked = len(task.done) + len(task.failed)
        total = len(task.targets)
        told: dict[str, Any] = {
            "taskId": task.id,
            "status": task.status,
            "progressPercent": 100 if not task.open else worked * 100 // max(total, 1),
            "submittedBy": {"accountId": task.account},
            "created": task.created,
            "started": task.created,
            "updated": task.updated,
            "invalidOrInaccessibleIssueCount": task.missing,
            "totalIssueCount": total + task.missing,
        }
        if not task.open:
            told["processedAccessibleIssues"] = list(task.done)
            told["failedAccessibleIssues"] = dict(task.failed)
        return told

    def close(self) -> None:
        """Let every task end where it is."""
        self._closed.set()
        for thread in self._threads:
            thread.join(2)
