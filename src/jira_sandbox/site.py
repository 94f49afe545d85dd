"""One Jira site: configuration, storage, clock, faults and the log of what was asked."""

from __future__ import annotations

import threading
import uuid
from typing import TYPE_CHECKING, Any

from jira_sandbox.clock import Clock
from jira_sandbox.dialect import CLOUD, NEWEST, Dialect
from jira_sandbox.faults import Faults
from jira_sandbox.index import Index
from jira_sandbox.journal import Journal
from jira_sandbox.tasks import Queue
from jira_sandbox.webhooks import Postman

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Catalogue
    from jira_sandbox.record import Record
    from jira_sandbox.seed import Seed
    from jira_sandbox.storage.store import Store


class Site:
    """All that a handler works on.

    Handlers run under `lock`, one at a time, so the storage needs no further care; waiting, faults
    and the network are outside of it. `latency` (before each reply) is in seconds. `root` is the
    address of the server, `url` that of the site, with its context path; `viewer` is the account
    that a request came from. `hidden` holds the ids of projects that nobody may see any more,
    `outbox` the events of the request in hand; `record` notes every exchange that no fault touched.
    """

    def __init__(self, seed: Seed, store: Store) -> None:
        self.seed = seed
        self.catalogue: Catalogue = seed.catalogue
        self.edition = seed.edition
        self.context = seed.context
        self.basic = seed.basic
        self.root = ""
        self.zone = seed.zone
        self.server_zone = seed.server_zone
        self.title = seed.title
        self.clock = Clock()
        self.store = store
        self.faults = Faults(lambda key: self.catalogue.project(key) is not None)
        self.journal = Journal()
        self.lock = threading.RLock()
        self.revoked: set[str] = set()
        self.expired: set[str] = set()
        self.hidden: set[str] = set()
        self.latency = 0.0
        self.index = Index(self)
        self.viewer = ""
        self.queue = Queue()
        self.postman = Postman()
        self.outbox: list[Any] = []
        self.record: Record | None = None

    @property
    def url(self) -> str:
        """The address of the site, without a slash at its end."""
        return f"{self.root}{self.context}"

    @property
    def cloud(self) -> bool:
        """Whether this is Jira Cloud."""
        return self.edition == CLOUD

    @property
    def cloud_id(self) -> str:
        """The id by which the gateway knows the site."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, self.title))

    @property
    def dialect(self) -> Dialect:
        """How the site speaks where no request says otherwise."""
        return Dialect(self.edition, NEWEST[self.edition], self.url)

    @property
    def api(self) -> str:
        """The start of the addresses in replies."""
        return self.dialect.api

    def person(self, account_id: str | None) -> dict[str, Any] | None:
        """An account as it is shown; None for nobody."""
        person = None if account_id is None else self.catalogue.people.get(account_id)
        return None if person is None else person.show(self.dialect)

    def adopt(self, seed: Seed) -> None:
        """Be another site."""
        self.seed, self.catalogue = seed, seed.catalogue
        self.zone, self.server_zone, self.title = seed.zone, seed.server_zone, seed.title

    def reconfigure(self, catalogue: Catalogue) -> None:
        """Put another configuration in force."""
        self.catalogue = catalogue

    def close(self) -> None:
        """End the work in hand, close the record and the storage."""
        self.queue.close()
        self.postman.close()
        if self.record is not None:
            self.record.close()
        with self.lock:
            self.store.database.close()


class View(Site):
    """A site as one request sees it: everything is the site's own, but for how it is told."""

    def __init__(self, whole: Site, dialect: Dialect, viewer: str) -> None:
        self._whole = whole
        self._dialect = dialect
        self.viewer = viewer
        self._shown: dict[str, dict[str, Any] | None] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    @property
    def url(self) -> str:
        """The address that the request came to."""
        return self._dialect.base

    @property
    def dialect(self) -> Dialect:
        """How this request speaks."""
        return self._dialect

    def person(self, account_id: str | None) -> dict[str, Any] | None:
        """An account as it is shown; None for nobody."""
        if account_id is None:
            return None
        if account_id not in self._shown:
            self._shown[account_id] = super().person(account_id)
        return self._shown[account_id]

    def reconfigure(self, catalogue: Catalogue) -> None:
        """Put another configuration in force, for everybody."""
        self._whole.reconfigure(catalogue)
