"""A machine with ticketr on it, beside a sandbox: the real application on real files, SQLite and HTTP."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

from jira_sandbox.dispatch import answer
from jira_sandbox.exchange import Request as Asked
from ticketr.app import App
from ticketr.application.commands import (
    BulkCommand,
    DeleteTicketsCommand,
    PullTicketsCommand,
    PushTicketsCommand,
    ResolveCommand,
    UndoCommand,
)
from ticketr.domain.workspace import Credentials, Workspace, WorkspaceConfig

if TYPE_CHECKING:
    from pathlib import Path

    from jira_sandbox import Sandbox
    from ticketr.application.results import DeleteResult, ResolveResult, SyncResult, UndoResult


class Remote:
    """Jira as somebody else sees it who has the same login. Needs `jira` and `project`."""

    jira: Sandbox
    project: str = "PROJ"

    def call(self, method: str, path: str, body: object = None) -> Any:
        """A request of somebody else, straight to Jira; written for Cloud, and told to Data Center in its words."""
        path, data, headers = self._asked(path, body)
        request = Request(self.jira.url + path, data, headers, method=method)
        with urlopen(request) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def look(self, method: str, path: str, body: object = None) -> Any:
        """The same without the network between: what is seen so is in no log, and no fault is in its way."""
        path, data, headers = self._asked(path, body)
        told = {name.lower(): text for name, text in headers.items()}
        asked = Asked(method, self.jira.site.context + path, {}, told, data or b"")
        reply, _ = answer(self.jira.site, asked)
        assert reply.status < 300, (path, reply.body)
        return reply.body

    def _asked(self, path: str, body: object) -> tuple[str, bytes | None, dict[str, str]]:
        login = base64.b64encode(f"{self.jira.email}:{self.jira.token}".encode()).decode()
        scheme = f"Basic {login}"
        if self.jira.edition == "datacenter":
            scheme, path, body = f"Bearer {self.jira.token}", older(path), marked_up(body)
        data = None if body is None else json.dumps(body).encode()
        return path, data, {"Authorization": scheme, "Content-Type": "application/json"}

    def remote(self, key: str) -> dict[str, Any]:
        return told(self.call("GET", f"/rest/api/3/issue/{key}")["fields"])

    def change(self, key: str, **fields: Any) -> None:
        self.call("PUT", f"/rest/api/3/issue/{key}", {"fields": fields})

    def all_keys(self) -> list[str]:
        """All tickets of the project in Jira, in order of their numbers."""
        body = {"jql": f"project = {self.project}", "maxResults": 5000, "fields": ["summary"]}
        found = self.call("POST", "/rest/api/3/search/jql", body)["issues"]
        return sorted((item["key"] for item in found), key=lambda key: int(key.split("-")[1]))


@dataclass
class Place(Remote):
    """One user's machine. `jira` is the site, `folder` where the documents are."""

    jira: Sandbox
    folder: Path
    project: str = "PROJ"
    told: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.email = self.jira.email if self.jira.edition == "cloud" else ""
        self.environ = {
            "TICKETR_HOME": str(self.folder / "home"),
            "TICKETR_USERNAME": self.email,
            "TICKETR_TOKEN": self.jira.token,
            "HOME": str(self.folder),
            "TICKETR_JIRA_INDEX_LAG": "1",
        }
        self.app = self.start()
        self.workspace: Workspace = self.create("main", self.project)

    def start(self) -> App:
        """A process of the program."""
        return App(self.environ)

    def create(self, name: str, project: str) -> Workspace:
        config = WorkspaceConfig(self.jira.url, project, self.email)
        login = Credentials(self.email, self.jira.token)
        return self.app.workspaces.create(name, config, login, keep=False)

    def restart(self) -> None:
        """A new process on the same machine."""
        self.app.close()
        self.app = self.start()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_bytes(text.encode())
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()

    def edit(self, name: str, *changes: tuple[str, str]) -> None:
        text = self.read(name)
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
            text = text.replace(old, new)
        self.write(name, text)

    def push(self, *names: str, **more: Any) -> SyncResult:
        paths = tuple(str(self.folder / name) for name in names)
        command = PushTicketsCommand(self.workspace.id, paths, **more)
        return self.app.sync(self.told.append).push(command)

    def pull(self, **more: Any) -> SyncResult:
        if "output" in more:
            more["output"] = str(self.folder / more["output"])
        return self.app.sync(self.told.append).pull(PullTicketsCommand(self.workspace.id, **more))

    def resolve(self, *names: str, **more: Any) -> ResolveResult:
        return self.app.sync(self.told.append).resolve(
            ResolveCommand(self.workspace.id, names, **more)
        )

    def undo(self, operation: int | None = None, **more: Any) -> UndoResult:
        command = UndoCommand(self.workspace.id, operation, **more)
        return self.app.sync(self.told.append).undo(command)

    def delete(self, *keys: str, **more: Any) -> DeleteResult:
        command = DeleteTicketsCommand(self.workspace.id, keys, **more)
        return self.app.sync(self.told.append).delete(command)

    def bulk(self, *values: str, **more: Any) -> SyncResult:
        """A bulk edit; values as `Name=text`, or as `+Name=text` and `-Name=text` for lists; tickets as `keys` or `jql`."""
        said: dict[str, list[tuple[str, str]]] = {"": [], "+": [], "-": []}
        for item in values:
            sign = item[0] if item[0] in said else ""
            name, _, text = item.removeprefix(sign).partition("=")
            said[sign].append((name, text))
        pairs = {sign: tuple(each) for sign, each in said.items()}
        more |= {"added": pairs["+"], "removed": pairs["-"]}
        command = BulkCommand(self.workspace.id, pairs[""], **more)
        return self.app.sync(self.told.append).bulk(command)

    def status(self):
        return self.app.sync(self.told.append).status(self.workspace.id)

    def sent(self) -> list[str]:
        """The requests since the last call, as `METHOD path`, without those of the test itself."""
        lines = [f"{item.method} {self.newer(item.path)}" for item in self.jira.requests]
        self.jira.forget()
        return lines

    def written(self) -> list[str]:
        """Those of them that change something."""
        reads = ("/search/jql", "/bulkfetch")
        lines = [line for line in self.sent() if not line.startswith("GET")]
        return [line for line in lines if not line.partition("?")[0].endswith(reads)]

    def newer(self, path: str) -> str:
        """The path that Cloud has for what Data Center has under this one, below the site's address."""
        if self.jira.edition == "cloud":
            return path
        path = path.removeprefix("/jira").replace("/rest/api/2/", "/rest/api/3/")
        return f"{path}/jql" if path.endswith("/search") else path

    def close(self) -> None:
        self.app.close()


