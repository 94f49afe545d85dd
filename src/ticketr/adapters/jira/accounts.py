"""People in Jira's JSON: Cloud knows them by an id, Data Center by a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.ports.records import User

if TYPE_CHECKING:
    from collections.abc import Mapping


def account_of(data: object) -> str:
    """What identifies the account: `accountId` on Cloud, `name` on Data Center; empty where neither is said."""
    return str(data.get("accountId") or data.get("name") or "") if isinstance(data, dict) else ""


def shown_name(data: object) -> str:
    """The name that people read; empty where none is said, as for an account that is gone."""
    return str(data.get("displayName") or "") if isinstance(data, dict) else ""


def user_of(data: Mapping[str, Any]) -> User:
    """The account."""
    account = account_of(data)
    return User(
        account,
        shown_name(data) or account,
        str(data.get("emailAddress") or ""),
        bool(data.get("active", True)),
    )
