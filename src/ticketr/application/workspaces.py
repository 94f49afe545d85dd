"""Workspaces: create, choose, change, delete; and what their project allows (specification, "WorkspaceService")."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.choice import CURRENT, choose
from ticketr.application.schemas import SchemaReport, Schemas, ask_schema
from ticketr.domain.workspace import (
    CredentialRef,
    Credentials,
    Edition,
    Workspace,
    WorkspaceID,
)
from ticketr.errors import (
    CredentialNotFound,
    JiraAuth,
    JiraConnection,
    JiraNotFound,
    JiraRateLimit,
    KeychainAccess,
    SyncStopped,
    TicketrError,
    Usage,
    WorkspaceDuplicate,
    WorkspaceNotFound,
)
from ticketr.ports.records import Account

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from ticketr.domain.schema import JiraSchema
    from ticketr.domain.workspace import WorkspaceConfig
    from ticketr.ports.external import CredentialStore, JiraClient
    from ticketr.ports.records import User
    from ticketr.ports.repositories import Store

    Connect = Callable[[WorkspaceConfig, Credentials], JiraClient]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{1,254}\Z")
_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?\Z")


class WorkspaceService:
    """Use cases around workspaces.

    `connect` makes a client that is logged in; `edition` says what answers at an address.
    """

    def __init__(
        self,
        store: Store,
        credentials: CredentialStore,
        connect: Connect,
        edition: Callable[[str], Edition],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._credentials = credentials
        self._connect = connect
        self._edition = edition
        self._now = now
        self._new_id = new_id
        self._schemas = Schemas(store, now)

    def create(
        self,
        name: str,
        config: WorkspaceConfig,
        credentials: Credentials | None = None,
        *,
        keep: bool = True,
    ) -> Workspace:
        """A new workspace, its login checked and its project's schema cached; the first one is the default.

        `keep` False takes it well where the login cannot be kept in the keychain (it is in the environment).
        Raises WorkspaceDuplicate, Usage for a malformed name, URL or key, the 4xxx errors, KeychainAccess.
        Nothing is stored where one is raised.
        """
        config = self._settled(_checked(name, config))
        self._refuse_twin(name)
        login = credentials or self._credentials.retrieve(name)
        config, login, user, schema = self._enter(config, login)
        ref = self._keep(name, login, must=keep) if credentials else CredentialRef(name)
        first = not self._store.workspaces.list()
        workspace = Workspace(
            WorkspaceID(self._new_id()), name, config, ref, first, created_at=self._now()
        )
        try:
            self._add(workspace, user, schema)
        except TicketrError:
            self._forget(ref)
            raise
        return self._store.workspaces.get(workspace.id)

    def _refuse_twin(self, name: str) -> None:
        if self._store.workspaces.pick(name) is not None:
            raise WorkspaceDuplicate(f'There is a workspace "{name}" already.', workspace=name)

    def edition(self, url: str) -> Edition:
        """Which Jira answers at the address. Raises Usage for what is no address, the 4xxx errors."""
        return self._edition(_address(url))

    def _settled(self, config: WorkspaceConfig) -> WorkspaceConfig:
        """The config with its edition, asked for where it is not known."""
        return config if config.edition else replace(config, edition=self.edition(config.jira_url))

    def _enter(
        self, config: WorkspaceConfig, login: Credentials
    ) -> tuple[WorkspaceConfig, Credentials, User, JiraSchema]:
        """The first look, and the login that works, as the config is to name it.

        On Data Center what goes with a user name may be a password, or an access token that needs no name.
        """
        if config.edition is Edition.DATA_CENTER and login.username:
            alone = replace(config, username=""), Credentials("", login.token)
            try:
                return *alone, *self._look(*alone)
            except JiraAuth:
                config = replace(config, username=login.username)
        return config, login, *self._look(config, login)

    def _look(self, config: WorkspaceConfig, login: Credentials) -> tuple[User, JiraSchema]:
        client = self._connect(config, login)
        try:
            user = client.validate_connection()
            return user, ask_schema(client, config.project_key)
        except JiraNotFound as error:
            raise JiraNotFound(
                f'The project "{config.project_key}" does not exist, or this login does not see it.',
                hint="Check the key with `--project`; ask for access if it is right.",
                project=config.project_key,
            ) from error
        finally:
            client.close()

    def _keep(self, name: str, login: Credentials, *, must: bool) -> CredentialRef | None:
        try:
            self._credentials.store(name, login)
        except KeychainAccess:
            if must:
                raise
            return None
        return CredentialRef(name)

    def _add(self, workspace: Workspace, user: User, schema: JiraSchema) -> None:
        with self._store.transaction():
            self._store.workspaces.create(workspace)
            if workspace.is_default:
                self._store.workspaces.set_default(workspace.id)
            self._learn(workspace.id, user, schema)
            self._record(workspace, "created")

    def _learn(self, workspace_id: WorkspaceID, user: User, schema: JiraSchema) -> None:
        self._store.users.put(workspace_id, [user])
        account = Account(user.account, user.zone, user.locale)
        self._store.facts.put_account(workspace_id, account)
        self._schemas.put(workspace_id, schema)

    def _forget(self, ref: CredentialRef | None) -> None:
        if ref is None:
            return
        try:
            self._credentials.delete(ref)
        except (CredentialNotFound, KeychainAccess):
            return

    def _record(self, workspace: Workspace, change: str) -> None:
        from ticketr.domain.events import WorkspaceChangedEvent

        event = WorkspaceChangedEvent(workspace.id, workspace.name, change, self._now())
        self._store.events.append(event)

    def get(self, name: str) -> Workspace:
        """The workspace of that name. Raises WorkspaceNotFound with the nearest names."""
        try:
            return self._store.workspaces.get_by_name(name)
        except WorkspaceNotFound as error:
            from ticketr.application.values import suggestion

            near = suggestion(name, [item.name for item in self._store.workspaces.list()])
            raise WorkspaceNotFound(error.message, hint=near, workspace=name) from None

    def switch(self, name: str) -> Workspace:
        """Make it the current workspace. Raises WorkspaceNotFound."""
        workspace = self.get(name)
        self._store.preferences.set(CURRENT, name)
        return workspace

    def current(self, environment: Mapping[str, str] | None = None) -> Workspace:
        """The current workspace, else the default. Raises WorkspaceNoDefault."""
        row = choose(self._store, None, environment or {})
        return self._store.workspaces.get(WorkspaceID(row.id))

    def list(self) -> list[Workspace]:
        """All workspaces, by name."""
        return self._store.workspaces.list()

    def set_default(self, name: str) -> Workspace:
        """Make it the default. Raises WorkspaceNotFound."""
        workspace = self.get(name)
        self._store.workspaces.set_default(workspace.id)
        return workspace

    def update_config(self, name: str, config: WorkspaceConfig) -> Workspace:
        """Change what it connects to, once the login works there.

        Raises SyncStopped where tickets are here and the project would be another: they would be sent there.
        """
        workspace = self.get(name)
        config = _checked(name, config)
        if config.jira_url != workspace.config.jira_url:
            config = replace(config, edition=None)
        if workspace.statistics.total and config.project_key != workspace.config.project_key:
            raise SyncStopped(
                f'"{name}" holds {workspace.statistics.total} tickets of {workspace.config.project_key}.',
                hint=f"Create a workspace of its own for {config.project_key}.",
                workspace=name,
            )
        config = self._settled(config)
        changed = replace(workspace, config=config)
        user, schema = self._look(config, self.login(changed))
        with self._store.transaction():
            self._store.workspaces.update(changed)
            self._learn(workspace.id, user, schema)
            self._record(changed, "updated")
        return self._store.workspaces.get(workspace.id)

    def delete(self, name: str, *, force: bool = False) -> Workspace:
        """Remove it with its tickets and its login; Jira and the Markdown files are not touched.

        Raises SyncStopped while there are edits that Jira does not have, unless `force`.
        """
        workspace = self.get(name)
        stats = workspace.statistics
        unsent = stats.new + stats.modified + stats.conflict
        drafts = len(self._store.drafts.list(workspace.id))
        if (unsent or drafts) and not force:
            held = f"{unsent} tickets with edits" if unsent else f"{drafts} comments"
            raise SyncStopped(
                f'"{name}" holds {held} that Jira does not have.',
                hint="`ticketr push` sends them; `--force` deletes them with the workspace.",
                workspace=name,
                unsent=unsent,
                drafts=drafts,
            )
        with self._store.transaction():
            self._store.workspaces.delete(workspace.id)
            if self._store.preferences.get(CURRENT) == name:
                self._store.preferences.delete(CURRENT)
            self._record(workspace, "deleted")
        self._forget(workspace.credentials)
        return workspace

    def login(self, workspace: Workspace) -> Credentials:
        """The workspace's login. Raises CredentialNotFound, KeychainAccess.

        On Data Center the workspace says whether a user name goes with the token.
        """
        login = self._credentials.retrieve(workspace.credentials or workspace.name)
        if workspace.config.edition is Edition.DATA_CENTER:
            return replace(login, username=workspace.config.username)
        return login

    def open(self, workspace: Workspace) -> JiraClient:
        """A client that is logged in; the caller closes it."""
        return self._connect(workspace.config, self.login(workspace))

    def schema(self, workspace_id: WorkspaceID, *, refresh: bool = False) -> SchemaReport:
        """What the project allows: from the cache while that is fresh, else from Jira, else stale.

        Raises the 4xxx errors where nothing is cached, or where `refresh` was asked for.
        """
        cached = self.cached_schema(workspace_id)
        if cached and not cached.stale and not refresh:
            return cached
        try:
            return self._refresh(workspace_id)
        except (JiraConnection, JiraRateLimit):
            if cached is None or refresh:
                raise
            return cached

    def cached_schema(self, workspace_id: WorkspaceID) -> SchemaReport | None:
        """What is cached, asking nobody."""
        return self._schemas.get(workspace_id)

    def _refresh(self, workspace_id: WorkspaceID) -> SchemaReport:
        workspace = self._store.workspaces.get(workspace_id)
        client = self.open(workspace)
        try:
            schema = ask_schema(client, workspace.config.project_key)
        finally:
            client.close()
        return self._schemas.put(workspace_id, schema)


def _checked(name: str, config: WorkspaceConfig) -> WorkspaceConfig:
    if not _NAME.match(name):
        raise Usage(
            f'"{name}" cannot be a workspace\'s name.',
            hint="Use letters, digits, dots, dashes and underscores, 64 at most.",
        )
    url = _address(config.jira_url)
    key = config.project_key.upper()
    if not _PROJECT.match(key):
        raise Usage(f'"{config.project_key}" is not a project key.', hint="Write it like PROJ.")
    return replace(config, jira_url=url, project_key=key)


def _address(url: str) -> str:
    if not _URL.match(url):
        raise Usage(
            f'"{url}" is not the address of a Jira.',
            hint="Write it like https://example.atlassian.net, without a login in it.",
        )
    return url.rstrip("/")
