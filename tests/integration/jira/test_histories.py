"""Jira's history in the forms it has come in, over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jira_sandbox import Sandbox
from tests.integration.jira.scripted import Answer, ScriptedServer
from tests.integration.jira.world import client
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.adapters.jira.datacenter import DataCenterJira
from ticketr.adapters.jira.histories import BULK
from ticketr.adapters.jira.times import moment_of
from ticketr.domain.workspace import Credentials
from ticketr.errors import JiraConnection
from ticketr.ports.history import LogItem

WHEN = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def save(number, created: Any = "2026-05-01T12:00:00.000+0000", **item):
    told = {"field": "priority", "fieldId": "priority", "from": "1", "to": "2"} | item
    author = {"accountId": "acc", "displayName": "Ada"}
    return {"id": number, "author": author, "created": created, "items": [told]}


def page(number, *saves, token=None):
    body = {"issueChangeLogs": [{"issueId": number, "changeHistories": list(saves)}]}
    return Answer(body={**body, "nextPageToken": token} if token else body)


@pytest.mark.parametrize(
    "told",
    [
        "2026-05-01T14:00:00.000+0200",
        "2026-05-01T12:00:00Z",
        1777636800,
        1777636800000,
        "1777636800000",
    ],
)
def test_times_come_in_several_forms(told):
    assert moment_of(told) == WHEN


@pytest.mark.parametrize("told", [None, True, "", "yesterday", [], {}, 1e300, float("nan")])
def test_what_is_no_time(told):
    assert moment_of(told) is None


def test_pages_are_followed_and_an_entry_without_a_time_is_left_out():
    answers = [
        page("1", save("7", 1777636800000), save("8", "soon"), token="next"),
        page("1", save("9", fieldId=None, fromString="High", toString="Low")),
    ]
    with ScriptedServer(*answers) as server:
        parts = list(CloudJira(client(server.url)).get_histories(["1", "1", ""]))
        asked: list[Any] = [seen.body for seen in server.seen]
    assert [[x.id for x in part.entries] for part in parts] == [["7"], ["9"]]
    assert parts[0].entries[0].items == (LogItem("priority", "priority", "1", "2", "1", "2"),)
    assert parts[1].entries[0].items == (LogItem("", "priority", "High", "Low", "1", "2"),)
    assert asked[0]["issueIdsOrKeys"] == ["1"]
    assert [body.get("nextPageToken") for body in asked] == [None, "next"]


def test_a_page_that_comes_again_and_again_is_an_error():
    with (
        ScriptedServer(always=page("1", token="same")) as server,
        pytest.raises(JiraConnection, match="again and again"),
    ):
        list(CloudJira(client(server.url)).get_histories(["1"]))


def test_many_are_asked_for_in_few_requests():
    with ScriptedServer(always=Answer(body={"issueChangeLogs": []})) as server:
        names = [str(number) for number in range(2 * BULK + 1)]
        assert list(CloudJira(client(server.url)).get_histories(names)) == []
        assert len(server.seen) == 3


def test_data_center_says_that_it_keeps_old_entries_back():
    with Sandbox(edition="datacenter") as site:
        jira = DataCenterJira(client(site.url))
        jira.authenticate(Credentials("", site.token))
        server = ScriptedServer(
            Answer(body={"id": "5", "changelog": {"total": 2, "histories": [save("1")]}})
        )
        with server:
            [part] = DataCenterJira(client(server.url)).get_histories(["PROJ-5"])
        assert (part.id, part.complete, len(part.entries)) == ("5", False, 1)
        assert list(jira.get_histories(["PROJ-404"])) == []
