"""Accounts: who may call, who may be assigned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Person:
    """An Atlassian account; `token` is empty for those who never call."""

    account_id: str
    name: str
    email: str
    zone: str
    token: str = ""
    active: bool = True
    admin: bool = False

    def show(self, url: str, api: str = "/rest/api/3") -> dict[str, Any]:
        """The account as it stands in a field, a history or a comment."""
        return {
            "self": f"{url}{api}/user?accountId={quote(self.account_id, safe='')}",
            "accountId": self.account_id,
            "emailAddress": self.email,
            "avatarUrls": avatars(url, "user", "10337"),
            "displayName": self.name,
            "active": self.active,
            "timeZone": self.zone,
            "accountType": "atlassian",
        }


def avatars(url: str, kind: str, number: str) -> dict[str, str]:
    """The four sizes of an avatar."""
    base = f"{url}/rest/api/3/universal_avatar/view/type/{kind}/avatar/{number}"
    return {
        "48x48": base,
        "24x24": f"{base}?size=small",
        "16x16": f"{base}?size=xsmall",
        "32x32": f"{base}?size=medium",
    }


class People:
    """The accounts of a site, by id and by e-mail address."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._by_id = {person.account_id: person for person in persons}
        self._by_email = {person.email.lower(): person for person in self._by_id.values()}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def get(self, account_id: str) -> Person | None:
        """The account with this id."""
        return self._by_id.get(account_id)

    def by_email(self, email: str) -> Person | None:
        """The account with this e-mail address."""
        return self._by_email.get(email.lower())

    def matching(self, query: str) -> list[Person]:
        """Accounts where a word of the name, or the e-mail, starts with the query."""
        wanted = query.lower()
        return [p for p in self if _matches(p, wanted)]


def _matches(person: Person, wanted: str) -> bool:
    words = [person.email.lower(), person.name.lower(), *person.name.lower().split()]
    return any(word.startswith(wanted) for word in words)
