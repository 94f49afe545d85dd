from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.oracles.judge import Judge, read

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PYTHON = ROOT / ".venv-oracles" / "bin" / "python"
NODE_MODULES = HERE / "js" / "node_modules" / "jira.js"
PATIENCE = 180


@pytest.fixture
def record(tmp_path, monkeypatch):
    """A folder in which every sandbox of the test leaves its record; inside that of the whole run, where there is one."""
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("SANDBOX_RECORD") or tmp_path))
    monkeypatch.setenv("SANDBOX_RECORD", str(folder))
    return folder


@pytest.fixture
def judged(record, oracle_data) -> Callable[[], Any]:
    """Judges the record by Atlassian's descriptions; gives the verdict."""

    def judge():
        return Judge(oracle_data).hear(read(record))

    return judge


@pytest.fixture(scope="session")
def foreign_python() -> Path:
    """The interpreter that has the programs of others."""
    if not PYTHON.exists():
        pytest.skip("the programs of others are not installed: `make oracles` does it")
    return PYTHON


@pytest.fixture(scope="session")
def node() -> str:
    """Node.js, with jira.js installed."""
    program = shutil.which("node")
    if program is None or not NODE_MODULES.exists():
        pytest.skip("jira.js is not installed: `make oracles` does it where there is Node.js")
    return program


def journey(command: list[str | Path], folder: Path) -> list[dict[str, Any]]:
    """Runs a program to its end; gives the outcome of each of its steps."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]
