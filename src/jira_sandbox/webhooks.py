"""Webhooks: what happened, posted to whoever asked for it, by a thread of its own."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import queue
import threading
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jira_sandbox.site import Site
    from jira_sandbox.storage.rows import Row

KIND = "webhook"
TRIES = 4
PAUSE = 0.2
TIMEOUT = 5.0
EVENTS = frozenset(
    {
        "jira:issue_created",
        "jira:issue_updated",
        "jira:issue_deleted",
        "comment_created",
        "comment_updated",
        "comment_deleted",
        "worklog_created",
        "worklog_updated",
        "worklog_deleted",
        "issuelink_created",
        "issuelink_deleted",
        "attachment_created",
        "attachment_deleted",
        "sprint_created",
        "sprint_updated",
        "sprint_started",
        "sprint_closed",
        "sprint_deleted",
    }
)


@dataclass(slots=True)
class Delivery:
    """One call: the last `status` is 0 where nobody answered."""

    webhook: int
    url: str
    event: str
    body: bytes
    secret: str
    tries: int = 0
    status: int = 0

    def document(self) -> dict[str, Any]:
        """The delivery as JSON."""
        return {
            "webhook": self.webhook,
            "url": self.url,
            "event": self.event,
            "tries": self.tries,
            "status": self.status,
        }


class Postman:
    """Delivers in order; a call that fails is tried again, three times."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Delivery | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self.sent: list[Delivery] = []

    def post(self, delivery: Delivery) -> None:
        """Take a call for delivery."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._work, name="jira-sandbox-webhooks", daemon=True
            )
            self._thread.start()
        self._waiting.put(delivery)

    def _work(self) -> None:
        while (delivery := self._waiting.get()) is not None:
            self._deliver(delivery)
            self.sent.append(delivery)

    def _deliver(self, delivery: Delivery) -> None:
        name = str(uuid.uuid4())
        while delivery.tries < TRIES and not self._closed.is_set():
            delivery.tries += 1
            delivery.status = _call(delivery, name)
            if 200 <= delivery.status < 300:
                return
            self._closed.wait(PAUSE * 2 ** (delivery.tries - 1))

    def close(self) -> None:
        """End; what is still waiting is not delivered."""
        self._closed.set()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(TIMEOUT)


def _call(delivery: Delivery, name: str) -> int:
    parts = urlsplit(delivery.url)
    headers = {
        "Content-Type": "application/json; charset=UTF-8",
        "User-Agent": "Atlassian Webhook HTTP Client",
        "X-Atlassian-Webhook-Identifier": name,
        "X-Atlassian-Webhook-Retry": str(delivery.tries - 1),
    }
    if delivery.secret:
        mark = hmac.new(delivery.secret.encode(), delivery.body, hashlib.sha256).hexdigest()
        headers["X-Hub-Signature"] = f"sha256={mark}"
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = connect(parts.hostname or "", parts.port, timeout=TIMEOUT)
        try:
            connection.request("POST", target, delivery.body, headers)
            return connection.getresponse().status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError):
        return 0


def listeners(site: Site, event: str, issue_id: int | None = None) -> list[Row]:
    """The webhooks that ask for an event (and whose filter holds the issue, as it is now)."""
    return [
        row
        for row in site.store.rows.of(KIND)
        if row.body["enabled"] and event in row.body["events"] and _wants(site, row, issue_id)
    ]


def announce(site: Site, rows: Iterable[Row], event: str, body: dict[str, Any]) -> None:
    """Call those webhooks."""
    whole = {"timestamp": site.clock.now(), "webhookEvent": event, **body}
    text = json.dumps(whole, ensure_ascii=False).encode()
    for row in rows:
        url, secret = row.body["url"], row.body.get("secret", "")
        site.postman.post(Delivery(row.id, url, event, text, secret))


def _wants(site: Site, row: Row, issue_id: int | None) -> bool:
    from jira_sandbox.jql.meaning import search

    jql = row.body.get("jql", "")
    if not jql or issue_id is None:
        return True
    found = search(site, site.seed.account, jql)
    where = f"({found.where}) AND i.id = ?"
    return site.store.issues.count(where, [*found.values, issue_id]) > 0
