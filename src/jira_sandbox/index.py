"""The search index: behind the issues by a lag, where that is asked for, and not monotonic.

With a lag, queries run over copies of the tables. A change reaches the copies only after the lag;
until then an edited issue is found and told as it was, a deleted one is still counted, a new one
is missing. What has just arrived can vanish again for a single search. Naming an issue in
`reconcileIssues` brings it up to date.
"""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jira_sandbox.site import Site

# How long, in lags, an issue is so fresh that it may vanish again.
FRESH = 3


class Index:
    """The delay of a site's search; all of it under the site's lock.

    `vanish` is the chance of a fresh issue to be missing from one search, `short` that of a page
    to hold fewer issues than asked for although more follow.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._due: list[tuple[int, int]] = []
        self._fresh: dict[int, int] = {}
        self._random = random.Random(0)  # noqa: S311  repeatable on purpose
        self.lag_ms = 0
        self.vanish = 0.0
        self.short = 0.0

    def arrange(self, lag_ms: int, vanish: float = 0.0, short: float = 0.0, seed: int = 0) -> None:
        """Begin to lag (0 ends it)."""
        database = self._site.store.database
        self.lag_ms, self.vanish, self.short = lag_ms, vanish, short
        self._random = random.Random(seed)  # noqa: S311  repeatable on purpose
        self._due.clear()
        self._fresh.clear()
        if lag_ms:
            database.start_lagging(self._site.clock.now)
        else:
            database.stop_lagging()

    @contextmanager
    def up_to_date(self) -> Iterator[None]:
        """Inside the block searches show everything as it is; afterwards they lag as before."""
        database, chances = self._site.store.database, (self.vanish, self.short)
        database.current, self.vanish, self.short = True, 0.0, 0.0
        try:
            yield
        finally:
            database.current, (self.vanish, self.short) = False, chances

    def catch_up(self, reconciled: Iterable[int] = ()) -> None:
        """Let in what is due, and what is named; every request does so first."""
        if not self.lag_ms:
            return
        now, named = self._site.clock.now(), set(reconciled)
        database = self._site.store.database
        self._due += database.take_changes()
        waiting = []
        for at, issue in self._due:
            if at + self.lag_ms <= now or issue in named:
                database.refresh(issue)
                self._fresh[issue] = at
            else:
                waiting.append((at, issue))
        self._due = waiting

    def vanished(self, reconciled: Iterable[int] = ()) -> list[int]:
        """The ids of the fresh issues that are missing from one search."""
        named, edge = set(reconciled), self._site.clock.now() - FRESH * self.lag_ms
        self._fresh = {issue: at for issue, at in self._fresh.items() if at >= edge}
        return [i for i in self._fresh if i not in named and self._random.random() < self.vanish]

    def page(self, limit: int) -> int:
        """How many issues a page holds, of those asked for."""
        if limit < 2 or self._random.random() >= self.short:
            return limit
        return self._random.randint(1, limit - 1)
