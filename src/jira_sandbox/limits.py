"""Replies that a fault stands in for: rate limits of each kind, and failures of the server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jira_sandbox.exchange import HTML, JiraError, Reply
from jira_sandbox.faults import REASONS

if TYPE_CHECKING:
    from jira_sandbox.faults import Rule

LIMITED = "The request has been rate-limited. Please try again later."
TITLE = "HTTP Status 429 \N{EN DASH} Too Many Requests"
PAGE = (
    f'<!doctype html><html lang="en"><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>'
    "<p><b>Message</b> Rate limit exceeded.</p><h3>Apache Tomcat/9.0.95</h3></body></html>"
)
TOMCAT = {
    "X-Seraph-LoginReason": "OK",
    "x-ratelimit-limit": "5",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-fillrate": "5",
    "x-ratelimit-interval-seconds": "1",
}
QUOTA = {
    "Beta-RateLimit-Policy": '"global-app-quota";q=65000;w=3600',
    "Beta-RateLimit": '"global-app-quota";r=0;t=600',
}
MESSAGES = {
    409: "The request could not be completed because of a conflicting update. Please try again.",
    500: "Internal server error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def reply(rule: Rule, *, cloud: bool = True) -> Reply | None:
    """The reply in place of the real one; None for kinds that leave the reply alone."""
    match rule.kind:
        case "429" | "write_limit" if cloud:
            return _limited(rule)
        case "429" | "html_429" | "write_limit":
            return Reply(429, PAGE.encode(), {**TOMCAT, **_retry(rule)}, HTML)
        case "status":
            return _status(rule)
        case _:
            return None


def _retry(rule: Rule) -> dict[str, str]:
    return {} if rule.retry_after is None else {"Retry-After": f"{rule.retry_after:g}"}


def _limited(rule: Rule) -> Reply:
    if rule.reason == "gateway":
        headers = {
            "X-Failure-Category": "FAILURE CLIENT RATE LIMITED",
            "X-RateLimit-Limit": "360000",
            "X-RateLimit-Remaining": "0",
        }
        return Reply(429, {"errorMessages": [LIMITED], "errors": {}, "status": 429}, headers)
    reason = "per-issue" if rule.kind == "write_limit" else rule.reason
    reset = datetime.now(UTC) + timedelta(seconds=rule.retry_after or 1)
    headers = {
        **_retry(rule),
        "X-RateLimit-Limit": "100000" if reason in ("quota", "tenant") else "350",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": f"{reset:%Y-%m-%dT%H:%M:%SZ}",
        "X-RateLimit-NearLimit": "true",
        "RateLimit-Reason": REASONS.get(reason, reason),
        **(QUOTA if reason in ("quota", "tenant") else {}),
    }
    return Reply(429, {"errorMessages": [LIMITED], "errors": {}, "status": 429}, headers)


def _status(rule: Rule) -> Reply:
    if rule.status >= 500:
        text = MESSAGES.get(rule.status, "Internal server error")
        page = f"<html><body><h1>{rule.status} {text}</h1></body></html>"
        headers = _retry(rule) if rule.status == 503 else {}
        return Reply(rule.status, page.encode(), headers, HTML)
    return JiraError(rule.status, MESSAGES.get(rule.status, "The request was refused.")).reply()
