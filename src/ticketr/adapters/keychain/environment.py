"""A login from the environment, for CI and for machines without a keychain."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from ticketr.domain.workspace import Credentials
from ticketr.errors import CredentialInvalid, CredentialNotFound, KeychainAccess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SETS = (
    (("TICKETR_TOKEN",), ("TICKETR_USERNAME",)),
    (("JIRA_API_TOKEN", "JIRA_API_KEY"), ("JIRA_EMAIL", "JIRA_USERNAME")),
)


def _nobody(_ref: str) -> str | None:
    return None


class EnvironmentCredentials:
    """A read-only CredentialStore: the same login for every reference.

    TICKETR_TOKEN with TICKETR_USERNAME, else JIRA_API_TOKEN (or JIRA_API_KEY) with JIRA_EMAIL (or
    JIRA_USERNAME). A token whose variable for the user name is not set goes with `username_of(ref)`, the user
    name that the workspace was created with ("" where a token alone is its login, None where it has none). An empty
    variable counts as not set.
    """

    def __init__(
        self, environ: Mapping[str, str], username_of: Callable[[str], str | None] = _nobody
    ) -> None:
        self._environ = environ
        self._username_of = username_of

    def store(self, ref: str, credentials: Credentials) -> None:  # noqa: ARG002 - the port's signature
        """Refused: raises KeychainAccess."""
        self._refuse(ref)

    def retrieve(self, ref: str) -> Credentials:
        """The login. Raises CredentialNotFound, and CredentialInvalid for a token without a user name."""
        for tokens, usernames in _SETS:
            token_name, token = self._first(tokens)
            if not token:
                continue
            username = self._first(usernames)[1] or self._username_of(ref)
            if username is not None:
                return Credentials(username, token)
            raise CredentialInvalid(
                f"{token_name} is set, but {usernames[0]} is not.",
                hint=f"Set {usernames[0]} to the e-mail address of the account, or unset {token_name}.",
                variable=usernames[0],
            )
        raise CredentialNotFound("No login is in the environment.", reference=ref)

    def delete(self, ref: str) -> None:
        """Refused: raises KeychainAccess."""
        self._refuse(ref)

    def list(self) -> list[str]:
        """Nothing: the environment knows no references."""
        return []

    def _first(self, names: tuple[str, ...]) -> tuple[str, str]:
        for name in names:
            if value := self._environ.get(name, "").strip():
                return name, value
        return names[0], ""

    def _refuse(self, ref: str) -> NoReturn:
        raise KeychainAccess(
            "The environment is only read; ticketr cannot keep a login there.", reference=ref
        )
