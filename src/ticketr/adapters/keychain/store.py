"""The operating system's keychain as a CredentialStore."""

from __future__ import annotations

import json
from _thread import allocate_lock
from typing import TYPE_CHECKING

from ticketr.adapters.keychain.calls import call
from ticketr.domain.workspace import Credentials
from ticketr.errors import CredentialInvalid, CredentialNotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

SERVICE = "ticketr"
INDEX_SERVICE = "ticketr-index"
"""Keychains cannot list their entries, so the references are kept beside the logins, under a service of their own."""
INDEX_NAME = "references"
TIMEOUT = 3.0


class Keychain:
    """Logins in the OS keychain: service `ticketr`, account the reference, secret `{"username", "token"}` in JSON.

    `owner` is the root of the project whose logins these are, "" for the machine's own; it follows the
    service's name. `timeout` is in seconds and holds for each call, the loading of the keychain's library
    included. Every method raises KeychainAccess where no safe keychain answers.
    """

    def __init__(self, timeout: float = TIMEOUT, owner: str = "") -> None:
        self._timeout = timeout
        self._service = f"{SERVICE} {owner}".rstrip()
        self._index_service = f"{INDEX_SERVICE} {owner}".rstrip()
        self._index_lock = allocate_lock()

    def store(self, ref: str, credentials: Credentials) -> None:
        """Keep the login, replacing what is there. Raises CredentialInvalid where it has no token."""
        if not (ref and credentials.token):
            raise CredentialInvalid(
                "A login needs a token, and this one is empty.",
                hint="Enter it.",
                reference=ref,
            )
        secret = json.dumps({"username": credentials.username, "token": credentials.token})
        call(lambda backend: backend.set_password(self._service, ref, secret), self._timeout)
        self._change_index(lambda refs: refs | {ref})

    def retrieve(self, ref: str) -> Credentials:
        """The login. Raises CredentialNotFound, CredentialInvalid."""
        return _parse(self._secret(ref), ref)

    def delete(self, ref: str) -> None:
        """Forget the login. Raises CredentialNotFound."""
        self._secret(ref)
        call(lambda backend: backend.delete_password(self._service, ref), self._timeout)
        self._change_index(lambda refs: refs - {ref})

    def list(self) -> list[str]:
        """The references whose logins are in the keychain, sorted."""
        return call(
            lambda backend: sorted(
                ref
                for ref in self._index(backend)
                if backend.get_password(self._service, ref) is not None
            ),
            self._timeout,
        )

    def _secret(self, ref: str) -> str:
        secret = (
            call(lambda backend: backend.get_password(self._service, ref), self._timeout)
            if ref
            else None
        )
        if secret is None:
            raise CredentialNotFound(f"The keychain holds no login under “{ref}”.", reference=ref)
        return secret

    def _index(self, backend: KeyringBackend) -> set[str]:
        """The references; a damaged index is an empty one, for it is only what `list` shows."""
        try:
            names = json.loads(backend.get_password(self._index_service, INDEX_NAME) or "[]")
        except ValueError:
            return set()
        known = names if isinstance(names, list) else []
        return {name for name in known if isinstance(name, str)}

    def _change_index(self, change: Callable[[set[str]], set[str]]) -> None:
        def work(backend: KeyringBackend) -> None:
            before = self._index(backend)
            after = change(before)
            if after != before:
                backend.set_password(self._index_service, INDEX_NAME, json.dumps(sorted(after)))

        with self._index_lock:
            call(work, self._timeout)


def _parse(secret: str, ref: str) -> Credentials:
    """The login in an entry; no part of the entry goes into the error."""
    found = _fields(secret)
    if found is None:
        raise CredentialInvalid(
            f"What the keychain holds under “{ref}” is not a login of ticketr.", reference=ref
        )
    return Credentials(*found)


def _fields(secret: str) -> tuple[str, str] | None:
    try:
        value = json.loads(secret)
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    username, token = value.get("username"), value.get("token")
    if not (isinstance(username, str) and isinstance(token, str) and token):
        return None
    return username, token
