"""A client whose waiting is written down and takes no time."""

from __future__ import annotations

from ticketr.adapters.jira.client import HttpClient
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.adapters.jira.retry import Pace
from ticketr.domain.workspace import Credentials

TOKEN = "s3cret-T0ken=="
EMAIL = "robin@example.com"


def client(url, waits=None, **more):
    waits = [] if waits is None else waits
    pace = Pace(waits.append, lambda: 0.5, lambda: 1_800_000_000.0)
    http = HttpClient(url, pace=pace, environ=more.pop("environ", {}), **more)
    http.authenticate(Credentials(EMAIL, TOKEN))
    return http


def jira(url, waits=None, **more):
    return CloudJira(client(url, waits, **more))
