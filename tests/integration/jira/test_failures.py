"""What goes wrong on the wire, each as one clear error, and what is tried again."""

from __future__ import annotations

import gzip
import logging
import re
import socket
import traceback

import pytest
from urllib3.connection import HTTPConnection
from urllib3.exceptions import NameResolutionError

from jira_sandbox import Sandbox
from tests.integration.jira.door import Door
from tests.integration.jira.scripted import Answer, ScriptedServer
from tests.integration.jira.world import TOKEN, client, jira
from ticketr.adapters.jira.client import Bounds
from ticketr.adapters.jira.network import network_failure
from ticketr.adapters.jira.parallel import all_of
from ticketr.domain.workspace import Credentials
from ticketr.errors import (
    JiraAuth,
    JiraConnection,
    JiraNotFound,
    JiraPermission,
    JiraRateLimit,
    SettingsInvalid,
    TicketConflict,
    TicketrError,
    TicketValidation,
)
from ticketr.ports.external import JiraIssue, JiraUpdate

MYSELF = {
    "accountId": "a1",
    "displayName": "Robin",
    "emailAddress": "r@example.com",
    "active": True,
}
OK = Answer(200, MYSELF)
HTML = {"Content-Type": "text/html"}
TICKET = JiraIssue({"title": "x", "type": "Task"})


def ask(*script, **more):
    """What `validate_connection` gives or raises, the requests made, and the waits between them."""
    waits: list[float] = []
    with ScriptedServer(*script) as server:
        remote = jira(server.url, waits, **more)
        try:
            result = remote.validate_connection()
        except TicketrError as error:
            result = error
        remote.close()
        return result, len(server.seen), waits


def test_the_request_names_us_and_carries_the_login():
    with ScriptedServer(OK) as server:
        remote = jira(f"{server.url}/ex/jira/abc/")
        assert remote.validate_connection().account == "a1"
        [seen] = server.seen
        assert seen.path == "/ex/jira/abc/rest/api/3/myself"
        assert seen.headers["user-agent"].startswith("ticketr/")
        assert seen.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("answer", "kind", "text"),
    [
        (Answer(401, {"errorMessages": ["no"]}), JiraAuth, "does not accept the login"),
        (
            Answer(200, [], {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}),
            JiraAuth,
            "does not accept the login",
        ),
        (Answer(200, {"displayName": "Anonymous"}), JiraAuth, "anonymous"),
        (
            Answer(403, "<p>", {"X-Seraph-LoginReason": "AUTHENTICATION_DENIED", **HTML}),
            JiraPermission,
            "captcha",
        ),
        (Answer(403, {"errorMessages": ["You may not."]}), JiraPermission, "You may not."),
        (Answer(403, "<h1>Forbidden</h1>", HTML), JiraPermission, "does not allow this"),
        (
            Answer(404, {"errorMessages": ["Issue does not exist."], "errors": {}}),
            JiraNotFound,
            "Issue does not exist.",
        ),
        (Answer(404, "<h1>gone</h1>", HTML), JiraNotFound, "does not have"),
        (Answer(409, {"errorMessages": []}), TicketConflict, "being changed by someone else"),
        (Answer(410, {"errorMessages": ["removed"]}), JiraConnection, "has removed this function"),
        (
            Answer(400, {"errorMessages": ["Bad."], "errors": {"f": "Wrong."}}),
            TicketValidation,
            "Bad. f: Wrong.",
        ),
        (Answer(418, "<p>tea</p>", HTML), TicketValidation, "refuses the request .status 418"),
        (
            Answer(400, "<h1>400 Bad Request</h1>No required SSL certificate was sent", HTML),
            JiraConnection,
            "asks for a certificate of ours",
        ),
        (Answer(407, "<h1>Proxy</h1>", HTML), JiraConnection, "The proxy wants a login"),
        (
            Answer(200, "<html>Log in</html>", HTML),
            JiraConnection,
            "a web page where data was due",
        ),
        (Answer(200, "{}", {"Content-Type": "text/x-odd"}), JiraConnection, "text/x-odd"),
        (Answer(200, "{nonsense"), JiraConnection, "not JSON"),
        (Answer(200, "[" * 200_000), JiraConnection, "not JSON"),
        (Answer(501, {"message": "Nope"}), JiraConnection, "status 501.. Nope"),
        (
            Answer(302, "", {"Location": "https://elsewhere.example/login?x=1"}),
            JiraConnection,
            "sends us on to elsewhere.example; the login is never sent along",
        ),
    ],
)
def test_each_refusal_has_its_error_and_is_asked_once(answer, kind, text):
    error, asked, waits = ask(answer)
    assert type(error) is kind
    assert re.search(text, error.message), error.message
    assert error.hint
    assert (asked, waits) == (1, [])


