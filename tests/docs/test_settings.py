"""docs/settings.md names every setting as it is, and its example is a settings file that loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ticketr.settings import load_settings
from ticketr.settings.table import SETTINGS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text()
ROWS = dict(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \| (.*) \|$", TEXT, re.MULTILINE))


def shown(default):
    return f'"{default}"' if isinstance(default, str) else str(default)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_with_variable_default_and_choices(setting):
    variable, default, text = ROWS[setting.name].split(" | ", 2)
    assert variable == f"`{setting.variable}`"
    assert default == f"`{shown(setting.default)}`"
    assert all(f'`"{choice}"`' in text for choice in setting.choices)


def test_nothing_is_documented_that_is_not_there():
    assert [name for name in ROWS if name != "config.toml"] == [
        setting.name for setting in SETTINGS
    ]


def test_the_example_loads(tmp_path):
    [example] = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "config.toml").write_text(example)
    settings = load_settings({"TICKETR_HOME": str(tmp_path), "HOME": "/home/ann"}, "linux")
    assert settings.log_dir == "/home/ann/ticketr-logs"
    assert settings.ca_bundle == str(tmp_path / "company-ca.pem")
    assert settings.strategies == {
        "labels": "merge",
        "status": "remote-wins",
        "Story Points": "local-wins",
    }
    assert (settings.read_timeout, settings.keychain_timeout, settings.lock_wait) == (
        90.0,
        30.0,
        5.0,
    )
    assert (settings.strategy, settings.color, settings.log_backups) == ("merge", "never", 1)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_the_folders_are_as_documented(platform):
    column = {"linux": 0, "darwin": 1}[platform]
    rows = re.findall(
        r"^\| (`config.toml`|the store.*?|logs) \| `(.*?)` \| `(.*?)` \|", TEXT, re.MULTILINE
    )
    folders = load_settings({"HOME": "/home/ann"}, platform).folders
    found = [folders.config(), folders.data(), folders.logs()]
    assert found == [row[1 + column].replace("~", "/home/ann") for row in rows]
