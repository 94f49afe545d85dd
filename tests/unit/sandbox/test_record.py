from __future__ import annotations

import json
import urllib.request
from http.client import IncompleteRead

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.record import kind_of, shape


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/rest/api/3/issue/DEMO-1/comment/10", "/rest/api/3/issue/*/comment/*"),
        ("/rest/agile/1.0/board/1/sprint", "/rest/agile/1.0/board/*/sprint"),
        ("/rest/api/3/issueLink/5", "/rest/api/3/issueLink/*"),
        ("/jira/rest/api/2/search", "/jira/rest/api/2/search"),
        ("/_edge/tenant_info", "/*/*"),
    ],
)
def test_what_a_path_asks(path, kind):
    assert kind_of(path) == kind


def test_shapes_merge_the_members_of_a_list():
    assert shape({"b": 1, "a": [{"x": 1}, {"x": None, "y": 1.5}]}) == {
        "a": [{"x": "NoneType|int", "y": "-|number"}],
        "b": "int",
    }
    assert shape([1, {"x": 1}, 2]) == ['int|{"x": "int"}']
    assert shape([[1], ["a"]]) == [["int|str"]]


def test_each_shape_is_written_once_and_faults_never(tmp_path, monkeypatch):
    monkeypatch.setenv("SANDBOX_RECORD", str(tmp_path / "record"))
    with Sandbox() as jira:
        for _ in range(2):
            urllib.request.urlopen(f"{jira.url}/rest/api/3/serverInfo").read()
        urllib.request.urlopen(f"{jira.url}/rest/api/3/priority/search?maxResults=1").read()
        jira.fault("cut")
        with pytest.raises(IncompleteRead):
            urllib.request.urlopen(f"{jira.url}/rest/api/3/project/search").read()
    [file] = (tmp_path / "record").iterdir()
    text = file.read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(line["path"], line["status"], line["query"]) for line in lines] == [
        ("/rest/api/3/serverInfo", 200, {}),
        ("/rest/api/3/priority/search", 200, {"maxResults": ["1"]}),
    ]
    assert lines[0]["response"]["deploymentType"] == "Cloud"
    assert lines[0]["agent"].startswith("Python-urllib")
