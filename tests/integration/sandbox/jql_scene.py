"""A small site whose every date is known, for queries whose answers were worked out by hand.

It is Tuesday, 10 March 2026, 12:00 in New York, where Robin lives, two days after the clocks went forward there;
17:00 in Berlin, where Ada lives.

    |           | 1        | 2           | 3            | 4        | 5          | 6          | BACK-1     |
    |-----------|----------|-------------|--------------|----------|------------|------------|------------|
    | type      | Epic     | Story       | Bug          | Sub-task | Task       | Task       | Task       |
    | created   | 01-05    | 01-31 23:30 | 03-07 11:30  | 03-08    | 03-09      | 03-10      | 03-10      |
    | (NY)      | 10:00    |             |              | 12:30    | 12:00:30   | 11:45      | 00:30      |
    | updated   | 01-06    | 03-10 05:00 | 03-07 22:30  | 03-08    | 03-10      | 03-10      | 03-10      |
    | (NY)      | 10:00    |             |              | 12:30    | 06:00      | 11:45      | 00:30      |
    | priority  | High     | Critical    | Low          | Lowest   | Medium     | Highest    | Medium     |
    | status    | Progress | Progress    | To Do        | To Do    | Done       | To Do      | To Do      |
    | assignee  | Robin    | Robin       |              |          | Kim        |            | Ada        |
    | reporter  | Robin    | Robin       | Robin        | Ada      | Robin      | Robin      | Ada        |
    | labels    |          | card money  | card         |          | Money      |            |            |
    | component |          | API         | API, Backend |          |            |            |            |
    | fix       |          | 2.0.0       | 1.0.0        |          | 2.0.0      |            | 1.1.0      |
    | affects   |          |             | 1.0.0        |          |            |            |            |
    | due       |          | 03-15       | 03-10        |          | 02-28      |            |            |
    | points    |          | 5           | 2            |          |            | 8          |            |
    | sprint    |          | 23          |              | (23)     | 24         |            |            |
    | team      |          | Platform    | Data         |          | Platform   |            |            |
    | parent    |          | 1           |              | 2        |            |            |            |
    | work      |          | 2h, 1h done |              |          |            |            |            |
    | comment   |          |             | Seen on      |          | Fixed in   |            |            |
    |           |          |             | Safari       |          | production |            |            |

2 blocks 5. Ada votes for 3. 2 was Ada's until 03-09 10:00; 5 was of high priority from 03-09 13:00 to 15:00, in
progress from 03-09 14:00 to 03-10 06:00, and meant for 1.1.0 before 2.0.0.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.integration.sandbox.client import Client, adf, basic

if TYPE_CHECKING:
    from jira_sandbox import Sandbox

NOW = "2026-03-10T16:00:00+00:00"


class Scene:
    """Acts at moments, as Robin or as Ada."""

    def __init__(self, jira: Sandbox) -> None:
        self.robin = Client(jira)
        self.ada = Client(jira, basic("ada@example.com", "ada-token"))
        self.people = {p.email.partition("@")[0]: p.account_id for p in jira.site.catalogue.people}

    def at(self, moment: str) -> None:
        ms = round(datetime.fromisoformat(moment).timestamp() * 1000)
        assert self.robin("POST", "/_sandbox/clock", {"freeze": ms}).status == 200

    def make(
        self, moment: str, kind: str, summary: str, by: Client | None = None, **more: Any
    ) -> str:
        self.at(moment)
        return (by or self.robin).create(summary, kind=kind, **more)

    def edit(self, moment: str, key: str, by: Client | None = None, **fields: Any) -> None:
        self.at(moment)
        assert (by or self.robin)("PUT", f"issue/{key}", {"fields": fields}).status == 204

    def move(self, moment: str, key: str, status: str, by: Client | None = None) -> None:
        self.at(moment)
        call = by or self.robin
        steps = call("GET", f"issue/{key}/transitions").body["transitions"]
        step = next(s["id"] for s in steps if s["to"]["name"] == status)
        assert call("POST", f"issue/{key}/transitions", {"transition": {"id": step}}).status == 204

    def who(self, name: str) -> dict[str, str]:
        return {"accountId": self.people[name]}


def play(jira: Sandbox) -> Scene:
    """Makes the issues; leaves the clock at noon."""
    scene = Scene(jira)
    robin, ada = scene.robin, scene.ada
    named = {"robin": scene.who("robin"), "ada": scene.who("ada"), "kim": scene.who("kim")}
    scene.make("2026-01-05T15:00:00+00:00", "Epic", "Payments", assignee=named["robin"],
               priority={"name": "High"}, description=adf("All ways to pay"))  # fmt: skip
    scene.move("2026-01-06T15:00:00+00:00", "DEMO-1", "In Progress")
    scene.make("2026-02-01T04:30:00+00:00", "Story", "Pay by card", assignee=named["ada"],
               parent={"key": "DEMO-1"}, priority={"name": "Critical"}, labels=["card", "money"],
               components=[{"name": "API"}], fixVersions=[{"name": "2.0.0"}], duedate="2026-03-15",
               customfield_10016=5, customfield_10020=23, customfield_10031={"value": "Platform"},
               description=adf("Visa and others"), timetracking={"originalEstimate": "2h"})  # fmt: skip
    scene.make("2026-03-07T16:30:00+00:00", "Bug", "Card is refused", priority={"name": "Low"}, labels=["card"],
               components=[{"name": "API"}, {"name": "Backend"}], fixVersions=[{"name": "1.0.0"}],
               versions=[{"name": "1.0.0"}], duedate="2026-03-10", customfield_10016=2,
               customfield_10031={"value": "Data"}, environment=adf("Safari browser"))  # fmt: skip
    scene.at("2026-03-08T03:30:00+00:00")
    assert robin("POST", "issue/DEMO-3/comment", {"body": adf("Seen on Safari")}).status == 201
    assert ada("POST", "issue/DEMO-3/votes").status == 204
    scene.make("2026-03-08T16:30:00+00:00", "Sub-task", "Write tests", ada, parent={"key": "DEMO-2"},
               priority={"name": "Lowest"})  # fmt: skip
    scene.edit("2026-03-09T14:00:00+00:00", "DEMO-2", assignee=named["robin"])
    scene.at("2026-03-09T14:10:00+00:00")
    work = {"timeSpent": "1h", "started": "2026-03-09T13:00:00.000+0000"}
    assert robin("POST", "issue/DEMO-2/worklog", work).status == 201
    scene.move("2026-03-09T14:30:00+00:00", "DEMO-2", "In Progress", ada)
    scene.make("2026-03-09T16:00:30+00:00", "Task", "Refund the money of holders", assignee=named["kim"],
               labels=["Money"], duedate="2026-02-28", customfield_10020=24,
               customfield_10031={"value": "Platform"}, fixVersions=[{"name": "1.1.0"}])  # fmt: skip
    scene.edit("2026-03-09T17:00:00+00:00", "DEMO-5", priority={"name": "High"})
    scene.move("2026-03-09T18:00:00+00:00", "DEMO-5", "In Progress")
    scene.edit("2026-03-09T19:00:00+00:00", "DEMO-5", ada, priority={"name": "Medium"})
    scene.edit("2026-03-09T20:00:00+00:00", "DEMO-5", fixVersions=[{"name": "2.0.0"}])
    scene.at("2026-03-09T20:30:00+00:00")
    assert (
        robin("POST", "issue/DEMO-5/comment", {"body": adf("Fixed in production")}).status == 201
    )
    scene.make("2026-03-10T04:30:00+00:00", "Task", "Move the house", ada, project="BACK", assignee=named["ada"],
               fixVersions=[{"name": "1.1.0"}], customfield_10034="Acme Ltd", customfield_10035=named["ada"],
               customfield_10032=[{"value": "Web"}, {"value": "API"}],
               customfield_10036="2026-03-12T09:00:00.000+0100")  # fmt: skip
    scene.at("2026-03-10T09:00:00+00:00")
    ends = {"inwardIssue": {"key": "DEMO-2"}, "outwardIssue": {"key": "DEMO-5"}}
    assert robin("POST", "issueLink", {"type": {"name": "Blocks"}, **ends}).status == 201
    scene.move("2026-03-10T10:00:00+00:00", "DEMO-5", "Done")
    scene.make("2026-03-10T15:45:00+00:00", "Task", "Prüfe die Größe", priority={"name": "Highest"},
               customfield_10016=8)  # fmt: skip
    scene.at(NOW)
    return scene
