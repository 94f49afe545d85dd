"""Jira asks for a pause: the person is told, everybody keeps it, and the work is done."""

from __future__ import annotations

import json

PATIENT = {"TICKETR_JIRA_MAX_WAIT": "30"}
TICKETS = "".join(f"# TICKET: T{n}\n## Fields\n- Type: Story\n\n" for n in range(30))


def test_a_pause_is_told_on_stderr_and_the_push_goes_on(desk):
    desk.jira.fault("429", "/issue/bulk$", count=1, retry_after=1)
    desk.write("b.md", TICKETS)
    done = desk.run("push", "b.md", **PATIENT)
    assert (done.code, done.err) == (
        0,
        "127.0.0.1 asks us to wait 1 s\nwrote b.md\npush: 30 created\n",
    )


def test_a_pause_is_not_in_the_way_of_json(desk):
    desk.jira.fault("429", "/issue/bulk$", count=1, retry_after=0.6)
    desk.write("b.md", TICKETS)
    done = desk.run("push", "b.md", "--json", **PATIENT)
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["counts"] == {"created": 30}


def test_a_pause_is_told_outside_of_a_sync(desk):
    desk.jira.fault("429", "/field$", count=1, retry_after=0.6)
    done = desk.run("schema", "--refresh", **PATIENT)
    assert (done.code, done.err) == (0, "127.0.0.1 asks us to wait 1 s\n")


def test_a_hundred_changed_tickets(desk):
    """Reads in batches, one edit a ticket with what changed alone, never more than five requests at once."""
    many = 100
    desk.write(
        "b.md", "".join(f"# TICKET: T{n}\n## Fields\n- Priority: Low\n\n" for n in range(many))
    )
    assert desk.run("push", "b.md").code == 0
    desk.write("b.md", desk.read("b.md").replace("- Priority: Low", "- Priority: High"))
    desk.jira.site.latency = 0.02
    desk.jira.forget()
    assert desk.run("push", "b.md").err == f"push: {many} updated\n"
    reads = [item for item in desk.jira.requests if item.path.endswith("/issue/bulkfetch")]
    edits = [item for item in desk.jira.requests if item.method == "PUT"]
    assert len(reads) + len(edits) == len(desk.jira.requests)
    looked_at = [name for item in reads for name in item.body["issueIdsOrKeys"]]
    assert sorted(looked_at) == sorted({item.path.rsplit("/", 1)[1] for item in edits})
    assert len(reads) <= 4
    assert len(edits) == many
    bodies = [item.body for item in edits]
    assert all(set(body) == {"fields"} and set(body["fields"]) == {"priority"} for body in bodies)
    assert desk.jira.most_in_flight == 5
    desk.jira.forget()
    assert desk.run("push", "b.md").code == 0
    assert desk.jira.requests == []
