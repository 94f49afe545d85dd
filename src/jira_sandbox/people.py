"""Accounts: who may call, who may be assigned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jira_sandbox.dialect import Dialect


@dataclass(frozen=True, slots=True)
class Person:
    """An account: by `account_id` on Cloud, by `name` and `key` on Data Center.

    `token` is empty for those who never call; `scoped_token` is good at the gateway alone.
    """

    account_id: str
    name: str
    email: str
    zone: str
    token: str = ""
    active: bool = True
    admin: bool = False
    username: str = ""
    key: str = ""
    scoped_token: str = ""

    def show(self, dialect: Dialect) -> dict[str, Any]:
        """The account as it stands in a field, a history or a comment."""
        pictures = avatars(dialect.api, "user", "10337")
        if not dialect.cloud:
            return {
                "self": f"{dialect.api}/user?username={quote(self.username, safe='')}",
                "name": self.username,
                "key": self.key,
                "emailAddress": self.email,
                "avatarUrls": pictures,
                "displayName": self.name,
                "active": self.active,
                "timeZone": self.zone,
            }
        return {
            "self": f"{dialect.api}/user?accountId={quote(self.account_id, safe='')}",
            "accountId": self.account_id,
            "emailAddress": self.email,
            "avatarUrls": pictures,
            "displayName": self.name,
            "active": self.active,
            "timeZone": self.zone,
            "accountType": "atlassian",
        }

    def called(self, dialect: Dialect) -> str:
        """The id that histories and queries know the account by."""
        return self.account_id if dialect.cloud else self.key


def avatars(api: str, kind: str, number: str) -> dict[str, str]:
    """The four sizes of an avatar."""
    base = f"{api}/universal_avatar/view/type/{kind}/avatar/{number}"
    return {
        "48x48": base,
        "24x24": f"{base}?size=small",
        "16x16": f"{base}?size=xsmall",
        "32x32": f"{base}?size=medium",
    }


class People:
    """The accounts of a site, by id, e-mail address and user name."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._by_id = {person.account_id: person for person in persons}
        self._by_email = {person.email.lower(): person for person in self}
        self._by_name = {person.username.lower(): person for person in self}
        self._by_key = {person.key.lower(): person for person in self}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def get(self, account_id: str) -> Person | None:
        """The account with this id."""
        return self._by_id.get(account_id)

    def by_email(self, email: str) -> Person | None:
        """The account with this e-mail address."""
        return self._by_email.get(email.lower())

    def by_username(self, name: str) -> Person | None:
        """The account with this user name, or user key."""
        return self._by_name.get(name.lower()) or self._by_key.get(name.lower())

    def by_token(self, token: str) -> Person | None:
        """The account that a personal access token belongs to."""
        return next((p for p in self if p.token and p.token == token), None)

    def matching(self, query: str) -> list[Person]:
        """Accounts where a word of the name, the user name or the e-mail starts with the query."""
        wanted = query.lower()
        return [p for p in self if _matches(p, wanted)]


def _matches(person: Person, wanted: str) -> bool:
    words = [person.email, person.username, person.name, *person.name.split()]
    return any(word.lower().startswith(wanted) for word in words)
