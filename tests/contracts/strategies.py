# mypy: disable-error-code="arg-type"
"""Tickets, values and raw JSON of every kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from ticketr.domain.criteria import criteria_text
from ticketr.domain.ticket import Hash, IssueType, SyncStatus, Ticket, TicketState

texts = st.text(max_size=30) | st.text(st.characters(), max_size=8)
"""Any code points, lone surrogates and NUL among them."""

values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | texts
    | st.lists(texts, max_size=4).map(tuple)
)
views = st.dictionaries(texts, values, max_size=5)

raw_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=15,
)

times = st.integers(0, 10**12).map(
    lambda ms: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
criteria = (
    st.none()
    | texts
    | st.lists(texts, max_size=4).map(criteria_text)
    | st.lists(st.sampled_from(["- a", "* b", "- [x] done", "  more", "words", ""])).map("\n".join)
)
hashes = st.none() | st.sampled_from("abc").map(Hash)


@st.composite
def tickets(draw):
    return Ticket(
        id=f"id-{draw(st.uuids())}",
        workspace_id="w",
        type=IssueType(draw(st.sampled_from(["Epic", "Story", "Sub-task", "Änderung", "x y"]))),
        title=draw(texts),
        description=draw(st.none() | texts),
        criteria=draw(criteria),
        fields=draw(views),
        state=TicketState(
            draw(hashes), draw(hashes), draw(st.sampled_from(SyncStatus)), draw(st.none() | times)
        ),
        version=draw(st.integers(1, 10**6)),
        created_at=draw(times),
        updated_at=draw(times),
    )
