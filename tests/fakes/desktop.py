"""A whole machine in memory, with a fuse: it dies before or after any step that leaves a mark somewhere."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.fakes.credentials import MemoryCredentials
from tests.fakes.documents import MemoryDocuments
from tests.fakes.jira import TOKEN, MemoryJira
from tests.fakes.locks import MemoryLocks
from tests.fakes.store import MemoryStore
from tests.helpers.clock import TickingClock
from ticketr.application.commands import PullTicketsCommand, PushTicketsCommand
from ticketr.application.sync.service import SyncService
from ticketr.application.sync.session import Room, World
from ticketr.application.tickets import TicketService
from ticketr.application.workspaces import WorkspaceService
from ticketr.domain.workspace import (
    CredentialRef,
    Credentials,
    Edition,
    Workspace,
    WorkspaceConfig,
    WorkspaceID,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ticketr.application.results import StatusReport, SyncResult


class Killed(BaseException):
    """The process ends here."""


class Fuse:
    """Burns a step at a time; at zero the process dies. None never ends."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.burnt = 0

    def burn(self, *_: object) -> None:
        self.burnt += 1
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Killed


class Mortal:
    """Burns the fuse before and after each call of these methods of another object."""

    def __init__(self, inner: object, fuse: Fuse, *names: str) -> None:
        self._inner = inner
        self._fuse = fuse
        self._names = names

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._between(found) if name in self._names else found

    def _between(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            self._fuse.burn()
            result = work(*args, **more)
            self._fuse.burn()
            return result

        return call


class MortalStore(Mortal):
    """A store whose transactions end before or after they are committed."""

    @contextmanager
    def transaction(self, **more: Any) -> Iterator[None]:
        with self._inner.transaction(**more):  # type: ignore[attr-defined]
            yield
            self._fuse.burn()
        self._fuse.burn()


class Desktop:
    """Store, documents, Jira and locks in memory, with one workspace."""

    def __init__(self) -> None:
        self.clock = TickingClock()
        self.room = Room()
        self.root = self.here = ""
        self.ignored: tuple[str, ...] = ()
        self.store = MemoryStore(now=self.clock)
        self.documents = MemoryDocuments()
        self.jira = MemoryJira()
        self.fuse = Fuse()
        self.told: list[object] = []
        self._numbers = itertools.count(1)
        self._logins = MemoryCredentials()
        config = WorkspaceConfig("https://jira.example.com", "PROJ", "robin@example.com")
        login = Credentials("robin@example.com", TOKEN)
        self._logins.store("main", login)
        ref = CredentialRef("main")
        self.workspace = Workspace(WorkspaceID("w"), "main", config, ref, is_default=True)
        self.store.workspaces.create(self.workspace)

    def _connect(self, _: object, login: Credentials) -> Any:
        self.jira.authenticate(login)
        names = (
            "bulk_create",
            "bulk_update",
            "bulk_fetch",
            "search_all",
            "search_ids",
            "server_info",
        )
        return Mortal(self.jira, self.fuse, *names)

    def _workspaces(self) -> WorkspaceService:
        return WorkspaceService(
            self.store,
            self._logins,
            self._connect,
            lambda _: Edition.CLOUD,
            self.clock,
            self._new_id,
        )

    def _new_id(self) -> str:
        return f"id{next(self._numbers):04}"

    def sync(self) -> SyncService:
        """A process of the program."""
        world = World(
            MortalStore(self.store, self.fuse),
            Mortal(self.documents, self.fuse, "write"),
            self._workspaces(),
            self.clock,
            self._new_id,
            self.told.append,
            lambda _: None,
            room=self.room,
            root=self.root,
            here=self.here,
            ignored=self.ignored,
        )
        return SyncService(world, MemoryLocks())

    def connect(self) -> None:
        """Ask Jira what the project allows, as making a workspace does."""
        self._workspaces().schema(self.workspace.id)

    def push(self, *names: str, **more: Any) -> SyncResult:
        return self.sync().push(PushTicketsCommand(self.workspace.id, names, **more))

    def pull(self, **more: Any) -> SyncResult:
        return self.sync().pull(PullTicketsCommand(self.workspace.id, **more))

    def write(self, name: str, text: str) -> None:
        self.documents.put(name, text.encode())

    def read(self, name: str) -> str:
        return self.documents.read(name).text

    def tickets(self) -> TicketService:
        """Single tickets."""
        return TicketService(self.store, self.clock, self._new_id)

    def status(self) -> StatusReport:
        """How things stand."""
        return self.sync().status(self.workspace.id)

    def status_kinds(self) -> list[str]:
        """How the tickets stand that are not in sync."""
        return [item.kind for item in self.status().changed]

    def titles(self) -> list[str]:
        """What Jira has."""
        found = self.jira.search_all('project = "PROJ"')
        return sorted(str(item.fields["title"]) for item in found)
