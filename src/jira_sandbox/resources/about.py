"""The site and the caller: serverInfo, myself, tenant_info."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.clock import stamp
from jira_sandbox.exchange import Reply
from jira_sandbox.resources.users import whole

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.site import Site

BUILT = 1_764_000_000_000


def server_info(call: Call) -> Reply:
    """GET serverInfo: open to everybody."""
    site = call.site
    return Reply(body=_cloud(site) if site.cloud else _data_center(site))


def _data_center(site: Site) -> dict[str, Any]:
    return {
        "baseUrl": site.url,
        "version": "10.3.24",
        "versionNumbers": [10, 3, 24],
        "deploymentType": "Server",
        "buildNumber": 10030024,
        "buildDate": stamp(BUILT, site.zone),
        "databaseBuildNumber": 10030024,
        "serverTime": stamp(site.clock.now(), site.zone),
        "scmInfo": "09e6132c00c64e0fa0d67a2cb4c3c6fb8573a034",
        "serverTitle": site.title,
    }


def _cloud(site: Site) -> dict[str, Any]:
    return {
        "baseUrl": site.url,
        "displayUrl": site.url,
        "displayUrlServicedeskHelpCenter": site.url,
        "displayUrlConfluence": site.url,
        "version": "1001.0.0-SNAPSHOT",
        "versionNumbers": [1001, 0, 0],
        "deploymentType": "Cloud",
        "buildNumber": 100283,
        "buildDate": stamp(BUILT, site.zone),
        "serverTime": stamp(site.clock.now(), site.zone),
        "scmInfo": "09e6132c00c64e0fa0d67a2cb4c3c6fb8573a034",
        "serverTitle": site.title,
        "defaultLocale": {"locale": "en_US"},
        "serverTimeZone": site.server_zone,
    }


def myself(call: Call) -> Reply:
    """GET myself: 401 for an anonymous call."""
    return Reply(body={**call.user.show(call.site.dialect), **whole(call)})


def tenant_info(call: Call) -> Reply:
    """GET /_edge/tenant_info: the cloud id, which scoped tokens need."""
    return Reply(body={"cloudId": call.site.cloud_id})
