"""Queries and what they find, worked out by hand from Atlassian's documentation of JQL over `jql_scene`.

The words of the errors and the places of empty values are those of Jira's own functional tests.
"""

from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.integration.sandbox.jql_scene import play

ALL = "1 2 3 4 5 6 B"


@pytest.fixture(scope="module")
def scene():
    with Sandbox() as jira:
        played = play(jira)
        yield played
        played.robin.pool.close()
        played.ada.pool.close()


def keys(numbers: str) -> list[str]:
    return ["BACK-1" if n == "B" else f"DEMO-{n}" for n in numbers.split()]


FOUND = [
    # projects, keys, ids
    ("project = DEMO", "1 2 3 4 5 6"),
    ("project = 'Demo'", "1 2 3 4 5 6"),
    ("project != DEMO", "B"),
    ("project IN (DEMO, BACK)", ALL),
    ("project NOT IN (DEMO)", "B"),
    ("project IS EMPTY", ""),
    ("project IS NOT EMPTY AND project = BACK", "B"),
    ("project = EMPTY", ""),
    ("projectType = software AND project = BACK", "B"),
    ("category IS EMPTY AND project = BACK", "B"),
    ("key = DEMO-3", "3"),
    ("key = demo-3", "3"),
    ("issue IN (DEMO-1, BACK-1)", "1 B"),
    ("key != DEMO-3 AND project = DEMO", "1 2 4 5 6"),
    ("key NOT IN (DEMO-1, DEMO-2, DEMO-3)", "4 5 6 B"),
    ("key > DEMO-4", "5 6"),
    ("key >= DEMO-4 AND key <= DEMO-5", "4 5"),
    ("id = 10002", "3"),
    ("key = EMPTY", ""),
    ("parent = DEMO-1", "2"),
    ("parent IN (DEMO-1, DEMO-2)", "2 4"),
    ("parent != DEMO-1", "4"),
    ("parent IS EMPTY", "1 3 5 6 B"),
    ("parent IS NOT EMPTY", "2 4"),
    ("'Epic Link' = DEMO-1", "2"),
    # types, statuses, priorities, resolutions
    ("issuetype = Bug", "3"),
    ("type IN (Bug, Epic)", "1 3"),
    ("type != Task", "1 2 3 4"),
    ("issuetype IN standardIssueTypes() AND type != Epic AND type != Task", "2 3"),
    ("issuetype IN subTaskIssueTypes()", "4"),
    ("issuetype NOT IN subTaskIssueTypes() AND project = BACK", "B"),
    ("type IS EMPTY", ""),
    ("hierarchyLevel = 1", "1"),
    ("hierarchyLevel < 0", "4"),
    ("hierarchyLevel >= 0 AND labels IS NOT EMPTY", "2 3 5"),
    ("hierarchyLevel IN (-1, 1)", "1 4"),
    ("status = 'In Progress'", "1 2"),
    ("status != 'To Do'", "1 2 5"),
    ("status IN ('In Progress', Done)", "1 2 5"),
    ("status NOT IN (Done, 'To Do')", "1 2"),
    ("status IS EMPTY", ""),
    ("NOT status = Done AND project = BACK", "B"),
    ("statusCategory = Done", "5"),
    ("statusCategory = 'In Progress'", "1 2"),
    ("statusCategory != 'To Do'", "1 2 5"),
    ("statusCategory IN (new, done)", "3 4 5 6 B"),
    ("statusCategoryChangedDate >= startOfDay()", "5 6 B"),
    ("priority = High", "1"),
    ("priority > High", "2 6"),
    ("priority >= High", "1 2 6"),
    ("priority < Medium", "3 4"),
    ("priority <= Medium AND project = DEMO", "3 4 5"),
    ("priority IN (Low, Lowest)", "3 4"),
    ("priority IS EMPTY", ""),
    ("resolution = Unresolved", "1 2 3 4 6 B"),
    ("resolution = EMPTY", "1 2 3 4 6 B"),
    ("resolution != Unresolved", "5"),
    ("resolution = Done", "5"),
    ("resolution != Done", ""),
    ("resolution != Duplicate", "5"),
    ("resolution IN (Unresolved, Done) AND type = Task", "5 6 B"),
    ("resolution < Duplicate", "5"),
    ("resolution > Duplicate", ""),
    ("resolution <= Done", "5"),
    ("resolved >= -1d", "5"),
    ("resolutiondate IS EMPTY AND type = Task", "6 B"),
    # people
    ("assignee = currentUser()", "1 2"),
    ("assignee != currentUser()", "5 B"),
    ("assignee IN (currentUser(), 'Ada Moreau')", "1 2 B"),
    ("assignee NOT IN (currentUser())", "5 B"),
    ("assignee IS EMPTY", "3 4 6"),
    ("assignee IS NOT EMPTY", "1 2 5 B"),
    ("assignee = EMPTY OR assignee = 'kim@example.com'", "3 4 5 6"),
    ("assignee IN (EMPTY, 'Kim Nguyen')", "3 4 5 6"),
    ("assignee NOT IN (EMPTY, 'Kim Nguyen')", "1 2 B"),
    ("NOT assignee = currentUser()", "5 B"),
    ("NOT assignee IS EMPTY", "1 2 5 B"),
    ("reporter = 'Ada Moreau'", "4 B"),
    ("creator != currentUser()", "4 B"),
    ("voter = 'Ada Moreau'", "3"),
    ("voter IS NOT EMPTY", "3"),
    ("votes >= 1", "3"),
    ("votes = 0 AND project = BACK", "B"),
    ("watcher = currentUser()", "1 2 3 5 6"),
    ("watcher IN ('Ada Moreau')", "4 B"),
    ("Reviewer = 'Ada Moreau'", "B"),
    ("Reviewer IS EMPTY AND project = BACK", ""),
    # lists
    ("labels = card", "2 3"),
    ("labels = money", "2 5"),
    ("labels IN (card, nothing)", "2 3"),
    ("labels != card", "5"),
    ("labels NOT IN (card)", "5"),
    ("labels NOT IN (card) OR labels IS EMPTY", "1 4 5 6 B"),
    ("labels = card AND labels = money", "2"),
    ("labels = nothing", ""),
    ("labels IS EMPTY", "1 4 6 B"),
    ("NOT labels IN (card, money)", ""),
    ("component = API", "2 3"),
    ("component = API AND component = Backend", "3"),
    ("component != Backend", "2"),
    ("component IS EMPTY AND project = BACK", "B"),
    ("fixVersion = '2.0.0'", "2 5"),
    ("fixVersion = 2.0.0", "2 5"),
    ("fixVersion != '2.0.0'", "3 B"),
    ("fixVersion < '2.0.0'", "3 B"),
    ("fixVersion <= '1.1.0'", "3 B"),
    ("fixVersion > '1.0.0'", "2 5 B"),
    ("fixVersion >= '2.0.0'", "2 5"),
    ("fixVersion IN ('1.0.0', '1.1.0')", "3 B"),
    ("fixVersion IN releasedVersions()", "3"),
    ("fixVersion IN unreleasedVersions(DEMO)", "2 5"),
    ("fixVersion = earliestUnreleasedVersion(BACK)", "B"),
    ("affectedVersion = latestReleasedVersion(DEMO)", "3"),
    ("affectedVersion IS EMPTY AND labels = card", "2"),
    ("sprint = 23", "2 4"),
    ("sprint = 'Sprint 24'", "5"),
    ("sprint IN openSprints()", "2 4"),
    ("sprint IN futureSprints()", "5"),
    ("sprint NOT IN openSprints()", "5"),
    ("sprint IN (openSprints(), futureSprints())", "2 4 5"),
    ("sprint IS EMPTY", "1 3 6 B"),
    ("Team = Platform", "2 5"),
    ("Team[Dropdown] = Platform", "2 5"),
    ('"Team[Dropdown]" = Data', "3"),
    ("Team != Platform", "3"),
    ("cf[10031] IN (Data, Platform)", "2 3 5"),
    ("Platforms = Web AND Platforms = API", "B"),
    # numbers and durations
    ("'Story Points' = 5", "2"),
    ("'Story Points[Number]' > 2", "2 6"),
    ("'Story Points' >= 2 AND 'Story Points' < 8", "2 3"),
    ("'Story Points' != 5", "3 6"),
    ("'Story Points' NOT IN (2, 5)", "6"),
    ("'Story Points' IS EMPTY AND type = Task", "5 B"),
    ("originalEstimate = 2h", "2"),
    ("originalEstimate = 120", "2"),
    ("originalEstimate >= 1d", ""),
    ("remainingEstimate < 90m", "2"),
    ("timeSpent = 1h", "2"),
    ("timeSpent IS EMPTY AND project = BACK", "B"),
    ("workRatio = 50", "2"),
    ("workRatio IS EMPTY AND labels = card", "3"),
    # words
    ("summary ~ card", "2 3"),
    ("summary ~ 'card pay'", "2"),
    ("summary ~ 'ref*'", "3 5"),
    ("summary ~ 'ca?d'", "2 3"),
    ("summary ~ '\"by card\"'", "2"),
    ("summary ~ '\"card by\"'", ""),
    ("summary ~ refuse", "3"),
    ("summary ~ größe", "6"),
    ("summary !~ card AND project = DEMO", "1 4 5 6"),
    ("description ~ visa", "2"),
    ("description ~ EMPTY AND labels IS NOT EMPTY", "3 5"),
    ("description IS NOT EMPTY", "1 2"),
    ("environment ~ safari", "3"),
    ("comment ~ production", "5"),
    ("comment !~ production AND key IN (DEMO-3, DEMO-5)", "3"),
    ("text ~ safari", "3"),
    ("text ~ pay", "1 2"),
    ("text ~ 'acme OR visa'", "2 B"),
    ("safari", "3"),
    ("Customer ~ acme", "B"),
    # dates, in the zone of New York
    ("created >= '2026-03-07'", "3 4 5 6 B"),
    ("created < '2026-02-01'", "1 2"),
    ("created < '2026/02/01 00:00'", "1 2"),
    ("created >= '2026-01-31 23:30' AND created < '2026-01-31 23:31'", "2"),
    ("created = '2026-03-09 12:00'", "5"),
    ("created > '2026-03-09 12:00' AND created < '2026-03-10'", "5"),
    ("created <= '2026-03-09 12:00' AND created > '2026-03-08'", "4"),
    ("created != '2026-03-09 12:00' AND project = DEMO", "1 2 3 4 6"),
    ("created >= -15m", "6"),
    ("created > -15m", ""),
    ("created >= -1d", "5 6 B"),
    ("created >= '-24h'", "5 6 B"),
    # Three days are 72 hours, though one of the days had 23.
    ("created >= -3d", "3 4 5 6 B"),
    ("created >= -72h", "3 4 5 6 B"),
    ("created >= '-2d 23h 20m'", "4 5 6 B"),
    ("created >= -1w", "3 4 5 6 B"),
    ("created < -8w", "1"),
    ("created < '-4w 2d'", "1 2"),
    ("created >= startOfDay()", "6 B"),
    ("created < startOfDay() AND created >= startOfDay(-1)", "5"),
    ("created >= startOfDay('-2d') AND created <= endOfDay('-2d')", "4"),
    ("created >= startOfDay(-3d) AND created < startOfDay(-2d)", "3"),
    ("created >= startOfDay('-3d') AND created < startOfDay('-3d') ", ""),
    ("created >= startOfWeek()", "4 5 6 B"),
    ("created >= startOfWeek(-1) AND created <= endOfWeek(-1)", "3"),
    ("created >= startOfMonth()", "3 4 5 6 B"),
    ("created < startOfMonth(-1)", "1 2"),
    ("created >= startOfMonth('-1M') AND created < startOfMonth()", ""),
    ("created >= startOfYear() AND created <= endOfMonth('-2')", "1 2"),
    ("created >= startOfYear('-1y') AND created < startOfYear()", ""),
    ("created <= endOfYear() AND project = BACK", "B"),
    ("created > now()", ""),
    ("created IS EMPTY", ""),
    ("updated >= '2026-03-10 06:00'", "5 6"),
    ("updated < startOfDay()", "1 3 4"),
    ("created IN ('2026-01-05 10:00', '2026-03-10 00:30')", "1 B"),
    ("created NOT IN ('2026-01-05 10:00') AND type = Epic", ""),
    ("due = '2026-03-10'", "3"),
    ("due <= '2026/03/10'", "3 5"),
    ("due < now()", "5"),
    ("due <= 5d", "2 3 5"),
    ("due < 5d", "3 5"),
    ("due >= startOfMonth('+14d')", "2"),
    ("due < endOfMonth('+15d') AND due > endOfMonth(-1)", "2 3"),
    ("due != '2026-03-10'", "2 5"),
    ("due IS EMPTY", "1 4 6 B"),
    ("due < now() OR due IS EMPTY", "1 4 5 6 B"),
    ("'Go-live' >= '2026-03-12 04:00'", "B"),
    ("'Go-live' > '2026-03-12 04:01'", ""),
    ("lastViewed IS EMPTY AND project = BACK", "B"),
    # the past
    ("status WAS 'In Progress'", "1 2 5"),
    ("status WAS NOT 'In Progress'", "3 4 6 B"),
    ("status WAS IN ('In Progress', Done)", "1 2 5"),
    ("status WAS NOT IN ('In Progress', Done)", "3 4 6 B"),
    ("NOT status WAS 'In Progress'", "3 4 6 B"),
    ("status WAS 'To Do' BEFORE '2026-02-01'", "1 2"),
    ("status WAS 'In Progress' ON '2026-03-09'", "1 2 5"),
    ("status WAS 'In Progress' DURING ('2026-03-01', '2026-03-08')", "1"),
    ("status WAS 'In Progress' BY 'Ada Moreau'", "2"),
    ("status CHANGED", "1 2 5"),
    ("status CHANGED TO Done", "5"),
    ("status CHANGED FROM 'To Do' TO 'In Progress' AFTER '2026-03-01'", "2 5"),
    ("status CHANGED AFTER startOfDay()", "5"),
    ("status CHANGED BEFORE startOfYear(1M)", "1"),
    ("status CHANGED ON '2026-03-09'", "2 5"),
    ("status CHANGED BY 'Ada Moreau'", "2"),
    ("status CHANGED DURING (startOfDay(-1), endOfDay(-1)) BY currentUser()", "5"),
    ("NOT status CHANGED AND project = DEMO", "3 4 6"),
    ("assignee WAS 'Ada Moreau'", "2 B"),
    ("assignee WAS 'Ada Moreau' AND assignee != 'Ada Moreau'", "2"),
    ("assignee CHANGED TO currentUser()", "2"),
    ("assignee WAS EMPTY", "3 4 6"),
    ("priority WAS High", "1 5"),
    ("priority WAS High BEFORE '2026-03-09 14:00' AND type = Task", "5"),
    ("priority CHANGED FROM High TO Medium BY 'Ada Moreau'", "5"),
    ("priority CHANGED FROM Medium TO Low", ""),
    ("fixVersion WAS '1.1.0'", "5 B"),
    ("fixVersion CHANGED TO '2.0.0'", "5"),
    ("resolution CHANGED TO Done AFTER -1d", "5"),
    # functions that stand for issues
    ("issue IN linkedIssues(DEMO-2)", "5"),
    ("issue IN linkedIssues('DEMO-5', 'is blocked by')", "2"),
    ("issue IN linkedIssues(DEMO-5, 'blocks')", ""),
    ("issueLinkType = Blocks", "2 5"),
    ("issueLinkType = blocks", "2 5"),
    ("issueLinkType = 'is blocked by'", "5"),
    ("issueLinkType IS EMPTY AND type = Task", "6 B"),
    ("issue IN watchedIssues() AND type = Bug", "3"),
    ("issue IN votedIssues()", ""),
    ("issue IN updatedBy('ada@example.com', '-12h')", "B"),
    ("worklogAuthor = currentUser()", "2"),
    ("worklogDate = '2026-03-09'", "2"),
    ("worklogDate < '2026-03-09'", ""),
    # logic
    ("type = Bug OR type = Epic AND project = BACK", "3"),
    ("(type = Bug OR type = Epic) AND project = DEMO", "1 3"),
    ("NOT (labels = card OR labels = money)", ""),
    ("NOT (type = Task AND project = DEMO) AND type = Task", "B"),
    ("project = DEMO && !(type = Bug || type = Task)", "1 2 4"),
    ("project = DEMO AND NOT NOT type = Bug", "3"),
    ("\tproject\n=\nDEMO and TYPE=bug", "3"),
]  # fmt: skip


