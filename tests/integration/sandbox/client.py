"""A plain HTTP client for the sandbox, and the small bodies that tests send."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import urllib3

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jira_sandbox import Sandbox

API = "/rest/api/3"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply with its body read, as JSON where it is JSON."""

    method: str
    path: str
    status: int
    body: Any
    headers: Mapping[str, str]


def basic(email: str, token: str) -> dict[str, str]:
    pair = base64.b64encode(f"{email}:{token}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class Client:
    """Calls with the handed-out account, unless other headers are given; keeps every answer."""

    def __init__(
        self, jira: Sandbox, headers: dict[str, str] | None = None, api: str = API
    ) -> None:
        parts = urlsplit(jira.url)
        self.pool = urllib3.HTTPConnectionPool(
            str(parts.hostname), parts.port, maxsize=8, retries=False, timeout=10
        )
        self.headers = basic(jira.email, jira.token) if headers is None else headers
        self.api = api
        self.answers: list[Answer] = []

    def __call__(self, method: str, path: str, body: Any = None) -> Answer:
        whole = path if path.startswith("/") else f"{self.api}/{path}"
        payload = None if body is None else json.dumps(body).encode()
        return self.raw(method, whole, payload, {"Content-Type": "application/json"})

    def raw(self, method: str, path: str, payload: bytes | None, more: dict[str, str]) -> Answer:
        whole = path if path.startswith("/") else f"{self.api}/{path}"
        headers = {**self.headers, **more}
        reply = self.pool.urlopen(
            method, whole, body=payload, headers=headers, redirect=False, retries=False
        )
        kind = reply.headers.get("Content-Type", "")
        read = json.loads(reply.data) if reply.data and "json" in kind else reply.data or None
        answer = Answer(method, whole.partition("?")[0], reply.status, read, reply.headers)
        self.answers.append(answer)
        return answer

    def create(self, summary: str = "A thing", **fields: Any) -> str:
        answer = self("POST", "issue", issue(summary, **fields))
        assert answer.status == 201, answer
        return str(answer.body["key"])

    def fields(self, key: str, *names: str) -> dict[str, Any]:
        answer = self("GET", f"issue/{key}?fields={','.join(names) or '*all'}")
        assert answer.status == 200, answer
        return dict(answer.body["fields"])

    def find(self, jql: str, **more: Any) -> list[str]:
        answer = self("POST", "search/jql", {"jql": jql, "fields": ["summary"], **more})
        assert answer.status == 200, answer
        return [found["key"] for found in answer.body["issues"]]


def adf(*paragraphs: str) -> dict[str, Any]:
    content = [{"type": "paragraph", "content": [{"type": "text", "text": p}]} for p in paragraphs]
    return {"type": "doc", "version": 1, "content": content}


def issue(
    summary: str = "A thing", kind: str = "Task", project: str = "DEMO", **fields: Any
) -> dict[str, Any]:
    own = {"project": {"key": project}, "issuetype": {"name": kind}, "summary": summary}
    return {"fields": {**own, **fields}}
