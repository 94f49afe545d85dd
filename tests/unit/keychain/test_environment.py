"""A login from the environment: which variables, in which order."""

from __future__ import annotations

import pytest

from tests.fakes.credentials import MemoryCredentials
from ticketr.adapters.keychain import CredentialManager, EnvironmentCredentials
from ticketr.domain.workspace import Credentials
from ticketr.errors import CredentialInvalid, CredentialNotFound, KeychainAccess

OURS = {"TICKETR_USERNAME": "ann", "TICKETR_TOKEN": "t1"}
OLD = {"JIRA_EMAIL": "bob", "JIRA_API_KEY": "t2"}


@pytest.mark.parametrize(
    ("environ", "login"),
    [
        (OURS, ("ann", "t1")),
        (OLD, ("bob", "t2")),
        ({**OLD, **OURS}, ("ann", "t1")),
        ({**OLD, "TICKETR_TOKEN": "", "TICKETR_USERNAME": "ann"}, ("bob", "t2")),
        ({"JIRA_USERNAME": "eve", "JIRA_API_TOKEN": "t3", "JIRA_API_KEY": "t2"}, ("eve", "t3")),
        ({**OLD, "JIRA_USERNAME": "eve"}, ("bob", "t2")),
        ({"TICKETR_USERNAME": " ann ", "TICKETR_TOKEN": "t1\n"}, ("ann", "t1")),
        ({"TICKETR_TOKEN": "t1"}, ("ann of work", "t1")),
        ({"JIRA_API_TOKEN": "t3"}, ("ann of work", "t3")),
    ],
)
def test_which_login_counts(environ, login):
    store = EnvironmentCredentials(environ, lambda ref: f"ann of {ref}")
    assert store.retrieve("work") == Credentials(*login)


@pytest.mark.parametrize(
    "environ", [{}, {"TICKETR_USERNAME": "ann"}, {"TICKETR_TOKEN": " "}, {"JIRA_EMAIL": "x"}]
)
def test_without_a_token_there_is_no_login(environ):
    with pytest.raises(CredentialNotFound):
        EnvironmentCredentials(environ).retrieve("work")


@pytest.mark.parametrize(
    ("token", "username"), [("TICKETR_TOKEN", "TICKETR_USERNAME"), ("JIRA_API_KEY", "JIRA_EMAIL")]
)
def test_a_token_of_nobody_is_refused_by_name(token, username):
    with pytest.raises(CredentialInvalid) as caught:
        EnvironmentCredentials({token: "t-secret"}).retrieve("work")
    assert caught.value.message == f"{token} is set, but {username} is not."
    assert "t-secret" not in str(caught.value.as_dict())


def test_the_environment_is_only_read():
    store = EnvironmentCredentials(OURS)
    for write in (
        lambda: store.store("work", Credentials("a", "b")),
        lambda: store.delete("work"),
    ):
        with pytest.raises(KeychainAccess, match="only read"):
            write()
    assert store.list() == []


def test_the_environment_wins_and_the_keychain_keeps():
    keychain = MemoryCredentials()
    keychain.store("work", Credentials("kept", "in-keychain"))
    manager = CredentialManager(EnvironmentCredentials(OURS), keychain)
    assert (
        manager.get_jira_credentials("work")
        == manager.retrieve("work")
        == Credentials("ann", "t1")
    )
    manager.store_jira_credentials("home", Credentials("home", "t4"))
    assert manager.list() == ["home", "work"]
    quiet = CredentialManager(EnvironmentCredentials({}), keychain)
    assert quiet.get_jira_credentials("home") == Credentials("home", "t4")
    manager.delete("home")
    with pytest.raises(CredentialNotFound):
        quiet.retrieve("home")


def test_a_token_alone_is_the_login_of_a_workspace_that_says_so():
    store = EnvironmentCredentials({"TICKETR_TOKEN": "pat"}, lambda _: "")
    assert store.retrieve("dc") == Credentials("", "pat")
