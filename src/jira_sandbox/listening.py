"""The server: a thread for each connection, a door that can be shut, and an end to it all."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from socketserver import BaseRequestHandler

    from jira_sandbox.site import Site

# Seconds between two attempts to listen again, and for what ought to be over at once.
RETRY, PATIENCE = 0.05, 2


class Server(ThreadingHTTPServer):
    """A thread for each connection; `stop` ends them all.

    `refuse` shuts the door: whoever comes is refused by the machine, until it is opened again.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(
        self, site: Site, host: str, port: int, handler: type[BaseRequestHandler]
    ) -> None:
        self.site = site
        self._open: set[socket.socket] = set()
        self._busy: set[socket.socket] = set()
        self._door = threading.Condition()
        self._listening, self._ended = True, False
        self._refusing, self._shut = 0.0, 0
        super().__init__((host, port), handler)
        site.root = f"http://{host}:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Bind without asking a name server who we are."""
        super(ThreadingHTTPServer, self).server_bind()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, remembered so that it can be ended."""
        with self._door:
            self._open.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._door:
                self._open.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""

    @property
    def shut(self) -> bool:
        """Whether nobody is let in at the moment."""
        return not self._listening

    @contextmanager
    def busy(self, connection: socket.socket) -> Iterator[None]:
        """While a connection is being answered it is not ended, whatever is refused."""
        with self._door:
            self._busy.add(connection)
        try:
            yield
        finally:
            with self._door:
                self._busy.discard(connection)

    def serve(self, poll: float) -> None:
        """Answer until `stop`; while the door is shut nobody listens."""
        while not self._ended:
            self.serve_forever(poll)
            self.socket.close()
            with self._door:
                self._listening = False
                self._shut += 1
                self._door.notify_all()
                self._door.wait_for(lambda: self._ended or not self._refusing, self._refusing)
                self._refusing = 0.0
            self._listen()
        self.server_close()
        with self._door:
            self._listening = False
            self._door.notify_all()

    def _listen(self) -> None:
        while not self._ended:
            self.socket = socket.socket(self.address_family, self.socket_type)
            try:
                self.server_bind()
                self.server_activate()
            except OSError:
                # Another program has the port just now.
                self.socket.close()
                time.sleep(RETRY)
                continue
            with self._door:
                self._listening = True
                self._door.notify_all()
            return

    def refuse(self, seconds: float) -> None:
        """Let nobody in for so long, and end the connections at which nothing is under way."""
        with self._door:
            if self._refusing or self._ended:
                return
            self._refusing, before = seconds, self._shut
        self.shutdown()
        with self._door:
            self._door.wait_for(lambda: self._shut > before)
            for connection in self._open - self._busy:
                hang_up(connection)

    def admit(self) -> None:
        """Open the door again, if it is shut."""
        with self._door:
            self._refusing = 0.0
            self._door.notify_all()
            self._door.wait_for(lambda: self._listening, PATIENCE)

    def stop(self) -> None:
        """Stop listening and end every connection."""
        with self._door:
            self._ended = True
            self._door.notify_all()
        self.shutdown()
        with self._door:
            self._door.wait_for(lambda: not self._listening, PATIENCE)
            for connection in self._open:
                hang_up(connection)
        until = time.monotonic() + PATIENCE
        while self._open and time.monotonic() < until:
            time.sleep(0.002)


def hang_up(connection: socket.socket) -> None:
    """End a connection both ways; one that is gone already is fine."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
