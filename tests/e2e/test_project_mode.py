"""A project keeps its tickets in its repository, from `ticketr init` to a colleague's clone."""

from __future__ import annotations

import json

import pytest

from tests.helpers.place import Remote


class Theirs(Remote):
    """What others do in Jira."""

    def __init__(self, jira):
        self.jira = jira


@pytest.fixture
def repo(machine, jira):
    """A machine that works in a repository; the login is in its environment."""
    machine.environ |= {"TICKETR_TOKEN": jira.token, "TICKETR_USERNAME": jira.email}
    machine.folder = machine.folder / "repo"
    (machine.folder / "docs").mkdir(parents=True)
    return machine


def init(repo, jira, *more):
    return repo.run("init", "main", "--url", jira.url, "--project", "PROJ", *more)


def test_tickets_live_in_the_repository(repo, jira, hermetic):
    root = repo.folder
    done = init(repo, jira)
    assert (done.code, done.out) == (0, f"{root}\n")
    assert done.err.splitlines() == [
        f"connecting to PROJ at {jira.url}",
        f'Workspace "main" is connected to project PROJ at {jira.url}.',
        "Commands in this folder and below use .ticketr here from now on.",
    ]
    (root / "docs" / "a.md").write_text("# TICKET: One\n")
    repo.folder = root / "docs"
    assert repo.run("push", "a.md").out == "+ create    PROJ-1 Task One (a.md:1:1)\n"
    assert repo.run("list", "--json").out.count("PROJ-1") == 1
    repo.folder = root
    assert "docs/a.md" in repo.run("show", "PROJ-1").out
    assert sorted(path.name for path in hermetic.rglob("*") if path.is_file()) == ["projects"]
    assert repo.run("init").code == 0


def test_a_folder_that_moved_is_taken_over_with_its_documents(repo, jira):
    init(repo, jira)
    (repo.folder / "docs" / "a.md").write_text("# TICKET: One\n")
    repo.run("push", "docs/a.md")
    moved = repo.folder.parent / "moved"
    repo.folder.rename(moved)
    repo.folder = moved
    done = repo.run("status")
    assert (done.code, done.out) == (2, "")
    assert "was not made on this machine, so it is not used. [6005]" in done.err
    assert repo.run("init", "--json").out.count('"name": "main"') == 1
    text = (moved / "docs" / "a.md").read_text()
    (moved / "docs" / "a.md").write_text(text.replace("One", "One, edited"))
    assert repo.run("push").err.splitlines()[-1] == "push: 1 updated"


def test_a_clone_asks_for_the_login_alone(repo, jira):
    init(repo, jira)
    clone = repo.folder.parent / "clone"
    (clone / ".ticketr").mkdir(parents=True)
    for name in (".gitignore", "project.toml"):
        (clone / ".ticketr" / name).write_text((repo.folder / ".ticketr" / name).read_text())
    repo.folder = clone
    assert repo.run("list").code == 2
    assert repo.run("init").code == 0
    assert repo.run("list").err == 'No tickets match in workspace "main".\n'


BACKLOG = "# TICKET: One\n## Fields\n- Type: Story\n- Priority: High\n"


def cloned(repo, name="clone"):
    """What git would bring of the repository to another machine."""
    clone = repo.folder.parent / name
    (clone / ".ticketr").mkdir(parents=True)
    (clone / "docs").mkdir()
    for path in (".ticketr/.gitignore", ".ticketr/project.toml", "docs/a.md"):
        (clone / path).write_text((repo.folder / path).read_text())
    return clone


def test_a_clone_knows_its_files_from_the_start(repo, jira):
    init(repo, jira)
    (repo.folder / "docs" / "a.md").write_text(BACKLOG)
    repo.run("push", "docs/a.md")
    theirs = Theirs(jira)
    theirs.change("PROJ-1", priority={"name": "Low"})
    repo.folder = cloned(repo)
    (repo.folder / "draft.md").write_text("# TICKET: Two\n# TICKET: Three\n")
    done = repo.run("init")
    assert done.err.splitlines()[2:] == [
        "Commands in this folder and below use .ticketr here from now on.",
        "docs/a.md was read for the first time: 1 ticket, 1 with a key.",
        (
            "draft.md, with 2 tickets, was not read: no key stands in it; "
            "`ticketr push draft.md` sends it."
        ),
        "`ticketr pull` compares the files with Jira.",
    ]
    assert repo.run("status").err.splitlines()[1:] == [
        "1 ticket with a key not compared with Jira yet; `ticketr pull` does it",
        "main: 1 ticket in 1 document, 1 to look at",
    ]
    done = repo.run("pull")
    assert (done.code, done.out.splitlines()[:5]) == (
        3,
        [
            "! conflict  PROJ-1 One",
            "    Priority:",
            "      base  -",
            "      here  High",
            "      Jira  Low",
        ],
    )
    assert done.err.splitlines()[-1] == (
        "Where the base is -, the two were never compared on this machine, so nothing says which is newer; "
        "`ticketr resolve --all --strategy remote-wins` takes Jira's values and keeps the others in the attic."
    )
    assert repo.run("push").code == 3
    assert theirs.remote("PROJ-1")["priority"]["name"] == "Low"
    assert repo.run("resolve", "PROJ-1", "--strategy", "local-wins").code == 0
    assert repo.run("push").err.splitlines()[-1] == "push: 1 updated"
    assert theirs.remote("PROJ-1")["priority"]["name"] == "High"


def test_a_clone_tells_its_files_as_json(repo, jira):
    init(repo, jira)
    (repo.folder / "docs" / "a.md").write_text(BACKLOG)
    repo.run("push", "docs/a.md")
    repo.folder = cloned(repo)
    (repo.folder / "draft.md").write_text("# TICKET: Two\n")
    told = json.loads(repo.run("init", "--json").out)
    assert told["documents"] == [str(repo.folder / "docs" / "a.md")]
    draft = {
        "path": "draft.md",
        "tickets": 1,
        "keys": 0,
        "reason": "no key stands in it",
        "hint": "`ticketr push draft.md` sends it",
    }
    assert (told["unread"], told["problems"]) == ([draft], [])
    told = json.loads(repo.run("status", "--json").out)
    assert (told["unread"], told["notes"]) == ([draft], [])
    assert [item["kind"] for item in told["changed"]] == ["unmatched"]


def test_a_refused_login_leaves_no_project(repo, jira):
    repo.environ["TICKETR_TOKEN"] = "wrong"
    done = init(repo, jira)
    assert done.code == 4
    assert sorted(path.name for path in repo.folder.iterdir()) == ["docs"]


def test_a_project_in_a_project_is_refused(repo, jira):
    init(repo, jira)
    repo.folder = repo.folder / "docs"
    done = init(repo, jira)
    assert done.code == 2
    assert "belongs to the project at" in done.err