def test_there_are_enough():
    assert len(FOUND) >= 200
    assert len({jql for jql, _ in FOUND}) == len(FOUND)


@pytest.mark.parametrize(("jql", "numbers"), FOUND, ids=[jql for jql, _ in FOUND])
def test_what_a_query_finds(scene, jql, numbers):
    assert sorted(scene.robin.find(jql)) == sorted(keys(numbers))


@pytest.mark.parametrize(
    ("jql", "numbers"),
    [
        ("created >= startOfMonth(-1) AND created < startOfMonth()", "2"),
        ("created >= '2026-02-01 05:30' AND created < '2026-02-01 05:31'", "2"),
        ("created >= startOfDay()", "6 B"),
        ("created < '2026-03-10 05:31' AND created >= '2026-03-10'", "B"),
        ("assignee = currentUser()", "B"),
        ("'Go-live' = '2026-03-12 09:00'", "B"),
        ("updated >= '2026-03-08 04:30' AND updated < '2026-03-08 04:31'", "3"),
    ],
)
def test_dates_are_read_in_berlin_for_ada(scene, jql, numbers):
    assert sorted(scene.ada.find(jql)) == sorted(keys(numbers))


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("key ASC", "B 1 2 3 4 5 6"),
        ("key", "B 1 2 3 4 5 6"),
        ("key DESC", "6 5 4 3 2 1 B"),
        ("project, key", "B 1 2 3 4 5 6"),
        ("project DESC, key", "1 2 3 4 5 6 B"),
        ("created", "6 B 5 4 3 2 1"),
        ("created ASC", "1 2 3 4 5 B 6"),
        ("updated DESC", "6 5 2 B 4 3 1"),
        ("priority", "6 2 1 B 5 3 4"),
        ("priority DESC, key DESC", "6 2 1 5 B 3 4"),
        ("priority ASC, key ASC", "4 3 B 5 1 2 6"),
        # Empty values: last upwards, first downwards; dates go downwards unless told.
        ("due ASC, key ASC", "5 3 2 B 1 4 6"),
        ("due DESC, key ASC", "B 1 4 6 2 3 5"),
        ("due, key ASC", "B 1 4 6 2 3 5"),
        ("assignee ASC, key ASC", "B 5 1 2 3 4 6"),
        ("assignee DESC, key ASC", "3 4 6 1 2 5 B"),
        ("'Story Points', key", "3 2 6 B 1 4 5"),
        ("'Story Points' DESC, key", "B 1 4 5 6 2 3"),
        ("fixVersion ASC, key ASC", "3 B 2 5 1 4 6"),
        ("resolved DESC, key ASC", "B 1 2 3 4 6 5"),
        ("resolution ASC, key DESC", "5 6 4 3 2 1 B"),
        ("summary ASC", "3 B 2 1 6 5 4"),
        ("status ASC, key ASC", "B 3 4 6 1 2 5"),
        ("status, key ASC", "5 1 2 B 3 4 6"),
        ("votes, key ASC", "3 B 1 2 4 5 6"),
        ("originalEstimate ASC, key ASC", "2 B 1 3 4 5 6"),
        ("statusCategory ASC, priority DESC, created ASC", "6 B 3 4 2 1 5"),
    ],
)
def test_the_order_of_what_is_found(scene, order, numbers):
    assert scene.robin.find(f"project IN (DEMO, BACK) ORDER BY {order}") == keys(numbers)


