"""A sandbox inside of this process, for tests."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from jira_sandbox.configuration import furnish
from jira_sandbox.listening import Server
from jira_sandbox.planting import plant
from jira_sandbox.record import Record
from jira_sandbox.seed import SeedError, build, read
from jira_sandbox.server import Handler
from jira_sandbox.site import Site
from jira_sandbox.storage.store import Store

if TYPE_CHECKING:
    from jira_sandbox.journal import Entry

POLL = 0.02
RECORD = "SANDBOX_RECORD"


def _document(
    seed: dict[str, Any] | str | Path | None, store: Store, asked: dict[str, Any]
) -> dict[str, Any] | None:
    """The seed that is given, else the one that the storage was first filled from."""
    given = read(seed) if isinstance(seed, str | Path) else seed
    named = {name: value for name, value in asked.items() if value is not None}
    kept = store.database.note("seed")
    if named and (kept is None or given is not None):
        given = {**(given or {}), "site": {**(given or {}).get("site", {}), **named}}
    if kept is None:
        return given
    if any(json.loads(kept)["site"].get(name) != value for name, value in named.items()):
        raise SeedError("the storage was filled for another kind of site")
    if given is not None and build(given).document != json.loads(kept):
        raise SeedError("the storage was filled from another seed; leave the seed out")
    return dict(json.loads(kept))


class Sandbox:
    """A Jira on a free loopback port, served by threads of this process.

    `seed` is a document, a file or nothing for the default site; `latency` is in seconds;
    `storage` a file that keeps the issues; `faults` a list of rules. `edition` is `cloud` or
    `datacenter`, `context` a path before all others, `basic` whether Data Center takes passwords;
    without them the seed decides. Use it as a context manager, or `start` and `stop`. The
    environment variable SANDBOX_RECORD names a folder for a record.
    """

    def __init__(  # noqa: PLR0913  options of a server, each by its name
        self,
        seed: dict[str, Any] | str | Path | None = None,
        *,
        latency: float = 0.0,
        storage: str = ":memory:",
        faults: list[dict[str, Any]] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        edition: str | None = None,
        context: str | None = None,
        basic: bool | None = None,
    ) -> None:
        asked = {"edition": edition, "context": context, "basic": basic}
        store = Store(storage)
        try:
            self.site = Site(build(_document(seed, store, asked)), store)
            self.site.latency = latency
            self.site.faults.replace(faults or [])
            self._server = Server(self.site, host, port, Handler)
            if os.environ.get(RECORD):
                self.site.record = Record(os.environ[RECORD], self.site.edition)
        except BaseException:
            store.database.close()
            raise
        self._thread = threading.Thread(
            target=self._server.serve, args=(POLL,), name="jira-sandbox", daemon=True
        )
        furnish(self.site)
        if store.database.note("seed") is None:
            plant(self.site)
            store.database.remember("seed", json.dumps(self.site.seed.document))

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return self.site.url

    @property
    def email(self) -> str:
        """The e-mail address of the account that is handed out."""
        return self.site.seed.account.email

    @property
    def token(self) -> str:
        """Its API token."""
        return self.site.seed.account.token

    @property
    def username(self) -> str:
        """Its user name, on Data Center."""
        return self.site.seed.account.username

    @property
    def edition(self) -> str:
        """`cloud` or `datacenter`."""
        return self.site.edition

    @property
    def projects(self) -> list[str]:
        """The keys of the projects."""
        return [project.key for project in self.site.catalogue.projects]

    @property
    def requests(self) -> list[Entry]:
        """Every request so far, in order of arrival; see `jira_sandbox.journal.Entry`."""
        return self.site.journal.entries()

    @property
    def most_in_flight(self) -> int:
        """The largest number of requests that were being answered together."""
        return self.site.journal.most_in_flight

    def forget(self) -> None:
        """Empty the log."""
        self.site.journal.clear()

    def fault(self, kind: str, endpoint: str = "", **more: Any) -> None:
        """Add a rule; see `jira_sandbox.faults.Rule`."""
        self.site.faults.add([{"kind": kind, "endpoint": endpoint, **more}])

    def calm(self) -> None:
        """Remove every rule, and let everybody in again."""
        self.site.faults.replace([])
        self.admit()

    def admit(self) -> None:
        """Let everybody in again, whom a fault `refuse` keeps out."""
        self._server.admit()

    def start(self) -> Self:
        """Serve."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving, end every connection, close the storage."""
        if self._thread.is_alive():
            self._server.stop()
            self._thread.join()
        else:
            self._server.server_close()
        self.site.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_exc: object) -> None:
        self.stop()
