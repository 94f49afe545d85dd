"""HTTP to one Jira, whichever edition: login, limits, retries, whole replies."""

from __future__ import annotations

import base64
import json
import os
import random
import threading
import time
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from ticketr import __version__
from ticketr.adapters.jira.gate import WORTH_TELLING, Gate, written_issue
from ticketr.adapters.jira.network import Failure, network_failure, open_pool
from ticketr.adapters.jira.replies import Reply, error_of
from ticketr.adapters.jira.retry import MOST_WAITING, Pace, Patience, asked_pause
from ticketr.adapters.jira.tls import Certificates
from ticketr.errors import JiraConnection, JiraRateLimit, SettingsInvalid, TicketrError
from ticketr.limits import MAX_CONCURRENT_JIRA_REQUESTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from urllib.parse import SplitResult

    from urllib3 import PoolManager

    from ticketr.adapters.jira.gate import Turn
    from ticketr.domain.events import Pause
    from ticketr.domain.workspace import Credentials

READ_TIMEOUT = 60.0
PER_ISSUE = "jira-per-issue-on-write"
"""What `RateLimit-Reason` says where only the writes of one issue are too many."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a request may take.

    `whole` is for a whole reply and `connect` for a connection, `waiting` for all pauses before it is given up,
    in seconds; `size` is of a reply, unpacked, in bytes.
    """

    whole: float = 180.0
    size: int = 64 * 1024 * 1024
    connect: float = 10.0
    waiting: float = MOST_WAITING


PIECE = 256 * 1024


class Repeat(Enum):
    """What may be sent again: a read always, a write only where nothing left, or Jira says that nothing was done."""

    READ = "read"
    WRITE = "write"


