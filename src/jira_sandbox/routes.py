"""The handler of a method and a path."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from jira_sandbox import control
from jira_sandbox.dialect import CLOUD
from jira_sandbox.tables import CLOUD_TABLE, DATA_CENTER_TABLE, TABLE

if TYPE_CHECKING:
    from jira_sandbox.tables import Handler

CONTROL = "/_sandbox"
# What stands in the place of a key below `issue/` and is none.
RESERVED = frozenset(
    {"archive", "bulk", "bulkfetch", "createmeta", "limit", "picker", "properties", "unarchive"}
    | {"watching"}
)

CONTROL_TABLE: list[tuple[str, str, Handler]] = [
    ("GET", f"{CONTROL}/requests", control.requests),
    ("DELETE", f"{CONTROL}/requests", control.forget_requests),
    ("POST", f"{CONTROL}/reset", control.reset),
    ("POST", f"{CONTROL}/move", control.move),
    ("POST", f"{CONTROL}/generate", control.generate_issues),
    ("POST", f"{CONTROL}/seed", control.reseed),
    ("GET", f"{CONTROL}/faults", control.faults),
    ("POST", f"{CONTROL}/faults", control.set_faults),
    ("DELETE", f"{CONTROL}/faults", control.clear_faults),
    ("GET", f"{CONTROL}/webhooks", control.webhooks),
    ("POST", f"{CONTROL}/webhooks", control.add_webhook),
    ("DELETE", f"{CONTROL}/webhooks", control.clear_webhooks),
    ("POST", f"{CONTROL}/latency", control.latency),
    ("POST", f"{CONTROL}/lag", control.lag),
    ("POST", f"{CONTROL}/clock", control.clock),
    ("POST", f"{CONTROL}/tokens", control.tokens),
]


@cache
def _by_length(edition: str) -> dict[int, list[tuple[str, list[str], Handler]]]:
    found: dict[int, list[tuple[str, list[str], Handler]]] = {}
    own = CLOUD_TABLE if edition == CLOUD else DATA_CENTER_TABLE
    for method, template, handler in (*own, *TABLE, *CONTROL_TABLE):
        parts = template.split("/")
        found.setdefault(len(parts), []).append((method, parts, handler))
    return found


def find(
    method: str, path: str, edition: str = CLOUD
) -> tuple[dict[str, tuple[Handler, dict[str, str]]], bool]:
    """The handlers of a path by method, the first that fits winning; and whether one is for this.

    Paths are those of version 3, whatever version the request speaks (`jira_sandbox.dialect`).
    """
    parts = path.rstrip("/").split("/")
    found: dict[str, tuple[Handler, dict[str, str]]] = {}
    for allowed, template, handler in _by_length(edition).get(len(parts), []):
        values = _fit(template, parts)
        if values is not None:
            found.setdefault(allowed, (handler, values))
    return found, method in found


def _fit(template: list[str], parts: list[str]) -> dict[str, str] | None:
    values = {}
    for wanted, given in zip(template, parts, strict=True):
        if wanted.startswith("{"):
            if wanted == "{issue}" and given in RESERVED:
                return None
            values[wanted[1:-1]] = unquote(given)
        elif wanted != given:
            return None
    return values
