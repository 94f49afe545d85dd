"""Small parts: documents, words, faults, routes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jira_sandbox import adf, routes, tables
from jira_sandbox.exchange import JiraError
from jira_sandbox.faults import KINDS, FaultError, Faults, read
from jira_sandbox.words import matches


def doc(*content) -> dict:
    return {"type": "doc", "version": 1, "content": list(content)}


def text(words) -> dict:
    return {"type": "text", "text": words}


TASK: dict = {
    "type": "taskItem",
    "attrs": {"localId": "", "state": "TODO"},
    "content": [text("do")],
}
TASKS: dict = {"type": "taskList", "attrs": {"localId": ""}, "content": [TASK]}
CODE: dict = {"type": "codeBlock", "content": [text("x = 1")]}
STATUS: dict = {
    "type": "paragraph",
    "content": [{"type": "status", "attrs": {"text": "OK", "color": "green"}}],
}


@pytest.mark.parametrize("block", [TASKS, CODE, STATUS])
def test_documents_keep_all_but_local_ids(block):
    sent = doc(block)
    stored = adf.accept("description", sent)
    assert stored != sent
    assert adf.same(stored, sent)
    assert adf.accept("description", stored) == stored


@pytest.mark.parametrize("value", ["text", None, 5, [], {"type": "paragraph"}, {}])
def test_what_is_no_document(value):
    with pytest.raises(JiraError) as caught:
        adf.accept("description", value)
    assert caught.value.errors == {"description": adf.NOT_A_DOCUMENT}


@pytest.mark.parametrize(
    "content",
    [
        {"type": "nope"},
        {"type": "paragraph", "content": [text("")]},
        {"type": "blockquote", "content": [{"type": "heading", "attrs": {"level": 1}}]},
        {"type": "paragraph", "extra": 1},
        {"type": "codeBlock", "content": [text("x") | {"marks": [{"type": "strong"}]}]},
    ],
)
def test_a_document_that_the_schema_refuses(content):
    with pytest.raises(JiraError) as caught:
        adf.accept("description", doc(content))
    assert caught.value.messages == ["INVALID_INPUT"]


def test_a_document_that_is_too_deep():
    node: dict = {"type": "paragraph", "content": []}
    for _ in range(300):
        node = {"type": "panel", "attrs": {"panelType": "info"}, "content": [node]}
    with pytest.raises(JiraError):
        adf.accept("description", doc(node))


def test_plain_text():
    brk = {"type": "paragraph", "content": [text("a"), {"type": "hardBreak"}, text("b")]}
    assert adf.plain(doc(brk, CODE, TASKS, STATUS)) == "a\nb\nx = 1\ndo\nOK"
    assert adf.plain(adf.from_text("one\n\n two ")) == "one\ntwo"
    assert adf.plain(None) == ""


@given(st.lists(st.sampled_from(["card", "pay", "Visa", "x1"]), min_size=1, max_size=4))
def test_every_word_of_a_text_finds_it(words):
    whole = " ".join(words)
    assert matches(whole, whole.upper())
    assert matches(f"({whole}).", f'"{whole}"')
    assert matches(whole, words[0][:2] + "*")
    assert not matches(whole, whole + " missing")
    assert not matches(None, whole)


@settings(max_examples=50)
@given(
    kind=st.sampled_from(sorted(KINDS - {"write_limit"})),
    skip=st.integers(0, 3),
    count=st.integers(0, 3),
    calls=st.integers(0, 12),
)
def test_a_rule_strikes_as_often_as_it_says(kind, skip, count, calls):
    faults = Faults()
    faults.replace(
        [{"kind": kind, "skip": skip, "count": count, "endpoint": "^/a", "method": "get"}]
    )
    struck = [bool(faults.strike("GET", "/a/b")) for _ in range(calls)]
    after = max(0, calls - skip)
    assert struck == [False] * (calls - after) + [i < count or not count for i in range(after)]
    assert not faults.strike("POST", "/a/b")
    assert not faults.strike("GET", "/b")


def test_latency_adds_to_another_fault():
    faults = Faults()
    faults.add(
        [
            {"kind": "latency", "ms": 5},
            {"kind": "429"},
            {"kind": "cut"},
            {"kind": "latency", "ms": 1},
        ]
    )
    assert [r.kind for r in faults.strike("GET", "/")] == ["latency", "429", "latency"]


@pytest.mark.parametrize(
    "row", [None, {}, {"kind": "x"}, {"kind": "429", "seen": 1}, {"kind": "429", "endpoint": 5}]
)
def test_what_is_no_rule(row):
    with pytest.raises(FaultError):
        read(row)


def test_every_route_is_found_by_its_own_template():
    for method, template, handler in (*tables.TABLE, *routes.CONTROL_TABLE):
        path = template.replace("{", "x").replace("}", "")
        found, served = routes.find(method, path)
        assert served, template
        assert found[method][0] is handler, template


def test_a_path_is_decoded_once():
    found, _ = routes.find("GET", "/rest/api/3/issue/DEMO-1/properties/a%2Fb%2520")
    assert found["GET"][1] == {"issue": "DEMO-1", "property": "a/b%20"}


def test_starting_loads_neither_the_product_nor_the_validator():
    code = (
        "import sys, json\nfrom jira_sandbox import Sandbox\n"
        "with Sandbox(): pass\nprint(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert not loaded & {"jsonschema_rs", "ticketr", "urllib3", "markdown_it", "keyring"}


def test_an_unknown_name_of_the_package():
    import jira_sandbox

    with pytest.raises(AttributeError):
        jira_sandbox.Nope  # noqa: B018
