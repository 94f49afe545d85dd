"""The composition root passes on what is set."""

import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Place
from ticketr.app import App
from ticketr.domain.workspace import Credentials, WorkspaceConfig
from ticketr.errors import JiraConnection, JiraRateLimit, SettingsInvalid


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


@pytest.mark.parametrize("name", ["ca_bundle", "client_cert"])
def test_a_certificate_that_cannot_be_read_is_named(jira, tmp_path, name):
    secure = WorkspaceConfig(jira.url.replace("http:", "https:"), "PROJ")
    path = str(tmp_path / "no.pem")
    app = App({"TICKETR_HOME": str(tmp_path), f"TICKETR_JIRA_{name.upper()}": path})
    client = app.connect(secure, Credentials("a", "b"))
    with pytest.raises(SettingsInvalid, match=f"jira.{name}: {path} cannot be read: no such file"):
        client.validate_connection()


def test_a_pause_is_heard_and_logged(jira, tmp_path):
    jira.fault("429", "/myself", retry_after=0.8, count=1)
    app = App({"TICKETR_HOME": str(tmp_path)})
    heard: list[object] = []
    app.hears = heard.append
    app.connect(
        WorkspaceConfig(jira.url, "PROJ"), Credentials(jira.email, jira.token)
    ).validate_connection()
    app.close()
    assert [str(event) for event in heard] == ["127.0.0.1 asks us to wait 1 s"]
    assert "127.0.0.1 asks us to wait 1 s" in (tmp_path / "logs" / "ticketr.log").read_text()


def test_the_log_tells_what_was_done_and_never_a_secret(jira, tmp_path):
    place = Place(jira, tmp_path)
    place.app.close()
    place.app = App(place.environ, command="push", verbose=True)
    place.write("b.md", "# TICKET: One\n")
    place.push("b.md")
    place.app.note(JiraConnection(f"Something with {jira.token} in it."))
    log = (tmp_path / "home" / "logs" / "ticketr.log").read_text()
    place.close()
    assert "PROJ-1 created" in log
    assert "POST /rest/api/3/issue/bulk: 201 in " in log
    assert "JiraConnection: Something with" in log
    assert jira.token not in log
    assert jira.email not in log
