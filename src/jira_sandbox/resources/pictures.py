"""Avatars and icons: one drawing for all of them."""

from __future__ import annotations

from jira_sandbox.exchange import Call, JiraError, Reply

SVG = "image/svg+xml"
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 48 48">'
    b'<rect width="48" height="48" rx="6" fill="#707070"/>'
    b'<circle cx="24" cy="24" r="12" fill="#ffffff"/></svg>'
)
KINDS = ("issuetype", "priority", "project", "user")


def avatar(call: Call) -> Reply:
    """GET universal_avatar/view/type/{type}/avatar/{id}."""
    if call.path["type"] not in KINDS or not call.path["id"].isdecimal():
        raise JiraError(404, "The avatar does not exist.")
    return Reply(body=DRAWING, content_type=SVG)


def icon(_call: Call) -> Reply:
    """GET /images/icons/{kind}/{name}."""
    return Reply(body=DRAWING, content_type=SVG)
