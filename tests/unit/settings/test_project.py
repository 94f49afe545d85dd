"""Which project a folder belongs to, and whose projects are used."""

from __future__ import annotations

import pytest

from ticketr.errors import SettingsInvalid, Usage
from ticketr.settings import load_settings
from ticketr.settings.project import check_known, find, known
from ticketr.settings.projects import begun, described, refuse_nested


@pytest.fixture
def root(tmp_path):
    """A project that this user has made."""
    root = tmp_path / "repo"
    (root / "deep" / "er").mkdir(parents=True)
    with begun(str(root), str(tmp_path / "config"), {}) as saying:
        saying.update(
            workspace="work", url='https://a.example/"x"', project="PROJ", default_type=""
        )
    return root


def environ(root, **more):
    return {"HOME": str(root.parent), "XDG_CONFIG_HOME": str(root.parent), **more}


def test_a_project_is_found_from_below_and_not_from_beside(root):
    assert find({}, str(root)) == str(root)
    assert find({}, str(root / "deep" / "er")) == str(root)
    assert find({}, str(root.parent)) == ""


def test_the_environment_decides(root):
    assert find({"TICKETR_HOME": "/x"}, str(root)) == ""
    assert find({"TICKETR_PROJECT": "none"}, str(root)) == ""
    assert find({"TICKETR_PROJECT": str(root), "TICKETR_HOME": "/x"}, "/") == str(root)
    with pytest.raises(SettingsInvalid, match="which is no project"):
        find({"TICKETR_PROJECT": str(root.parent)}, "/")


def test_the_nearest_project_counts(root, tmp_path):
    inner = root / "deep"
    with begun(str(inner), str(tmp_path / "config"), {}):
        pass
    assert find({}, str(inner / "er")) == str(inner)


def test_its_folders_are_below_it_and_the_users_settings_stay_the_users(root):
    (root.parent / "ticketr").mkdir()
    (root.parent / "ticketr" / "projects").write_text(f"{root}\n")
    (root.parent / "ticketr" / "config.toml").write_text(
        '[sync]\nstrategy = "merge"\nlock_wait = 3\n[jira]\nproxy = "none"\n'
    )
    (root / ".ticketr" / "config.toml").write_text('[sync]\nstrategy = "remote-wins"\n')
    folders = environ(root)
    for platform in ("linux", "darwin"):
        if platform == "darwin":
            path = root.parent / "Library" / "Application Support"
            path.mkdir(parents=True)
            (root.parent / "ticketr").rename(path / "ticketr")
        settings = load_settings(folders, platform, str(root / "deep"))
        assert settings.root == str(root)
        assert settings.store == str(root / ".ticketr" / "ticketr.db")
        assert settings.log_dir == str(root / ".ticketr" / "logs")
        assert settings.lock_dir == str(root / ".ticketr" / "locks")
        assert (settings.strategy, settings.lock_wait, settings.proxy) == (
            "remote-wins",
            3,
            "none",
        )
    assert load_settings(folders, "darwin").root == ""


def test_a_project_cannot_lead_a_login_elsewhere(root):
    (root.parent / "ticketr").mkdir()
    (root.parent / "ticketr" / "projects").write_text(f"{root}\n")
    (root / ".ticketr" / "config.toml").write_text('[jira]\nproxy = "http://evil.example"\n')
    with pytest.raises(
        SettingsInvalid, match=r"config.toml:1: \[jira\] cannot be set by a project"
    ):
        load_settings(environ(root), "linux", str(root))


def test_a_project_of_somebody_else_is_not_used(root, tmp_path):
    check_known(str(root), str(tmp_path / "config"))
    with pytest.raises(SettingsInvalid, match="was not made on this machine") as caught:
        load_settings(environ(root), "linux", str(root))
    assert "`ticketr init`" in caught.value.hint


def test_the_list_of_projects_that_cannot_be_read(tmp_path):
    assert known(str(tmp_path)) == []
    (tmp_path / "projects").mkdir()
    with pytest.raises(SettingsInvalid, match="projects cannot be read"):
        known(str(tmp_path))


def test_what_a_project_says_of_itself(root, tmp_path):
    assert described(str(tmp_path)) == {}
    assert described(str(root)) == {
        "workspace": "work",
        "url": 'https://a.example/"x"',
        "project": "PROJ",
    }
    (root / ".ticketr" / "project.toml").write_text("token = 'x'\n")
    with pytest.raises(SettingsInvalid, match="“token” is no setting of a project"):
        described(str(root))
    (root / ".ticketr" / "project.toml").write_text("token\n")
    with pytest.raises(SettingsInvalid, match=r"project\.toml: "):
        described(str(root))


def test_a_project_begins_once(root):
    refuse_nested({}, str(root))
    refuse_nested({}, str(root.parent))
    with pytest.raises(Usage, match=f"belongs to the project at {root}"):
        refuse_nested({}, str(root / "deep"))
    for name in ("TICKETR_HOME", "TICKETR_PROJECT"):
        with pytest.raises(Usage, match=f"{name} is set"):
            refuse_nested({name: "/x"}, str(root))


def test_what_fails_leaves_nothing(root, tmp_path):
    config = str(tmp_path / "config")
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    with pytest.raises(SettingsInvalid), begun(str(fresh), config, {}):
        (fresh / ".ticketr").write_text("a file in its place cannot be written")
    assert list(fresh.iterdir()) == []
    with pytest.raises(RuntimeError), begun(str(root), config, {}):
        raise RuntimeError
    assert described(str(root))["project"] == "PROJ"
    assert known(config) == [str(root)]


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / ".ticketr").write_text("a file")
    config = str(tmp_path / "config")
    said = pytest.raises(SettingsInvalid, match=r"\.ticketr cannot be written: file exists")
    with said, begun(str(tmp_path), config, {}):
        pass
    assert (tmp_path / ".ticketr").read_text() == "a file"