def test_a_redirect_is_not_followed():
    with ScriptedServer() as other:
        answer = Answer(307, "", {"Location": f"{other.url}/rest/api/3/myself"})
        error, _, _ = ask(answer)
        assert isinstance(error, JiraConnection)
        assert other.seen == []


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(500, "<h1>oh</h1>", HTML),
        Answer(502, "", HTML),
        Answer(503, {"errorMessages": ["down"]}),
        Answer(504),
        Answer(drop=True),
        Answer(body=MYSELF, cut=True),
        Answer(body=MYSELF, headers={"Content-Encoding": "gzip"}),
    ],
)
def test_a_read_is_tried_again(trouble):
    user, asked, waits = ask(trouble, trouble, OK)
    assert user.account == "a1"
    assert (asked, waits) == (3, [0.25, 0.5])


def test_a_read_is_not_tried_for_ever():
    error, asked, waits = ask(*[Answer(503, "", HTML)] * 20)
    assert isinstance(error, JiraConnection)
    assert "trouble of its own (status 503)" in error.message
    assert "unknown" not in error.context
    assert (asked, waits) == (5, [0.25, 0.5, 1.0, 2.0])


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Answer(drop=True), "ended the connection before it answered"),
        (Answer(body=MYSELF, cut=True), "cut off its answer"),
        (Answer(body=MYSELF, headers={"Content-Encoding": "gzip"}), "is damaged"),
    ],
)
def test_a_lost_answer_says_how(answer, text):
    error, _, _ = ask(*[answer] * 5)
    assert isinstance(error, JiraConnection)
    assert text in error.message
    assert "127.0.0.1" in error.message


def test_a_compressed_answer_is_read():
    body = gzip.compress(b'{"accountId": "packed"}')
    user, _, _ = ask(Answer(200, body, {"Content-Encoding": "gzip"}))
    assert user.account == "packed"


def test_a_silent_server_is_given_up():
    error, asked, _ = ask(*[Answer(delay=0.6)] * 5, timeout=0.05)
    assert "did not answer in time" in error.message
    assert asked == 5


def test_a_trickle_is_given_up():
    error, asked, _ = ask(Answer(200, MYSELF, drip=0.02), timeout=0.2, bounds=Bounds(whole=0.2))
    assert "does not come to the end" in error.message
    assert asked == 1


def test_an_endless_answer_is_given_up():
    error, asked, _ = ask(Answer(endless=40), bounds=Bounds(size=2 << 20))
    assert "more than an answer can hold" in error.message
    assert asked == 1


def test_a_small_answer_that_unpacks_to_a_large_one_is_given_up():
    bomb = gzip.compress(b" " * (16 << 20))
    error, asked, _ = ask(
        Answer(200, bomb, {"Content-Encoding": "gzip"}), bounds=Bounds(size=1 << 20)
    )
    assert "more than an answer can hold" in error.message
    assert asked == 1


def test_nobody_listens():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    waits: list[float] = []
    with pytest.raises(JiraConnection, match="refuses the connection"):
        jira(url, waits).validate_connection()
    assert len(waits) == 1


def test_a_name_that_is_not_there():
    with pytest.raises(JiraConnection, match=r"The name jira\.invalid cannot be found"):
        jira("http://jira.invalid").validate_connection()


