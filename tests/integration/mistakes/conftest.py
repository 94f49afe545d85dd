from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.integration.sync.desk import Machine


@pytest.fixture
def jira():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    jira.forget()
    yield place
    place.close()
