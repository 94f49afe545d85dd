"""All tables of the sandbox behind one name."""

from __future__ import annotations

from jira_sandbox.storage.attachments import AttachmentTable
from jira_sandbox.storage.comments import CommentTable
from jira_sandbox.storage.database import Database
from jira_sandbox.storage.history import HistoryTable
from jira_sandbox.storage.issues import IssueTable
from jira_sandbox.storage.links import LinkTable
from jira_sandbox.storage.marks import MarkTable
from jira_sandbox.storage.properties import PropertyTable
from jira_sandbox.storage.rows import RowTable


class Store:
    """The tables of a site; `path` is a file, or `:memory:`."""

    def __init__(self, path: str = ":memory:") -> None:
        self.database = Database(path)
        self.issues = IssueTable(self.database)
        self.history = HistoryTable(self.database)
        self.properties = PropertyTable(self.database)
        self.comments = CommentTable(self.database)
        self.links = LinkTable(self.database)
        self.rows = RowTable(self.database)
        self.marks = MarkTable(self.database)
        self.attachments = AttachmentTable(self.database)