def test_no_tls_where_tls_was_meant():
    with ScriptedServer(OK) as server:
        url = server.url.replace("http://", "https://")
        with pytest.raises(JiraConnection, match="cannot be trusted: no TLS"):
            jira(url).validate_connection()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x",
        "jira.example",
        "https://",
        "",
        "https://a:b@host",
        "http://[::1",
        "http://h:x",
        "http://h:0",
    ],
)
def test_an_address_that_is_none(url):
    with pytest.raises(SettingsInvalid) as caught:
        client(url)
    assert "a:b" not in str(caught.value)


BURST = {"Retry-After": "3", "X-RateLimit-Remaining": "0", "RateLimit-Reason": "jira-burst-based"}
LIMITED = {"errorMessages": ["The request has been rate-limited."], "errors": {}, "status": 429}


@pytest.mark.parametrize(
    ("answer", "waited"),
    [
        (Answer(429, LIMITED, BURST), 3.45),
        (Answer(429, "<h1>Too Many Requests</h1>", {**HTML, "Retry-After": "1"}), 1.15),
        (Answer(429, "<h1>Too Many Requests</h1>", HTML), 0.25),
        (Answer(429, LIMITED, {"Retry-After": "Fri, 15 Jan 2027 08:00:10 GMT"}), 10.5),
        (Answer(429, LIMITED, {"Retry-After": "Fri, 15 Jan 2027 07:00:00 GMT"}), 0.25),
        (Answer(429, LIMITED, {"X-RateLimit-Reset": "2027-01-15T08:00:20Z"}), 20.5),
        (Answer(429, LIMITED, {"Retry-After": "soon"}), 0.25),
        (Answer(503, "", {**HTML, "Retry-After": "2"}), 2.3),
    ],
)
def test_a_pause_is_kept_by_reads(answer, waited):
    user, asked, waits = ask(answer, OK)
    assert user.account == "a1"
    assert asked == 2
    assert waits == [pytest.approx(waited)]


def test_a_pause_that_is_too_long_is_told():
    error, asked, waits = ask(Answer(429, LIMITED, {"Retry-After": "1847"}))
    assert isinstance(error, JiraRateLimit)
    assert error.message == "127.0.0.1 asks for a pause of 30 min 47 s."
    assert error.context["retry_after"] == 1847
    assert (asked, waits) == (1, [])


def test_a_pause_without_an_end_is_told():
    error, asked, waits = ask(*[Answer(429, "<h1>Too Many Requests</h1>", HTML)] * 9)
    assert isinstance(error, JiraRateLimit)
    assert error.message == "127.0.0.1 goes on asking for a pause."
    assert (asked, waits) == (5, [0.25, 0.5, 1.0, 2.0])


def test_many_pauses_are_too_long_together():
    error, asked, waits = ask(*[Answer(429, LIMITED, {"Retry-After": "20"})] * 9)
    assert isinstance(error, JiraRateLimit)
    assert sum(waits) <= 60
    assert asked == 3


def test_a_pause_of_nothing_does_not_go_on_for_ever():
    error, asked, _ = ask(*[Answer(429, LIMITED, {"Retry-After": "0"})] * 50)
    assert isinstance(error, JiraRateLimit)
    assert asked < 15


def test_a_create_waits_only_where_nothing_was_done():
    waits: list[float] = []
    made = Answer(201, {"id": "1", "key": "PROJ-1", "self": ""})
    slow = Answer(429, LIMITED, BURST)
    with ScriptedServer(slow, Answer(503, "", {"Retry-After": "1"}), made) as server:
        assert jira(server.url, waits).create_issue(TICKET, "PROJ") == "PROJ-1"
        assert len(server.seen) == 3
    assert len(waits) == 2


AMBIGUOUS = [
    Answer(500, {"errorMessages": ["oh"]}),
    Answer(503, "", HTML),
    Answer(504, "", HTML),
    Answer(drop=True),
    Answer(201, {"id": "1", "key": "PROJ-1"}, cut=True),
    Answer(201, "<html>", HTML),
    Answer(201, {"id": "1"}),
]


