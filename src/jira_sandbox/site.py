"""One Jira site: configuration, storage, clock, faults and the log of what was asked."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from jira_sandbox.clock import Clock
from jira_sandbox.faults import Faults
from jira_sandbox.journal import Journal

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Catalogue
    from jira_sandbox.record import Record
    from jira_sandbox.seed import Seed
    from jira_sandbox.storage.store import Store


class Site:
    """All that a handler works on.

    Handlers run under `lock`, one at a time, so the storage needs no further care; waiting, faults
    and the network are outside of it. `latency` (before each reply) and `lag` (until a search
    finds a new issue) are in seconds. `record` notes every exchange that no fault touched.
    """

    def __init__(self, seed: Seed, store: Store) -> None:
        self.seed = seed
        self.catalogue: Catalogue = seed.catalogue
        self.url = ""
        self.zone = seed.zone
        self.server_zone = seed.server_zone
        self.title = seed.title
        self.clock = Clock()
        self.store = store
        self.faults = Faults()
        self.journal = Journal()
        self.lock = threading.RLock()
        self.revoked: set[str] = set()
        self.latency = 0.0
        self.lag = 0.0
        self.record: Record | None = None
        self._shown: dict[str, dict[str, Any]] = {}

    def person(self, account_id: str | None) -> dict[str, Any] | None:
        """An account as it is shown; None for nobody."""
        if account_id is None:
            return None
        if account_id not in self._shown:
            person = self.catalogue.people.get(account_id)
            self._shown[account_id] = {} if person is None else person.show(self.url)
        return self._shown[account_id] or None

    def close(self) -> None:
        """Close the storage and the record."""
        if self.record is not None:
            self.record.close()
        with self.lock:
            self.store.database.close()
