"""Real files, and a process of its own for what must not happen to the test's."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ticketr.adapters.files import MarkdownFiles


@pytest.fixture
def files():
    return MarkdownFiles()


@pytest.fixture
def run():
    """Runs Python code in a process of its own; gives the completed process."""

    def start(code, *arguments):
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return start


@pytest.fixture
def open_folder():
    """A folder that every user can reach; pytest's own are for one user only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def unprivileged():
    """Code that makes a process one that permissions hold for; a test that runs as somebody else needs none."""
    return "import os\nif os.getuid() == 0:\n    os.setgid(65534); os.setuid(65534)\n"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())
