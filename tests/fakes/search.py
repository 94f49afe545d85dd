"""SearchIndex in memory: words as they are written, without their other forms."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tests.fakes.state import cut
from tests.fakes.tickets import row_of
from ticketr.domain.runs import apart, has_runs
from ticketr.domain.search import RANKED, Found, Hit, Marked
from ticketr.domain.spelling import distance
from ticketr.errors import TicketNotFound
from ticketr.ports.comment import Comment

if TYPE_CHECKING:
    from tests.fakes.state import Memory

ALWAYS = ("environment", "labels", "components", "fixVersions", "versions")


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFD", apart(text).lower())
    return "".join(char for char in plain if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def parts_of(state, ticket) -> dict[str, str]:
    """What the ticket says, by the name of the part."""
    values = [ticket.fields.get(name) for name in ALWAYS]
    schema = state.schemas.get(ticket.workspace_id)
    if schema is not None:
        kinds = {"text", "rich", "labels", "options"}
        ids = [f.id for f in schema[0].fields if str(f.kind) in kinds and f.id not in ALWAYS]
        values += [ticket.fields.get(name) for name in ids]
    flat = [
        item for value in values for item in ([value] if isinstance(value, str) else value or ())
    ]
    comments = [item.body for item in state.comments.get(ticket.id, ())]
    return {
        "title": ticket.title,
        "description": ticket.description or "",
        "acceptance_criteria": ticket.criteria or "",
        "others": "\n".join(flat),
        "comments": "\n".join(comments),
    }


class MemoryComments:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def put(self, ticket_id, comments, read_at):
        with self._memory.writing() as state:
            if ticket_id not in state.tickets:
                raise TicketNotFound(f"There is no ticket with the id {ticket_id}.")
            once = {item.id: item for item in comments}
            cutting = [
                Comment(
                    x.id, x.author, x.author_name, x.body, cut(x.created_at), cut(x.updated_at)
                )
                for x in once.values()
            ]
            state.comments[ticket_id] = sorted(
                cutting, key=lambda x: (x.created_at, _number(x.id))
            )
            state.comment_reads[ticket_id] = read_at and cut(read_at)

    def get(self, ticket_id):
        with self._memory.reading() as state:
            return list(state.comments.get(ticket_id, ()))

    def stale(self, workspace_id, ids):
        wanted = set(ids)
        with self._memory.reading() as state:
            return {
                t.remote_id: t.id
                for t in state.tickets.values()
                if t.workspace_id == workspace_id
                and t.remote_id in wanted
                and not _is_read(state, t)
            }

    def are_missing(self, workspace_id):
        with self._memory.reading() as state:
            own = [t for t in state.tickets.values() if t.workspace_id == workspace_id]
            return any(t.remote_id and t.id not in state.comment_reads for t in own)


def _number(name):
    return (int(name) if name.isdigit() else 0, name)


def _is_read(state, ticket) -> bool:
    stamps = state.stamps.get(ticket.id)
    updated = stamps.updated if stamps else None
    return ticket.id in state.comment_reads and state.comment_reads[ticket.id] == updated


class MemorySearch:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def keys(self, part, workspace_id, limit):
        found = []
        with self._memory.reading() as state:
            for ticket in state.tickets.values():
                workspace = state.workspaces[ticket.workspace_id]
                start = f"{part.project or workspace.config.project_key}-"
                number = (ticket.jira_id or "").removeprefix(start)
                fits = (ticket.jira_id or "").startswith(start) and number.startswith(part.number)
                if fits and workspace_id in (None, ticket.workspace_id):
                    found.append((int(number), _hit(state, ticket)))
            if part.number and not any(number == int(part.number) for number, _ in found):
                found += self._former(state, part, workspace_id)
        found.sort(key=lambda item: item[0])
        return [hit for _, hit in found][:limit]

    def _former(self, state, part, workspace_id):
        """The ticket that had that key before it moved."""
        for (workspace, key), ticket_id in state.former.items():
            start = part.project or state.workspaces[workspace].config.project_key
            if key == f"{start}-{part.number}" and workspace_id in (None, workspace):
                yield -1, _hit(state, state.tickets[ticket_id])

    def find(self, text, workspace_id, *, limit, offset=0, without=()):
        with self._memory.reading() as state:
            own = [t for t in state.tickets.values() if workspace_id in (None, t.workspace_id)]
            parts = {t.id: parts_of(state, t) for t in own}
            found = [t for t in reversed(own) if _says("\n".join(parts[t.id].values()), text)]
            more = len(found) > RANKED
            first = [t for t in found if _says(parts[t.id]["title"], text)]
            ordered = [*first, *(t for t in found if t not in first)][:RANKED]
            ordered = [t for t in ordered if t.id not in without]
            page = ordered[offset : offset + limit]
            return Found(
                [_shown(state, t, parts[t.id], text) for t in page], len(ordered), more=more
            )

    def near(self, word):
        if has_runs(word):
            return (word,)
        with self._memory.reading() as state:
            said = [" ".join(parts_of(state, t).values()) for t in state.tickets.values()]
        known = {each for text in said for each in words_of(text)}
        best = []
        for each in words_of(word):
            near = [each] if each in known else _near(each, known)
            if not near:
                return ()
            best.append(near)
        return tuple(best[0]) if len(best) == 1 else (" ".join(near[0] for near in best),)


def _near(word, known):
    if not any(map(str.isalpha, word)):
        return []
    found = sorted(each for each in known if distance(word, each, 1) == 1) if len(word) > 3 else []
    if not found and len(word) >= 8:
        found = [x for x in sorted(known) if x[:3] == word[:3] and distance(word, x, 2) <= 2]
    longer = (each for each in sorted(known) if each.startswith(word))
    return list(dict.fromkeys([*found, *longer]))[:8]


def _says(text, wanted) -> bool:
    return any(
        all(_holds(text, term) for term in terms)
        and not any(_holds(text, term) for term in barred)
        for terms, barred in wanted.groups
    )


def _holds(text, term) -> bool:
    said, sought = f" {' '.join(words_of(text))}", f" {' '.join(words_of(term.text))}"
    return sought in said if term.prefix else f"{sought} " in f"{said} "


def _hit(state, ticket) -> Hit:
    row = row_of(ticket)
    return Hit(row, state.workspaces[ticket.workspace_id].name, Marked(ticket.title))


def _shown(state, ticket, parts, text) -> Hit:
    """The hit, with the whole part that says it as its excerpt."""
    hit = _hit(state, ticket)
    terms = [term for wanted, _ in text.groups for term in wanted]
    for field, said in list(parts.items())[1:]:
        if any(_holds(said, term) for term in terms):
            hit.excerpt, hit.field = Marked(" ".join(said.split())), field
            break
    return hit
