"""What a ticket was: our engine, out of Jira's histories in the store, and the sandbox's, out of its own."""

from urllib.error import HTTPError

import pytest

from jira_sandbox import Sandbox
from tests.integration.jql import past
from tests.integration.jql.conftest import Compared, Refused
from tests.integration.jql.test_same_answers import bounded, same, total
from ticketr.errors import QueryInvalid, QueryOffline


class Site(Compared):
    """Asks either edition."""

    @property
    def person(self) -> str:
        """What an account is called by."""
        return "accountId" if self.jira.edition == "cloud" else "name"

    def theirs(self, jql: str) -> list[str]:
        if self.jira.edition == "cloud":
            return super().theirs(jql)
        body = {"jql": jql, "fields": ["summary"], "maxResults": 500}
        try:
            return [
                item["key"] for item in self.call("POST", "/rest/api/2/search", body)["issues"]
            ]
        except HTTPError as error:
            said = error.read().decode()
            error.close()
            raise Refused(said) from None


@pytest.fixture(scope="module", params=["cloud", "datacenter"])
def place(request, tmp_path_factory):
    with Sandbox(edition=request.param) as jira:
        place = Site(jira, tmp_path_factory.mktemp("past"))
        place.call("POST", "/_sandbox/generate", {"issues": 60, "projects": ["PROJ"], "seed": 7})
        past.change(place)
        place.pull(histories=True)
        yield place
        place.close()


def test_both_engines_know_the_same_past(place):
    queries = [total(jql) for jql in past.queries()]
    assert len(set(queries)) == len(queries) > 60
    assert [jql for jql in queries if not same(place, jql)] == []


def test_the_questions_find_something_and_not_everything(place):
    found = [len(place.ours(total(jql))) for jql in past.queries()]
    everything = len(place.ours(""))
    assert everything == 60
    assert sum(0 < count < everything for count in found) > 30


@pytest.mark.parametrize("jql", past.REFUSED.strip().splitlines())
def test_both_refuse_what_is_no_question(place, jql):
    with pytest.raises(Refused):
        place.theirs(bounded(jql))
    with pytest.raises(QueryInvalid) as ours:
        place.ours(jql)
    assert not isinstance(ours.value, QueryOffline)
