"""Every test is hermetic: its own home, no login from outside, no keychain, no network but loopback."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("quick", max_examples=50, deadline=None, print_blob=True)
settings.register_profile(
    "ci",
    max_examples=100,
    derandomize=True,  # the same commit gives the same verdict; the other profiles explore
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("soak", max_examples=3000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# A job started in the background inherits an interrupt that is ignored, and would pass it on to what it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

PREFIXES = ("TICKETR_", "JIRA_", "XDG_")
NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_COLOR", "FORCE_COLOR", "EDITOR", "VISUAL")
KEPT = frozenset({"TICKETR_ORACLES", "TICKETR_NO_SKIPS", "XDG_RUNTIME_DIR"})
NO_KEYCHAIN = "keyring.backends.fail.Keyring"


def foreign(name: str) -> bool:
    """Whether a variable of the environment could change what ticketr does."""
    return name not in KEPT and (name.startswith(PREFIXES) or name.upper() in NAMES)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names for homes, none of which is there. (`mktemp` reads the whole folder for each: long, after some thousands.)"""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def hermetic(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, homes: Iterator[Path]
) -> Path:
    """An empty home for the test and every process it starts; gives its path.

    A test marked `keychain` keeps the session's keychain, whose files live below the old home.
    """
    for name in filter(foreign, list(os.environ)):
        monkeypatch.delenv(name)
    home = next(homes)
    home.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    if request.node.get_closest_marker("keychain") is None:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NO_KEYCHAIN)
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return home


class NetworkUsed(AssertionError):
    """A test tried to leave the machine."""


def _is_loopback(address: object) -> bool:
    if not isinstance(address, tuple):
        return True
    return address[0] in {"127.0.0.1", "localhost", "::1", ""}


class LoopbackSocket(socket.socket):
    """A socket that connects to this machine only."""

    def connect(self, address: object) -> None:
        if not _is_loopback(address):
            raise NetworkUsed(f"a test connects to {address!r}; only loopback is allowed")
        super().connect(address)

    def connect_ex(self, address: object) -> int:
        if not _is_loopback(address):
            raise NetworkUsed(f"a test connects to {address!r}; only loopback is allowed")
        return super().connect_ex(address)


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """No test leaves the machine, whatever library it uses."""
    original = socket.socket
    socket.socket = LoopbackSocket  # type: ignore[misc]
    yield
    socket.socket = original  # type: ignore[misc]


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test marked `no_cover` runs without any tracing.

    pytest-cov takes off its own alone: in a worker of xdist there is that of the process, too.
    """
    if item.get_closest_marker("no_cover") is None:
        return (yield)
    here, threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        threading.settrace(threads)
        sys.settrace(here)


def oracle_folder() -> Path:
    """Where the oracle data is: TICKETR_ORACLES, else beside the checkout."""
    named = os.environ.get("TICKETR_ORACLES")
    return Path(named) if named else ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def oracle_data() -> Path:
    """The folder of data that others wrote. Skips where it is not there; in CI, fails."""
    folder = oracle_folder()
    if not folder.is_dir():
        reason = f"no oracle data in {folder}; name the folder with TICKETR_ORACLES"
        if os.environ.get("CI") == "true" and "TICKETR_ORACLES" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


def nothing_may_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """With TICKETR_NO_SKIPS=1 what is skipped has failed."""
    expected = hasattr(report, "wasxfail")
    if os.environ.get("TICKETR_NO_SKIPS") == "1" and report.outcome == "skipped" and not expected:
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may skip: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, pytest.TestReport]:
    """A test that skips itself."""
    report: pytest.TestReport = yield
    nothing_may_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, pytest.CollectReport]:
    """A module that skips itself while it is collected."""
    report: pytest.CollectReport = yield
    nothing_may_skip(report)
    return report
