"""What every CredentialStore does: in memory, behind `keyring`, behind the manager, and in a real keychain."""

from __future__ import annotations

import os

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from tests.fakes.credentials import MemoryCredentials
from ticketr.adapters.keychain import CredentialManager, EnvironmentCredentials, Keychain
from ticketr.adapters.locks import FileLocks
from ticketr.domain.workspace import Credentials
from ticketr.errors import CredentialInvalid, CredentialNotFound

LOGIN = Credentials("ann@example.com", "ATATT-ü-\"'\\ =")
OTHER = Credentials("bob", "other")


class Passwords(KeyringBackend):
    """A back end of keyring that keeps its entries in memory."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.entries = {}

    def get_password(self, service, username):
        return self.entries.get((service, username))

    def set_password(self, service, username, password):
        self.entries[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.entries:
            raise PasswordDeleteError("not found")
        del self.entries[service, username]


@pytest.fixture
def passwords():
    chosen = keyring.core._keyring_backend
    keyring.set_keyring(Passwords())
    yield keyring.get_keyring()
    keyring.core._keyring_backend = chosen


@pytest.fixture
def real_keychain():
    if os.environ.get("KEYCHAIN_SESSION") != "1":
        pytest.skip("not inside scripts/with-keychain; tests/integration/keychain runs it there")
    chosen = keyring.core._keyring_backend
    keyring.core._keyring_backend = None
    store = Keychain(timeout=20)
    # The session has one keychain, however many processes run the tests.
    with FileLocks(os.environ["XDG_RUNTIME_DIR"], wait=120).hold("keychain"):
        for ref in store.list():
            store.delete(ref)
        yield store
    keyring.core._keyring_backend = chosen


@pytest.fixture(
    params=["memory", "keyring", "manager", pytest.param("real", marks=pytest.mark.keychain)]
)
def store(request):
    if request.param == "memory":
        return MemoryCredentials()
    if request.param == "real":
        return request.getfixturevalue("real_keychain")
    request.getfixturevalue("passwords")
    keychain = Keychain(timeout=20)
    return (
        keychain
        if request.param == "keyring"
        else CredentialManager(EnvironmentCredentials({}), keychain)
    )


def test_a_login_comes_back_as_it_was(store):
    store.store("work", LOGIN)
    assert store.retrieve("work") == LOGIN


def test_a_login_is_replaced(store):
    store.store("work", LOGIN)
    store.store("work", OTHER)
    assert store.retrieve("work") == OTHER
    assert store.list() == ["work"]


def test_references_are_kept_apart_and_listed_in_order(store):
    assert store.list() == []
    for ref in ("work", "index", "references", "ö/1"):
        store.store(ref, Credentials("ann", ref))
    assert store.list() == ["index", "references", "work", "ö/1"]
    assert [store.retrieve(ref).token for ref in store.list()] == store.list()


def test_a_login_is_forgotten(store):
    store.store("work", LOGIN)
    store.store("home", OTHER)
    store.delete("work")
    assert store.list() == ["home"]
    with pytest.raises(CredentialNotFound):
        store.retrieve("work")
    with pytest.raises(CredentialNotFound):
        store.delete("work")


@pytest.mark.parametrize("ref", ["none", ""])
def test_what_was_never_stored_is_not_found(store, ref):
    with pytest.raises(CredentialNotFound) as caught:
        store.retrieve(ref)
    assert caught.value.context["reference"] == ref


def test_a_token_alone_is_a_login(store):
    store.store("work", Credentials("", "pat"))
    assert store.retrieve("work") == Credentials("", "pat")


@pytest.mark.parametrize(("ref", "login"), [("", LOGIN), ("work", Credentials("u", ""))])
def test_half_a_login_is_refused(store, ref, login):
    with pytest.raises(CredentialInvalid):
        store.store(ref, login)
    assert store.list() == []
