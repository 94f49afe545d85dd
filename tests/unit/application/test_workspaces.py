"""Workspaces on a real store, with Jira and the keychain in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import TicketBuilder
from tests.fakes.credentials import MemoryCredentials
from tests.fakes.jira import TOKEN, MemoryJira
from tests.helpers.clock import SetClock
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.application.choice import choose
from ticketr.application.workspaces import WorkspaceService
from ticketr.domain.workspace import Credentials, Edition, WorkspaceConfig
from ticketr.errors import (
    CredentialNotFound,
    JiraAuth,
    JiraConnection,
    JiraNotFound,
    KeychainAccess,
    SyncStopped,
    Usage,
    WorkspaceDuplicate,
    WorkspaceNoDefault,
    WorkspaceNotFound,
)
from ticketr.ports.drafts import Draft

CONFIG = WorkspaceConfig("https://jira.example.com/", "proj", "robin@example.com")
LOGIN = Credentials("robin@example.com", TOKEN)


class NoKeychain(MemoryCredentials):
    """A machine without a keychain."""

    def store(self, ref, credentials):
        raise KeychainAccess("No keychain.")


class World:
    def __init__(self, path, credentials=None):
        self.store = SqliteStore(path / "ticketr.db")
        self.credentials = credentials or MemoryCredentials()
        self.jira = MemoryJira()
        self.clock = SetClock()
        self.numbers = iter(range(100))

    def connect(self, _, login):
        self.jira.authenticate(login)
        return self.jira

    def edition(self, _):
        return Edition.CLOUD

    @property
    def service(self):
        return WorkspaceService(
            self.store,
            self.credentials,
            self.connect,
            self.edition,
            self.clock,
            lambda: f"w{next(self.numbers)}",
        )


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.store.close()


def test_the_first_workspace_is_the_default_and_tidied(world):
    made = world.service.create("main", CONFIG, LOGIN)
    assert made.is_default
    assert (made.config.jira_url, made.config.project_key) == ("https://jira.example.com", "PROJ")
    assert world.service.login(made) == LOGIN
    assert not world.service.create("second", CONFIG, LOGIN).is_default
    assert [item.name for item in world.service.list()] == ["main", "second"]
    assert world.service.set_default("second").name == "second"
    assert world.service.current().name == "second"
    assert world.service.switch("main").name == "main"
    assert world.service.current().name == "main"
    assert choose(world.store, "second", {}).name == "second"
    assert choose(world.store, None, {"TICKETR_WORKSPACE": "second"}).name == "second"


def test_without_any_workspace_the_error_says_so(world):
    with pytest.raises(WorkspaceNoDefault):
        world.service.current()
    with pytest.raises(WorkspaceNotFound):
        choose(world.store, "nowhere", {})


def test_a_name_is_taken_once_and_a_near_miss_is_named(world):
    world.service.create("main", CONFIG, LOGIN)
    with pytest.raises(WorkspaceDuplicate):
        world.service.create("main", CONFIG, LOGIN)
    with pytest.raises(WorkspaceNotFound) as caught:
        world.service.get("mian")
    assert caught.value.hint == 'Did you mean "main"?'


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("no spaces", CONFIG),
        ("main", WorkspaceConfig("ftp://jira.example.com", "PROJ", "r")),
        ("main", WorkspaceConfig("https://jira.example.com", "1", "r")),
    ],
)
def test_what_is_malformed_is_refused_before_anybody_is_asked(world, name, config):
    with pytest.raises(Usage):
        world.service.create(name, config, LOGIN)
    assert world.jira.calls == []


def test_nothing_is_kept_where_jira_refuses(world):
    world.jira.fail("get_issue_types", JiraNotFound("No."))
    with pytest.raises(JiraNotFound, match='project "PROJ" does not exist'):
        world.service.create("main", CONFIG, LOGIN)
    assert world.service.list() == []
    assert world.credentials.list() == []


def test_without_a_keychain_the_login_of_the_environment_will_do(tmp_path):
    world = World(tmp_path, NoKeychain())
    with pytest.raises(KeychainAccess):
        world.service.create("main", CONFIG, LOGIN)
    made = world.service.create("main", CONFIG, LOGIN, keep=False)
    assert made.credentials is None
    with pytest.raises(CredentialNotFound):
        world.service.login(made)
    assert world.service.delete("main").name == "main"
    world.store.close()


def test_a_workspace_with_tickets_stays_with_its_project(world):
    made = world.service.create("main", CONFIG, LOGIN)
    changed = WorkspaceConfig("https://other.example.com", "PROJ", "robin@example.com")
    assert world.service.update_config("main", changed).config.jira_url == changed.jira_url
    world.store.tickets.create(TicketBuilder(made.id).build())
    with pytest.raises(SyncStopped, match="holds 1 tickets of PROJ"):
        world.service.update_config(
            "main", WorkspaceConfig(changed.jira_url, "NEXT", "robin@example.com")
        )


def test_unsent_edits_are_deleted_only_on_request(world):
    made = world.service.create("main", CONFIG, LOGIN)
    world.service.switch("main")
    world.store.tickets.create(TicketBuilder(made.id).build())
    with pytest.raises(SyncStopped, match="holds 1 tickets with edits"):
        world.service.delete("main")
    world.service.delete("main", force=True)
    assert world.service.list() == []
    assert world.credentials.list() == []


def test_unsent_comments_are_deleted_only_on_request(world):
    made = world.service.create("main", CONFIG, LOGIN)
    ticket = TicketBuilder(made.id).with_status("synced").build()
    world.store.tickets.create(ticket)
    world.store.drafts.put(Draft("d", made.id, ticket.id, "new", "Said", world.clock()))
    with pytest.raises(SyncStopped, match="holds 1 comments that Jira"):
        world.service.delete("main")
    world.service.delete("main", force=True)
    assert world.service.list() == []


def test_the_schema_is_asked_for_when_it_is_old_and_shown_old_when_nobody_answers(world):
    made = world.service.create("main", CONFIG, LOGIN)
    world.jira.calls.clear()
    assert not world.service.schema(made.id).stale
    assert world.jira.calls == []
    world.clock.move(hours=1)
    assert not world.service.schema(made.id).stale
    assert "get_fields" in world.jira.calls
    world.clock.move(hours=1)
    world.jira.fail("get_fields", JiraConnection("Down."), 2)
    assert world.service.schema(made.id).stale
    with pytest.raises(JiraConnection):
        world.service.schema(made.id, refresh=True)
    assert world.service.cached_schema(made.id).schema.project_key == "PROJ"


class DataCenter(World):
    """A Data Center that takes access tokens alone, or passwords alone."""

    takes_tokens = True

    def connect(self, config, login):
        assert config.username == login.username
        fits = (login.username == "") == self.takes_tokens
        return super().connect(config, login if fits else replace(login, token="wrong"))

    def edition(self, _):
        return Edition.DATA_CENTER


@pytest.fixture
def data_center(tmp_path):
    world = DataCenter(tmp_path)
    yield world
    world.store.close()


def test_an_access_token_needs_no_user_name_though_one_is_given(data_center):
    made = data_center.service.create("main", CONFIG, LOGIN)
    assert (made.config.edition, made.config.username) == (Edition.DATA_CENTER, "")
    assert data_center.credentials.retrieve("main") == Credentials("", LOGIN.token)
    data_center.credentials.logins["main"] = LOGIN  # as the environment would have it
    assert data_center.service.login(made).username == ""


def test_a_password_goes_with_its_user_name(data_center):
    data_center.takes_tokens = False
    made = data_center.service.create("main", CONFIG, LOGIN)
    assert made.config.username == LOGIN.username
    assert data_center.service.login(made) == LOGIN


def test_a_token_without_a_user_name_is_tried_once(data_center):
    data_center.takes_tokens = False
    with pytest.raises(JiraAuth):
        data_center.service.create("main", replace(CONFIG, username=""), Credentials("", TOKEN))
    assert data_center.service.list() == []


def test_another_address_is_asked_what_it_is(data_center):
    config = replace(CONFIG, username="", edition=Edition.CLOUD)
    made = data_center.service.create("main", config, Credentials("", TOKEN))
    assert made.config.edition is Edition.CLOUD
    data_center.credentials.logins["main"] = Credentials("", TOKEN)
    moved = replace(made.config, jira_url="https://other.example.com")
    assert data_center.service.update_config("main", moved).config.edition is Edition.DATA_CENTER
