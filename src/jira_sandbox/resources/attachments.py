"""Attachments: uploaded, told, handed out byte for byte, removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.issues.attachments import show
from jira_sandbox.issues.events import note, plain
from jira_sandbox.multipart import uploads
from jira_sandbox.resources.lookup import issue_of

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site
    from jira_sandbox.storage.attachments import Attachment
    from jira_sandbox.storage.issues import Issue

LARGEST = 10 * 1024 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
TOKENS = ("no-check", "nocheck")
MISSING = "The attachment with id '{}' does not exist"


def add(call: Call) -> Reply:
    """POST issue/{key}/attachments: a form with files; the answer is a list."""
    author, found, site = call.user, issue_of(call), call.site
    if call.request.headers.get("x-atlassian-token", "") not in TOKENS:
        return Reply(403, b"XSRF check failed", {}, "text/html;charset=UTF-8")
    files = uploads(call.request.headers.get("content-type", ""), call.request.body)
    if not files:
        raise JiraError(400, "No files were given.")
    if any(len(file.content) > LARGEST for file in files):
        raise JiraError(413, f"The file exceeds its maximum permitted size of {LARGEST} bytes.")
    now, table = site.clock.now(), site.store.attachments
    with site.store.database.transaction():
        made = [
            table.add(found.id, author.account_id, now, file.name, file.mime, file.content)
            for file in files
        ]
        for one in made:
            _record(site, author, found, one, added=True)
    for one in made:
        shown = show(plain(site), one)
        note(site, "attachment_created", author.account_id, found, more={"attachment": shown})
    return Reply(body=[show(site, one) for one in made])


def _record(site: Site, author: Person, issue: Issue, one: Attachment, *, added: bool) -> None:
    item: dict[str, Any] = {"field": "Attachment", "fieldtype": "jira", "fieldId": "attachment"}
    item |= {"from": None, "fromString": None, "to": None, "toString": None}
    end = ("to", "toString") if added else ("from", "fromString")
    item |= dict(zip(end, (str(one.id), one.name), strict=True))
    now = site.clock.now()
    site.store.history.add(issue.id, author.account_id, now, [item])
    site.store.issues.touch(issue.id, now)


def get(call: Call) -> Reply:
    """GET attachment/{id}: what is known of it; on Cloud the id is a number here."""
    found = _attachment(call)
    told = show(call.site, found)
    return Reply(body={**told, "id": found.id} if call.site.cloud else told)


def content(call: Call) -> Reply:
    """GET attachment/content/{id}: a redirect to the bytes, or the bytes with redirect=false."""
    found = _attachment(call)
    if not call.flag("redirect", default=True):
        return _bytes(call, found)
    address = f"{call.site.root}/_media/{found.id}/{quote(found.name)}"
    return Reply(303, None, {"Location": address})


def media(call: Call) -> Reply:
    """GET _media/{id}/{name}: the bytes, for whoever was sent here."""
    found = call.site.store.attachments.get(call.path["id"])
    if found is None:
        raise JiraError(404, MISSING.format(call.path["id"]))
    return _bytes(call, found)


def download(call: Call) -> Reply:
    """GET secure/attachment/{id}/{name}: the bytes."""
    return _bytes(call, _attachment(call))


def _bytes(call: Call, found: Attachment) -> Reply:
    """The file, or the part of it that a `Range` names."""
    content = call.site.store.attachments.content(found.id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
        "Accept-Ranges": "bytes",
    }
    asked = RANGE.fullmatch(call.request.headers.get("range", ""))
    if asked is None or not any(asked.groups()):
        return Reply(200, content, headers, found.mime)
    first, last = _span(asked, len(content))
    if first >= len(content):
        return Reply(416, b"", {**headers, "Content-Range": f"bytes */{len(content)}"}, found.mime)
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Reply(206, content[first : last + 1], headers, found.mime)


def _span(asked: re.Match[str], size: int) -> tuple[int, int]:
    """The first and the last byte of `bytes=a-b`, `bytes=a-` or `bytes=-n`."""
    start, end = asked.groups()
    if not start:
        return max(0, size - int(end)), size - 1
    return int(start), min(int(end), size - 1) if end else size - 1


def delete(call: Call) -> Reply:
    """DELETE attachment/{id}."""
    author, found, site = call.user, _attachment(call), call.site
    issue = site.store.issues.get(found.issue)
    with site.store.database.transaction():
        site.store.attachments.delete(found.id)
        if issue is not None:
            _record(site, author, issue, found, added=False)
    more = {"attachment": show(plain(site), found)}
    note(site, "attachment_deleted", author.account_id, issue, more=more)
    return Reply(204)


def meta(_call: Call) -> Reply:
    """GET attachment/meta: whether files are taken, and how large."""
    return Reply(body={"enabled": True, "uploadLimit": LARGEST})


def _attachment(call: Call) -> Attachment:
    found = call.site.store.attachments.get(call.path["id"])
    if found is None or call.caller is None:
        raise JiraError(404, MISSING.format(call.path["id"]))
    return found
