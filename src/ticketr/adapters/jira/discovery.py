"""What a site has: its fields, types, projects, accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.fields import fields_of
from ticketr.adapters.jira.mapping import user_of
from ticketr.adapters.jira.paging import numbered
from ticketr.adapters.jira.parallel import all_of
from ticketr.adapters.jira.screens import type_of
from ticketr.errors import JiraAuth, JiraConnection, JiraNotFound, TicketValidation
from ticketr.ports.external import Project, ServerInfo, Transition

if TYPE_CHECKING:
    from ticketr.adapters.jira.client import HttpClient
    from ticketr.domain.schema import JiraField, TypeSchema
    from ticketr.ports.records import User

API = "/rest/api/3"
SCREEN_PAGE = 200
USER_PAGE = 50


def myself(client: HttpClient) -> User:
    """The account that is logged in. Raises JiraAuth where the site takes us for nobody."""
    data = client.get(f"{API}/myself")
    if not isinstance(data, dict) or not data.get("accountId"):
        raise JiraAuth(f"{client.host} takes this login for an anonymous visitor.")
    return replace(user_of(data), zone=str(data.get("timeZone") or ""))


def server(client: HttpClient) -> ServerInfo:
    """Edition, version and clock."""
    data = table(client, client.get(f"{API}/serverInfo"))
    return ServerInfo(
        str(data.get("deploymentType") or "Server"),
        str(data.get("version") or ""),
        str(data.get("serverTime") or ""),
    )


def site_fields(client: HttpClient) -> list[JiraField]:
    """The mapped fields of the site."""
    return fields_of(rows(client, client.get(f"{API}/field")))


def project_types(client: HttpClient, project_key: str) -> list[TypeSchema]:
    """The project's types with what their create screens hold, read beside each other.

    Raises JiraNotFound; Jira says 400 here of a project that does not exist or is hidden.
    """
    path = f"{API}/issue/createmeta/{segment(project_key)}/issuetypes"
    try:
        types = list(numbered(client, path, size=SCREEN_PAGE))
    except TicketValidation as error:
        raise JiraNotFound(error.message) from error

    def complete(item: dict[str, Any]) -> TypeSchema:
        screen = numbered(client, f"{path}/{segment(str(item['id']))}", size=SCREEN_PAGE)
        return type_of(item, screen)

    return all_of(complete, types)


def projects(client: HttpClient) -> list[Project]:
    """The projects this login sees."""
    found = numbered(client, f"{API}/project/search", size=50)
    return [Project(str(item["id"]), str(item["key"]), str(item["name"])) for item in found]


def assignable(client: HttpClient, project_key: str, text: str) -> list[User]:
    """Accounts that can be assigned in the project and match the text."""
    query = {"project": project_key, "query": text, "maxResults": USER_PAGE}
    found = rows(client, client.get(f"{API}/user/assignable/search", query))
    return [user_of(item) for item in found if item.get("accountId")]


def transitions(client: HttpClient, key: str) -> list[Transition]:
    """The steps the ticket can take now."""
    data = table(client, client.get(f"{API}/issue/{segment(key)}/transitions"))
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