def test_a_text_is_no_order(scene):
    assert scene.robin.find("project = DEMO") == keys("6 5 4 3 2 1")


HERE = "Error in the JQL Query:"
OPERATORS = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'"
DATE = "Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."
SHIFT = "should have the format (+/-)n(yMwdm), for example -1M for 1 month earlier."
REFUSED = [
    ("type = Bug AND project", f"{HERE} Expecting operator before the end of the query. The valid operators are {OPERATORS}."),
    ("project DEMO = 1", f"{HERE} Expecting operator but got 'DEMO'. The valid operators are {OPERATORS}. (line 1, character 9)"),
    ("project =", f"{HERE} Expecting either a value, list or function before the end of the query."),
    ("project = DEMO AND", f"{HERE} Expecting a field name at the end of the query."),
    ("project = DEMO type = Bug", f"{HERE} Expecting either 'OR' or 'AND' but got 'type'. (line 1, character 16)"),
    ("project = DEMO\nAND type = 'Bug", f"{HERE} The quoted string 'Bug' has not been completed. (line 2, character 12)"),
    ("(project = DEMO", f"{HERE} Expecting ')' before the end of the query."),
    ("reporter = a/user/with/slash", f"{HERE} The character '/' is a reserved JQL character. You must enclose it in a string or use the escape '\\u002f' instead. (line 1, character 13)"),
    ("assignee = ada@example.com", f"{HERE} The character '@' is a reserved JQL character. You must enclose it in a string or use the escape '\\u0040' instead. (line 1, character 15)"),
    ("summary ~ select", f"{HERE} 'select' is a reserved JQL word. You must surround it in quotation marks to use it in a query. (line 1, character 11)"),
    ("status is Done", f"{HERE} Expecting either 'EMPTY' or 'NULL' but got 'Done'. You must surround 'Done' in quotation marks to use it as a value. (line 1, character 11)"),
    ("summary ~ 'a\\qb'", f"{HERE} The escape '\\q' is not a valid JQL escape sequence. (line 1, character 13)"),
    ("nope = 1", "Field 'nope' does not exist or you do not have permission to view it."),
    ("project = DEMO ORDER BY nope", "Not able to sort using field 'nope'."),
    ("project = NOPE", "The value 'NOPE' does not exist for the field 'project'."),
    ("project = 666", "A value with ID '666' does not exist for the field 'project'."),
    ("type = Nope", "The value 'Nope' does not exist for the field 'type'."),
    ("status = 666", "A value with ID '666' does not exist for the field 'status'."),
    ("assignee = nobody", "The value 'nobody' does not exist for the field 'assignee'."),
    ("fixVersion = '9.9'", "The value '9.9' does not exist for the field 'fixVersion'."),
    ("component = Nope", "The value 'Nope' does not exist for the field 'component'."),
    ("filter = 10000", "A value with ID '10000' does not exist for the field 'filter'."),
    ("key = NOPE-1", "An issue with key 'NOPE-1' does not exist for field 'key'."),
    ("issue = '10000'", "The issue key '10000' for field 'issue' is invalid."),
    ("id = 666", "A value with ID '666' does not exist for the field 'id'."),
    ("sprint = 999", "Sprint with id '999' does not exist or you do not have permission to view it."),
    ("created > soon", f"Date value 'soon' for field 'created' is invalid. {DATE}"),
    ("updated < '2010/02/35'", f"Date value '2010/02/35' for field 'updated' is invalid. {DATE}"),
    ("created < '09/1/1'", f"Date value '09/1/1' for field 'created' is invalid. {DATE}"),
    ("due < dd", "Date value 'dd' for field 'due' is invalid. Valid formats include: 'YYYY/MM/DD', 'YYYY-MM-DD', or a period format e.g. '-5d', '4w 2d'."),
    ("created > startOfDay('soon')", f"Duration for function 'startOfDay' {SHIFT}"),
    ("originalEstimate = hh", "The value 'hh' for field 'originalEstimate' is invalid. Please specify a positive duration format; for example: '1h 30m', '2d'."),
    ("votes = '-3'", "Value '-3' is invalid for the 'votes' field. Votes must be a positive whole number."),
    ("summary ~ ''", "The field 'summary' does not support searching for an empty string."),
    ("summary ~ '*card'", "The text query '*card' for field 'summary' is not allowed to start with '*'."),
    ("comment IS EMPTY", "The field 'comment' does not support searching for EMPTY values."),
    ("text ~ EMPTY", "The field 'text' does not support searching for EMPTY values."),
    ("key IS EMPTY", "The operator 'is' is not supported by the 'key' field."),
    ("summary = card", "The operator '=' is not supported by the 'summary' field."),
    ("summary IN (card)", "The operator 'in' is not supported by the 'summary' field."),
    ("status ~ Done", "The operator '~' is not supported by the 'status' field."),
    ("status > Done", "The operator '>' is not supported by the 'status' field."),
    ("labels ~ card", "The operator '~' is not supported by the 'labels' field."),
    ("created ~ x", "The operator '~' is not supported by the 'created' field."),
    ("created > EMPTY", "Operator '>' does not support the empty value representation 'EMPTY' for field 'created'."),
    ("assignee IN EMPTY", "Operator 'in' does not support the empty value representation 'EMPTY' for field 'assignee'."),
    ("assignee IN currentUser()", "Operator 'in' does not support the non-list value 'currentUser()' for field 'assignee'."),
    ("sprint = openSprints()", "Operator '=' does not support the list value 'openSprints()' for field 'sprint'."),
    ("labels = (card, money)", "Operator '=' does not support the list value '(card, money)' for field 'labels'."),
    ("assignee = nobody()", "Unable to find JQL function 'nobody()'."),
    ("assignee IN nobody()", "Unable to find JQL function 'nobody()'."),
    ("key IN everything(a, b)", "Unable to find JQL function 'everything(a, b)'."),
    ("sprint IN (1, nobody(x))", "Unable to find JQL function 'nobody(x)'."),
    ("created > nobody()", "Unable to find JQL function 'nobody()'."),
    (
        "project IN projectsLeadByUser(stranger)",
        "Function 'projectsLeadByUser' could not find the user 'stranger'.",
    ),
    (
        "project IN projectsWhereUserHasPermission()",
        "Function 'projectsWhereUserHasPermission' expected '1' arguments but received '0'.",
    ),
    ("summary WAS card", "History searches do not support the 'summary' field."),
    ("ORDER BY created DESC", "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."),
    ("", "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."),
]  # fmt: skip


