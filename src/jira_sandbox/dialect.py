"""Which Jira is spoken: the edition, the version of the interface, the address it is called by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jira_sandbox.site import Site

CLOUD = "cloud"
DATA_CENTER = "datacenter"
EDITIONS = (CLOUD, DATA_CENTER)
NEWEST = {CLOUD: 3, DATA_CENTER: 2}
VERSIONS = {CLOUD: ("2", "3"), DATA_CENTER: ("2",)}
API = re.compile(r"/rest/api/(\w+)(/.*)?")
GATEWAY = re.compile(r"/ex/jira/([^/]+)(/.*)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one request is read and its reply is written.

    `base` is the URL that the path is relative to: the site, with its context path, or the gateway.
    """

    edition: str
    version: int
    base: str
    gateway: bool = False

    @property
    def cloud(self) -> bool:
        """Whether this is Jira Cloud."""
        return self.edition == CLOUD

    @property
    def wiki(self) -> bool:
        """Whether rich text is wiki markup, not a document."""
        return self.version == 2

    @property
    def api(self) -> str:
        """The start of the addresses in replies."""
        return f"{self.base}/rest/api/{self.version}"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request goes: the dialect, and the path as the table of routes knows it."""

    dialect: Dialect
    path: str


def locate(site: Site, path: str) -> Address | None:
    """What a path means on a site; None for one that leads nowhere."""
    base, gateway = site.url, False
    found = GATEWAY.fullmatch(path) if site.cloud else None
    if found:
        if found.group(1) != site.cloud_id:
            return None
        base, path, gateway = f"{site.root}/ex/jira/{site.cloud_id}", found.group(2), True
    elif site.context:
        if not path.startswith(f"{site.context}/"):
            return None
        path = path[len(site.context) :]
    version, path = _version(site.edition, path)
    return Address(Dialect(site.edition, version, base, gateway), path)


def _version(edition: str, path: str) -> tuple[int, str]:
    agile = path.replace("/rest/agile/latest/", "/rest/agile/1.0/", 1)
    found = API.fullmatch(path)
    if found is None:
        return (2 if agile.startswith("/rest/agile/") else NEWEST[edition]), agile
    named, rest = found.group(1), found.group(2) or ""
    if named == "latest":
        # It is version 2 on Cloud too: recorded answers have wiki markup there.
        return 2, f"/rest/api/3{rest}"
    if named not in VERSIONS[edition]:
        return NEWEST[edition], f"/rest/api/none{rest}"
    return int(named), f"/rest/api/3{rest}"
