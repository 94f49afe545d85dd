"""A machine that dies: one folder, one sandbox, one backlog whose every word is written down beside it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.helpers.place import Remote, words
from tests.integration.crash.shim import install

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYED = re.compile(r"^# TICKET: \[(PROJ-\d+)\] (.*)$", re.MULTILINE)


def preload() -> None:
    """Load the whole program once, so that the processes that are forked begin at once."""
    import pkgutil

    import markdown_it  # noqa: F401
    import urllib3  # noqa: F401

    import ticketr

    for module in pkgutil.walk_packages(ticketr.__path__, "ticketr."):
        if not module.name.endswith("__main__"):
            __import__(module.name)


class Server:
    """A sandbox in a process of its own, as `Remote` wants one."""

    def __init__(self, edition: str = "cloud") -> None:
        preload()
        command = [sys.executable, "-m", "jira_sandbox", "serve", "--json", "--edition", edition]
        # What a client that is killed has sent by then is no request for judges.
        environ = {name: value for name, value in os.environ.items() if name != "SANDBOX_RECORD"}
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environ)
        assert self._process.stdout is not None
        said = json.loads(self._process.stdout.readline())
        self.url, self.email, self.token = said["url"], said["email"], said["token"]
        self.edition = edition

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=20)


@dataclass
class Died:
    """How a run ended: killed, or with a code; the points it passed, by kind, and what it said, where it was not."""

    killed: bool
    points: int
    kinds: dict[str, int] = field(default_factory=dict)
    text: str = ""
    code: int = 0


class Mortal(Remote):
    """One user's machine; every command is a process that can be told when to die."""

    def __init__(self, jira: Any, folder: Path, count: int) -> None:
        self.jira = jira
        self.folder = folder
        self.count = count
        self.round = 0
        self.environ = {
            "TICKETR_HOME": str(folder / "home"),
            "TICKETR_USERNAME": jira.email if jira.edition == "cloud" else "",
            "TICKETR_TOKEN": jira.token,
            "TICKETR_JIRA_INDEX_LAG": "0",
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
        }
        self.call("POST", "/_sandbox/reset")
        self.run("workspace", "create", "main", "--url", jira.url, "--project", "PROJ")

    def run(
        self, *argv: str, at: int = 0, power: int | None = None, may_fail: bool = False
    ) -> Died:
        """A command in a process of its own, killed at the point of that number; raises where it fails and may not.

        With `power` the whole machine goes down at that point.
        """
        told, tell = os.pipe()
        child = os.fork()
        if not child:
            os.close(told)
            self._be_child(argv, (at, power), tell)
        os.close(tell)
        with os.fdopen(told, encoding="utf-8") as said:
            text = said.read()
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return Died(killed=True, points=at)
        done = json.loads(text)
        assert may_fail or done["code"] == 0, (
            f"{' '.join(argv)}: exit {done['code']}\n{done['text']}"
        )
        return Died(False, done["points"], done["kinds"], done["text"], done["code"])

    def lose_the_log(self, share: float) -> None:
        """Cut SQLite's log, beside its database, to that share of its length."""
        log = self.folder / "home" / "ticketr.db-wal"
        if log.exists():
            os.truncate(log, int(log.stat().st_size * share))

    def _be_child(self, argv: tuple[str, ...], death: tuple[int, int | None], tell: int) -> None:
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environ)
        points = install(*death)
        said = io.StringIO()
        try:
            from ticketr.cli.console import Console
            from ticketr.cli.main import main

            with redirect_stdout(said), redirect_stderr(said):
                code = main(argv, Console(os.environ, out=said, err=said))
        except BaseException as error:  # noqa: BLE001 - the parent is told
            code = 99
            said.write(repr(error))
        done = {
            "code": code,
            "points": points.passed,
            "kinds": points.kinds,
            "text": said.getvalue(),
        }
        with os.fdopen(tell, "w", encoding="utf-8") as pipe:
            json.dump(done, pipe)
        os._exit(0)

    # --- what is done before a crash, and what must be true after the next run

    def write_new(self) -> None:
        """A file of new tickets, each with a task."""
        text = "".join(
            f"# TICKET: Title {n}\n\n## Description\nText {n}.\n\n## Fields\n- Type: Story\n- Labels: born{n}\n\n"
            for n in range(self.count)
        )
        (self.folder / "b.md").write_text(text)

    def edit_here(self) -> None:
        """Every text gets a new line."""
        self.round += 1
        path = self.folder / "b.md"
        path.write_text(
            re.sub(
                r"^(Text \d+)\b.*", rf"\1 here{self.round}.", path.read_text(), flags=re.MULTILINE
            )
        )

    def edit_there(self) -> None:
        """Every second ticket gets another title in Jira."""
        self.round += 1
        for key, title in KEYED.findall((self.folder / "b.md").read_text())[::2]:
            self.change(key, summary=f"{title.partition(' there')[0]} there{self.round}")

    def in_jira(self) -> Iterator[dict[str, Any]]:
        """Every ticket of the project."""
        body: dict[str, Any] = {"jql": "project = PROJ", "maxResults": 100, "fields": ["*all"]}
        while True:
            page = self.call("POST", "/rest/api/3/search/jql", body)
            yield from page["issues"]
            if not page.get("nextPageToken"):
                return
            body["nextPageToken"] = page["nextPageToken"]

    def check(self, expected: str) -> None:
        """Every ticket is in Jira once, and the file says what Jira says.

        `expected` is the file as it was before the crash, to which keys may have been added and titles changed.
        """
        text = (self.folder / "b.md").read_text()
        there = {item["key"]: item["fields"] for item in self.in_jira()}
        born = sorted(label for fields in there.values() for label in fields["labels"])
        assert born == sorted(f"born{n}" for n in range(self.count)), "made twice, or not at all"
        here = dict(KEYED.findall(text))
        assert here == {key: fields["summary"] for key, fields in there.items()}
        assert texts(text) == texts(expected), "a line of the file was lost"
        said = sorted(words(fields["description"]) for fields in there.values())
        assert said == sorted(texts(text))
        left = [path.name for path in self.folder.iterdir() if path.name not in ("b.md", "home")]
        assert left == [], "something was left behind"


