from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Place


@pytest.fixture
def jira():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def place(jira, tmp_path):
    place = Place(jira, tmp_path)
    jira.forget()
    yield place
    place.close()
