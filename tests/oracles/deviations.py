"""Where real Jira differs from Atlassian's description of it, and we follow Jira: each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracles.description import Complaint


@dataclass(frozen=True)
class Deviation:
    """Complaints that are expected: by edition, by the operation and status, by what is said (searched)."""

    edition: str
    operation: str
    what: str
    reason: str

    def covers(self, edition: str, complaint: Complaint) -> bool:
        """Whether the complaint is one of these."""
        where = f"{complaint.method} {complaint.template} {complaint.status}"
        said = re.search(self.operation, where) and re.search(self.what, complaint.what)
        return bool(said) and self.edition in {"", edition}


ALLOWED = (
    Deviation(
        "cloud",
        "",
        r"'(untranslatedName|defaultLocale|displayUrlCSMHelpSeeker)' was unexpected",
        "real Cloud sends these too: the only extras in 1,041 recorded answers",
    ),
    Deviation(
        "cloud",
        "changelog|GET /rest/api/3/issue/|search/jql|bulkfetch|agile/1.0/board",
        r"items/\*/(from|to)(String)?: null is not of type",
        "what was or became empty is null in recorded histories (recorded/faros/issues.json)",
    ),
    Deviation(
        "cloud",
        "GET /rest/api/3/project(/search)? 200",
        "'projectKeys' was unexpected",
        "the description offers the expansion and leaves the property out",
    ),
    Deviation(
        "",
        r"GET (/rest)?/agile/1.0/board/\{boardId\}/sprint 0",
        '^query state: at /: str is not of type "object"',
        "the software description declares text parameters as objects of no properties",
    ),
    Deviation(
        "cloud",
        r"GET /rest/api/3/bulk/queue/\{taskId\} 200",
        '^at /(created|started|updated): int is not of type "string"',
        "times of the queue are numbers, in Atlassian's own examples too; the description says text",
    ),
    Deviation(
        "cloud",
        r"GET /rest/agile/1.0/board/\{boardId\}/configuration 200",
        r"^at /location: Additional properties are not allowed \('key', 'id', 'self', 'name' were unexpected\)",
        "the project of a board is told as in a recording (go-jira/board_configuration.json) and in Atlassian's example",
    ),
    Deviation(
        "datacenter",
        "GET /api/2/jql/autocompletedata",
        'at /visible(Field|Function)Names/.*: dict is not of type "string"',
        "the names are objects with value and displayName, as on Cloud; the description says text",
    ),
    Deviation(
        "datacenter",
        " 200$",
        "^a list of what is described$",
        "where Data Center answers a list its description declares the item; each item is judged by that",
    ),
    Deviation(
        "datacenter",
        r"GET /api/2/(issue|search)|POST /api/2/search|agile|(POST|PUT) /api/2/issue.* 0$",
        r"/(fields|renderedFields)/\w+: .* is not of type \"object\"",
        "the values of fields are of every type; the description declares them all objects",
    ),
    Deviation(
        "datacenter",
        "POST /api/2/issue(/bulk)? 0",
        r"/properties/\*/value: dict is not of type \"string\"",
        "the value of a property is any JSON; the description declares it text",
    ),
    Deviation(
        "datacenter",
        "/estimation 200",
        r"at /value: .* is not of type \"object\"",
        "the estimate of an issue is a number or text; the description declares it an object",
    ),
    Deviation(
        "datacenter",
        r"properties/|POST /api/2/issue(/bulk|/\{issueIdOrKey\}/comment)? 0",
        r"/value: .* is not of type \"string\"",
        "the value of a property is any JSON; the description declares it text",
    ),
    Deviation(
        "datacenter",
        "/api/2/(issue|search)",
        r"items/\*/(from|to)(String)?: null is not of type",
        "what was or became empty is null in histories, as on Cloud",
    ),
    Deviation(
        "cloud",
        " 401$",
        "^the answer is text/plain",
        "wrong credentials are refused before any interface, in plain text (recorded/observed)",
    ),
    Deviation(
        "cloud",
        "POST /rest/api/3/issue/bulk 400",
        "errorMessages' was unexpected|^at /errors: dict is not of type",
        "a body that is no JSON is refused in Jira's usual shape; the description knows refused elements alone",
    ),
    Deviation(
        "datacenter",
        "version",
        '/releaseDate: str is not a "date-time"',
        "a release has a day without a time (recorded/go-jira/project.json)",
    ),
)

STATUSES: tuple[tuple[str, int, str], ...] = (
    (
        r" /api/2/(component|version|user)\b",
        400,
        "a request that cannot be read has to be refused; the description names no status for that here",
    ),
    (
        r"POST .*/attachments$",
        400,
        "a request that carries no files has to be refused; no status is named",
    ),
    (
        r"POST /rest/api/3/issue/watching$",
        400,
        "a request that names no issues has to be refused; no status is named",
    ),
    (
        r"DELETE /api/2/issue/\{issueIdOrKey\}/remotelink$",
        400,
        "a request that names no link has to be refused; the description names no status for that here",
    ),
    (r"/search$", 410, "Cloud removed this search in 2025; the description still has it"),
    (
        r"/(label|priority/search|worklog/(updated|deleted))$",
        400,
        "a number that is none has to be refused; the description names no status for that here",
    ),
    (
        r"^((POST|PUT|DELETE) /api/2/(issue|attachment|component|search|version)\b|GET /api/2/issue/(createmeta/|\{issueIdOrKey\}(?= |$)))",
        401,
        "without a login a write, and with a wrong one everything, is refused; the description names it for reads alone",
    ),
    (
        r"^(POST|PUT|DELETE) /api/2/(issue/\{issueIdOrKey\}|attachment/\{id\}|version)",
        404,
        "what a write names may not exist; the description names it for reads and for deleting issues alone",
    ),
)
"""Statuses that are answered and the description lacks: operation (searched), status, reason."""

EXPECTED = ALLOWED + tuple(
    Deviation("", f"{pattern.removesuffix('$')}.* {status}$", "^undocumented status$", reason)
    for pattern, status, reason in STATUSES
)
"""All of them, as the judge of records reads them."""
