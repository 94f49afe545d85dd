"""Files in a `multipart/form-data` body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jira_sandbox.exchange import JiraError

BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
NAME = re.compile(r'[;\s]name="?([^";]*)"?', re.IGNORECASE)
FILE = re.compile(r'filename="((?:[^"\\]|\\.)*)"|filename=([^;\s]+)', re.IGNORECASE)
KIND = re.compile(r"^content-type:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a form."""

    name: str
    mime: str
    content: bytes


def uploads(content_type: str, body: bytes) -> list[Upload]:
    """The files in the parts named `file`. Raises JiraError 400 for a body that is no form."""
    boundary = BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/form-data") or boundary is None:
        raise JiraError(400, "Request must be a multipart/form-data with the files.")
    mark = b"--" + boundary.group(1).encode("latin-1", "replace")
    parts = (b"\r\n" + body).split(b"\r\n" + mark)[1:]
    found = [_upload(part) for part in parts if not part.startswith(b"--")]
    return [upload for upload in found if upload]


def _upload(part: bytes) -> Upload | None:
    head, _, content = part.partition(b"\r\n\r\n")
    text = head.decode("utf-8", "replace")
    name, file = NAME.search(text), FILE.search(text)
    if name is None or name.group(1) != "file" or file is None:
        return None
    kind = KIND.search(text)
    named = (file.group(1) or file.group(2) or "file").replace('\\"', '"')
    return Upload(
        named.replace("\\", "/").rpartition("/")[2] or "file",
        kind.group(1) if kind else "application/octet-stream",
        content,
    )
