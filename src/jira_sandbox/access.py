"""Who is calling: Basic auth with an e-mail address and an API token, or nobody."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING

from jira_sandbox.exchange import Reply

if TYPE_CHECKING:
    from jira_sandbox.exchange import Request
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site

FAILED = "AUTHENTICATED_FAILED"


class RejectedError(Exception):
    """Credentials that are wrong, revoked or expired."""


def caller(site: Site, request: Request) -> Person | None:
    """The account that calls, None for an anonymous call. Raises RejectedError."""
    header = request.headers.get("authorization", "")
    if not header:
        return None
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        raise RejectedError(scheme)
    email, token = _pair(value.strip())
    person = site.catalogue.people.by_email(email)
    known = person.token.encode() if person else b""
    if person is None or not known or not hmac.compare_digest(known, token.encode()):
        raise RejectedError(email)
    if token in site.revoked or not person.active:
        raise RejectedError(email)
    return person


def _pair(value: str) -> tuple[str, str]:
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        raise RejectedError("unreadable") from None
    email, _, token = text.partition(":")
    return email, token


def refusal() -> Reply:
    """Cloud's answer to wrong credentials: plain text, and the reason in a header."""
    return Reply(
        401,
        b"Client must be authenticated to access this resource.",
        {
            "X-Seraph-LoginReason": FAILED,
            "WWW-Authenticate": 'OAuth realm="https%3A%2F%2Fjira.example.com"',
        },
        "text/plain;charset=UTF-8",
    )
