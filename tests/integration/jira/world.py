"""A client whose waiting is written down and takes no time."""

from __future__ import annotations

from tests.helpers.pace import Idle
from ticketr.adapters.jira.client import HttpClient
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.domain.workspace import Credentials

TOKEN = "s3cret-T0ken=="
EMAIL = "robin@example.com"


def client(url, waits=None, **more):
    http = HttpClient(url, pace=Idle(waits).pace(), environ=more.pop("environ", {}), **more)
    http.authenticate(Credentials(EMAIL, TOKEN))
    return http


def jira(url, waits=None, **more):
    return CloudJira(client(url, waits, **more))
