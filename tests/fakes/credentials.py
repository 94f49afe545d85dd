"""Logins in memory: a CredentialStore that passes the same contract as the keychain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.errors import CredentialInvalid, CredentialNotFound

if TYPE_CHECKING:
    from ticketr.domain.workspace import Credentials


class MemoryCredentials:
    """Logins by reference."""

    def __init__(self) -> None:
        self.logins: dict[str, Credentials] = {}

    def store(self, ref: str, credentials: Credentials) -> None:
        if not (ref and credentials.token):
            raise CredentialInvalid("A login needs a token.", reference=ref)
        self.logins[ref] = credentials

    def retrieve(self, ref: str) -> Credentials:
        if ref not in self.logins:
            raise CredentialNotFound(f"No login under “{ref}”.", reference=ref)
        return self.logins[ref]

    def delete(self, ref: str) -> None:
        self.retrieve(ref)
        del self.logins[ref]

    def list(self) -> list[str]:
        return sorted(self.logins)
