from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Place


@pytest.fixture
def jira(request):
    """A site of Cloud, or what a test that runs on both editions asks for (`on_both`)."""
    edition = getattr(request, "param", "cloud")
    context = "/jira" if edition == "datacenter" else None
    with Sandbox(edition=edition, context=context) as sandbox:
        yield sandbox


@pytest.fixture
def place(jira, tmp_path):
    place = Place(jira, tmp_path)
    jira.forget()
    yield place
    place.close()
