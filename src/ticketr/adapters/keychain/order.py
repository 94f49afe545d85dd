"""Which store is asked first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.errors import CredentialNotFound

if TYPE_CHECKING:
    from ticketr.domain.workspace import Credentials
    from ticketr.ports.external import CredentialStore


class CredentialManager:
    """The CredentialStore of the program: the environment wins, everything else is the keychain's.

    `get_jira_credentials` and `store_jira_credentials` are the specification's names ("Credential Management")
    for `retrieve` and `store`.
    """

    def __init__(self, environment: CredentialStore, keychain: CredentialStore) -> None:
        self._environment = environment
        self._keychain = keychain

    def store_jira_credentials(self, workspace: str, creds: Credentials) -> None:
        """Keep the login in the keychain. Raises KeychainAccess, CredentialInvalid."""
        self._keychain.store(workspace, creds)

    def get_jira_credentials(self, workspace: str) -> Credentials:
        """The login in the environment, else the one in the keychain, which is not touched for the former.

        Raises CredentialNotFound, CredentialInvalid, KeychainAccess.
        """
        try:
            return self._environment.retrieve(workspace)
        except CredentialNotFound:
            return self._keychain.retrieve(workspace)

    def store(self, ref: str, credentials: Credentials) -> None:
        """Keep the login in the keychain."""
        self.store_jira_credentials(ref, credentials)

    def retrieve(self, ref: str) -> Credentials:
        """The login in the environment, else the one in the keychain."""
        return self.get_jira_credentials(ref)

    def delete(self, ref: str) -> None:
        """Forget the login in the keychain. Raises CredentialNotFound."""
        self._keychain.delete(ref)

    def list(self) -> list[str]:
        """The references in the keychain, sorted."""
        return self._keychain.list()