@pytest.mark.parametrize(("jql", "message"), REFUSED, ids=[jql for jql, _ in REFUSED])
def test_what_is_refused_in_which_words(scene, jql, message):
    answer = scene.robin("POST", "search/jql", {"jql": jql})
    assert (answer.status, answer.body) == (400, {"errorMessages": [message], "errors": {}})


def test_a_very_long_query_is_answered(scene):
    many = " OR ".join(["key = DEMO-1", *["labels = card"] * 3000])
    assert sorted(scene.robin.find(many)) == keys("1 2 3")
    listed = ", ".join(f"l{n}" for n in range(5000))
    assert scene.robin.find(
        f"labels IN ({listed}, money) AND project = DEMO ORDER BY key"
    ) == keys("2 5")


def test_data_center_knows_no_bare_words_and_no_empty_parent():
    from tests.integration.sandbox.client import Client, bearer

    with (
        Sandbox(edition="datacenter") as jira,
        (call := Client(jira, bearer(jira.token), "/rest/api/2")).pool,
    ):
        bare = call("POST", "search", {"jql": "safari"})
        assert bare.status == 400
        assert bare.body["errorMessages"][0].startswith(
            f"{HERE} Expecting operator before the end"
        )
        empty = call("POST", "search", {"jql": "parent IS EMPTY"})
        assert empty.body["errorMessages"] == [
            "The operator 'is' is not supported by the 'parent' field."
        ]
        assert call("POST", "search", {"jql": ""}).status == 200