class HttpClient:
    """Sends requests below one base address, which is used as given (context and gateway paths kept).

    At most MAX_CONCURRENT_JIRA_REQUESTS are on the wire, whatever thread they come from, and fewer while Jira
    pushes back. `timeout` is how many seconds a silence may last; `environ` names proxies. `tell` hears of
    pauses, in any thread.
    """

    def __init__(  # noqa: PLR0913 - each is named
        self,
        base_url: str,
        *,
        pace: Pace | None = None,
        environ: Mapping[str, str] | None = None,
        timeout: float = READ_TIMEOUT,
        bounds: Bounds | None = None,
        certificates: Certificates | None = None,
        tell: Callable[[Pause], None] = lambda _: None,
    ) -> None:
        self._base = _checked(base_url)
        self.host = urlsplit(self._base).hostname or ""
        self._pace = pace or Pace(time.sleep, random.random, time.time, time.monotonic)
        self._environ = os.environ if environ is None else environ
        self._timeout = timeout
        self._bounds = bounds or Bounds()
        self._certificates = certificates or Certificates()
        self._tell = tell
        self._gate = Gate(self.host, MAX_CONCURRENT_JIRA_REQUESTS, self._pace.clock, tell)
        self._opening = threading.Lock()
        self._pool: PoolManager | None = None
        self._login = ""
        self._secrets: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"HttpClient({self.host!r})"

    def authenticate(self, credentials: Credentials) -> None:
        """Send this login with every request from now on: Basic, or a bearer token where it has no user name."""
        pair = f"{credentials.username}:{credentials.token}".encode()
        coded = base64.b64encode(pair).decode()
        bearer = credentials.token.encode().decode("latin-1")  # a header is bytes
        self._login = f"Basic {coded}" if credentials.username else f"Bearer {bearer}"
        self._secrets = tuple(text for text in (coded, credentials.token) if text)

    def get(self, path: str, query: Mapping[str, object] | None = None) -> Any:
        """The JSON at the path."""
        return self.send("GET", path, query=query).json()

    def ask(self, path: str, body: object) -> Any:
        """The JSON that a POST gives which only reads."""
        return self.send("POST", path, body=body, repeat=Repeat.READ).json()

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
        repeat: Repeat | None = None,
        names: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request and give the reply if it is a success; repeat what may be repeated.

        `names` are field names by id, for messages. Raises the 4xxx errors, TicketValidation, TicketConflict;
        a JiraConnection has `unknown` True in its context where a write may have been done.
        """
        repeat = repeat or (Repeat.READ if method == "GET" else Repeat.WRITE)
        reply = self.exchange(method, path, query=query, body=body, repeat=repeat)
        error = error_of(reply, names)
        if error is not None:
            raise self.scrubbed(error, unknown=repeat is Repeat.WRITE and reply.status >= 500)
        return reply

    def exchange(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
        repeat: Repeat,
    ) -> Reply:
        """Send a request and give the reply, whatever its status, once it is not worth repeating."""
        url = self._base + path + (f"?{urlencode(query)}" if query else "")
        payload = None if body is None else json.dumps(body, allow_nan=False).encode()
        patience = Patience(self._pace, self.host, self._bounds.waiting, self._worth_telling)
        issue = written_issue(method, path)
        while True:
            with self._gate.turn(issue, patience) as turn:
                reply = self._timed(method, path, url, payload)
            if isinstance(reply, Reply):
                if not self._again(reply, repeat, patience, turn):
                    return reply
                continue
            if reply.silent:
                self._gate.silent(turn)
            once = repeat is Repeat.WRITE and reply.sent
            if once or not patience.back_off(reply.tries):
                raise self.scrubbed(reply.error, unknown=once)

    def _again(self, reply: Reply, repeat: Repeat, patience: Patience, turn: Turn) -> bool:
        """Whether the request is to be sent again."""
        if reply.status < 429:
            self._gate.eased(turn)
            return False
        asked = asked_pause(reply.status, reply.headers, self._pace.now())
        if reply.status == 429 or (reply.status == 503 and asked is not None):
            return self._refused(reply, asked or 0.0, patience, turn)
        passing = repeat is Repeat.READ and reply.status in {500, 502, 503, 504}
        return passing and patience.back_off()

    def _refused(self, reply: Reply, asked: float, patience: Patience, turn: Turn) -> bool:
        """Pause as Jira asks (0: it names no time) and send again: nothing was done."""
        reason = reply.headers.get("ratelimit-reason", "").lower()
        self._gate.pressed(turn, asked, only_issue=reason == PER_ISSUE)
        if asked:
            patience.refused(asked)
        elif not patience.back_off():
            raise JiraRateLimit(f"{self.host} goes on asking for a pause.")
        return True

    def _worth_telling(self, pause: Pause) -> None:
        if pause.seconds >= WORTH_TELLING:
            self._tell(pause)

    def _timed(self, method: str, path: str, url: str, payload: bytes | None) -> Reply | Failure:
        """One exchange, with a line in the log: never a query, a header or a body."""
        import logging

        started = time.monotonic()
        reply = self._once(method, url, payload)
        took = round((time.monotonic() - started) * 1000)
        fate = reply.status if isinstance(reply, Reply) else reply.error.message
        logging.getLogger("ticketr.jira").debug("%s %s: %s in %d ms", method, path, fate, took)
        return reply

    def _once(self, method: str, url: str, payload: bytes | None) -> Reply | Failure:
        from urllib3 import Timeout
        from urllib3.exceptions import HTTPError

        from ticketr.adapters.jira.wire import begin, has_left

        begin()
        times = Timeout(connect=min(self._bounds.connect, self._timeout), read=self._timeout)
        try:
            response = self._connections().request(
                method,
                url,
                body=payload,
                headers=self._headers(payload is not None),
                timeout=times,
                retries=False,
                redirect=False,
                preload_content=False,
            )
        except (HTTPError, OSError) as error:
            failure = network_failure(error, self.host)
            return failure if has_left() else replace(failure, sent=False)
        try:
            return self._read(response)
        except (HTTPError, OSError) as error:
            return network_failure(error, self.host, reading=True)

    def _connections(self) -> PoolManager:
        with self._opening:
            if self._pool is None:
                self._pool = open_pool(
                    self._base, self._environ, MAX_CONCURRENT_JIRA_REQUESTS, self._certificates
                )
            return self._pool

    def _headers(self, has_body: bool) -> dict[str, str]:  # noqa: FBT001 - one caller
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": f"ticketr/{__version__}",
        }
        if self._login:
            headers["Authorization"] = self._login
        if has_body:
            headers["Content-Type"] = "application/json"
        return headers

    def _read(self, response: Any) -> Reply | Failure:
        until = time.monotonic() + self._bounds.whole
        body = bytearray()
        try:
            while piece := response.read1(PIECE, decode_content=True):
                body += piece
                if len(body) > self._bounds.size:
                    return self._endless(response, "sends more than an answer can hold")
                if time.monotonic() > until:
                    return self._endless(response, "does not come to the end of its answer")
        except BaseException:
            response.close()
            raise
        response.release_conn()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status, headers, bytes(body), self.host)

    def _endless(self, response: Any, what: str) -> Failure:
        response.close()
        return Failure(JiraConnection(f"{self.host} {what}.", host=self.host), tries=1)

    def scrubbed(self, error: TicketrError, *, unknown: bool = False) -> TicketrError:
        """The error without any secret in its message; `unknown` is noted in its context."""
        for secret in self._secrets:
            error.message = error.message.replace(secret, "[redacted]")
        error.args = (error.message,)
        if unknown:
            error.context["unknown"] = True
        return error

    def close(self) -> None:
        """Close the connections."""
        with self._opening:
            if self._pool is not None:
                self._pool.clear()
                self._pool = None


def _checked(url: str) -> str:
    parts = _parts(url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsInvalid(
            "The workspace's URL is not a web address.", hint="Write it like https://host/path."
        )
    if parts.username is not None or parts.password is not None:
        raise SettingsInvalid(
            "The workspace's URL holds a login.", hint="Take it out; logins go to the keychain."
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def _parts(url: str) -> SplitResult | None:
    """The parts of an address, None where it is none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts


def segment(text: str) -> str:
    """One part of a path, safe against slashes and other signs in it."""
    return quote(text, safe="")