@pytest.mark.parametrize("answer", AMBIGUOUS)
def test_a_create_is_sent_once(answer):
    with ScriptedServer(answer) as server:
        with pytest.raises(JiraConnection) as caught:
            jira(server.url).create_issue(TICKET, "PROJ")
        assert caught.value.context["unknown"] is True
        assert len(server.seen) == 1


@pytest.mark.parametrize("answer", [*AMBIGUOUS, Answer(201, {"issues": [], "errors": []})])
def test_many_creates_are_sent_once(answer):
    with ScriptedServer(answer) as server:
        created = jira(server.url).bulk_create([TICKET, TICKET], "PROJ")
        assert [(item.key, item.unknown) for item in created] == [("", True)] * 2
        assert all(isinstance(item.error, JiraConnection) for item in created)
        assert created[0].error is not created[1].error
        assert len(server.seen) == 1


def test_a_slow_create_is_sent_once():
    with ScriptedServer(Answer(delay=0.5)) as server:
        [created] = jira(server.url, timeout=0.05).bulk_create([TICKET], "PROJ")
        assert created.unknown
        assert "did not answer in time" in created.error.message
        assert len(server.seen) == 1


def test_a_create_that_never_left_is_known_to_have_failed():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    [created] = jira(url).bulk_create([TICKET], "PROJ")
    assert not created.unknown
    assert isinstance(created.error, JiraConnection)


MADE = Answer(201, {"issues": [{"id": "1", "key": "PROJ-1"}], "errors": []})


def test_a_create_before_a_door_that_opens_again_is_sent_once():
    with ScriptedServer(MADE) as server, Door(server.url) as door:
        [created] = jira(door.url, door.opens_with_a_wait()).bulk_create([TICKET], "PROJ")
        assert (created.key, created.unknown) == ("PROJ-1", False)
        assert len(server.seen) == 1


def test_a_create_before_a_door_that_stays_shut_fails_in_the_end():
    waits: list[float] = []
    with ScriptedServer(MADE) as server, Door(server.url) as door:
        [created] = jira(door.url, waits).bulk_create([TICKET], "PROJ")
        assert "refuses the connection" in created.error.message
        assert (created.unknown, waits, server.seen) == (False, [0.25], [])


def test_a_create_whose_connection_breaks_behind_it_is_not_sent_again():
    """A reset says the same in the handshake and behind the request; here it is behind."""
    with ScriptedServer(MADE) as server, Door(server.url, slams=9, reads=True) as door:
        door.open()
        [created] = jira(door.url).bulk_create([TICKET], "PROJ")
        assert (created.unknown, door.slammed, server.seen) == (True, 1, [])


@pytest.mark.parametrize(("number", "most"), [(socket.EAI_AGAIN, 3), (socket.EAI_NONAME, 1)])
def test_a_name_that_cannot_be_looked_up_now_is_looked_up_again(number, most):
    said = socket.gaierror(number, "as the system says")
    error = NameResolutionError("jira.example", HTTPConnection("jira.example"), said)
    error.__cause__ = said
    failure = network_failure(error, "jira.example")
    assert (failure.sent, failure.tries) == (False, most)


def test_a_create_before_a_door_that_was_shut_after_the_login_is_known_to_have_failed():
    with Sandbox() as site:
        remote = jira(site.url)
        remote.authenticate(Credentials(site.email, site.token))
        site.fault("refuse", "myself", count=1, ms=600_000)
        remote.validate_connection()
        [created] = remote.bulk_create([TICKET], "PROJ")
        assert not created.unknown
        assert "refuses the connection" in created.error.message
        site.calm()
        assert list(remote.search_all("project = PROJ")) == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(403, {"errorMessages": ["no"]}), JiraPermission),
        (Answer(413, "<p>", HTML), TicketValidation),
        (Answer(400, {"errorMessages": ["Invalid request payload."]}), TicketValidation),
        (Answer(429, "", {"Retry-After": "3600"}), JiraRateLimit),
    ],
)
def test_a_refused_batch_fails_for_each_ticket(answer, kind):
    with ScriptedServer(answer) as server:
        created = jira(server.url).bulk_create([TICKET, TICKET], "PROJ")
        assert [type(item.error) for item in created] == [kind, kind]
        assert not any(item.unknown for item in created)