def texts(text: str) -> list[str]:
    """The descriptions of a file."""
    return re.findall(r"^Text \d+.*", text, re.MULTILINE)


SCENES = {
    "push of new tickets": ("write_new", ("push", "b.md")),
    "push of edits": ("edit_here", ("push", "b.md")),
    "pull": ("edit_there", ("pull",)),
}


def place_for(scene: str, jira: Any, folder: Path, count: int) -> Mortal:
    """A machine on which the scene can be played: its tickets are in Jira, or are to be created by the scene."""
    folder.mkdir()
    place = Mortal(jira, folder, count)
    if scene != "push of new tickets":
        place.write_new()
        place.run("push", "b.md")
    return place


def points(place: Mortal, scene: str) -> Died:
    """Play the scene without a death; tells how many points it passes."""
    before, argv = SCENES[scene]
    getattr(place, before)()
    return place.run(*argv)


def crash(place: Mortal, scene: str, at: int, power: int | None = None) -> Died:
    """Do what comes before, die at that point, run again, and look; raises AssertionError where it does not hold."""
    before, argv = SCENES[scene]
    getattr(place, before)()
    expected = (place.folder / "b.md").read_text()
    died = place.run(*argv, at=at, power=power)
    place.run(*argv)
    if scene == "pull":
        place.run("push", "b.md")
    else:
        place.run("pull")
    place.check(expected)
    again = place.run("push", "b.md").text + place.run("pull").text
    assert "created" not in again, again
    assert "updated" not in again, again
    assert "pulled" not in again, again
    return died


def cut(place: Mortal, scene: str, at: int, share: float) -> bool:
    """As `crash`, but of the store's log only that share is left; gives whether the store took it.

    A store that does not is refused as damaged, with nothing sent: that is for its user to restore.
    """
    before, argv = SCENES[scene]
    getattr(place, before)()
    expected = (place.folder / "b.md").read_text()
    place.run(*argv, at=at)
    place.lose_the_log(share)
    there = sorted(item["key"] for item in place.in_jira())
    after = place.run(*argv, may_fail=True)
    if after.code:
        assert "[1001]" in after.text
        assert sorted(item["key"] for item in place.in_jira()) == there
        return False
    place.run("pull")
    place.run("push", "b.md")
    place.run("pull")
    place.check(expected)
    return True
