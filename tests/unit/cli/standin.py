"""A small application over real values, kept in memory: what the command line needs, and no more."""

from datetime import UTC, datetime

from ticketr.application.results import StatusReport, SyncResult
from ticketr.domain.query import TicketRow, WorkspaceRow
from ticketr.errors import WorkspaceNoDefault, WorkspaceNotFound

WHEN = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


class Tickets:
    def __init__(self, rows):
        self._rows = rows

    def rows(self, query):
        page = query.pagination
        return self._matching(query)[page.offset :][: page.limit]

    def count(self, query):
        return len(self._matching(query))

    def _matching(self, query):
        status = query.filter.status
        return [row for row in self._rows if not status or row.sync_status in status]


class Sync:
    def __init__(self, app, notify):
        self.app = app
        self.notify = notify

    def push(self, command):
        self.app.commands.append(command)
        return self.app.results.pop(0)

    pull = push

    def status(self, workspace_id):
        return StatusReport(workspace_id, len(self.app.rows))


class StandIn:
    def __init__(self, rows=(), results=(), error=None):
        self.rows = list(rows)
        self.results = list(results)
        self.commands = []
        self.tickets = Tickets(self.rows)
        self.error = error
        self.closed = False

    def choose(self, flag):
        if self.error:
            raise self.error
        if flag == "none":
            raise WorkspaceNoDefault("No workspace was named, and none is current or default.")
        if flag not in (None, "work"):
            raise WorkspaceNotFound(f'There is no workspace "{flag}".', workspace=flag)
        return WorkspaceRow("w1", "work", "https://jira.example", "PROJ")

    def field_names(self, workspace_id):
        return {"priority": "Priority", "labels": "Labels", "status": "Status"}

    def sync(self, notify):
        return Sync(self, notify)

    def close(self):
        self.closed = True


def row(number, title, sync="synced", status="To Do", kind="Story"):
    fields = f'{{"priority":"High","status":"{status}"}}' if status else "{}"
    return TicketRow(
        f"id-{number}", f"PROJ-{number}", kind, title, sync, None, fields, "2026-05-01"
    )


def result(operation="push", **values):
    return SyncResult(operation, **values)
