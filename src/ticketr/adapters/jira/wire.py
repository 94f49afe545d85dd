"""Connections that know whether anything of a request has left: what has not may be sent again, a write too.

The handshake of TLS and what is said to a proxy on the way to Jira are no part of the request.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from urllib3 import PoolManager


class _Mark(threading.local):
    """What became of this thread's request: a request is sent by the thread that asks for it, one at a time."""

    left = False
    connecting = False


_mark = _Mark()


def begin() -> None:
    """A request begins in this thread; nothing of it has left."""
    _mark.left = _mark.connecting = False


def has_left() -> bool:
    """Whether something of this thread's request may have left."""
    return _mark.left


class _Marking:
    """Notes the first byte that is handed to a connection which stands."""

    def connect(self) -> None:
        _mark.connecting = True
        super().connect()  # type: ignore[misc]
        _mark.connecting = False

    def send(self, data: Any) -> None:
        """What is sent over no connection opens one first, as in the standard library."""
        if self.sock is None and self.auto_open:  # type: ignore[attr-defined]
            self.connect()
        _mark.left = not _mark.connecting or _mark.left
        super().send(data)  # type: ignore[misc]


class _Plain(_Marking, HTTPConnection):
    pass


class _Secure(_Marking, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


def watched(manager: PoolManager) -> PoolManager:
    """The manager, whose connections tell what has left."""
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
    return manager
