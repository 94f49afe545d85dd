"""Files that are never looked for tickets by themselves."""

from __future__ import annotations

import pytest

from ticketr.errors import SettingsInvalid
from ticketr.settings import load_settings


def home(tmp_path, text=""):
    (tmp_path / "config.toml").write_text(text)
    return {"TICKETR_HOME": str(tmp_path)}


def test_patterns_stand_with_commas_between(tmp_path):
    environ = home(tmp_path, '[sync]\nignore = "docs/examples/, old-*.md ,"\n')
    assert load_settings(environ, "linux").ignored == ("docs/examples/", "old-*.md")
    assert load_settings({**environ, "TICKETR_SYNC_IGNORE": "x"}, "linux").ignored == ("x",)
    assert load_settings(home(tmp_path), "linux").ignored == ()


def test_anything_but_a_text_is_refused_with_its_line(tmp_path):
    environ = home(tmp_path, '[sync]\nignore = ["docs"]\n')
    with pytest.raises(SettingsInvalid, match=r":2: sync\.ignore must be a text in quotes"):
        load_settings(environ, "linux")
