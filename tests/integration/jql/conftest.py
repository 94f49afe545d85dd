"""A site with a hundred and more tickets of all shapes, and a machine that has pulled them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError

import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Place, document
from ticketr.application.queries import GetTicketsQuery
from ticketr.domain.query import Pagination, TicketFilter

TODAY = datetime.now(UTC).date()


class Refused(Exception):
    """Jira took the query for wrong."""


class Compared(Place):
    """Asks both engines the same."""

    def theirs(self, jql: str) -> list[str]:
        """The keys that Jira finds, in its order. Raises Refused."""
        try:
            return self._pages(jql)
        except HTTPError as error:
            code, said = error.code, error.read().decode()
            error.close()
        assert code == 400, said
        raise Refused(said)

    @property
    def person(self) -> str:
        """What an account is called by."""
        return "accountId" if self.jira.edition == "cloud" else "name"

    def _pages(self, jql: str) -> list[str]:
        if self.jira.edition == "datacenter":
            body = {"jql": jql, "fields": ["summary"], "maxResults": 500}
            found = self.call("POST", "/rest/api/2/search", body)
            assert found["total"] == len(found["issues"])
            return [item["key"] for item in found["issues"]]
        keys: list[str] = []
        token = None
        while True:
            body = {"jql": jql, "fields": ["summary"], "maxResults": 500}
            page = self.call(
                "POST",
                "/rest/api/3/search/jql",
                body | ({"nextPageToken": token} if token else {}),
            )
            keys += [item["key"] for item in page["issues"]]
            token = page.get("nextPageToken")
            if token is None:
                return keys

    def ours(self, jql: str, **page) -> list[str]:
        """The keys that the store finds, in its order."""
        query = GetTicketsQuery(
            self.workspace.id, TicketFilter(jql=jql), Pagination(**{"limit": None, **page})
        )
        rows = self.app.tickets.rows(query)
        assert len(rows) == self.app.tickets.count(query) or page
        return [row.jira_id or "-" for row in rows]

    def make(self, summary: str, **fields) -> str:
        """A ticket made by somebody in Jira."""
        kind = fields.pop("issuetype", "Task")
        if self.jira.edition == "datacenter":
            fields = self._with_epics_of_their_own(kind, summary, fields)
        body = {
            "project": {"key": "PROJ"},
            "issuetype": {"name": kind},
            "summary": summary,
            **fields,
        }
        return str(self.call("POST", "/rest/api/3/issue", {"fields": body})["key"])

    def _with_epics_of_their_own(self, kind, summary, fields):
        """Data Center has fields for an epic's name, and for the epic of a ticket."""
        ids = {item["name"]: item["id"] for item in self.call("GET", "/rest/api/2/field")}
        if kind == "Epic":
            return {ids["Epic Name"]: summary, **fields}
        if kind != "Sub-task" and "parent" in fields:
            return {ids["Epic Link"]: fields.pop("parent")["key"], **fields}
        return fields


def fill(place: Compared) -> None:
    """Tickets at the edges of every rule, beside those that were generated."""
    people = {
        item["displayName"]: item[place.person]
        for item in place.call("GET", "/rest/api/3/user/assignable/search?project=PROJ")
    }
    ada, kim, robin = (
        {place.person: people[name]} for name in ("Ada Moreau", "Kim Nguyen", "Robin Sander")
    )
    place.make(
        "Fix login",
        labels=["auth"],
        assignee=robin,
        customfield_10016=3,
        customfield_10034="Acme Corp",
    )
    place.make("login fixes: log in", labels=["auth", "ops"], assignee=ada, customfield_10016=2.5)
    place.make(
        "Café opening",
        duedate=str(TODAY),
        customfield_10035=kim,
        customfield_10034="Corporate Acme",
    )
    place.make(
        "Payment",
        duedate=str(TODAY + timedelta(1)),
        description=document("It pays twice; refunds"),
    )
    place.make("Paying", duedate=str(TODAY - timedelta(1)), description=document("To pay twice"))
    zebra = place.make(
        "zebra", priority={"name": "Lowest"}, components=[{"name": "Backend"}, {"name": "API"}]
    )
    place.make(
        "Zulu",
        priority={"name": "Highest"},
        components=[{"name": "Mobile"}],
        description=document("General sensibility, hoping"),
    )
    place.make(
        "apple", fixVersions=[{"name": "1.0.0"}, {"name": "2.0.0"}], versions=[{"name": "1.0.0"}]
    )
    place.make("Apple pie", fixVersions=[{"name": "1.1.0"}], customfield_10015="2026-03-04")
    place.make("Go", customfield_10036="2026-12-31T23:59:00.000+0000", customfield_10016=0)
    place.make(
        "Team",
        customfield_10031={"value": "Platform"},
        customfield_10032=[{"value": "iOS"}, {"value": "Web"}],
        description=document("Configuration of universities: a generalization"),
    )
    place.make("Sprinting", customfield_10020=10, environment=document("Linux"))
    for key, *said in (
        (zebra, "The certificate expired", "It was renewed"),
        (place.make("Go again"), "certificate", "certificates were renewed, nothing expired"),
    ):
        for text in said:
            place.call("POST", f"/rest/api/3/issue/{key}/comment", {"body": document(text)})
    epic = place.make("An epic", issuetype="Epic")
    story = place.make("A story in it", issuetype="Story", parent={"key": epic})
    place.make("A task of the story", issuetype="Sub-task", parent={"key": story})
    for key, before in (("PROJ-40", "PROJ-3"), (zebra, "PROJ-11"), ("PROJ-2", zebra)):
        ranked = {"issues": [key], "rankBeforeIssue": before}
        place.call("PUT", "/rest/agile/1.0/issue/rank", ranked)


@pytest.fixture(scope="module", params=["cloud", "datacenter"])
def place(request, tmp_path_factory):
    with Sandbox(edition=request.param) as jira:
        place = Compared(jira, tmp_path_factory.mktemp("jql"))
        place.call("POST", "/_sandbox/generate", {"issues": 100, "projects": ["PROJ"], "seed": 7})
        fill(place)
        place.pull()
        yield place
        place.close()