def test_results_are_matched_by_their_number():
    errors = [
        {"status": 400, "failedElementNumber": 0, "elementErrors": {"errors": {"a": "Bad."}}},
        {"status": 400, "failedElementNumber": 2, "elementErrors": {"errorMessages": ["No."]}},
    ]
    issues = [{"id": "7", "key": "PROJ-7"}, {"id": "8", "key": "PROJ-8"}]
    with ScriptedServer(Answer(201, {"issues": issues, "errors": errors})) as server:
        created = jira(server.url).bulk_create([TICKET] * 4, "PROJ")
    assert [item.key for item in created] == ["", "PROJ-7", "", "PROJ-8"]
    assert [str(created[at].error) for at in (0, 2)] == ["a: Bad.", "No."]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(201, {"issues": [{"id": "7", "key": "PROJ-7"}], "errors": []}),
        Answer(201, {"issues": [], "errors": [{"failedElementNumber": 5}]}),
        Answer(201, {"issues": [], "errors": "many"}),
        Answer(201, {"issues": [{}, {}], "errors": [{"failedElementNumber": 0}] * 2}),
    ],
)
def test_a_result_that_does_not_add_up_is_unknown(answer):
    with ScriptedServer(answer) as server:
        created = jira(server.url).bulk_create([TICKET] * 3, "PROJ")
    assert [item.unknown for item in created] == [True] * 3


def test_a_login_that_fails_for_all_is_raised_and_for_some_is_told():
    made = {"issues": [{"id": f"{at}", "key": f"PROJ-{at}"} for at in range(50)], "errors": []}
    with ScriptedServer(always=Answer(401)) as server, pytest.raises(JiraAuth):
        jira(server.url).bulk_create([TICKET] * 60, "PROJ")
    with ScriptedServer(Answer(401), always=Answer(201, made)) as server:
        created = jira(server.url).bulk_create([TICKET] * 100, "PROJ")
    assert sorted(bool(item.key) for item in created) == [False] * 50 + [True] * 50


@pytest.mark.parametrize("answer", [Answer(drop=True), Answer(500, "", HTML)])
def test_an_edit_is_sent_once(answer):
    with ScriptedServer(answer, always=OK) as server:
        with pytest.raises(JiraConnection) as caught:
            jira(server.url).update_issue(JiraUpdate("PROJ-1", {"title": "x"}))
        assert caught.value.context["unknown"] is True
        assert [seen.method for seen in server.seen] == ["PUT"]


THERE = Answer(200, {"id": "10", "key": "P-1", "fields": {"summary": "there"}})


@pytest.mark.parametrize("answer", [Answer(200, "<html>", HTML), Answer(200, "{nonsense")])
def test_an_edit_whose_answer_is_no_data_was_done_and_is_read_back(answer):
    with ScriptedServer(answer, THERE) as server:
        after = jira(server.url).update_issue(JiraUpdate("P-1", {"title": "there"}))
        assert after.fields["title"] == "there"
        assert [seen.method for seen in server.seen] == ["PUT", "GET"]


def test_an_edit_that_cannot_be_read_back_is_not_called_failed():
    with ScriptedServer(Answer(204), Answer(401)) as server:
        [error] = jira(server.url).bulk_update([JiraUpdate("P-1", {"title": "there"})])
    assert isinstance(error, JiraAuth)
    assert error.context["unknown"] is True


STEPS = Answer(200, {"transitions": [{"id": "4", "name": "Go", "to": {"name": "Done"}}]})


