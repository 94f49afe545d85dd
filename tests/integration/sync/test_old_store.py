"""A copy of the store, taken while it was in use and put back later: an error or older news, never a wrong merge."""

from __future__ import annotations

import shutil

import pytest

from tests.helpers.place import counts, words
from tests.integration.sync.desk import Machine

ONE = "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Type: Story\n- Priority: High\n- Labels: a\n"
PARTS = ("", "-wal", "-shm")


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    jira.forget()
    yield place
    place.close()


def copy(place, parts):
    """What `cp` makes of the store while it is open."""
    (place.folder / "home" / "aside").mkdir(exist_ok=True)
    for part in parts:
        path = place.folder / "home" / f"ticketr.db{part}"
        if path.exists():
            shutil.copy(path, path.parent / "aside" / path.name)


def put_back(place):
    place.app.close()
    for part in PARTS:
        path = place.folder / "home" / f"ticketr.db{part}"
        path.unlink(missing_ok=True)
        if (path.parent / "aside" / path.name).exists():
            shutil.copy(path.parent / "aside" / path.name, path)
    place.app = place.start()


@pytest.mark.parametrize(
    "parts", [PARTS[:1], PARTS[:2], PARTS], ids=["file", "and wal", "and shm"]
)
def test_an_older_store_takes_nothing_back(place, parts):
    place.write("b.md", ONE)
    place.push("b.md")
    copy(place, parts)
    place.edit("b.md", ("High", "Low"), ("Text.", "Text, edited."))
    place.push("b.md")
    place.change("PROJ-1", summary="Theirs", labels=["a", "b"])
    place.pull()
    before = place.read("b.md")
    put_back(place)
    if place.app.store.workspaces.list():
        place.push("b.md")
        place.pull()
        place.push("b.md")
    remote = place.remote("PROJ-1")
    assert (remote["summary"], remote["labels"]) == ("Theirs", ["a", "b"])
    assert (remote["priority"]["name"], words(remote["description"])) == ("Low", "Text, edited.")
    assert place.read("b.md") == before
    assert place.all_keys() == ["PROJ-1"]


def test_a_ticket_that_an_older_store_does_not_know_is_not_created_again(place):
    place.write("b.md", ONE)
    place.push("b.md")
    copy(place, PARTS)
    place.write("b.md", place.read("b.md") + "\n# TICKET: Two\n\n## Fields\n- Type: Task\n")
    place.push("b.md")
    put_back(place)
    assert "created" not in counts(place.push("b.md"))
    place.pull()
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]
    assert place.read("b.md").count("# TICKET: [PROJ-") == 2
