"""The store: every repository on one SQLite database, behind one transaction. On the hot path."""

from __future__ import annotations

from ticketr.adapters.sqlite.database import Database

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from contextlib import AbstractContextManager
    from datetime import datetime

    from ticketr.adapters.sqlite.aliases import SqliteAliases
    from ticketr.adapters.sqlite.bases import SqliteBases
    from ticketr.adapters.sqlite.codec import Clock
    from ticketr.adapters.sqlite.comments import SqliteComments
    from ticketr.adapters.sqlite.conflicts import SqliteConflicts
    from ticketr.adapters.sqlite.counts import SqliteCounts
    from ticketr.adapters.sqlite.cursors import SqliteCursors
    from ticketr.adapters.sqlite.database import Upgrading
    from ticketr.adapters.sqlite.documents import SqliteDocuments
    from ticketr.adapters.sqlite.drafts import SqliteDrafts
    from ticketr.adapters.sqlite.events import SqliteEvents
    from ticketr.adapters.sqlite.facts import SqliteFacts
    from ticketr.adapters.sqlite.history import SqliteChangelogs, SqliteChanges
    from ticketr.adapters.sqlite.journal import SqliteJournal
    from ticketr.adapters.sqlite.losses import SqliteAttic, SqliteTombstones
    from ticketr.adapters.sqlite.news import SqliteNews
    from ticketr.adapters.sqlite.operations import SqliteOperations
    from ticketr.adapters.sqlite.preferences import SqlitePreferences
    from ticketr.adapters.sqlite.schemas import SqliteSchemas
    from ticketr.adapters.sqlite.search import SqliteSearch
    from ticketr.adapters.sqlite.tickets import SqliteTickets
    from ticketr.adapters.sqlite.users import SqliteUsers
    from ticketr.adapters.sqlite.workspaces import SqliteWorkspaces

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another program that writes."""


class SqliteStore:
    """Store on SQLite, one file. Nothing is opened or created before the first call that needs it.

    `now` gives the time in UTC, the machine's clock by default; `timeout` is how many seconds a call waits for
    another program's lock; documents below `root` are kept by their paths from there; what `upgrading` gives hears how
    far it is to take over an older ticketr's store. Calls raise
    DatabaseConnection (cannot be opened, read or written; damaged; not ours), DatabaseMigration (newer than this
    program), DatabaseTransaction (locked, disk full; nothing was changed), DatabaseQuery (everything else that
    SQLite refuses).
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        now: Clock | None = None,
        *,
        timeout: float = BUSY_TIMEOUT,
        root: str = "",
        upgrading: Upgrading | None = None,
    ) -> None:
        self._root = root
        self._db = Database(str(path), timeout, upgrading)
        self._clock = now
        self._bases: SqliteBases | None = None
        self._tickets: SqliteTickets | None = None
        self._schemas: SqliteSchemas | None = None

    @property
    def path(self) -> str:
        """The absolute path of the database file."""
        return self._db.path

    @property
    def workspaces(self) -> SqliteWorkspaces:
        """Workspaces."""
        from ticketr.adapters.sqlite.workspaces import SqliteWorkspaces

        return SqliteWorkspaces(self._db, self._now)

    @property
    def tickets(self) -> SqliteTickets:
        """The local view of tickets."""
        if self._tickets is None:
            from ticketr.adapters.sqlite.tickets import SqliteTickets

            self._tickets = SqliteTickets(self._db, self._now)
        return self._tickets

    @property
    def events(self) -> SqliteEvents:
        """Everything that happened."""
        from ticketr.adapters.sqlite.events import SqliteEvents

        return SqliteEvents(self._db, self._now)

    @property
    def bases(self) -> SqliteBases:
        """What both sides last agreed on."""
        if self._bases is None:
            from ticketr.adapters.sqlite.bases import SqliteBases

            self._bases = SqliteBases(self._db)
        return self._bases

    @property
    def journal(self) -> SqliteJournal:
        """Intents and their fate."""
        from ticketr.adapters.sqlite.journal import SqliteJournal

        return SqliteJournal(self._db)

    @property
    def conflicts(self) -> SqliteConflicts:
        """Open conflicts."""
        from ticketr.adapters.sqlite.conflicts import SqliteConflicts

        return SqliteConflicts(self._db)

    @property
    def attic(self) -> SqliteAttic:
        """What lost."""
        from ticketr.adapters.sqlite.losses import SqliteAttic

        return SqliteAttic(self._db)

    @property
    def tombstones(self) -> SqliteTombstones:
        """Tickets that are gone in Jira."""
        from ticketr.adapters.sqlite.losses import SqliteTombstones

        return SqliteTombstones(self._db)

    @property
    def documents(self) -> SqliteDocuments:
        """Markdown files as they were last seen."""
        from ticketr.adapters.sqlite.documents import SqliteDocuments

        return SqliteDocuments(self._db, self._root)

    @property
    def cursors(self) -> SqliteCursors:
        """How far each workspace was pulled."""
        from ticketr.adapters.sqlite.cursors import SqliteCursors

        return SqliteCursors(self._db)

    @property
    def operations(self) -> SqliteOperations:
        """The history of syncs."""
        from ticketr.adapters.sqlite.operations import SqliteOperations

        return SqliteOperations(self._db)

    @property
    def changes(self) -> SqliteChanges:
        """What changed."""
        from ticketr.adapters.sqlite.history import SqliteChanges

        return SqliteChanges(self._db)

    @property
    def changelogs(self) -> SqliteChangelogs:
        """Jira's own history of tickets."""
        from ticketr.adapters.sqlite.history import SqliteChangelogs

        return SqliteChangelogs(self._db)

    @property
    def preferences(self) -> SqlitePreferences:
        """The user's standing choices."""
        from ticketr.adapters.sqlite.preferences import SqlitePreferences

        return SqlitePreferences(self._db, self._now)

    @property
    def schemas(self) -> SqliteSchemas:
        """What each project allows."""
        if self._schemas is None:
            from ticketr.adapters.sqlite.schemas import SqliteSchemas

            self._schemas = SqliteSchemas(self._db)
        return self._schemas

    @property
    def users(self) -> SqliteUsers:
        """Accounts seen so far."""
        from ticketr.adapters.sqlite.users import SqliteUsers

        return SqliteUsers(self._db)

    @property
    def aliases(self) -> SqliteAliases:
        """Named queries."""
        from ticketr.adapters.sqlite.aliases import SqliteAliases

        return SqliteAliases(self._db, self._now)

    @property
    def drafts(self) -> SqliteDrafts:
        """Comments on their way to Jira."""
        from ticketr.adapters.sqlite.drafts import SqliteDrafts

        return SqliteDrafts(self._db)

    @property
    def facts(self) -> SqliteFacts:
        """What Jira says and nobody edits."""
        from ticketr.adapters.sqlite.facts import SqliteFacts

        return SqliteFacts(self._db)

    @property
    def news(self) -> SqliteNews:
        """What came last."""
        from ticketr.adapters.sqlite.news import SqliteNews

        return SqliteNews(self._db)

    @property
    def comments(self) -> SqliteComments:
        """What people said of tickets in Jira."""
        from ticketr.adapters.sqlite.comments import SqliteComments

        return SqliteComments(self._db)

    @property
    def counts(self) -> SqliteCounts:
        """Sums over tickets."""
        from ticketr.adapters.sqlite.counts import SqliteCounts

        return SqliteCounts(self._db)

    @property
    def search(self) -> SqliteSearch:
        """What tickets say."""
        from ticketr.adapters.sqlite.search import SqliteSearch

        return SqliteSearch(self._db)

    def transaction(self, *, durable: bool = True) -> AbstractContextManager[None]:
        """All or nothing; a nested block joins the outer one, and undoes only itself when it fails.

        `durable` False saves the wait for the disk: power loss may then take the commit back as a whole, never
        in part. It is for what the journal can restore.
        """
        return self._db.transaction(durable=durable)

    def check(self) -> list[str]:
        """What is wrong with the store's integrity, in plain words; empty when nothing is."""
        from ticketr.adapters.sqlite.integrity import check

        return check(self._db)

    def close(self) -> None:
        """Release it; it cannot be used afterwards."""
        self._db.close()

    def _now(self) -> datetime:
        if self._clock is None:
            from datetime import UTC, datetime

            return datetime.now(UTC)
        return self._clock()
