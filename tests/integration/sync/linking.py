"""Links that two people make and remove: one in the lines of files, one in Jira."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.integration.sync.lines import Line, lines_of, write_line
from ticketr.domain.ticket import LINKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox import Sandbox
    from tests.integration.sync.desk import Desk, Machine
    from ticketr.domain.ticket import Ticket

PICK = st.integers(0, 11)
TROUBLE = st.sampled_from(["hang_up", "drop_reply", "cut", "status", "429"])
FIELD = "Linked Issues"
SAID = re.compile(r"^ *- Linked Issues:(.*?)\r?$", re.MULTILINE)
WAYS = {
    "blocks": "Blocks>",
    "is blocked by": "Blocks<",
    "relates to": "Relates>",
    "duplicates": "Duplicate>",
    "is duplicated by": "Duplicate<",
}


class Linking:
    """Rules for the state machine.

    A link is its type and the two tickets' numbers, which stay when keys change. `wanted` are links that somebody
    made, `cut` those that somebody removed; what one made while the other removed it is in neither.
    """

    desk: Desk
    here: Machine
    jira: Sandbox
    faulty: bool
    _run: Callable[..., None]
    wanted: set[tuple[str, ...]]
    cut: set[tuple[str, ...]]
    numbers: dict[str, str]

    # --- here

    @rule(pick=PICK, to=PICK, way=st.sampled_from(sorted(WAYS)))
    def link_here(self, pick: int, to: int, way: str) -> None:
        self.count_numbers()
        lines = list(self._lines())
        keys = [item["key"] for item in self.here.in_jira()]
        if not lines or not keys:
            return
        line, key = lines[pick % len(lines)], keys[to % len(keys)]
        text = f"{way} {key}"
        links = self._known(line.key) if line.new else _links(line.value)
        itself = self.numbers.get(key) == self.numbers.get(line.key)
        if not itself and text not in links:
            write_line(self.desk, line, ", ".join([*links, text]))
            self._made(self._link(line.key, text))

    @rule(pick=PICK, at=PICK)
    def unlink_here(self, pick: int, at: int) -> None:
        self.count_numbers()
        lines = [line for line in self._lines() if _links(line.value)]
        if not lines:
            return
        line = lines[pick % len(lines)]
        links = _links(line.value)
        text = links[at % len(links)]
        write_line(self.desk, line, ", ".join(link for link in links if link != text))
        known = text in self._agreed(line.key) and text in self._shown(line.key)
        self._removed(self._link(line.key, text), known=known)

    @rule(pick=PICK, to=PICK, kind=TROUBLE, skip=st.integers(0, 3))
    def link_in_trouble(self, pick: int, to: int, kind: str, skip: int) -> None:
        """A link goes, another one comes, and of the requests for links and steps one goes wrong."""
        self.unlink_here(pick, to)
        self.link_here(pick, to, sorted(WAYS)[to % len(WAYS)])
        self.jira.fault(kind, "/issueLink|/transitions", count=1, skip=skip)
        self.faulty = True
        self._run(lambda: self.here.push(*self.desk.named()))

    def _lines(self) -> list[Line]:
        return [line for line in lines_of(self.desk, FIELD) if line.key]

    def _ticket(self, key: str) -> Ticket | None:
        return self.here.app.store.tickets.find_by_jira_id(self.here.workspace.id, key)

    def _known(self, key: str) -> list[str]:
        """The links of a ticket, as they are known here."""
        ticket = self._ticket(key)
        told = ticket.fields.get(LINKS) if ticket else ()
        return list(told) if isinstance(told, tuple) else []

    # --- in Jira

    @rule(pick=PICK, to=PICK, way=st.sampled_from(sorted(WAYS)))
    def link_there(self, pick: int, to: int, way: str) -> None:
        self.count_numbers()
        keys = [item["key"] for item in self.here.in_jira()]
        one, other = keys[pick % len(keys)], keys[to % len(keys)]
        if one == other:
            return
        ends = (one, other) if WAYS[way].endswith(">") else (other, one)
        names = dict(zip(("inwardIssue", "outwardIssue"), ({"key": x} for x in ends), strict=True))
        self.here.call(
            "POST", "/rest/api/3/issueLink", {"type": {"name": WAYS[way][:-1]}, **names}
        )
        self._made(self._link(one, f"{way} {other}"))

    @rule(pick=PICK)
    def unlink_there(self, pick: int) -> None:
        self.count_numbers()
        found = [(x, link) for x in self.here.in_jira() for link in x["fields"]["issuelinks"]]
        if found:
            item, link = found[pick % len(found)]
            self._removed(self._link(item["key"], _text(link)))
            self.here.call("DELETE", f"/rest/api/3/issueLink/{link['id']}")

    # --- what is remembered

    def count_numbers(self) -> None:
        """Remember which number each key meant, for it may get another."""
        self.numbers |= {item["key"]: item["id"] for item in self.here.in_jira()}

    def _link(self, key: str, text: str) -> tuple[str, ...]:
        words, _, other = text.rpartition(" ")
        kind, ends = WAYS[words], [self.numbers.get(x, x) for x in (key, other)]
        if kind.startswith("Relates"):
            ends.sort()
        return (kind[:-1], *(reversed(ends) if kind.endswith("<") else ends))

    def _made(self, link: tuple[str, ...]) -> None:
        if link in self.cut:
            self.cut.discard(link)
        else:
            self.wanted.add(link)

    def _removed(self, link: tuple[str, ...], *, known: bool = True) -> None:
        """One that was not `known` on both sides may be meant by who made it in Jira, and never read it here.

        Where a file says the link anew, at its other end or at the same one, that file may be right, too.
        """
        self.wanted.discard(link)
        said = [
            (line.key, text)
            for line in self._lines()
            for text in _links(line.value)
            if self._link(line.key, text) == link
        ]
        if known and all(text in self._agreed(key) for key, text in said):
            self.cut.add(link)

    def _agreed(self, key: str) -> tuple[str, ...]:
        ticket = self._ticket(key)
        base = self.here.app.store.bases.get(ticket.id).get(LINKS) if ticket else None
        return base.value if base and isinstance(base.value, tuple) else ()

    def _shown(self, key: str) -> tuple[str, ...]:
        """The links that the files showed when they were read: nothing else is taken off by them."""
        store, workspace, ticket = self.here.app.store, self.here.workspace.id, self._ticket(key)
        paths = store.documents.where(ticket.id) if ticket else []
        records = [store.documents.get(workspace, path) for path in paths]
        shown = [item for each in records if each for item in store.documents.shown(each.id)]
        values = [
            item.values.get(LINKS) for item in shown if ticket and item.ticket_id == ticket.id
        ]
        return tuple(text for value in values if isinstance(value, tuple) for text in value)

    def forget_unsent_links(self) -> None:
        """Text went that nobody may have sent: what was said of links in it is not expected any more."""
        there = self.links()
        self.wanted &= there
        self.cut -= there

    def forget_links(self, old: str = "", now: str = "- Linked Issues:") -> None:
        """A file, or everything, is as it was: nobody can say which links are meant, if the lines differ."""
        if _said(old) != _said(now):
            self.wanted.clear()
            self.cut.clear()

    # --- what always holds

    def links(self) -> set[tuple[str, ...]]:
        """The links that Jira has."""
        self.count_numbers()
        return {
            self._link(item["key"], _text(link))
            for item in self.here.in_jira()
            for link in item["fields"]["issuelinks"]
        }

    def take_out_links_to_nowhere(self) -> None:
        """Somebody corrects the lines that name tickets which are gone."""
        self.count_numbers()
        for line in self._lines():
            links = _links(line.value)
            left = [text for text in links if self._leads(text.rpartition(" ")[2])]
            if left != links:
                write_line(self.desk, line, ", ".join(left))
        self.here.status()  # the store knows of it now; what no file shows is corrected there
        for ticket in self.here.app.store.tickets.find_by_workspace(self.here.workspace.id):
            known = ticket.fields.get(LINKS)
            if isinstance(known, tuple):
                left = [text for text in known if self._leads(text.rpartition(" ")[2])]
                if len(left) < len(known):
                    self.here.app.tickets.update(ticket.id, {LINKS: tuple(left)})

    def _leads(self, key: str) -> bool:
        if any(item["key"] == key for item in self.here.in_jira()):
            return True
        try:
            self.here.call("GET", f"/rest/api/3/issue/{key}?fields=summary")
        except HTTPError:
            return False
        return True

    def links_are_as_wanted(self) -> None:
        there, alive = self.links(), {item["id"] for item in self.here.in_jira()}
        assert {link for link in self.wanted if {*link[1:]} <= alive} - there == set()
        assert self.cut & there == set()


def linked(fields: dict[str, Any]) -> list[str]:
    """What a ticket's fields say of its links, as files say it."""
    return sorted({_text(link) for link in fields["issuelinks"]})


def _text(link: dict[str, Any]) -> str:
    way, end = ("outward", "outwardIssue") if "outwardIssue" in link else ("inward", "inwardIssue")
    return f"{link['type'][way]} {link[end]['key']}"


def _links(text: str) -> list[str]:
    return [link.strip() for link in text.split(",") if link.strip()]


def _said(text: str) -> list[str]:
    return sorted(SAID.findall(text))
