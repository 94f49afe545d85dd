"""Conflicts that a person settles: all by one rule, or one field by its side or a value of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.sync.desk import PRIORITIES
from ticketr.application.commands import Choice
from ticketr.domain.plan import Strategy
from ticketr.domain.ticket import LINKS
from ticketr.errors import Usage

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from tests.integration.sync.desk import Desk, Machine
    from ticketr.ports.records import ConflictRecord

PICK = st.integers(0, 11)
WORDS = {"title": "title", "description": "settled"}
"""Fields that may get a word of its own, and what stands beside it."""


class Disputes:
    """Rules for the state machine. What loses is in the attic, so that every word is still somewhere."""

    desk: Desk
    here: Machine
    _run: Callable[..., None]
    forget_links: Callable[..., None]

    @rule(pick=PICK, sync=st.sampled_from(["", "pull", "push"]))
    def quarrel(self, pick: int, sync: str) -> None:
        """Both give one ticket another title, and perhaps the program sees it."""
        key = ""

        def anew(found: re.Match[str]) -> str:
            nonlocal key
            key = found[2]
            return f"{found[1]}{self.desk.word()}"

        self.desk.substitute(r"^(# TICKET: \[([A-Z]+-\d+)\] )word\d{4}", pick, anew)
        for item in self.here.in_jira():
            if item["key"] == key:
                self.desk.replaced(item["fields"]["summary"])
                self.here.change(key, summary=f"{self.desk.word(elsewhere=True)} title")
        if sync:
            self._run(self.here.pull if sync == "pull" else self.here.push)

    @rule(strategy=st.sampled_from(["ask", "local-wins", "remote-wins", "merge"]))
    def resolve(self, strategy: str) -> None:
        self._forget_links_in_dispute()
        self._run(lambda: self.here.resolve(strategy=Strategy(strategy)))

    @rule(pick=PICK, side=st.sampled_from(["local", "remote", "value"]))
    def resolve_field(self, pick: int, side: str) -> None:
        """One field of one ticket; where the conflict is over by then, nothing is settled with the value."""
        if not self._open():
            self.quarrel(pick, "pull")
        found = self._open()
        if not found:
            return
        self._forget_links_in_dispute()
        record = found[pick % len(found)]
        text = self._another(record.field, pick) if side == "value" else ""
        side = side if text or side != "value" else "remote"
        choice = Choice(record.ticket_id, record.field, side, text)
        self._run(lambda: self._settle_one(choice))

    def _forget_links_in_dispute(self) -> None:
        """Links that were never agreed on may lose, too."""
        if any(record.field == LINKS for record in self._open()):
            self.forget_links()

    def _open(self) -> list[ConflictRecord]:
        return self.here.app.store.conflicts.list(self.here.workspace.id)

    def _settle_one(self, choice: Choice) -> None:
        try:
            settled = self.here.resolve(choice.ticket, choices=(choice,)).settled
        except Usage:
            settled = ()
        if not any((x.field, x.how) == (choice.name, "value") for x in settled):
            self.desk.replaced(choice.text)

    def _another(self, field: str, pick: int) -> str:
        if field in WORDS:
            return f"{self.desk.word(elsewhere=True)} {WORDS[field]}"
        return PRIORITIES[pick % 5] if field == "priority" else ""
