"""HTTP: framing, headers, latency and faults on the wire."""

from __future__ import annotations

import json
import time
import uuid
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from jira_sandbox import limits, routes, writing
from jira_sandbox.dispatch import answer
from jira_sandbox.exchange import Reply, Request
from jira_sandbox.listening import hang_up

if TYPE_CHECKING:
    from jira_sandbox.faults import Rule
    from jira_sandbox.journal import Entry
    from jira_sandbox.listening import Server

# A slow reply comes in at most so many pieces.
PIECES, DRIP = 20, 50
# Milliseconds for which nobody is let in, unless a rule says otherwise.
REFUSED = 1000
LARGEST_BODY = 64 * 1024 * 1024
REASONS = {status.value: status.phrase for status in HTTPStatus}


class Handler(BaseHTTPRequestHandler):
    """One connection, kept open for as many requests as the client sends."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 300

    def handle_one_request(self) -> None:
        """Read a request and answer it, whatever its method."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        with self.server.busy(self.connection):
            body = self._body()
            if body is not None:
                self._serve(body)
            if self.server.shut:
                self.close_connection = True

    def _body(self) -> bytes | None:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._chunks()
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            self.close_connection = True
            self._write(Reply(413, None))
            return None
        return self.rfile.read(int(length))

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _serve(self, body: bytes) -> None:
        site, url = self.server.site, urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = parse_qs(url.query, keep_blank_values=True)
        request = Request(self.command, url.path, query, headers, body)
        if url.path.startswith(routes.CONTROL):
            self._write(answer(site, request)[0])
            return
        told = _readable(body)
        entry = site.journal.open(self.command, url.path, query, told)
        written = partial(writing.written, site, self.command, url.path, told)
        rules = site.faults.strike(self.command, url.path, written)
        entry.fault = ",".join(rule.kind for rule in rules)
        rule = next((rule for rule in rules if rule.kind != "latency"), None)
        kind = rule.kind if rule else ""
        waiting = site.latency + sum(rule.ms for rule in rules if rule.kind == "latency") / 1000
        if waiting:
            time.sleep(waiting)
        reply = self._reply(request, rule, entry)
        if site.record and reply and (rule is None or kind in ("revoke", "expire")):
            site.record.note(request, reply)
        # The client may look at the log as soon as it has the reply.
        site.journal.close(entry, 0 if reply is None or kind == "drop_reply" else reply.status)
        if reply is None or kind == "drop_reply":
            self._hang_up()
        else:
            self._hand_out(reply, rule)

    def _hand_out(self, reply: Reply, rule: Rule | None) -> None:
        kind = rule.kind if rule else ""
        if rule is not None and kind == "content_type":
            reply.content_type = rule.content_type
        if rule is not None and kind == "refuse":
            self.close_connection = True
            self.server.refuse((rule.ms or REFUSED) / 1000)
        self._write(
            reply,
            cut=kind == "cut",
            pause=(rule.ms or DRIP) / 1000 if rule and kind == "drip" else 0,
        )

    def _reply(self, request: Request, rule: Rule | None, entry: Entry) -> Reply | None:
        if rule is not None and rule.kind == "hang_up":
            return None
        instead = limits.reply(rule, cloud=self.server.site.cloud) if rule else None
        return instead or self._answer(request, rule, entry)

    def _answer(self, request: Request, rule: Rule | None, entry: Entry) -> Reply:
        site = self.server.site
        if rule is not None and rule.kind in ("revoke", "expire"):
            ended = site.revoked if rule.kind == "revoke" else site.expired
            ended.update(person.token for person in site.catalogue.people if person.token)
        if rule is not None and rule.kind == "forbid":
            wanted = site.catalogue.project(rule.project)
            lost = [wanted] if wanted else site.catalogue.projects
            site.hidden.update(project.id for project in lost)
        reply, person = answer(site, request)
        entry.account = person.email if person else ""
        return reply

    def _hang_up(self) -> None:
        self.close_connection = True
        hang_up(self.connection)

    def _write(self, reply: Reply, *, cut: bool = False, pause: float = 0) -> None:
        payload = reply.payload()
        head = self._head(reply, len(payload))
        if self.command == "HEAD":
            payload = b""
        if cut:
            # A reply without a body ends in the middle of its head.
            self.wfile.write(
                head + payload[: len(payload) // 2] if payload else head[: len(head) // 2]
            )
            self._hang_up()
            return
        if pause:
            self._drip(head + payload, pause)
            return
        self.wfile.write(head + payload)

    def _drip(self, text: bytes, pause: float) -> None:
        """A piece, a pause, a piece: as a line that is hardly there."""
        size = max(1, -(-len(text) // PIECES))
        for start in range(0, len(text), size):
            time.sleep(pause)
            self.wfile.write(text[start : start + size])
            self.wfile.flush()

    def _head(self, reply: Reply, length: int) -> bytes:
        trace = uuid.uuid4()
        kind = reply.content_type if length else "text/html;charset=UTF-8"
        headers = {
            "Date": self.date_time_string(),
            "Content-Type": kind,
            "Cache-Control": "no-cache, no-store, no-transform",
            "X-Arequestid": trace.hex,
            "X-Content-Type-Options": "nosniff",
            "X-Xss-Protection": "1; mode=block",
            **(_of_cloud(trace) if self.server.site.cloud else OF_DATA_CENTER),
            "Vary": "Accept-Encoding",
            "Connection": "close" if self.close_connection else "keep-alive",
        }
        # A name stands once, however it is written: what the reply says is what counts.
        own = {name.lower() for name in reply.headers}
        headers = {name: text for name, text in headers.items() if name.lower() not in own}
        headers |= reply.headers
        if reply.status != 204:
            headers["Content-Length"] = str(length)
        lines = [f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, '')}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def log_message(self, *_args: Any) -> None:
        """Say nothing: the journal has it."""


OF_DATA_CENTER = {"X-ANODEID": "node1", "Content-Security-Policy": "frame-ancestors 'self'"}


def _of_cloud(trace: uuid.UUID) -> dict[str, str]:
    return {
        "Server": "AtlassianEdge",
        "Timing-Allow-Origin": "*",
        "Atl-Traceid": trace.hex,
        "Atl-Request-Id": str(trace),
        "X-Ratelimit-Limit": "350",
        "X-Ratelimit-Remaining": "349",
    }


def _readable(body: bytes) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")
