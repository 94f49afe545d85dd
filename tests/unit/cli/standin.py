"""A small application over real values, kept in memory: what the command line needs, and no more."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ticketr.application.fields import FieldBook
from ticketr.application.schemas import SchemaReport
from ticketr.domain.events import Progress
from ticketr.domain.query import TicketDetail, TicketRow, WorkspaceRow
from ticketr.domain.schema import (
    FieldKind,
    FieldRule,
    JiraField,
    JiraSchema,
    Option,
    TypeSchema,
)
from ticketr.domain.ticket import IssueType, SyncStatus, Ticket, TicketID, TicketState
from ticketr.domain.workspace import (
    Edition,
    Workspace,
    WorkspaceConfig,
    WorkspaceID,
    WorkspaceStats,
)
from ticketr.errors import FileNotFound, TicketNotFound, WorkspaceNotFound
from ticketr.ports.external import DocumentText, Stamp
from ticketr.ports.records import User
from ticketr.settings import load_settings

WHEN = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


FIELDS = (
    JiraField("summary", "Summary", FieldKind.TEXT),
    JiraField("priority", "Priority", FieldKind.OPTION),
    JiraField("labels", "Labels", FieldKind.LABELS),
    JiraField("status", "Status", FieldKind.STATUS),
    JiraField("assignee", "Assignee", FieldKind.USER),
    JiraField("environment", "Environment", FieldKind.RICH),
)
PRIORITIES = (Option("1", "High"), Option("2", "Low"))
RULES = {
    "summary": FieldRule(required=True),
    "priority": FieldRule(options=PRIORITIES),
    "labels": FieldRule(),
    "assignee": FieldRule(),
}
SCHEMA = JiraSchema(
    "PROJ",
    FIELDS,
    (
        TypeSchema("3", "Sub-task", -1, RULES),
        TypeSchema("2", "Story", 0, {**RULES, "labels": FieldRule(required=True)}),
        TypeSchema("1", "Epic", 1, RULES),
    ),
)
WORK = Workspace(
    WorkspaceID("w1"),
    "work",
    WorkspaceConfig("https://jira.example", "PROJ", "ada@example.com"),
    is_default=True,
    statistics=WorkspaceStats(total=3, modified=1),
)
TICKET = Ticket(
    TicketID("id-1"),
    WORK.id,
    IssueType("Story"),
    "One",
    jira_id="PROJ-1",
    description="First line\n\n- second\n",
    criteria="- It works",
    fields={"priority": "High", "labels": ("a", "b"), "assignee": "acc-1", "status": None},
    state=TicketState(status=SyncStatus.MODIFIED, last_synced=WHEN),
)


class Workspaces:
    def __init__(self):
        self.known = {"work": WORK}
        self.calls = []
        self.stale = False
        self.answers = Edition.CLOUD

    def edition(self, url):
        return self.answers

    def list(self):
        return list(self.known.values())

    def get(self, name):
        if name not in self.known:
            raise WorkspaceNotFound(f'There is no workspace "{name}".', workspace=name)
        return self.known[name]

    def create(self, name, config, credentials, *, keep):
        self.calls.append((name, config, credentials, keep))
        made = replace(WORK, id=WorkspaceID("w2"), name=name, config=config, is_default=False)
        self.known[name] = made
        return made

    def update_config(self, name, config):
        self.known[name] = replace(self.get(name), config=config)
        return self.known[name]

    def switch(self, name):
        self.calls.append(("switch", self.get(name).name))

    def set_default(self, name):
        self.calls.append(("set_default", self.get(name).name))

    def delete(self, name, *, force):
        self.calls.append(("delete", self.get(name).name, force))
        del self.known[name]

    def schema(self, workspace_id, *, refresh):
        self.calls.append(("schema", refresh))
        return SchemaReport(SCHEMA, WHEN, self.stale)


class Store:
    """The part of a store that `show` asks: which documents show a ticket, and what was said of it."""

    def __init__(self):
        self.paths = []

    @property
    def documents(self):
        return self

    def where(self, ticket_id):
        return self.paths

    @property
    def comments(self):
        return self

    def get(self, ticket_id):
        return []


class Documents:
    def read(self, path):
        try:
            text = Path(path).read_text("utf-8")
        except OSError:
            raise FileNotFound(f"There is no file {path}.", path=path) from None
        return DocumentText(path, text, "", Stamp(0, 0))

    def text(self, path):
        return self.read(path).text


class Tickets:
    def __init__(self, rows):
        self._rows = rows

    def get(self, key, workspace_id):
        if key not in {TICKET.jira_id, TICKET.id}:
            raise TicketNotFound(f"{key} is not here.", key=key)
        return TICKET

    def detail(self, key, workspace_id):
        self.get(key, workspace_id)
        fields = json.dumps(TICKET.fields)
        state = TICKET.state
        found = TicketDetail(
            TICKET.id, TICKET.jira_id, "Story", "One", str(state.status), None, fields, ""
        )
        found.description, found.criteria = TICKET.description, TICKET.criteria
        found.last_synced = WHEN.isoformat()
        found.children, found.version, found.workspace_id = (), 1, workspace_id
        return found

    def describe(self, ticket, workspace_id):
        book = FieldBook(SCHEMA, [User("acc-1", "Ada Moreau")])
        return [
            (book.label(name), book.text(name, value))
            for name, value in TICKET.fields.items()
            if value is not None
        ]

    def rows(self, query):
        page = query.pagination
        return self._matching(query)[page.offset :][: page.limit]

    def stream(self, query):
        return iter(self.rows(query))

    def count(self, query, up_to=None):
        return len(self._matching(query)[:up_to])

    def _matching(self, query):
        status = query.filter.status
        return [row for row in self._rows if not status or row.sync_status in status]


class Sync:
    def __init__(self, app, notify):
        self.app = app
        self.notify = notify

    def push(self, command):
        self.app.commands.append(command)
        self.notify(Progress("sending", 1, 2))
        return self.app.results.pop(0)

    pull = push

    def status(self, workspace_id):
        return self.app.results.pop(0)


class StandIn:
    def __init__(self, rows=(), results=(), error=None):
        self.rows = list(rows)
        self.results = list(results)
        self.commands = []
        self.tickets = Tickets(self.rows)
        self.error = error
        self.closed = False
        self.noted = []
        self.settings = load_settings({"HOME": "/nowhere"})
        self.workspaces = Workspaces()
        self.store = Store()
        self.documents = Documents()

    def choose(self, flag):
        if self.error:
            raise self.error
        if flag not in (None, "work"):
            raise WorkspaceNotFound(f'There is no workspace "{flag}".', workspace=flag)
        return WorkspaceRow("w1", "work", "https://jira.example", "PROJ")

    def book(self, workspace_id):
        return FieldBook(SCHEMA, [User("acc-1", "Ada Moreau")])

    def sync(self, notify):
        return Sync(self, notify)

    def note(self, error):
        self.noted.append(error)

    def close(self):
        self.closed = True


def row(number, title, sync="synced", status="To Do", kind="Story"):
    fields = f'{{"priority":"High","status":"{status}"}}' if status else "{}"
    return TicketRow(
        f"id-{number}", f"PROJ-{number}", kind, title, sync, None, fields, "2026-05-01"
    )
