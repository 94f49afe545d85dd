"""Every way in which a keychain can fail, with real back ends of keyring, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HINT = (
    "Unlock the keychain, or start a keychain service, or give the login in the environment: "
    "TICKETR_USERNAME and TICKETR_TOKEN."
)
OURS = "tests.integration.keychain.backends."
SECRET = "hunter2-hunter2"
CODE = """
import json, sys, traceback
from ticketr.adapters.keychain import Keychain
from ticketr.domain.workspace import Credentials
from ticketr.errors import TicketrError
keychain = Keychain(timeout=float(sys.argv[2]))
try:
    work = {
        "retrieve": lambda: keychain.retrieve("work"),
        "store": lambda: keychain.store("work", Credentials("ann", "-".join(["hunter2"] * 2))),
        "delete": lambda: keychain.delete("work"),
        "list": lambda: keychain.list(),
    }[sys.argv[1]]
    print(json.dumps({"value": work()}))
except TicketrError as error:
    traceback.print_exc()
    print(json.dumps(error.as_dict()))
"""


def use(backend, work="retrieve", timeout=20):
    """What came of it, the whole output, and the seconds it took."""
    environ = {**os.environ, "PYTHON_KEYRING_BACKEND": backend}
    environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), environ.get("PYTHONPATH", "")])
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CODE, work, str(timeout)],
        check=False,
        capture_output=True,
        text=True,
        env=environ,
        timeout=60,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout), done.stdout + done.stderr, time.monotonic() - start


@pytest.mark.parametrize(
    ("backend", "message"),
    [
        (
            "keyring.backends.fail.Keyring",
            "there is no keychain on this machine that ticketr can use",
        ),
        (
            "keyring.backends.null.Keyring",
            "the keychain is switched off (the null back end of keyring is chosen)",
        ),
        (OURS + "Locked", "the keychain is locked"),
        (
            OURS + "NotOpened",
            "the keychain could not be opened; its service is not running or not unlocked",
        ),
        (OURS + "Broken", "it failed with OSError"),
        (OURS + "Exits", "it failed with SystemExit"),
        ("no.such.module", "it failed with ModuleNotFoundError"),
    ],
)
def test_a_keychain_that_cannot_be_used_is_one_clear_error(backend, message):
    error, output, _ = use(backend)
    assert error["code"] == "5003"
    assert error["message"] == f"The keychain cannot be used: {message}."
    assert error["hint"] == HINT
    assert SECRET not in output


@pytest.mark.parametrize("backend", ["Hangs", "HangsAtStart"])
@pytest.mark.parametrize("work", ["retrieve", "store"])
def test_a_keychain_that_is_silent_is_given_up(backend, work):
    error, output, seconds = use(OURS + backend, work, timeout=1)
    assert error["message"] == (
        "The keychain did not answer within 1 seconds; it may be waiting for you to unlock it."
    )
    assert (error["code"], error["hint"]) == ("5003", HINT)
    assert seconds < 15
    assert SECRET not in output


@pytest.mark.parametrize(
    ("backend", "start"),
    [
        (
            "PlainText",
            "The keychain keyrings.alt.file.PlaintextKeyring is not used: it keeps passwords in plain text",
        ),
        (
            "Chain",
            "The keychain keyrings.alt.file.PlaintextKeyring is part of keyring's chain and is not used",
        ),
    ],
)
def test_a_keychain_that_keeps_plain_text_is_refused_by_name(backend, start):
    for work in ("retrieve", "store"):
        error, _, _ = use(OURS + backend, work)
        assert error["code"] == "5003"
        assert error["message"].startswith(start)
        assert "PYTHON_KEYRING_BACKEND=keyring.backends.SecretService.Keyring" in error["hint"]


@pytest.mark.parametrize(
    ("work", "message"),
    [
        ("store", "The keychain cannot be used: the keychain refused to keep the login."),
        ("delete", "The keychain cannot be used: the keychain refused to forget the login."),
        ("retrieve", "What the keychain holds under “work” is not a login of ticketr."),
    ],
)
def test_no_secret_is_in_any_error(work, message):
    error, output, _ = use(OURS + "Entries", work)
    assert error["message"] == message
    assert error["code"] == ("5002" if work == "retrieve" else "5003")
    assert SECRET not in output


def test_a_damaged_index_lists_nothing():
    assert use(OURS + "Entries", "list")[0] == {"value": []}
