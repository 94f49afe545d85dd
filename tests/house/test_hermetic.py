"""The suite keeps its promises about itself."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import NetworkUsed, foreign
from tests.house.tree import ROOT


def test_home_is_empty_and_belongs_to_the_test(hermetic):
    assert Path.home() == hermetic
    assert list(hermetic.iterdir()) == []


def test_no_login_comes_from_outside():
    assert [name for name in os.environ if foreign(name) and not name.startswith("XDG_")] == []


def test_nothing_leaves_the_machine():
    # A documentation address (RFC 5737): nothing answers there.
    with socket.socket() as connection, pytest.raises(NetworkUsed):
        connection.connect(("192.0.2.1", 80))
    with socket.socket() as connection, pytest.raises(NetworkUsed):
        connection.connect_ex(("192.0.2.1", 80))


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname(), timeout=5):
            pass
        with socket.socket() as connection:
            assert connection.connect_ex(server.getsockname()) == 0


@pytest.mark.parametrize(("value", "outcome"), [("1", "1 failed"), ("0", "1 skipped")])
@pytest.mark.parametrize("where", ["test", "module"])
def test_where_nothing_may_skip_a_skip_fails(tmp_path, value, outcome, where):
    text = {
        "test": "import pytest\ndef test_x():\n    pytest.skip('because')\n",
        "module": "import pytest\npytest.skip('because', allow_module_level=True)\n",
    }[where]
    (tmp_path / "test_x.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", tmp_path, tmp_path],
        env={**os.environ, "TICKETR_NO_SKIPS": value, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    expected = outcome if where == "test" else outcome.replace("1 failed", "1 error")
    assert expected in done.stdout, done.stdout
    assert "because" in done.stdout or value == "0"
