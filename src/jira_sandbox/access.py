"""Who is calling: by e-mail and API token on Cloud, by access token or password on Data Center."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING

from jira_sandbox.exchange import HTML, Reply

if TYPE_CHECKING:
    from jira_sandbox.dialect import Dialect
    from jira_sandbox.exchange import Request
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site

REASON = "X-Seraph-LoginReason"
FAILED = "AUTHENTICATED_FAILED"
REALM = 'OAuth realm="https%3A%2F%2Fjira.example.com"'
PAGE = "<html><head><title>Unauthorized (401)</title></head><body><h1>Unauthorized (401)</h1></body></html>"


class RejectedError(Exception):
    """Credentials that are wrong or revoked."""


class FadedError(RejectedError):
    """Credentials that have expired: the call goes on, as if it came from nobody."""


def caller(site: Site, request: Request, dialect: Dialect) -> Person | None:
    """The account that calls, None for an anonymous call. Raises RejectedError."""
    header = request.headers.get("authorization", "")
    if not header:
        return None
    scheme, _, value = header.partition(" ")
    if dialect.cloud:
        person, token = _on_cloud(site, scheme.lower(), value.strip(), gateway=dialect.gateway)
    else:
        person, token = _on_data_center(site, scheme.lower(), value.strip())
    if token in site.expired:
        raise FadedError(token)
    if person is None or token in site.revoked or not person.active:
        raise RejectedError(scheme)
    return person


def _on_cloud(site: Site, scheme: str, value: str, *, gateway: bool) -> tuple[Person | None, str]:
    if scheme != "basic":
        raise RejectedError(scheme)
    email, token = _pair(value)
    person = site.catalogue.people.by_email(email)
    if person is None:
        raise RejectedError(email)
    # A scoped token is good at the gateway alone.
    known = [person.token, person.scoped_token] if gateway else [person.token]
    return (person if any(_same(one, token) for one in known) else None), token


def _on_data_center(site: Site, scheme: str, value: str) -> tuple[Person | None, str]:
    if scheme == "bearer":
        return site.catalogue.people.by_token(value), value
    if scheme != "basic" or not site.basic:
        raise RejectedError(scheme)
    name, password = _pair(value)
    person = site.catalogue.people.by_username(name)
    return (person if person and _same(person.token, password) else None), password


def _same(known: str, given: str) -> bool:
    return bool(known) and hmac.compare_digest(known.encode(), given.encode())


def _pair(value: str) -> tuple[str, str]:
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        raise RejectedError("unreadable") from None
    first, _, second = text.partition(":")
    return first, second


def refusal(dialect: Dialect) -> Reply:
    """The answer to wrong credentials; the reason stands in a header."""
    headers = {REASON: FAILED, "WWW-Authenticate": REALM}
    if not dialect.cloud:
        return Reply(401, PAGE.encode(), headers, HTML)
    body = b"Client must be authenticated to access this resource."
    return Reply(401, body, headers, "text/plain;charset=UTF-8")
