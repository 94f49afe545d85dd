"""The composition root: the only module that names concrete adapters. Everything is built when first used."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from logging import Logger

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.adapters.sqlite.database import Upgrading
    from ticketr.application.aliases import AliasService
    from ticketr.application.comments import CommentService
    from ticketr.application.fields import FieldBook
    from ticketr.application.history import HistoryService
    from ticketr.application.news import NewsService
    from ticketr.application.remote import RemoteSearch
    from ticketr.application.search import SearchService
    from ticketr.application.stats import StatsService
    from ticketr.application.sync.service import SyncService
    from ticketr.application.sync.session import Notify
    from ticketr.application.tickets import TicketService
    from ticketr.application.workspaces import WorkspaceService
    from ticketr.domain.events import Pause, Progress, StoredEvent
    from ticketr.domain.query import WorkspaceRow
    from ticketr.domain.workspace import Credentials, Edition, WorkspaceConfig, WorkspaceID
    from ticketr.log.redact import Redactor
    from ticketr.ports.external import CredentialStore, DocumentStore, JiraClient, Locks
    from ticketr.ports.glimpse import Glimpse
    from ticketr.ports.repositories import Store
    from ticketr.settings import Settings


def utc_now() -> datetime:
    """The present, in UTC."""
    from datetime import UTC, datetime

    return datetime.now(UTC)


def new_id() -> str:
    """A fresh local id: 32 hexadecimal digits."""
    from uuid import uuid4

    return uuid4().hex


def _shown_path(path: str) -> str:
    """Relative to the working folder where the document is below it."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        return path
    return path if relative.startswith(os.pardir) else relative


def _proxies(setting: str) -> dict[str, str]:
    """The variables that say what the setting `jira.proxy` says."""
    if setting == "none":
        return {"NO_PROXY": "*", "no_proxy": "*"}
    return {"HTTP_PROXY": setting, "HTTPS_PROXY": setting} if setting else {}


