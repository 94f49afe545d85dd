from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jira_sandbox import Sandbox
from tests.integration.sandbox.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def jira() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def call(jira) -> Iterator[Client]:
    client = Client(jira)
    yield client
    client.pool.close()
