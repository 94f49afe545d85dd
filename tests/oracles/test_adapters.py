"""What ticketr sends in its daily work, each distinct request held against Atlassian's descriptions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Place, counts, document
from tests.integration.jira.world import client
from tests.oracles.judge import read
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.adapters.jira.datacenter import DataCenterJira
from ticketr.domain.schema import JiraSchema
from ticketr.domain.workspace import Credentials
from ticketr.errors import JiraNotFound, TicketValidation
from ticketr.ports.external import JiraIssue, JiraUpdate

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.oracle

BACKLOG = """\
# TICKET: Payments

## Description
All ways to *pay*.

## Fields
- Type: Epic

# TICKET: Pay by card

## Description
As a customer I **pay**:

1. card
2. `number`

> and [more](https://example.com)

| a | b |
|---|---|
| 1 | 2 |

- [ ] open
- [x] done

```python
print("x")
```

## Acceptance Criteria
- It works
- It says so

## Fields
- Type: Story
- Priority: High
- Labels: card, new
- Story Points: 5
- Sprint: Sprint 24
- Components: Backend

## Tasks
- First step
- Second step
"""


def test_the_requests_of_a_working_day_on_data_center(judged, tmp_path, capsys):
    with Sandbox(edition="datacenter", context="/jira") as jira:
        a_day(Place(jira, tmp_path))
        by_hand(jira)
    verdict = judged()
    with capsys.disabled():
        print(f"\nticketr on Data Center: {next(verdict.lines())}")
    assert list(map(str, verdict.complaints)) == []
    assert verdict.requests >= 20


def test_the_requests_of_a_working_day(record, judged, oracle_data, tmp_path, capsys):
    with Sandbox() as jira:
        a_day(Place(jira, tmp_path))
        by_hand(jira)
    verdict = judged()
    documents = list(sent_documents(record))
    with capsys.disabled():
        print(f"\nticketr: {len(documents)} documents sent; {next(verdict.lines())}")
    assert list(map(str, verdict.complaints)) == []
    assert verdict.requests >= 25
    schema = json.loads((oracle_data / "adf" / "full.json").read_text("utf-8"))
    adf = jsonschema_rs.Draft4Validator(schema)
    assert len(documents) >= 4
    assert [error.message for found in documents for error in adf.iter_errors(found)] == []


def a_day(place: Place) -> None:
    """Push, pull, edit on both sides, a conflict, a status, a deletion in Jira."""
    place.write("a.md", BACKLOG)
    assert counts(place.push("a.md")) == {"created": 4}
    place.edit("a.md", ("number", "digits"), ("- Priority: High", "- Priority: Low"))
    place.edit("a.md", ("- Story Points: 5", "- Story Points: 8"), ("card, new", "card, old"))
    assert counts(place.push("a.md")) == {"updated": 3, "skipped": 1}
    place.change("PROJ-2", summary="Pay by any card", description=document("From Jira"))
    place.pull()
    place.edit("a.md", ("# TICKET: [PROJ-1] Payments", "# TICKET: [PROJ-1] Money"))
    place.change("PROJ-1", summary="Paying")
    place.push("a.md")
    place.call("DELETE", "/rest/api/3/issue/PROJ-2?deleteSubtasks=true")
    place.pull(allow_empty=True)
    place.close()


def by_hand(jira: Sandbox) -> None:
    """The methods of the port that a day does not need."""
    on_cloud = jira.edition == "cloud"
    remote = (CloudJira if on_cloud else DataCenterJira)(client(jira.url))
    remote.authenticate(Credentials(jira.email if on_cloud else "", jira.token))
    remote.validate_connection()
    remote.server_info()
    assert remote.get_projects()
    fields, types = remote.get_fields(), remote.get_issue_types("PROJ")
    remote.use_schema(JiraSchema("PROJ", tuple(fields), tuple(types)))
    [ada] = remote.find_users("PROJ", "ada")
    story = {"title": "By hand", "type": "Story", "assignee": ada.account, "duedate": "2026-12-24"}
    key = remote.create_issue(JiraIssue({**story, "description": "Text"}), "PROJ")
    child = {"title": "Child", "type": "Sub-task", "parent": key}
    remote.bulk_create([JiraIssue(child, properties={"ticketr": {"token": "x"}})], "PROJ")
    assert remote.get_subtasks(key)
    assert list(remote.search_all('summary ~ "hand" AND project = PROJ'))
    remote.transition(key, remote.get_transitions(key)[0].id)
    before = remote.get_issue(key)
    nothing: dict[str, Any] = dict.fromkeys(("description", "duedate", "assignee", "labels"))
    remote.update_issue(JiraUpdate(key, nothing, before.fields, before.raw))
    remote.update_issue(JiraUpdate(key, {"status": "Done"}))
    remote.bulk_update([JiraUpdate(key, {"parent": "PROJ-1"}), JiraUpdate(key, {"title": "New"})])
    remote.update_issue(JiraUpdate(key, {"parent": None}, {"parent": "PROJ-1"}))
    remote.bulk_fetch([key, "PROJ-9999"])
    with pytest.raises(TicketValidation):
        remote.delete_issue(key)
    remote.delete_issue(key, subtasks=True)
    with pytest.raises(JiraNotFound):
        remote.get_issue(key)
    remote.close()


def sent_documents(record) -> Iterator[Any]:
    """Every rich text in the requests of ticketr."""
    for line in read(record):
        if line["agent"].startswith("ticketr/"):
            yield from documents_in(line["request"])


def documents_in(value: Any) -> Iterator[Any]:
    if isinstance(value, dict) and value.get("type") == "doc":
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from documents_in(item)
