"""More that can be interrupted: tasks, statuses, conflicts and their settlement, undo, deletion; on both editions."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.helpers.place import document, words
from tests.integration.crash.desk import KEYED, Mortal, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.crash.desk import Died, Server

COUNT = 2
"""Tickets of a scene."""


@dataclass(frozen=True)
class Scene:
    """`prepare` does what comes before and gives the command; `check` raises AssertionError where it does not hold.

    `check` is given the place, and the file as it was before the command (for undo: as it is to be afterwards).
    """

    prepare: Callable[[Mortal], tuple[tuple[str, ...], str]]
    check: Callable[[Mortal, str], None]


def read(place: Mortal) -> str:
    return (place.folder / "b.md").read_text()


def write(place: Mortal, text: str) -> None:
    (place.folder / "b.md").write_text(text)


def with_tasks(count: int) -> str:
    """Tickets, each with a task, a label of its own and a status that a create cannot say."""
    return "".join(
        f"# TICKET: Title {n}\n\n## Description\nText {n}.\n\n## Fields\n- Type: Story\n- Labels: born{n}\n"
        f"- Status: In Progress\n\n## Tasks\n- Task {n}\n  ## Description\n  Task text {n}.\n\n"
        f"  ## Fields\n  - Labels: child{n}\n\n"
        for n in range(count)
    )


def new_with_tasks(place: Mortal) -> tuple[tuple[str, ...], str]:
    write(place, with_tasks(place.count))
    return ("push", "b.md"), read(place)


def steps_of_the_workflow(place: Mortal) -> tuple[tuple[str, ...], str]:
    write(place, with_tasks(place.count))
    place.run("push", "b.md")
    text = read(place).replace("In Progress", "Done").replace("Task text", "Task TEXT")
    write(place, text.replace("Text 1", "Text one"))
    return ("push", "b.md"), read(place)


def tasks_are_whole(place: Mortal, expected: str) -> None:
    there = [(item["key"], item["fields"]) for item in place.in_jira()]
    named = {label: key for key, fields in there for label in fields["labels"]}
    born = Counter(label for _, fields in there for label in fields["labels"])
    assert born == Counter(f"{kind}{n}" for kind in ("born", "child") for n in range(place.count))
    below = {fields["labels"][0]: (fields.get("parent") or {}).get("key") for _, fields in there}
    assert {x: below[x] for x in below if x.startswith("child")} == {
        f"child{n}": named[f"born{n}"] for n in range(place.count)
    }
    wanted = re.findall(r"- Status: (.*)", expected)
    moved = [
        fields["status"]["name"] for _, fields in there if fields["labels"][0].startswith("born")
    ]
    assert moved == wanted
    text = read(place)
    assert len(re.findall(r"\[PROJ-\d+\]", text)) == 2 * place.count
    assert re.sub(r"\[PROJ-\d+\] ", "", text) == re.sub(r"\[PROJ-\d+\] ", "", expected)
    said = sorted(words(fields["description"]) for _, fields in there)
    assert said == sorted(
        re.findall(r"^ *((?:Task )?T(?:ext|EXT|ask text).*)$", text, re.MULTILINE)
    )


def both_sides(place: Mortal) -> None:
    """Every text is changed here, and in Jira."""
    place.write_new()
    place.run("push", "b.md")
    place.edit_here()
    for key, _ in KEYED.findall(read(place)):
        place.change(key, description=document(f"Text there {key}."))


def conflict(place: Mortal) -> tuple[tuple[str, ...], str]:
    both_sides(place)
    return ("pull",), read(place)


def both_are_kept(place: Mortal, expected: str) -> None:
    assert read(place) == expected
    there = {item["key"]: words(item["fields"]["description"]) for item in place.in_jira()}
    assert there == {key: f"Text there {key}." for key in there}
    assert len(there) == place.count
    keys = [key for key, _ in KEYED.findall(expected)]
    shown = "".join(place.run("conflicts", key, may_fail=True).text for key in keys)
    for text in (*texts(expected), *there.values()):
        assert text.rstrip(".") in shown, shown


def settlement(place: Mortal) -> tuple[tuple[str, ...], str]:
    both_sides(place)
    place.run("pull", may_fail=True)
    return ("resolve", "--all", "--strategy", "local-wins"), read(place)


def all_say(place: Mortal, expected: str) -> None:
    """Files and Jira say what is expected, and what lost is in the attic where something did."""
    there = {item["key"]: item["fields"] for item in place.in_jira()}
    assert sorted(words(x["description"]) for x in there.values()) == sorted(texts(expected))
    assert texts(read(place)) == texts(expected)
    assert len(there) == place.count


def losers_are_kept(place: Mortal, expected: str) -> None:
    all_say(place, expected)
    attic = place.run("attic").text
    for key, _ in KEYED.findall(expected):
        assert f"Text there {key}" in attic


def undoing(place: Mortal) -> tuple[tuple[str, ...], str]:
    place.write_new()
    place.run("push", "b.md")
    place.run("pull")
    before = read(place)
    place.edit_here()
    place.run("push", "b.md")
    return ("undo",), before


def deletion(place: Mortal) -> tuple[tuple[str, ...], str]:
    place.write_new()
    place.run("push", "b.md")
    keys = [key for key, _ in KEYED.findall(read(place))]
    return ("delete", *keys[:-1], "--yes"), read(place)


def one_is_left(place: Mortal, expected: str) -> None:
    assert [item["fields"]["labels"] for item in place.in_jira()] == [[f"born{place.count - 1}"]]
    assert texts(read(place)) == texts(expected)


MORE = {
    "tasks and statuses": Scene(new_with_tasks, tasks_are_whole),
    "steps of the workflow": Scene(steps_of_the_workflow, tasks_are_whole),
    "conflict": Scene(conflict, both_are_kept),
    "settlement": Scene(settlement, losers_are_kept),
    "undo": Scene(undoing, all_say),
    "delete": Scene(deletion, one_is_left),
}


def play(jira: Server, name: str, at: int = 0, power: int | None = None) -> Died:
    """The scene in a place of its own, killed at that point (0: not at all), run again, and looked at."""
    scene = MORE[name]
    with tempfile.TemporaryDirectory() as box:
        folder = Path(box) / "place"
        folder.mkdir()
        place = Mortal(jira, folder, COUNT)
        argv, expected = scene.prepare(place)
        died = place.run(*argv, at=at, power=power, may_fail=True)
        assert died.code in {0, 3}, died.text
        if at:
            _again(place, argv)
        last = [_run(place, *argv) for argv in (("pull",), ("push", "b.md")) * 2][2:]
        assert not re.search("created|updated|recovered|pulled", "".join(last)), last
        scene.check(place, expected)
        return died


def _again(place: Mortal, argv: tuple[str, ...]) -> None:
    """The same command; an undo or a deletion that had come to its end has nothing left to do, and says so."""
    done = place.run(*argv, may_fail=True)
    assert done.code in {0, 3} or argv[0] in {"undo", "delete"}, done.text
    assert "Traceback" not in done.text
    assert "9002" not in done.text


def _run(place: Mortal, *argv: str) -> Any:
    done = place.run(*argv, may_fail=True)
    assert done.code in {0, 3}, done.text
    return done.text
