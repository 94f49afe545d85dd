"""What a colleague does in Jira meanwhile: edits through its REST interface, past ticketr."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.request import ProxyHandler, Request, build_opener

if TYPE_CHECKING:
    from ticketr.cli.demo.stage import Site

TIMEOUT = 10
"""Seconds that the sandbox has for an answer."""


class Colleague:
    """Edits tickets in the sandbox."""

    def __init__(self, site: Site) -> None:
        login = b64encode(f"{site.email}:{site.token}".encode()).decode()
        self._url = site.url
        self._headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
        self._opener = build_opener(ProxyHandler({}))

    def sets(self, key: str, **fields: object) -> None:
        """Set fields of a ticket, as Jira's own JSON."""
        self._send("PUT", key, {"fields": fields})

    def adds_label(self, key: str, label: str) -> None:
        """Add one label and leave the others."""
        self._send("PUT", key, {"update": {"labels": [{"add": label}]}})

    def rewrites(self, key: str, old: str, new: str) -> None:
        """Replace words of a ticket's description."""
        found = self._send("GET", f"{key}?fields=description")["fields"]["description"]
        self.sets(key, description=json.loads(json.dumps(found).replace(old, new)))

    def takes_step(self, key: str, status: str) -> None:
        """Move a ticket along its workflow."""
        steps = self._send("GET", f"{key}/transitions")["transitions"]
        step = next(item for item in steps if item["to"]["name"] == status)
        self._send("POST", f"{key}/transitions", {"transition": {"id": step["id"]}})

    def _send(self, method: str, path: str, body: object = None) -> Any:
        request = Request(  # noqa: S310 - the sandbox's own address
            f"{self._url}/rest/api/3/issue/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers=self._headers,
            method=method,
        )
        with self._opener.open(request, timeout=TIMEOUT) as answer:
            text = answer.read()
        return json.loads(text) if text else {}