@pytest.mark.parametrize(
    ("fields", "script", "unknown"),
    [
        ({"title": "x", "status": "Done"}, [STEPS, THERE, Answer(409)], True),
        ({"title": "x", "status": "Done"}, [STEPS, Answer(409)], None),
        ({"status": "Done"}, [STEPS, Answer(409)], None),
        ({"status": "Done"}, [STEPS, Answer(204), Answer(403)], True),
    ],
)
def test_an_edit_of_two_steps_says_where_one_was_done(fields, script, unknown):
    with ScriptedServer(*script) as server, pytest.raises(TicketrError) as caught:
        jira(server.url).update_issue(JiraUpdate("P-1", fields))
    assert caught.value.context.get("unknown") is unknown


def page(*ids, token=None):
    issues = [{"id": str(i), "key": f"P-{i}", "fields": {"summary": str(i)}} for i in ids]
    more = {"nextPageToken": token, "isLast": False} if token else {"isLast": True}
    return Answer(200, {"issues": issues, **more})


def search(*script):
    got: list[str] = []
    with ScriptedServer(*script) as server:
        try:
            got.extend(issue.id for issue in jira(server.url).search_all("project = P"))
        except TicketrError as error:
            return got, error, server.seen
        return got, None, server.seen


def test_pages_are_followed_by_token_and_tickets_told_once():
    got, error, seen = search(page(1, 2, token="a"), page(token="b"), page(2, 3))
    assert (got, error) == (["1", "2", "3"], None)
    assert [item.body.get("nextPageToken") for item in seen] == [None, "a", "b"]
    assert {"summary", "issuetype", "parent", "updated"} <= set(seen[0].body["fields"])
    assert seen[0].body["properties"] == ["ticketr"]


def test_a_search_may_end_by_leaving_out_the_token():
    got, error, _ = search(Answer(200, {"issues": [{"id": "1", "key": "P-1", "fields": {}}]}))
    assert (got, error) == (["1"], None)


def test_a_token_that_comes_again_is_an_error():
    got, error, _ = search(page(1, token="a"), page(2, token="b"), page(3, token="a"))
    assert isinstance(error, JiraConnection)
    assert "again and again" in error.message
    assert got == ["1", "2", "3"]


def test_a_page_that_cannot_be_had_is_an_error():
    got, error, _ = search(page(1, token="a"), *[Answer(500, "", HTML)] * 5)
    assert got == ["1"]
    assert isinstance(error, JiraConnection)


@pytest.mark.parametrize("body", [[], {"issues": "none"}, {"issues": [1]}, {}, None])
def test_a_page_that_is_none_is_an_error(body):
    _, error, _ = search(Answer(200, body))
    assert isinstance(error, JiraConnection)


def test_an_empty_answer_is_believed_to_a_login_that_works():
    got, error, seen = search(page(), OK)
    assert (got, error) == ([], None)
    assert seen[-1].path == "/rest/api/3/myself"
    _, error, _ = search(page(), Answer(401))
    assert isinstance(error, JiraAuth)
    with ScriptedServer(page(), Answer(401)) as server, pytest.raises(JiraAuth):
        jira(server.url).search("project = P")


def test_a_ticket_that_cannot_be_read_does_not_stop_the_others():
    answer = page(1, 3)
    answer.body["issues"].insert(1, {"id": "2", "key": "P-2", "fields": ["odd"]})
    with ScriptedServer(answer) as server:
        found = list(jira(server.url).search_all("project = P"))
    assert [(issue.key, issue.error is None) for issue in found] == [
        ("P-1", True),
        ("P-2", False),
        ("P-3", True),
    ]
    assert found[1] == JiraIssue({}, "2", "P-2", error=found[1].error)
    assert "What Jira sends of P-2 cannot be read (" in found[1].error.message


def test_ids_are_followed_by_token_and_told_once():
    with ScriptedServer(page(1, 2, token="a"), page(2, 3)) as server:
        assert list(jira(server.url).search_ids("project = P")) == ["1", "2", "3"]
        assert [item.body["fields"] for item in server.seen] == [["id"], ["id"]]
    with ScriptedServer(page(), Answer(401)) as server, pytest.raises(JiraAuth):
        list(jira(server.url).search_ids("project = P"))


