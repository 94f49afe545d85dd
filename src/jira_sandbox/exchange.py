"""What goes in and out of a handler: requests, replies and Jira's way of saying no."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jira_sandbox.people import Person
    from jira_sandbox.site import Site

Json = Any
HTML = "text/html;charset=UTF-8"
JSON = "application/json;charset=UTF-8"
ONLY_404 = ("/changelog", "/worklog", "/component", "/version", "/remotelink", "/context")
LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request: `query` keeps repeated parameters, `body` is the raw bytes."""

    method: str
    path: str
    query: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(slots=True)
class Reply:
    """A status, a JSON document (or raw bytes, or nothing) and extra headers."""

    status: int = 200
    body: Json = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = JSON

    def payload(self) -> bytes:
        """The bytes of the body; 204 and an absent body have none."""
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


class QueueError(Exception):
    """A refusal of the bulk queue, which has a shape of its own."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = messages

    def reply(self) -> Reply:
        """The refusal as a reply."""
        return Reply(400, {"errors": [{"message": message} for message in self.messages]})


class JiraError(Exception):
    """A refusal in Jira's own shape: `{"errorMessages": [...], "errors": {field: message}}`."""

    def __init__(
        self, status: int, *messages: str, errors: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, messages, errors)
        self.status = status
        self.messages = list(messages)
        self.errors = dict(errors or {})

    def document(self) -> dict[str, Json]:
        """The body of the refusal, as Jira writes it."""
        return {"errorMessages": self.messages, "errors": self.errors}

    def reply(self) -> Reply:
        """The refusal as a reply."""
        return Reply(self.status, self.document())


def invalid(field_id: str, message: str) -> JiraError:
    """A 400 that names one field."""
    return JiraError(400, errors={field_id: message})


@dataclass(slots=True)
class Call:
    """A request on its way through a handler: the site, the caller, the path's parameters."""

    site: Site
    request: Request
    caller: Person | None
    path: dict[str, str] = field(default_factory=dict)

    @property
    def user(self) -> Person:
        """The caller of an endpoint that is closed to anonymous calls; 401 otherwise."""
        if self.caller is None:
            raise JiraError(401, "Client must be authenticated to access this resource.")
        return self.caller

    def text(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        values = self.request.query.get(name)
        return values[-1] if values else default

    def words(self, name: str) -> list[str]:
        """A list parameter, repeated or separated by commas."""
        parts = [p.strip() for v in self.request.query.get(name, []) for p in v.split(",")]
        return [part for part in parts if part]

    def number(self, name: str, default: int) -> int:
        """An integer parameter; anything else is 400, or 404 where Jira's description knows no 400."""
        value = self.text(name)
        if not value:
            return default
        try:
            return max(-LARGEST, min(int(value), LARGEST))
        except ValueError:
            path = self.request.path
            of_sprint = "/agile/1.0/sprint/" in path and path.endswith("/issue")
            status = 404 if of_sprint or path.endswith(ONLY_404) else 400
            raise JiraError(status, f"Query parameter '{name}' must be a number.") from None

    def flag(self, name: str, *, default: bool) -> bool:
        """A boolean parameter."""
        return self.text(name, str(default)).lower() == "true"

    def json(self) -> Json:
        """The body as JSON; 400 in Jira's words where it is not."""
        try:
            return json.loads(self.request.body)
        except (ValueError, UnicodeDecodeError, RecursionError):
            raise JiraError(
                400, "There was an error parsing JSON. Check that your request body is valid."
            ) from None

    def document(self) -> dict[str, Json]:
        """The body as a JSON object."""
        body = self.json()
        if not isinstance(body, dict):
            raise JiraError(400, "Invalid request payload. Refer to the REST API documentation.")
        return body
