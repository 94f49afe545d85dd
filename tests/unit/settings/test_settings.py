"""Settings from the environment and from `config.toml`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ticketr.domain.plan import Strategy
from ticketr.errors import ErrorCode, SettingsInvalid
from ticketr.settings import Settings, load_settings
from ticketr.settings.table import SETTINGS, STRATEGIES


@pytest.fixture
def load(tmp_path):
    """Loads `config.toml` with this text (None: no file) and these variables."""

    def start(text=None, **environ):
        if text is not None:
            (tmp_path / "config.toml").write_bytes(
                text if isinstance(text, bytes) else text.encode()
            )
        return load_settings(
            {"TICKETR_HOME": str(tmp_path), "HOME": "/home/ann", **environ}, "linux"
        )

    return start


def test_without_file_and_variables_every_setting_has_its_default(load, tmp_path):
    settings = load()
    for setting in SETTINGS:
        if setting.section != "paths":
            assert getattr(settings, setting.attribute) == setting.default
    assert (settings.strategies, settings.strategy) == ({}, "ask")
    assert settings.store == str(tmp_path / "ticketr.db")
    assert (settings.log_dir, settings.lock_dir) == (
        str(tmp_path / "logs"),
        str(tmp_path / "locks"),
    )


def test_every_setting_has_an_attribute_of_its_type():
    attributes = {setting.attribute for setting in SETTINGS} | {"strategies", "folders"}
    assert attributes == {name.removeprefix("_") for name in Settings.__slots__}


def test_the_strategies_are_those_of_the_plan():
    assert set(STRATEGIES) == {str(strategy) for strategy in Strategy}


def test_the_environment_wins_over_the_file(load):
    text = "[jira]\nmax_wait = 5\nindex_lag = 6\n[output]\ncolor = 'always'\n"
    settings = load(
        text, TICKETR_JIRA_MAX_WAIT="7.5", TICKETR_JIRA_INDEX_LAG="", TICKETR_LOG_BACKUPS="3"
    )
    assert (settings.max_wait, settings.index_lag, settings.log_backups) == (7.5, 6.0, 3)
    assert settings.color == "always"


@pytest.mark.parametrize(
    ("text", "environ", "color"),
    [
        (None, {"NO_COLOR": "1"}, "never"),
        (None, {"NO_COLOR": ""}, "auto"),
        ("[output]\ncolor = 'auto'", {"NO_COLOR": "1"}, "never"),
        ("[output]\ncolor = 'always'", {"NO_COLOR": "1"}, "always"),
        (None, {"NO_COLOR": "1", "TICKETR_OUTPUT_COLOR": "always"}, "always"),
    ],
)
def test_no_color_counts_where_nothing_else_is_said(load, text, environ, color):
    assert load(text, **environ).color == color


def test_paths_start_where_they_were_written(load, tmp_path):
    settings = load("[paths]\nstore = 'x/s.db'\nlog_dir = '~/l'\n[jira]\nca_bundle = '/ca.pem'\n")
    assert (settings.store, settings.log_dir) == (str(tmp_path / "x/s.db"), "/home/ann/l")
    assert settings.ca_bundle == "/ca.pem"
    assert settings.lock_dir == str(tmp_path / "x/locks")
    assert load(TICKETR_LOG_DIR="logs").log_dir == str(Path("logs").absolute())


def test_an_empty_file_and_one_with_a_byte_order_mark_are_fine(load):
    assert load("").strategy == "ask"
    assert load(b"\xef\xbb\xbf[sync]\r\nstrategy = 'merge'\r\n").strategy == "merge"


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "[jira]\n\nread_timout = 5",
            ":3",
            "Unknown setting “read_timout”.",
            "Did you mean “read_timeout”?",
        ),
        (
            "[jira]\nzzz = 5",
            ":2",
            "Unknown setting “zzz”.",
            "Known here: ca_bundle, client_cert, ",
        ),
        ("# x\n[jirra]\nx = 1", ":2", "Unknown section “jirra”.", "Did you mean “jira”?"),
        (
            "[quux.x]\ny = 1",
            ":1",
            "Unknown section “quux”.",
            "Known here: jira, keychain, log, output, paths, sync.",
        ),
        ("strategy = 'ask'", ":1", "Unknown section “strategy”.", "Known here"),
        ("\njira = 5", ":2", "[jira] must be a section.", "docs/settings.md"),
        (
            "[jira]\nmax_wait = '5'",
            ":2",
            "jira.max_wait must be a number of seconds, 0 or more and at most 86400.",
            "docs/",
        ),
        (
            "[jira]\nread_timeout = 0",
            ":2",
            "jira.read_timeout must be a number of seconds, more than 0 and at most 86400.",
            "docs/",
        ),
        ("[jira]\nread_timeout = true", ":2", "jira.read_timeout must be a number", "docs/"),
        ("[jira]\nread_timeout = nan", ":2", "jira.read_timeout must be a number", "docs/"),
        ("[jira]\nread_timeout = inf", ":2", "jira.read_timeout must be a number", "docs/"),
        ("jira.read_timeout = -1", ":1", "jira.read_timeout must be a number", "docs/"),
        (
            "[sync]\nstrategy = 'theirs'",
            ":2",
            'sync.strategy must be one of "ask", "local-wins", "remote-wins", "merge".',
            "docs/",
        ),
        ("[sync]\nfields = 5", ":2", "[sync.fields] must be a section.", "docs/"),
        (
            "[sync.fields]\na = 'ask'\n'Story Points' = 1",
            ":3",
            'sync.fields."Story Points" must be one of',
            "docs/",
        ),
        ("[log]\nbackups = 4", ":2", "log.backups must be a whole number from 1 to 3.", "docs/"),
        (
            "[log]\nbackups = true",
            ":2",
            "log.backups must be a whole number from 1 to 3.",
            "docs/",
        ),
        ("[jira]\nproxy = 'socks5://x'", ":2", "jira.proxy must be an address like", "docs/"),
        ("[paths]\nstore = 5", ":2", "paths.store must be a path in quotes.", "docs/"),
        ("[jira]\nx = \n", ":2:5", "Invalid value.", "docs/"),
        ("[jira]\nx = 'abc", ":2:", "", "docs/"),
        ("[jira", ":1", "", "docs/"),
        ("[jira]\n[jira]\n", ":2:", "Cannot declare", "docs/"),
        (b"[jira]\n# \xff", ":2", "not UTF-8.", "docs/"),
    ],
)
def test_a_mistake_in_the_file_has_its_line_and_a_remedy(
    load, tmp_path, text, place, message, hint
):
    with pytest.raises(SettingsInvalid) as caught:
        load(text)
    assert caught.value.code == ErrorCode.SETTINGS_INVALID
    assert caught.value.message.startswith(f"{tmp_path}/config.toml{place}")
    assert message in caught.value.message
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (
            "TICKETR_JIRA_READ_TIMEOUT",
            "soon",
            "TICKETR_JIRA_READ_TIMEOUT must be a number of seconds, more than 0 and at most 86400, not “soon”.",
        ),
        (
            "TICKETR_LOG_BACKUPS",
            "1.5",
            "TICKETR_LOG_BACKUPS must be a whole number from 1 to 3, not “1.5”.",
        ),
        (
            "TICKETR_OUTPUT_COLOR",
            "yes",
            'TICKETR_OUTPUT_COLOR must be one of "auto", "never", "always", not “yes”.',
        ),
        (
            "TICKETR_JIRA_PROXY",
            "u:secret@x",
            'TICKETR_JIRA_PROXY must be an address like "http://host:3128", or "none".',
        ),
    ],
)
def test_a_mistake_in_a_variable_names_it(load, variable, value, message):
    with pytest.raises(SettingsInvalid) as caught:
        load(**{variable: value})
    assert (caught.value.message, caught.value.context) == (message, {"variable": variable})


def test_a_settings_file_that_is_no_file_is_refused(load, tmp_path):
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(SettingsInvalid, match="is not a file"):
        load()
    (tmp_path / "config.toml").rmdir()
    (tmp_path / "config.toml").symlink_to("nothing")
    with pytest.raises(SettingsInvalid, match="cannot be read: no such file"):
        load()
    (tmp_path / "config.toml").unlink()
    with pytest.raises(SettingsInvalid, match="larger than 1 MB"):
        load("#" * (1 << 20) + "#")


def test_without_a_settings_file_nothing_heavy_is_imported(tmp_path):
    code = """
import sys
from pathlib import Path
before = set(sys.modules)
import os
from ticketr.settings import load_settings
settings = load_settings(os.environ)
settings.store
heavy = {"dataclasses", "typing", "pathlib", "tomllib", "re", "inspect", "json", "logging", "platformdirs", "difflib"}
print(sorted(heavy & (set(sys.modules) - before)))
"""
    environ = {**os.environ, "TICKETR_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=environ
    )
    assert done.stdout == "[]\n", done.stderr
