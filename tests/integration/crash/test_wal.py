"""The end of the store's log is lost, as by a disk that says it has written what it has not."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.integration.crash.desk import KEYED, SCENES, Server, cut, place_for, points

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]
SHARES = (0.0, 0.07, 0.5, 0.8)


@pytest.fixture(scope="module")
def jira():
    server = Server()
    yield server
    server.stop()


@pytest.mark.parametrize("scene", SCENES)
def test_it_is_made_up_for_or_refused(jira, tmp_path, scene):
    whole = points(place_for(scene, jira, tmp_path / "whole", 3), scene).points
    taken = 0
    for number, share in enumerate(SHARES):
        place = place_for(scene, jira, tmp_path / f"cut-{number}", 3)
        at = whole * (12 + 2 * number) // 20
        taken += cut(place, scene, at, share)
    assert taken


def new_tickets(jira, folder):
    """Three tickets were created, and the store knows it; their keys have not reached the file."""
    place = place_for("push of new tickets", jira, folder, 3)
    place.write_new()
    text = (place.folder / "b.md").read_text()
    shutil.copytree(place.folder / "home", folder.parent / "home")
    place.run("push", "b.md")
    (place.folder / "b.md").write_text(text)
    return place, text


def go_back(place, *, journal):
    """The store as it was before the push; what is beside it stays, or does not."""
    home = place.folder / "home"
    kept = [] if not journal else [(x.name, x.read_bytes()) for x in home.glob("*-creates-*")]
    shutil.rmtree(home)
    shutil.copytree(place.folder.parent / "home", home)
    for name, data in kept:
        (home / name).write_bytes(data)


@pytest.mark.parametrize("first", [("push", "b.md"), ("sync",), ("pull",)], ids=" ".join)
@pytest.mark.parametrize("edited", [False, True])
def test_a_store_that_was_taken_back_creates_nothing_twice(jira, tmp_path, first, edited):
    place, text = new_tickets(jira, tmp_path / "place")
    go_back(place, journal=True)
    if edited:
        text = text.replace("Title 1", "Title one").replace("Text 2", "Text 2, edited")
        (place.folder / "b.md").write_text(text)
    place.run(*first)
    place.run("push", "b.md")
    place.run("pull")
    place.check(text)
    assert len(KEYED.findall((place.folder / "b.md").read_text())) == 3
    again = place.run("push", "b.md").text
    assert not re.search("created|updated|recovered", again), again


def test_a_ticket_of_the_same_title_is_still_a_new_one(jira, tmp_path):
    place, text = new_tickets(jira, tmp_path / "place")
    go_back(place, journal=True)
    again = text.partition("# TICKET: Title 1")[0]
    (place.folder / "b.md").write_text(text + again)
    said = place.run("push", "b.md").text
    assert "1 created" in said
    assert len(list(place.in_jira())) == 4


def test_the_test_can_fail(jira, tmp_path):
    place, _ = new_tickets(jira, tmp_path / "place")
    go_back(place, journal=False)
    place.run("push", "b.md")
    assert len(list(place.in_jira())) == 6
