"""Proxies by the environment, and work side by side."""

from __future__ import annotations

import time

import pytest

from ticketr.adapters.jira.network import open_pool, proxy_for
from ticketr.adapters.jira.parallel import all_of, each
from ticketr.adapters.jira.tls import Certificates
from ticketr.errors import JiraConnection

URL = "https://jira.example:8443/jira"


@pytest.mark.parametrize(
    ("environ", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
        ({"https_proxy": "p:1"}, "http://p:1"),
        ({"HTTP_PROXY": "http://p:1"}, None),
        ({"ALL_PROXY": "http://p:1"}, "http://p:1"),
        ({"HTTPS_PROXY": ""}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "jira.example"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "other, .example"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*.example"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "jira.example:8443"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "jira.example:443"}, "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "a.example,,ira.example"}, "http://p:1"),
    ],
)
def test_the_environment_names_the_proxy(environ, proxy):
    assert proxy_for(URL, environ) == proxy


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:1"])
def test_this_machine_needs_no_proxy(host):
    assert proxy_for(f"http://{host}/", {"HTTP_PROXY": "http://p:1"}) is None


def test_a_proxy_that_is_no_address():
    for bad in ("http://me:secret@host:port", "socks5://p:1", "http://[::1"):
        with pytest.raises(JiraConnection, match="is not an address") as caught:
            open_pool(URL, {"HTTPS_PROXY": bad}, 5, Certificates())
        assert "secret" not in str(caught.value)
        assert caught.value.__cause__ is None


def test_results_come_in_order_or_as_they_are():
    assert all_of(str, range(30)) == [str(at) for at in range(30)]
    assert sorted(each(str, range(3))) == [(0, "0"), (1, "1"), (2, "2")]
    assert all_of(str, []) == []


def test_the_first_trouble_is_raised_and_nothing_more_begun():
    begun: list[int] = []

    def work(at):
        begun.append(at)
        if at == 3:
            raise JiraConnection("three")

    with pytest.raises(JiraConnection, match="three"):
        all_of(work, range(10_000))
    assert len(begun) < 10_000


def test_who_stops_listening_stops_the_work():
    begun: list[int] = []

    def work(at):
        begun.append(at)
        time.sleep(0.002)

    for _ in each(work, range(10_000)):
        break
    assert len(begun) < 1_000
