"""What two people say of tickets: one with `ticketr comment`, one in Jira."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.sync.desk import WORD, as_document, paragraphs
from ticketr.errors import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jira_sandbox import Sandbox
    from tests.integration.sync.desk import Desk, Machine
    from ticketr.domain.ticket import Ticket
    from ticketr.ports.comment import Comment
    from ticketr.ports.drafts import Draft

PICK = st.integers(0, 11)
DEEDS = st.sampled_from(["say", "change", "change", "remove"])
TROUBLE = st.sampled_from(["hang_up", "drop_reply", "cut", "status", "429"])


class Talk:
    """Rules for the state machine. `spoken` are the words of new comments of ours, each with its ticket's local id.

    `unsaid` are the texts of comments that were to be removed, by Jira's number.
    """

    desk: Desk
    here: Machine
    jira: Sandbox
    faulty: bool
    spoken: dict[str, str]
    unsaid: dict[str, str]
    _run: Callable[..., None]

    # --- here

    @rule(pick=PICK, deed=DEEDS, at=PICK)
    def comment_here(self, pick: int, deed: str, at: int) -> None:
        app = self.here.app
        tickets = app.store.tickets.find_by_workspace(self.here.workspace.id)
        heard = [(x, comment) for x in tickets for comment in app.store.comments.get(x.id)]
        if deed == "say" or not heard:
            if tickets:
                self._say(tickets[pick % len(tickets)])
            return
        ticket, comment = heard[pick % len(heard)]
        draft = self._draft(comment.id)
        again = draft if draft and draft.base == comment.body else None
        if deed == "remove":
            self.desk.replaced(comment.body + (again.text if again else ""))
            self.unsaid[comment.id] = comment.body
            app.comments.remove(ticket, comment.id)
        else:
            self._change(ticket, comment, at, (again and again.text) or comment.body)

    @rule(pick=PICK)
    def drop_a_draft(self, pick: int) -> None:
        """Somebody does not want to say it any more; what may be in Jira already stays to be sent."""
        drafts = self.here.app.comments.drafts(self.here.workspace.id)
        if not drafts:
            return
        draft, _ = drafts[pick % len(drafts)]
        with suppress(Usage):
            self.here.app.comments.drop(self.here.workspace.id, draft.id)
            self.desk.replaced(draft.text)
            self.unsaid.pop(draft.comment_id, None)

    def _say(self, ticket: Ticket) -> None:
        words = [self.desk.word(elsewhere=True) for _ in range(2)]
        self.spoken |= dict.fromkeys(words, ticket.id)
        self.here.app.comments.say(ticket, f"{words[0]} said\n\n{words[1]} too")

    def _draft(self, comment_id: str) -> Draft | None:
        drafts = self.here.app.comments.drafts(self.here.workspace.id)
        return next((draft for draft, _ in drafts if draft.comment_id == comment_id), None)

    def _change(self, ticket: Ticket, comment: Comment, at: int, text: str) -> None:
        """Another paragraph in this text: that of an earlier change, or what was read last."""
        self.unsaid.pop(comment.id, None)
        lines, live = text.split("\n\n"), set(self.desk.live)
        self.desk.replaced(text)
        lines[at % len(lines)] = f"{self.desk.word(elsewhere=True)} changed"
        self.desk.live |= live & set(WORD.findall(repr(lines)))
        self.here.app.comments.change(ticket, comment.id, "\n\n".join(lines))

    @rule(pick=PICK, kind=TROUBLE, skip=st.sampled_from([0, 0, 0, 1, 2]))
    def say_in_trouble(self, pick: int, kind: str, skip: int) -> None:
        """Something is said, and one request about comments goes wrong."""
        self.comment_here(pick, "say", 0)
        self.jira.fault(kind, "/comment", count=1, skip=skip)
        self.faulty = True
        self._run(self.here.push)

    # --- in Jira

    @rule(pick=PICK, deed=DEEDS, at=PICK)
    def comment_there(self, pick: int, deed: str, at: int) -> None:
        found = self.here.in_jira()
        heard = [(item["key"], comment) for item in found for comment in _said_of(item)]
        if deed == "say" or not heard:
            words = [self.desk.word(elsewhere=True) for _ in range(2)]
            self._tell("POST", found[pick % len(found)]["key"], "", [f"{x} heard" for x in words])
            return
        key, comment = heard[pick % len(heard)]
        lines = paragraphs(comment["body"])
        if deed == "remove":
            self.desk.replaced(repr(lines))
            self.here.call("DELETE", f"/rest/api/3/issue/{key}/comment/{comment['id']}")
            return
        self.desk.replaced(lines[at % len(lines)])
        lines[at % len(lines)] = f"{self.desk.word(elsewhere=True)} there"
        self._tell("PUT", key, f"/{comment['id']}", lines)

    def _tell(self, method: str, key: str, number: str, lines: list[str]) -> None:
        path = f"/rest/api/3/issue/{key}/comment{number}"
        self.here.call(method, path, {"body": as_document(lines)})

    # --- what always holds

    def each_is_said_once(self, there: list[dict[str, Any]]) -> None:
        """No word of a comment is in Jira twice."""
        bodies = (repr(comment["body"]) for item in there for comment in _said_of(item))
        said = Counter(word for body in bodies for word in WORD.findall(body))
        assert {word: n for word, n in said.items() if n > 1} == {}

    def all_is_said(self) -> None:
        """What was to be said is in Jira, and what is known here of comments is what Jira has.

        What is left to be sent is what Jira has no place for: its ticket or its comment is gone.
        """
        app, workspace = self.here.app, self.here.workspace.id
        there = {item["id"]: list(_said_of(item)) for item in self.here.in_jira()}
        for ticket in app.store.tickets.find_by_workspace(workspace):
            if ticket.remote_id not in there:
                continue
            said = {x["id"]: paragraphs(x["body"]) for x in there[ticket.remote_id]}
            known = app.store.comments.get(ticket.id)
            assert {x.id: x.body.strip().split("\n\n") for x in known} == said
            assert [x for x in known if self.unsaid.get(x.id) == x.body] == []
            words = {word for word, where in self.spoken.items() if where == ticket.id}
            assert words & self.desk.live <= set(WORD.findall(repr(said)))
        for draft, ticket in app.comments.drafts(workspace):
            numbers = [comment["id"] for comment in there.get(ticket.remote_id or "", ())]
            gone = ticket.remote_id not in there
            assert gone or (draft.kind == "changed" and draft.comment_id not in numbers), draft


def _said_of(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from item["fields"]["comment"]["comments"]
