"""Where things are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from ticketr.errors import SettingsInvalid
from ticketr.settings import Folders, load_settings


def all_of(environ, platform):
    folders = Folders(environ, platform)
    return [folders.config(), folders.data(), folders.state(), folders.logs()]


@pytest.mark.parametrize(
    "bad", [{}, {"XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "relative", "XDG_STATE_HOME": "./x"}]
)
def test_linux(bad):
    assert all_of({"HOME": "/home/ann", **bad}, "linux") == [
        "/home/ann/.config/ticketr",
        "/home/ann/.local/share/ticketr",
        "/home/ann/.local/state/ticketr",
        "/home/ann/.local/state/ticketr/logs",
    ]


def test_linux_with_folders_of_its_own_needs_no_home():
    environ = {"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"}
    assert all_of(environ, "linux") == [
        "/c/ticketr",
        "/d/ticketr",
        "/s/ticketr",
        "/s/ticketr/logs",
    ]


def test_macos():
    assert all_of({"HOME": "/home/ann"}, "darwin") == [
        *["/home/ann/Library/Application Support/ticketr"] * 3,
        "/home/ann/Library/Logs/ticketr",
    ]


def test_windows():
    environ = {"APPDATA": r"C:\R", "LOCALAPPDATA": r"C:\L"}
    found = [path.replace("/", "\\") for path in all_of(environ, "win32")]
    assert found == [r"C:\R\ticketr", r"C:\L\ticketr", r"C:\L\ticketr", r"C:\L\ticketr\logs"]


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("home", ["/one", "one", "~/one"])
def test_one_folder_for_everything(platform, home):
    environ = {
        "TICKETR_HOME": home,
        "HOME": "/home/ann",
        "USERPROFILE": "/home/ann",
        "XDG_DATA_HOME": "/d",
    }
    base = str(Path.cwd() / home.replace("~", "/home/ann"))
    assert all_of(environ, platform) == [base, base, base, f"{base}/logs"]


@pytest.mark.parametrize(
    ("home", "says"), [({}, "is not set"), ({"HOME": ""}, "is not set"), ({"HOME": "x"}, "is “x”")]
)
def test_a_missing_home_matters_only_where_it_is_needed(home, says):
    settings = load_settings(home, "linux")
    assert settings.strategy == "ask"
    with pytest.raises(SettingsInvalid, match=f"HOME {says}.*where to keep its files") as caught:
        _ = settings.store
    assert "TICKETR_HOME" in caught.value.hint
    assert load_settings({**home, "TICKETR_STORE": "/s.db"}, "linux").store == "/s.db"


def test_nothing_is_created(tmp_path):
    settings = load_settings({"HOME": str(tmp_path)}, "linux")
    assert settings.store.startswith(str(tmp_path))
    assert list(tmp_path.iterdir()) == []
