"""A real HTTP server that answers by script, for what a well-behaved Jira never does."""

from __future__ import annotations

import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl


@dataclass
class Answer:
    """What one request gets.

    `cut` sends only half of the body; `drop` closes without a word; `delay` waits first; `drip` sends the
    body byte by byte with that pause; `endless` sends so many megabytes, chunked.
    """

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    drop: bool = False
    delay: float = 0.0
    drip: float = 0.0
    endless: int = 0

    def payload(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass
class Seen:
    method: str
    path: str
    headers: dict[str, str]
    body: object


class ScriptedServer:
    """Answers requests in order from `script`; `always` answers when the script is at its end."""

    def __init__(
        self,
        *script: Answer,
        always: Answer | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.script = list(script)
        self.always = always or Answer(
            500, "<h1>script at its end</h1>", {"Content-Type": "text/html"}
        )
        self.seen: list[Seen] = []
        self.most_in_flight = 0
        self.connections = 0
        self._in_flight = 0
        self._guard = threading.Lock()
        owner = self

        class Handler(_Handler):
            server_owner = owner

        self._server = _Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    def take(self, seen: Seen) -> Answer:
        with self._guard:
            self.seen.append(seen)
            self._in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
            return self.script.pop(0) if self.script else self.always

    def left(self) -> None:
        with self._guard:
            self._in_flight -= 1

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has given up is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_owner: ScriptedServer

    def setup(self) -> None:
        self.server_owner.connections += 1
        super().setup()

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, self.path, headers, json.loads(raw) if raw else None)
        answer = self.server_owner.take(seen)
        try:
            self._answer(answer)
        finally:
            self.server_owner.left()

    def _answer(self, answer: Answer) -> None:
        time.sleep(answer.delay)
        if answer.drop:
            self._hang_up()
            return
        payload = answer.payload()
        headers = {"Content-Type": "application/json;charset=UTF-8", **answer.headers}
        self.send_response_only(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        if answer.endless:
            self._endless(answer.endless)
            return
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        if answer.cut:
            self.wfile.write(payload[: len(payload) // 2])
            self._hang_up()
        elif answer.drip:
            self._drip(payload, answer.drip)
        else:
            self.wfile.write(payload)

    def _drip(self, payload: bytes, pause: float) -> None:
        try:
            for at in range(len(payload)):
                self.wfile.write(payload[at : at + 1])
                time.sleep(pause)
        except OSError:
            self.close_connection = True

    def _endless(self, megabytes: int) -> None:
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        piece = b" " * (1 << 20)
        try:
            for _ in range(megabytes):
                self.wfile.write(b"100000\r\n" + piece + b"\r\n")
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - the library's hooks

    def log_message(self, *_args: object) -> None:
        pass
