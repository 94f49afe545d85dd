"""What a site has: its fields, types, projects, accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ticketr.adapters.jira.accounts import account_of, user_of
from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.dialect import DATA_CENTER
from ticketr.adapters.jira.fields import fields_of
from ticketr.adapters.jira.paging import numbered
from ticketr.adapters.jira.parallel import all_of
from ticketr.adapters.jira.screens import type_of
from ticketr.domain.workspace import Edition
from ticketr.errors import (
    JiraAuth,
    JiraConnection,
    JiraNotFound,
    JiraPermission,
    TicketValidation,
)
from ticketr.ports.external import Project, ServerInfo, Transition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.adapters.jira.dialect import Dialect
    from ticketr.domain.schema import JiraField, TypeSchema
    from ticketr.ports.records import User

ATLASSIAN = (".atlassian.net", ".jira.com", "api.atlassian.com")
"""Ends of the names under which Atlassian serves Cloud; the last is the gateway for scoped tokens."""
SCREEN_PAGE = 200
USER_PAGE = 50


def myself(client: HttpClient, dialect: Dialect) -> User:
    """The account that is logged in. Raises JiraAuth where the site takes us for nobody."""
    data = client.get(f"{dialect.api}/myself")
    if not isinstance(data, dict) or not data.get(dialect.account):
        raise JiraAuth(f"{client.host} takes this login for an anonymous visitor.")
    return replace(
        user_of(data), zone=str(data.get("timeZone") or ""), locale=str(data.get("locale") or "")
    )


def server(client: HttpClient, dialect: Dialect) -> ServerInfo:
    """Edition, version and clock."""
    data = table(client, client.get(f"{dialect.api}/serverInfo"))
    return ServerInfo(
        str(data.get("deploymentType") or "Server"),
        str(data.get("version") or ""),
        str(data.get("serverTime") or ""),
    )


def edition_at(client: HttpClient, url: str) -> Edition:
    """The edition that answers at the address; whoever is not logged in may ask, but for closed sites.

    A site that says nothing to strangers is known by its address. Raises JiraNotFound where no Jira answers.
    """
    try:
        info = server(client, DATA_CENTER)  # Cloud answers there, too
    except (JiraAuth, JiraPermission):
        host = urlsplit(url).hostname or ""
        return Edition.CLOUD if host.endswith(ATLASSIAN) else Edition.DATA_CENTER
    except JiraNotFound as error:
        raise JiraNotFound(
            f"There is no Jira at {url}.",
            hint="A Jira may be below a path, such as /jira; take the address from your browser.",
        ) from error
    return Edition.CLOUD if info.deployment.casefold() == "cloud" else Edition.DATA_CENTER


def site_fields(client: HttpClient, dialect: Dialect) -> list[JiraField]:
    """The mapped fields of the site."""
    found = rows(client, client.get(f"{dialect.api}/field"))
    return fields_of(found, epic_link=dialect.epic_link)


def project_types(client: HttpClient, dialect: Dialect, project_key: str) -> list[TypeSchema]:
    """The project's types with what their create screens hold, read beside each other.

    Raises JiraNotFound; Jira says 400 here of a project that does not exist or is hidden.
    """
    path = f"{dialect.api}/issue/createmeta/{segment(project_key)}/issuetypes"
    try:
        types = list(numbered(client, path, size=SCREEN_PAGE))
    except TicketValidation as error:
        raise JiraNotFound(error.message) from error

    def complete(item: dict[str, Any]) -> TypeSchema:
        screen = numbered(client, f"{path}/{segment(str(item['id']))}", size=SCREEN_PAGE)
        return type_of(item, screen, epic_link=dialect.epic_link)

    return all_of(complete, types)


def projects(found: Iterable[dict[str, Any]]) -> list[Project]:
    """The projects that Jira tells."""
    return [Project(str(item["id"]), str(item["key"]), str(item["name"])) for item in found]


def assignable(client: HttpClient, dialect: Dialect, project_key: str, text: str) -> list[User]:
    """Accounts that can be assigned in the project and match the text."""
    query = {"project": project_key, dialect.looked_for: text, "maxResults": USER_PAGE}
    found = rows(client, client.get(f"{dialect.api}/user/assignable/search", query))
    return [user_of(item) for item in found if account_of(item)]


def transitions(client: HttpClient, dialect: Dialect, key: str) -> list[Transition]:
    """The steps the ticket can take now."""
    data = table(client, client.get(f"{dialect.api}/issue/{segment(key)}/transitions"))
    return [
        Transition(str(item["id"]), str(item["name"]), str((item.get("to") or {}).get("name")))
        for item in rows(client, data.get("transitions"))
    ]


def table(client: HttpClient, data: object) -> dict[str, Any]:
    """The answer as an object. Raises JiraConnection where it is something else."""
    if not isinstance(data, dict):
        raise JiraConnection(f"{client.host} answered with something that Jira would not say.")
    return data


def rows(client: HttpClient, data: object) -> list[dict[str, Any]]:
    """The answer as a list of objects. Raises JiraConnection where it is something else."""
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise JiraConnection(f"{client.host} answered with something that Jira would not say.")
    return data