def test_a_list_that_ends_too_early_is_an_error():
    first = {"values": [{"id": "1", "key": "A", "name": "A"}], "isLast": False}
    second = {"values": [], "isLast": False}
    answers = (Answer(200, first), Answer(200, second))
    with (
        ScriptedServer(*answers) as server,
        pytest.raises(JiraConnection, match="before its last page"),
    ):
        jira(server.url).get_projects()


def test_a_list_that_is_none_is_an_error():
    with (
        ScriptedServer(Answer(200, [])) as server,
        pytest.raises(JiraConnection, match="not a list"),
    ):
        jira(server.url).get_projects()


def test_five_requests_at_most_and_really_five():
    with ScriptedServer(always=Answer(204, delay=0.05)) as server:
        remote = client(server.url)
        all_of(lambda at: remote.send("PUT", f"/{at}", body={}), range(20))
        all_of(
            lambda at: all_of(lambda n: remote.send("PUT", f"/{at}/{n}", body={}), range(4)),
            range(4),
        )
        assert len(server.seen) == 36
        assert server.most_in_flight == 5


def test_connections_are_kept():
    with ScriptedServer(always=OK) as server:
        remote = client(server.url)
        for _ in range(20):
            remote.get("/x")
        assert server.connections == 1


LEAKY = [
    Answer(400, {"errorMessages": [f"You sent {TOKEN}"], "errors": {"a": TOKEN}}),
    Answer(403, {"message": f"Bearer {TOKEN}"}),
    Answer(500, f"<h1>{TOKEN}</h1>", HTML),
    Answer(200, f"<h1>{TOKEN}</h1>", HTML),
    Answer(302, "", {"Location": f"https://x.example/?token={TOKEN}"}),
    Answer(drop=True),
    Answer(401, {"errorMessages": [TOKEN]}),
]


@pytest.mark.parametrize("answer", LEAKY)
def test_the_token_is_in_no_error_and_no_log(answer, caplog):
    caplog.set_level(logging.DEBUG)
    with ScriptedServer(always=answer) as server:
        remote = jira(server.url)
        coded = remote._client._login.removeprefix("Basic ")
        errors: list[TicketrError] = []
        for act in (
            remote.validate_connection,
            lambda: remote.create_issue(TICKET, "PROJ"),
            lambda: list(remote.search_all("project = P")),
        ):
            try:
                act()
            except TicketrError as caught:
                errors.append(caught)
        if answer.status != 401:
            errors += [item.error for item in remote.bulk_create([TICKET], "PROJ") if item.error]
        assert len(errors) >= 3
        text = repr(remote) + repr(remote._client) + repr(Credentials("a", TOKEN)) + caplog.text
        for error in errors:
            text += repr(error) + str(error.as_dict()) + repr(error.context)
            text += "".join(traceback.format_exception(error))
    assert TOKEN not in text
    assert coded not in text


def test_a_proxy_is_used_where_the_environment_names_one():
    with ScriptedServer(always=OK) as proxy:
        address = proxy.url.removeprefix("http://")
        environ = {"HTTP_PROXY": f"http://me:pw@{address}", "no_proxy": "spared.example"}
        remote = jira("http://jira.example/jira", environ=environ)
        assert remote.validate_connection().account == "a1"
        [seen] = proxy.seen
        assert seen.path == "http://jira.example/jira/rest/api/3/myself"
        assert seen.headers["proxy-authorization"] == "Basic bWU6cHc="


def test_a_proxy_that_is_not_there_is_named_as_such():
    environ = {"https_proxy": "http://me:pw@127.0.0.1:9"}
    with pytest.raises(JiraConnection, match="The proxy cannot be reached") as caught:
        jira("https://jira.example", environ=environ).validate_connection()
    assert "pw" not in "".join(traceback.format_exception(caught.value))
