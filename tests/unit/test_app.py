"""The composition root passes on what is set."""

import pytest

from jira_sandbox import Sandbox
from ticketr.app import App
from ticketr.domain.workspace import Credentials, WorkspaceConfig
from ticketr.errors import JiraConnection, JiraRateLimit


@pytest.fixture
def jira():
    with Sandbox() as sandbox:
        yield sandbox


def look(jira, tmp_path, **variables):
    app = App({"TICKETR_HOME": str(tmp_path), **variables})
    client = app.connect(WorkspaceConfig(jira.url, "PROJ"), Credentials(jira.email, jira.token))
    try:
        return client.validate_connection()
    finally:
        client.close()


def test_waiting_ends_where_the_setting_says(jira, tmp_path):
    jira.fault("429", "/myself", retry_after=30)
    with pytest.raises(JiraRateLimit, match="pause of 30 s"):
        look(jira, tmp_path, TICKETR_JIRA_MAX_WAIT="1")


def test_reading_ends_where_the_setting_says(jira, tmp_path):
    jira.fault("latency", "/myself", ms=3000)
    with pytest.raises(JiraConnection):
        look(jira, tmp_path, TICKETR_JIRA_READ_TIMEOUT="0.2", TICKETR_JIRA_MAX_WAIT="0.1")


def test_this_machine_is_not_reached_through_a_proxy(jira, tmp_path):
    assert look(jira, tmp_path, TICKETR_JIRA_PROXY="http://127.0.0.1:9").account


def test_an_unreadable_ca_bundle_is_named(jira, tmp_path):
    secure = WorkspaceConfig(jira.url.replace("http:", "https:"), "PROJ")
    app = App({"TICKETR_HOME": str(tmp_path), "TICKETR_JIRA_CA_BUNDLE": str(tmp_path / "no.pem")})
    client = app.connect(secure, Credentials("a", "b"))
    with pytest.raises(JiraConnection):
        client.validate_connection()
