"""The judge of records complains of what is wrong, and of nothing else."""

from __future__ import annotations

import pytest

from tests.oracles.deviations import EXPECTED, STATUSES
from tests.oracles.judge import Judge

pytestmark = pytest.mark.oracle

RIGHT = {"count": 3}
REFUSED = {"errorMessages": ["It is not there."], "errors": {}}


def line(status, response, path="/rest/api/3/search/approximate-count", **more):
    return {
        "edition": "cloud",
        "method": "POST",
        "path": path,
        "query": {},
        "agent": "",
        "kind": "application/json;charset=UTF-8",
        "request": {"jql": "project = DEMO"},
        "status": status,
        "response": response,
        **more,
    }


def said(oracle_data, *lines):
    return [complaint.what for complaint in Judge(oracle_data).hear(lines).complaints]


def test_what_is_right_is_not_complained_of(oracle_data):
    assert said(oracle_data, line(200, RIGHT), line(400, REFUSED)) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (line(200, {"count": "many"}), "at /count: str is not of type"),
        (line(200, {**RIGHT, "more": 1}), "'more' was unexpected"),
        (line(200, RIGHT, kind="text/html"), "the answer is text/html"),
        (line(418, REFUSED), "undocumented status"),
        (line(400, {"error": "no"}), "a refusal of no known shape"),
        (line(400, "no", kind="text/plain"), "a refusal of no known shape"),
        (line(400, {"errorMessages": [], "errors": {}}), "a refusal without a word"),
        (line(200, RIGHT, agent="ticketr/3", query={"x": ["1"]}), "query x: unknown"),
        (
            line(200, RIGHT, agent="ticketr/3", request={"jql": 5}),
            "body at /jql: int is not of type",
        ),
    ],
)
def test_what_is_wrong_is_complained_of(oracle_data, wrong, words):
    found = said(oracle_data, wrong)
    assert len(found) == 1
    assert words in found[0]


def test_each_distinct_answer_is_judged_once(oracle_data):
    verdict = Judge(oracle_data).hear([line(200, {"count": n}) for n in range(5)])
    assert verdict.answers == 1


def test_what_has_no_description_is_told(oracle_data):
    verdict = Judge(oracle_data).hear([line(200, {}, path="/rest/webhooks/1.0/webhook")])
    assert (list(verdict.undescribed), verdict.complaints.total()) == (
        ["POST /rest/webhooks/1.0/webhook 200"],
        0,
    )


def test_what_lies_outside_of_the_descriptions_is_named(oracle_data):
    named = line(200, {}, path="/rest/webhooks/1.0/webhook")
    foreign = line(200, {}, path="/rest/api/3/invented")
    assert Judge(oracle_data).hear([named]).unexpected() == []
    assert Judge(oracle_data).hear([named, foreign]).unexpected() == [
        "POST /rest/api/3/invented 200"
    ]


def test_a_run_that_judges_too_little_is_told(oracle_data):
    verdict = Judge(oracle_data).hear([line(200, RIGHT)])
    assert verdict.size() == {"answers": 1, "requests": 0, "cloud": 1, "datacenter": 0}
    short = verdict.shortfalls()
    assert "requests: 0, and never less than" in "".join(short)
    assert sum("nothing needs the allowance" in text for text in short) == len(EXPECTED)
    verdict.allowed[EXPECTED[0]] += 1
    assert len(verdict.shortfalls()) == len(short) - 1


def test_every_deviation_has_its_reason_and_its_bounds():
    assert all(len(one.reason) > 20 and one.what for one in EXPECTED)
    # None waves a whole edition through: it names an operation, or the words that are meant.
    assert all(one.operation or len(one.what) > 20 for one in EXPECTED)
    assert all("/" in pattern for pattern, _, _ in STATUSES)
