"""Tickets that are deleted from here, whatever happens to them in Jira meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.sync.desk import as_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox import Sandbox
    from tests.integration.sync.desk import Desk, Machine

PICK = st.integers(0, 11)
FATES = st.sampled_from(
    ["quiet", "quiet", "changed", "changed", "heard", "heard", "trouble", "killed"]
)


class Going:
    """Rules for the state machine."""

    desk: Desk
    here: Machine
    jira: Sandbox
    faulty: bool
    _run: Callable[..., None]

    @rule(pick=PICK, fate=FATES, at=st.integers(1, 300), force=st.booleans(), all_=st.booleans())
    def delete_here(self, pick: int, fate: str, at: int, force: bool, all_: bool) -> None:
        """All that the ticket held is in the attic then: no word of it is given up."""
        tickets = self.here.app.store.tickets.find_by_workspace(self.here.workspace.id)
        tickets = [ticket for ticket in tickets if ticket.type != "Epic"]
        if len(self.here.in_jira()) < 4 or not tickets:
            return
        ticket = tickets[pick % len(tickets)]
        if fate == "changed" and not self._meddle_with(ticket.remote_id):
            fate = "quiet"  # gone, or not known to be in Jira
        if fate == "heard" and ticket.jira_id in {x["key"] for x in self.here.in_jira()}:
            words = f"{self.desk.word(elsewhere=True)} heard"
            path = f"/rest/api/3/issue/{ticket.jira_id}/comment"
            self.here.call("POST", path, {"body": as_document([words])})
        if fate == "trouble":
            self.jira.fault(("drop_reply", "hang_up", "status")[at % 3], count=1, skip=at % 6)
            self.faulty = True
        name, more = ticket.jira_id or ticket.id, {"force": force, "subtasks": all_}
        if fate == "killed":
            self._run(lambda: self.here.killed(at, lambda: self.here.delete(name, **more)))
        else:
            self._run(lambda: self._delete(name, fate=fate, **more))

    def _delete(self, name: str, *, fate: str, **more: Any) -> None:
        before = {item["id"] for item in self.here.in_jira()}
        result = self.here.delete(name, **more)
        gone = before - {item["id"] for item in self.here.in_jira()}
        told = [item for item in result.deletions if item.kind == "deleted"]
        assert fate == "trouble" or len(told) == len(gone)
        assert more["subtasks"] or len(gone) <= 1
        assert fate != "changed" or more["force"] or not gone

    def _meddle_with(self, number: str | None) -> bool:
        """Change the ticket of that number, whatever its key is by now; gives whether Jira has it."""
        found = [item for item in self.here.in_jira() if item["id"] == number]
        for item in found:
            self.desk.replaced(item["fields"]["summary"])
            self.here.change(item["key"], summary=f"{self.desk.word(elsewhere=True)} title")
        return bool(found)