def counts(result: SyncResult) -> dict[str, int]:
    """How many tickets of each fate."""
    return result.counts()


def document(text: str) -> dict[str, Any]:
    """An ADF document of one paragraph."""
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {"type": "doc", "version": 1, "content": [paragraph]}


def words(text: Any) -> str:
    """All text of an ADF document, or of markup."""
    if isinstance(text, dict):
        return str(text.get("text", "")) + "".join(words(item) for item in text.get("content", []))
    return "".join(text.split("\n\n")) if isinstance(text, str) else ""


EPIC_LINK = "customfield_10014"


def told(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with the parent where Cloud has it."""
    epic = fields.get(EPIC_LINK)
    return {**fields, "parent": {"key": epic}} if epic and "parent" not in fields else fields


def on_both(test: Any) -> Any:
    """A test that runs on both editions; its `jira` fixture takes the edition as a parameter."""
    return pytest.mark.parametrize("jira", ["cloud", "datacenter"], indirect=True)(test)


def older(path: str) -> str:
    """Data Center's path for what Cloud has under this one."""
    return path.replace("/search/jql", "/search").replace("/rest/api/3/", "/rest/api/2/")


def marked_up(body: Any) -> Any:
    """The body with its documents, of paragraphs alone, as markup."""
    if isinstance(body, list):
        return [marked_up(item) for item in body]
    if not isinstance(body, dict):
        return body
    if body.get("type") == "doc":
        assert all(node["type"] == "paragraph" for node in body["content"])
        return "\n\n".join(map(words, body["content"]))
    return {name: marked_up(item) for name, item in body.items()}
