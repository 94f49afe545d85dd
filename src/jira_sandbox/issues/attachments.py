"""Attachments, as replies show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jira_sandbox.clock import stamp

if TYPE_CHECKING:
    from jira_sandbox.site import Site
    from jira_sandbox.storage.attachments import Attachment


def show(site: Site, found: Attachment) -> dict[str, Any]:
    """One attachment, as an issue and an upload tell it: the id is a string."""
    content = f"{site.api}/attachment/content/{found.id}"
    if not site.cloud:
        content = f"{site.url}/secure/attachment/{found.id}/{quote(found.name)}"
    told = {
        "self": f"{site.api}/attachment/{found.id}",
        "id": str(found.id),
        "filename": found.name,
        "author": site.person(found.author),
        "created": stamp(found.created, site.zone),
        "size": found.size,
        "mimeType": found.mime,
        "content": content,
    }
    if found.mime.startswith("image/"):
        told["thumbnail"] = f"{site.api}/attachment/thumbnail/{found.id}"
    return told
