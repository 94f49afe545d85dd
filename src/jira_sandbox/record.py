"""A record of what was asked and answered, each distinct exchange once, for judges to read."""

from __future__ import annotations

import json
import os
import re
import threading
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jira_sandbox.exchange import Reply, Request

# A part of a path that names one thing: a key or a number.
NAMED = re.compile(r"(?<=/)(?=[A-Z]|[^/]*[0-9%_])[^/]+")
VERSION = re.compile(r".*?/rest/[^/]+/[^/]+")
_numbers = count(1)


class Record:
    """Lines of JSON in a new file of `folder`, one an exchange.

    A line has edition, method, path, query, agent (of the user), kind (the reply's content type), request,
    status, response; the bodies as JSON where they are JSON. An exchange whose shapes (keys and types, lists
    merged) were written already is left out. Faulty replies do not belong here.
    """

    def __init__(self, folder: str, edition: str) -> None:
        os.makedirs(folder, exist_ok=True)
        name = f"{os.getpid()}-{next(_numbers)}.jsonl"
        self._file = open(os.path.join(folder, name), "x", encoding="utf-8")  # noqa: SIM115
        self._edition = edition
        self._seen: set[int] = set()
        self._guard = threading.Lock()

    def note(self, request: Request, reply: Reply) -> None:
        """Write the exchange, unless one of its shape is there."""
        asked, told = _document(request.body), _document(reply.payload())
        agent = request.headers.get("user-agent", "")
        path = kind_of(request.path)
        known = (request.method, path, sorted(request.query), agent, reply.status)
        mark = hash(json.dumps([*known, shape(asked), shape(told)], sort_keys=True, default=str))
        line = {
            "edition": self._edition,
            "method": request.method,
            "path": request.path,
            "query": dict(request.query),
            "agent": agent,
            "kind": reply.content_type,
            "request": asked,
            "status": reply.status,
            "response": told,
        }
        with self._guard:
            if mark not in self._seen and not self._file.closed:
                self._seen.add(mark)
                self._file.write(json.dumps(line, separators=(",", ":")) + "\n")
                self._file.flush()

    def close(self) -> None:
        """Close the file; what comes later is not written."""
        with self._guard:
            self._file.close()


def kind_of(path: str) -> str:
    """The path with a star for each part that names one thing, the interface's version kept."""
    version = VERSION.match(path)
    start = version.end() if version else 0
    return path[:start] + NAMED.sub("*", path[start:])


def _document(body: bytes) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")


def shape(value: Any) -> Any:
    """A document's keys and types; the members of a list are merged into one."""
    if isinstance(value, dict):
        return {key: shape(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        merged: Any = None
        for item in value:
            merged = shape(item) if merged is None else _merged(merged, shape(item))
        return [merged]
    return "number" if isinstance(value, float) else type(value).__name__


def _merged(one: Any, two: Any) -> Any:
    if one == two:
        return one
    if isinstance(one, dict) and isinstance(two, dict):
        keys = sorted(one.keys() | two.keys())
        return {key: _merged(one.get(key, "-"), two.get(key, "-")) for key in keys}
    if isinstance(one, list) and isinstance(two, list):
        return [_merged(one[0], two[0])]
    texts = {part for side in (one, two) for part in _texts(side)}
    return "|".join(sorted(texts))


def _texts(side: Any) -> list[str]:
    return side.split("|") if isinstance(side, str) else [json.dumps(side, sort_keys=True)]
