"""The glossary, and words that never stand in the tree."""

from __future__ import annotations

import ast
import io
import re
import tokenize

import pytest

from tests.house.tree import ROOT, python_files, shown, syntax_of, text_of, tracked

BANNED_MODULES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "misc",
    "impl",
}
SPEC_FOLDERS = {"tests/helpers"}  # the specification's tree has it


def test_no_module_has_a_name_that_says_nothing():
    named = [
        shown(path)
        for path in python_files("src", "tests", "scripts")
        for part in path.relative_to(ROOT).with_suffix("").parts
        if part in BANNED_MODULES and not shown(path).startswith(tuple(SPEC_FOLDERS))
    ]
    assert named == []


# "issue" is Jira's word. Outside the Jira adapter and the sandbox it stands in names that the specification fixes,
# in Jira's own field ids and addresses, and, in the rooms that speak the JiraClient port, as the name of a variable
# that holds a JiraIssue. No text that people read says it.
JIRA_ROOMS = ("src/ticketr/adapters/jira/", "src/jira_sandbox/")
PORT_ROOMS = ("src/ticketr/ports/", "src/ticketr/application/")
FIXED = re.compile(
    r"IssueType|JiraIssue|get_issue_types|issue_types?|(?:create|update|get|delete|search)_issues?"
)
FIELD_IDS = re.compile(r"issuetype|issuelinks|issue ?type|issues?|\S*/issue\S*", re.IGNORECASE)


def names_of(node):
    """The identifiers that a node brings in or uses."""
    for attribute in ("id", "attr", "arg", "name", "asname"):
        value = getattr(node, attribute, None)
        if isinstance(value, str):
            yield value


def wrong_name(name, where):
    """Whether an identifier says "issue" where it may not."""
    if "issue" not in name.lower() or FIXED.fullmatch(name):
        return False
    return not (where.startswith(PORT_ROOMS) and name in {"issue", "issues"})


def wrong_text(text):
    """Whether a text says "issue" in a sentence, rather than being an id or an address of Jira's."""
    return bool(re.search(r"\bissues?\b", text, re.IGNORECASE)) and not FIELD_IDS.fullmatch(text)


def said_in(path):
    where = shown(path)
    for node in ast.walk(syntax_of(path)):
        if any(wrong_name(name, where) for name in names_of(node)):
            yield f"{where}:{getattr(node, 'lineno', 0)}"
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and wrong_text(node.value)
        ):
            yield f"{where}:{node.lineno}: {node.value[:60]!r}"
    for number, comment in comments(path):
        if wrong_text(comment):
            yield f"{where}:{number}: {comment}"


def test_issue_is_said_only_where_jira_is_spoken():
    said = [
        line
        for path in python_files("src")
        if not shown(path).startswith(JIRA_ROOMS)
        for line in said_in(path)
    ]
    assert said == []


def test_the_check_of_words_sees_them():
    assert wrong_name("issue", "src/ticketr/cli/x.py")
    assert wrong_name("issue_count", "src/ticketr/application/x.py")
    assert not wrong_name("issue", "src/ticketr/application/x.py")
    assert wrong_text("This issue is gone.")
    assert not wrong_text("/rest/api/3/issue/bulk")


def test_classes_have_no_names_that_say_nothing():
    empty = re.compile(r"(Impl|Helper|Utils?|Manager)$")
    fixed = {"CredentialManager"}
    named = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in python_files("src")
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.ClassDef) and empty.search(node.name) and node.name not in fixed
    ]
    assert named == []


OPEN_END = re.compile(
    r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b(?!-)"
)


def comments(path):
    for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_no_open_ends_are_committed():
    left = [
        f"{shown(path)}:{number}"
        for path in python_files("src", "tests", "scripts")
        for number, comment in comments(path)
        if OPEN_END.search(comment)
    ]
    assert left == []


# Written in pieces so that this file does not hold them.
NOBODY = "(?!(?:a|ann|user|you|me)\\b)"  # the names of people in examples
MACHINE = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["ro" + "ot", "wo" + "rk"]) + r")/\w"
    rf"|/(?:home|Users)/{NOBODY}\w+/"
    rf"|[A-Z]:\\Users\\{NOBODY}\w"
)
INDEX = re.compile(
    "|".join(
        [
            r"--(?:extra-)?index-" + r"url[= ]\S*://",
            r"pypi\." + "org",
            r"files\.python" + "hosted",
            r"https?://[^\s/]*(?:artifactory|nexus|devpi|artifacts)\b",
            r"registry\.npm" + "js",
            "(?:PIP|UV|DEFAULT)_" + "INDEX",
        ]
    ),
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("what", "pattern"), [("a path of one machine", MACHINE), ("a package index", INDEX)]
)
def test_no_file_names(what, pattern):
    found = [
        f"{shown(path)}:{number} names {what}: {hit.group()}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if (hit := pattern.search(line))
    ]
    assert found == []
