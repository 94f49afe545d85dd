"""The keychain of a real desktop, without the desktop: gnome-keyring in a session of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.keychain

ROOT = Path(__file__).resolve().parents[3]
WITH_KEYCHAIN = ROOT / "scripts" / "with-keychain"
LOCK = """
import secretstorage
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
"""
ASK = """
import json
from ticketr.adapters.keychain import Keychain
from ticketr.errors import TicketrError
try:
    print(Keychain(timeout=20).retrieve("work"))
except TicketrError as error:
    print(json.dumps([error.code, error.message]))
"""
KEEP = """
from ticketr.adapters.keychain import Keychain
from ticketr.domain.workspace import Credentials
Keychain(timeout=20).store("work", Credentials("ann", "t-1234"))
"""


@pytest.fixture(autouse=True)
def programs():
    missing = [
        name for name in ("gnome-keyring-daemon", "dbus-run-session") if not shutil.which(name)
    ]
    if not missing:
        return
    reason = f"not installed: {', '.join(missing)} (packages gnome-keyring and dbus)"
    if os.environ.get("CI") or os.environ.get("TICKETR_ORACLES"):
        pytest.fail(reason)
    pytest.skip(reason)


def environ():
    kept = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT), kept.get("PYTHONPATH", "")])}


def session(*command):
    return subprocess.run(
        [WITH_KEYCHAIN, *command],
        check=False,
        capture_output=True,
        text=True,
        env=environ(),
        timeout=120,
        cwd=ROOT,
    )


def python(code, wrapper=session):
    return wrapper(sys.executable, "-c", code)


def test_the_contract_holds_on_a_real_keychain():
    done = session(
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/contracts/test_credentials.py",
        "-k",
        "real",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9 passed" in done.stdout
    assert "skipped" not in done.stdout


def test_a_login_is_there_for_other_programs_under_the_service_ticketr():
    code = KEEP + "import keyring\nprint(keyring.get_password('ticketr', 'work'))"
    assert json.loads(python(code).stdout) == {"username": "ann", "token": "t-1234"}


def test_a_locked_keychain_says_so():
    done = python(KEEP + LOCK + ASK)
    assert json.loads(done.stdout) == [
        "5003",
        "The keychain cannot be used: the keychain is locked.",
    ], done.stderr


def test_a_session_without_a_keychain_service_says_so():
    def without_daemon(*command):
        return subprocess.run(
            [
                "dbus-run-session",
                "--config-file",
                str(ROOT / "tests/integration/keychain/no-services.conf"),
                "--",
                *command,
            ],
            check=False,
            capture_output=True,
            text=True,
            env=environ(),
            timeout=60,
        )

    done = python(ASK, without_daemon)
    assert json.loads(done.stdout) == [
        "5003",
        "The keychain cannot be used: there is no keychain on this machine that ticketr can use.",
    ], done.stderr


def test_without_a_session_bus_it_says_so(tmp_path):
    kept = {
        name: value
        for name, value in environ().items()
        if not name.startswith(("DBUS_", "XDG_RUNTIME", "DISPLAY"))
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        check=False,
        capture_output=True,
        text=True,
        env=kept,
        timeout=60,
    )
    assert json.loads(done.stdout)[0] == "5003", done.stderr
    assert "there is no keychain" in done.stdout


def test_the_session_hands_on_the_command_and_its_status():
    assert session("sh", "-c", 'echo "$1"; exit 7', "sh", "a b").stdout == "a b\n"
    assert session("sh", "-c", "exit 7").returncode == 7
    assert session().returncode == 64