class App:
    """One run of the program.

    `environ` is the environment, `command` what other processes are told this one is doing, `start` the folder
    from which a project is looked for (None: the machine-wide store); `now` and `make_id` are what tests replace.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        command: str = "",
        verbose: bool = False,
        now: Callable[[], datetime] = utc_now,
        make_id: Callable[[], str] = new_id,
        start: str | None = None,
    ) -> None:
        self.environ = environ
        self._start = start
        self.command = command
        self.verbose = verbose
        self._now = now
        self._make_id = make_id
        self._settings: Settings | None = None
        self._store: Store | None = None
        self._credentials: CredentialStore | None = None
        self._documents: DocumentStore | None = None
        self._tickets: TicketService | None = None
        self._log: Logger | None = None
        self._redactor: Redactor | None = None
        self.upgrading: Upgrading | None = None  # gives what hears how far an older store is
        self.hears: Notify = lambda _: None
        """Hears what happens outside of a sync, pauses for Jira's sake above all; a sync has a listener of its own."""

    @property
    def settings(self) -> Settings:
        """The settings file and the environment. Raises SettingsInvalid."""
        if self._settings is None:
            from ticketr.settings import load_settings

            self._settings = load_settings(self.environ, start=self._start)
        return self._settings

    def at(self, root: str) -> App:
        """The program in the project with that root, whether there is one yet or not."""
        import sys

        from ticketr.settings import Folders, settings_of
        from ticketr.settings.project import FOLDER

        app = App(
            self.environ,
            command=self.command,
            verbose=self.verbose,
            now=self._now,
            make_id=self._make_id,
        )
        folders = Folders(self.environ, sys.platform, os.path.join(root, FOLDER))
        app._settings = settings_of(self.environ, folders)
        return app

    @property
    def store(self) -> Store:
        """The store on this machine. Raises DatabaseConnection, DatabaseMigration."""
        if self._store is None:
            from ticketr.adapters.sqlite.store import SqliteStore

            at = self.settings
            self._store = SqliteStore(at.store, self._now, root=at.root, upgrading=self.upgrading)
        return self._store

    @property
    def glimpse(self) -> Glimpse:
        """A look at the store for shell completion: nothing is created or changed."""
        from ticketr.adapters.sqlite.glimpse import SqliteGlimpse

        return SqliteGlimpse(self.settings.store)

    @property
    def documents(self) -> DocumentStore:
        """Markdown files."""
        if self._documents is None:
            from ticketr.adapters.files import MarkdownFiles

            self._documents = MarkdownFiles()
        return self._documents

    @property
    def locks(self) -> Locks:
        """Locks beside the store."""
        from ticketr.adapters.locks import FileLocks

        command = f"ticketr {self.command}".strip()
        return FileLocks(self.settings.lock_dir, command, self.settings.lock_wait)

    @property
    def credentials(self) -> CredentialStore:
        """Logins: the environment's, else the keychain's."""
        if self._credentials is None:
            from ticketr.adapters.keychain import (
                CredentialManager,
                EnvironmentCredentials,
                Keychain,
            )

            self._credentials = CredentialManager(
                EnvironmentCredentials(self.environ, self._username_of),
                Keychain(self.settings.keychain_timeout, owner=self.settings.root),
            )
        return self._credentials

    def _username_of(self, name: str) -> str | None:
        """The workspace's user name, empty where a token alone is its login; None where it has none."""
        from ticketr.domain.workspace import Edition
        from ticketr.errors import WorkspaceNotFound

        try:
            config = self.store.workspaces.get_by_name(name).config
        except WorkspaceNotFound:
            return None
        return config.username or ("" if config.edition is Edition.DATA_CENTER else None)

    @property
    def log(self) -> Logger:
        """The rotating log file; no secret that is known, or looks like one, gets into it."""
        if self._log is None:
            import sys

            from ticketr.log import setup
            from ticketr.log.redact import Redactor

            self._redactor = Redactor()
            self._log = setup(
                self.settings.log_dir,
                self._redactor,
                verbose=self.verbose,
                backups=self.settings.log_backups,
                stream=sys.stderr,
            )
            self._log.info("ticketr %s", self.command)
        return self._log

    def keep_secret(self, value: str) -> None:
        """Never let this value into the log."""
        self.log.debug("a login is used")
        if self._redactor is not None:
            self._redactor.add_secret(value)

    @property
    def tickets(self) -> TicketService:
        """Single tickets."""
        if self._tickets is None:
            from ticketr.application.tickets import TicketService

            self._tickets = TicketService(self.store, self._now, self._make_id)
        return self._tickets

    @property
    def history(self) -> HistoryService:
        """What was done, and what happened to tickets."""
        from ticketr.application.history import HistoryService

        return HistoryService(self.store)

    @property
    def news(self) -> NewsService:
        """What changed since the last look."""
        from ticketr.application.news import NewsService

        return NewsService(self.store, self._now)

    def stats(self, notify: Callable[[Progress], None]) -> StatsService:
        """Sums of tickets; `notify` hears how far they are."""
        from ticketr.application.stats import StatsService

        return StatsService(self.store, self._now, notify)

    @property
    def aliases(self) -> AliasService:
        """Named queries."""
        from ticketr.application.aliases import AliasService

        return AliasService(self.store)

    @property
    def comments(self) -> CommentService:
        """What is to be said of tickets."""
        from ticketr.application.comments import CommentService

        return CommentService(self.store, self._now, self._make_id)

    @property
    def search(self) -> SearchService:
        """Tickets by what they say."""
        from ticketr.application.search import SearchService

        return SearchService(self.store)

    @property
    def remote(self) -> RemoteSearch:
        """Questions that Jira itself answers."""
        from ticketr.application.remote import RemoteSearch

        return RemoteSearch(self.store, self.workspaces)

    @property
    def workspaces(self) -> WorkspaceService:
        """Workspaces and what their projects allow."""
        from ticketr.application.workspaces import WorkspaceService

        return WorkspaceService(
            self.store, self.credentials, self.connect, self.edition, self._now, self._make_id
        )

    def connect(self, config: WorkspaceConfig, credentials: Credentials) -> JiraClient:
        """A client for that Jira, logged in; the caller closes it."""
        from ticketr.adapters.jira.cloud import CloudJira
        from ticketr.adapters.jira.datacenter import DataCenterJira
        from ticketr.domain.workspace import Edition

        self.keep_secret(credentials.token)
        http = self._http(config.jira_url)
        on_cloud = config.edition is not Edition.DATA_CENTER
        edition = CloudJira if on_cloud else DataCenterJira
        client = edition(http, comments=self.settings.comments == "always")
        client.authenticate(credentials)
        return client

    def edition(self, url: str) -> Edition:
        """What answers at the address, which is asked without a login. Raises JiraConnection and its kin."""
        from ticketr.adapters.jira.discovery import edition_at

        http = self._http(url)
        try:
            return edition_at(http, url)
        finally:
            http.close()

    def _http(self, url: str) -> HttpClient:
        from ticketr.adapters.jira.client import Bounds, HttpClient
        from ticketr.adapters.jira.tls import Certificates

        settings = self.settings
        return HttpClient(
            url,
            environ={**self.environ, **_proxies(settings.proxy)},
            timeout=settings.read_timeout,
            bounds=Bounds(connect=settings.connect_timeout, waiting=settings.max_wait),
            certificates=Certificates(
                settings.ca_bundle, settings.client_cert, settings.client_key
            ),
            tell=self._hear,
        )

    def sync(self, notify: Notify) -> SyncService:
        """Push, pull and status; `notify` hears events and progress."""
        from ticketr.adapters.spool import DiskSpool
        from ticketr.application.sync.service import SyncService
        from ticketr.application.sync.session import World
        from ticketr.domain.plan import Strategy

        self.hears = notify
        world = World(
            self.store,
            self.documents,
            self.workspaces,
            self._now,
            self._make_id,
            self._heard(notify),
            self.wait,
            _shown_path,
            self.settings.index_lag,
            DiskSpool,
            {name: Strategy(value) for name, value in self.settings.strategies.items()},
            Strategy(self.settings.strategy),
            self.settings.history,
            root=self.settings.root,
            here=self._start or "",
            ignored=self.settings.ignored,
        )
        return SyncService(world, self.locks)

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""
        import time

        time.sleep(seconds)

    def _heard(self, notify: Notify) -> Notify:
        """What `notify` hears, written to the log too; progress is not."""

        def hear(event: StoredEvent | Progress | Pause) -> None:
            self._record(event)
            notify(event)

        return hear

    def _hear(self, pause: Pause) -> None:
        self._record(pause)
        self.hears(pause)

    def _record(self, event: StoredEvent | Progress | Pause) -> None:
        from ticketr.domain.events import Progress as Step

        if self._log is not None and not isinstance(event, Step):
            self._log.info("%s", event)

    def choose(self, flag: str | None) -> WorkspaceRow:
        """The workspace to work on: flag, environment, current, default. Raises the 2xxx errors."""
        from ticketr.application.choice import choose

        return choose(self.store, flag, self.environ)

    def book(self, workspace_id: WorkspaceID) -> FieldBook:
        """Names and values of the fields of the workspace's project, as far as they are cached."""
        from ticketr.application.tickets import field_book

        return field_book(self.store, workspace_id)

    def note(self, error: BaseException) -> None:
        """Write an error that ends the command into its log, where it has one."""
        if self._log is not None:
            self._log.error("%s: %s", type(error).__name__, error)

    def close(self) -> None:
        """Release the store and the log."""
        if self._store is not None:
            self._store.close()
            self._store = None
        if self._log is not None:
            from ticketr.log import close

            close()
            self._log = None
