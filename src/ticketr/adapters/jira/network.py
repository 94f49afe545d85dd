"""The wire: connections, proxies, and what goes wrong on it in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ticketr.adapters.jira.retry import MOST_TRIES
from ticketr.adapters.jira.tls import identified, tls_trouble, trusting
from ticketr.errors import JiraConnection

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

    from urllib3 import PoolManager

    from ticketr.adapters.jira.tls import Certificates

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def proxy_for(url: str, environ: Mapping[str, str]) -> str | None:
    """The proxy that the environment names for the address (HTTP(S)_PROXY, ALL_PROXY, NO_PROXY).

    This machine itself is never reached through a proxy.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    names = {name.lower(): value for name, value in sorted(environ.items()) if value}
    if host in LOOPBACK or _spared(host, parts.port, names.get("no_proxy", "")):
        return None
    found = names.get(f"{parts.scheme}_proxy") or names.get("all_proxy")
    return found if found is None or "://" in found else f"http://{found}"


def _spared(host: str, port: int | None, no_proxy: str) -> bool:
    """Whether NO_PROXY names the host, a domain above it, or everything; a port narrows an entry."""
    for entry in no_proxy.lower().split(","):
        name, _, number = entry.strip().partition(":")
        domain = name.removeprefix("*").lstrip(".")
        named = name == "*" or (domain and f".{host}".endswith(f".{domain}"))
        if named and number in {"", str(port)}:
            return True
    return False


def open_pool(
    url: str, environ: Mapping[str, str], connections: int, files: Certificates
) -> PoolManager:
    """Keep-alive connections to the address. Raises SettingsInvalid for certificates that cannot be used.

    A proxy is trusted by the same authorities, and is never shown our own certificate.
    """
    from urllib3 import PoolManager, ProxyManager
    from urllib3.exceptions import HTTPError, ProxySchemeUnknown

    from ticketr.adapters.jira.wire import watched

    settings: dict[str, Any] = {"maxsize": connections, "num_pools": 1}
    if urlsplit(url).scheme == "https":
        settings["ssl_context"] = identified(files)
    proxy = proxy_for(url, environ)
    if proxy is None:
        return watched(PoolManager(**settings))
    try:
        parts = urlsplit(proxy)
        if parts.scheme == "https":
            settings["proxy_ssl_context"] = trusting(files)
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        return watched(ProxyManager(address, proxy_headers=_proxy_login(parts), **settings))
    except (ValueError, HTTPError, ProxySchemeUnknown):
        pass  # the text of such an error may hold a password
    raise JiraConnection("The proxy named in the environment is not an address.")


def _proxy_login(parts: SplitResult) -> Mapping[str, str] | None:
    from urllib3.util import make_headers

    if not parts.username:
        return None
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return make_headers(proxy_basic_auth=login)


@dataclass(frozen=True, slots=True)
class Failure:
    """A request without a whole reply.

    `sent`: it may have arrived, so a write is not sent again; `tries`: how often such a request is sent at most, where
    it may be repeated; `silent`: Jira took too long.
    """

    error: JiraConnection
    sent: bool = True
    tries: int = MOST_TRIES
    silent: bool = False


def network_failure(error: Exception, host: str, *, reading: bool = False) -> Failure:
    """What happened on the wire, in plain words and with the host; `reading`: in the middle of the reply."""
    from urllib3 import exceptions as wire

    if isinstance(error, wire.SSLError):
        trouble = tls_trouble(error, host)
        refused = trouble.refused and not reading
        return Failure(trouble.error, sent=not refused, tries=1 if refused else MOST_TRIES)
    if isinstance(error, wire.ProxyError) and " 407" in str(error.original_error):
        return Failure(proxy_login_needed(host), sent=False, tries=1)
    kinds = [(getattr(wire, name), *rest) for name, *rest in _TROUBLES]
    found = next((rest for kind, *rest in kinds if isinstance(error, kind)), None)
    if found is None:
        what = "cut off its answer" if reading else "ended the connection before it answered"
        found = [f"{{}} {what}.", True, MOST_TRIES]
    text, sent, tries = found
    if isinstance(error, wire.NameResolutionError) and _is_passing(error):
        tries = FEW_TRIES
    slow = isinstance(error, wire.TimeoutError)
    return Failure(JiraConnection(text.format(host), host=host), sent, tries, slow)


def _is_passing(error: BaseException) -> bool:
    """Whether it is the service of names that does not answer, and not the name that is unknown."""
    import socket

    cause = error.__cause__
    return isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN


FEW_TRIES = 3
_TROUBLES: tuple[tuple[str, str, bool, int], ...] = (
    ("NameResolutionError", "The name {} cannot be found on the network.", False, 1),
    ("ProxyError", "The proxy cannot be reached, or does not let us through to {}.", False, 2),
    ("NewConnectionError", "{} refuses the connection, or cannot be reached.", False, 2),
    ("ConnectTimeoutError", "{} does not answer: no connection in time.", False, 2),
    ("ReadTimeoutError", "{} took the request and did not answer in time.", True, MOST_TRIES),
    ("DecodeError", "The answer of {} is damaged.", True, MOST_TRIES),
    ("LocationValueError", "The address of {} cannot be used.", False, 1),
)
"""Kinds of urllib3's errors, special ones first: what happened, whether the request may have arrived, tries."""


def proxy_login_needed(host: str) -> JiraConnection:
    """The error of a proxy that lets nobody through without a login."""
    return JiraConnection(
        f"The proxy wants a login before it lets us through to {host}.",
        hint="Write it into the proxy's address: http://user:password@proxy:port.",
        host=host,
    )
