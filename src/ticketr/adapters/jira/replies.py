"""What Jira answered: a reply's JSON, or the typed error that its status stands for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ticketr.adapters.jira.network import proxy_login_needed
from ticketr.adapters.jira.tls import certificate_wanted
from ticketr.errors import (
    JiraAuth,
    JiraConnection,
    JiraNotFound,
    JiraPermission,
    JiraRateLimit,
    TicketConflict,
    TicketrError,
    TicketValidation,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_MESSAGE = 1000
"""Characters of Jira's own words that an error repeats."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP reply, read to its end. Header names are in lower case; `host` is who was asked."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    host: str

    def json(self) -> Any:
        """The body's JSON, None where there is no body. Raises JiraConnection where it is not JSON."""
        if not self.body:
            return None
        if "json" not in self.headers.get("content-type", ""):
            raise JiraConnection(f"{self.host} answered with {self._kind()} where data was due.")
        data = self._data()
        if data is _BROKEN:
            raise JiraConnection(f"{self.host} answered with data that is not JSON.")
        return data

    def _kind(self) -> str:
        kind = self.headers.get("content-type", "").split(";")[0].strip()
        return "a web page" if kind == "text/html" else kind or "an unnamed kind of data"

    def _data(self) -> Any:
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return _BROKEN

    def words(self, names: Mapping[str, str] | None = None) -> str:
        """Jira's own messages in one line; `names` are field names by id. Empty where it sent none."""
        data = self._data() if "json" in self.headers.get("content-type", "") else None
        return words_of(data, names or {})


_BROKEN = object()


def words_of(data: object, names: Mapping[str, str]) -> str:
    """The messages of Jira's error body in one line, field names instead of ids."""
    if not isinstance(data, dict):
        return ""
    general, by_field = data.get("errorMessages"), data.get("errors")
    found = [str(item) for item in general] if isinstance(general, list) else []
    if isinstance(by_field, dict):
        found += [f"{names.get(name, name)}: {text}" for name, text in by_field.items()]
    if not found and isinstance(data.get("message"), str):
        found = [data["message"]]
    line = " ".join(" ".join(found).split())
    return line if len(line) <= LONGEST_MESSAGE else line[:LONGEST_MESSAGE] + "…"


def error_of(reply: Reply, names: Mapping[str, str] | None = None) -> TicketrError | None:
    """The error that the reply stands for, None where it is a success."""
    refused = _login_error(reply)
    if refused is not None:
        return refused
    if reply.status < 300:
        return None
    words = reply.words(names)
    if reply.status < 400:
        return _redirect_error(reply)
    if reply.status >= 500:
        return _server_error(reply, words)
    return _client_error(reply, words)


def _login_error(reply: Reply) -> TicketrError | None:
    reason = reply.headers.get("x-seraph-loginreason", "").upper()
    denied = reply.headers.get("x-authentication-denied-reason", "").upper()
    if "AUTHENTICATION_DENIED" in reason or "CAPTCHA" in denied:
        return JiraPermission(
            f"{reply.host} wants a captcha solved before this login works again.",
            hint=f"Log in once with a browser at {reply.host}, then run it again.",
        )
    if reply.status == 401 or "AUTHENTICATED_FAILED" in reason:
        return JiraAuth(f"{reply.host} does not accept the login.")
    return None


def _redirect_error(reply: Reply) -> TicketrError:
    there = _elsewhere(reply.headers.get("location", ""), reply.host)
    return JiraConnection(
        f"{reply.host} sends us on to {there}; the login is never sent along.",
        hint="Set the workspace's URL to Jira's own address, the one your browser shows.",
        status=reply.status,
    )


def _elsewhere(location: str, host: str) -> str:
    """Where a redirect leads: the host, with its scheme where it is the same one."""
    try:
        parts = urlsplit(location)
        there = parts.hostname or ""
    except ValueError:
        return "another page"
    if there == host and parts.scheme in {"http", "https"}:
        return f"{parts.scheme}://{there}"
    return there or "another page"


def _server_error(reply: Reply, words: str) -> TicketrError:
    text = f"{reply.host} has a trouble of its own (status {reply.status})."
    return JiraConnection(f"{text} {words}".strip(), status=reply.status)


def _client_error(reply: Reply, words: str) -> TicketrError:  # noqa: PLR0911 - a line each
    host, status = reply.host, reply.status
    if status == 407:
        return proxy_login_needed(host)
    if status in {400, 495, 496} and b"SSL certificate" in reply.body and not words:
        return certificate_wanted(host)
    match status:
        case 403:
            return JiraPermission(words or f"{host} does not allow this to your login.")
        case 404:
            return JiraNotFound(words or f"{host} does not have what was asked for.")
        case 409:
            return TicketConflict(words or "The ticket is being changed by someone else just now.")
        case 410:
            return JiraConnection(
                f"{host} has removed this function. {words}".strip(),
                hint="Install the newest ticketr.",
                status=410,
            )
        case 429:
            return JiraRateLimit(f"{host} asks for a pause.")
        case _:
            return TicketValidation(
                words or f"{host} refuses the request (status {status}).", status=status
            )
