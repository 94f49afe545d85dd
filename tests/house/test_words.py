"""The glossary, and words that never stand in the tree."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.tree import ROOT, python_files, shown, syntax_of, text_of, tracked

BANNED_MODULES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "impl"}
SPEC_FOLDERS = {"tests/helpers"}  # the specification's tree has it


def test_no_module_has_a_name_that_says_nothing():
    named = [
        shown(path)
        for path in python_files("src", "tests", "scripts")
        for part in path.relative_to(ROOT).with_suffix("").parts
        if part in BANNED_MODULES and not shown(path).startswith(tuple(SPEC_FOLDERS))
    ]
    assert named == []


# "issue" is Jira's word. Outside the Jira adapter it stands only in names that the specification fixes, in the
# JSON that Jira sends, and in the method names of the JiraClient port.
JIRA_ROOMS = ("src/ticketr/adapters/jira/", "src/jira_sandbox/")
FIXED = re.compile(
    r"IssueType|JiraIssue|issue_types?\b|issuelinks|issuetype|SearchIssues|search_issues"
    r"|\b(?:create|update|get|delete|transition)_issues?\b"
    r"|\bissues\b(?=: tuple\[JiraIssue)|\.issues\b|\bissues=|\bissue: JiraIssue|issues: Sequence\[JiraIssue"
)


def words_of(path):
    """The names in the code, and its texts without f-string internals: what a reader meets."""
    for number, line in enumerate(text_of(path).splitlines(), 1):
        if re.search("issue", FIXED.sub("", line), re.IGNORECASE):
            yield f"{shown(path)}:{number}: {line.strip()}"


def test_issue_is_said_only_where_jira_is_spoken():
    said = [
        line
        for path in python_files("src")
        if not shown(path).startswith(JIRA_ROOMS)
        for line in words_of(path)
    ]
    assert said == []


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


OPEN_END = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b(?!-)")


def test_no_open_ends_are_committed():
    left = [
        f"{shown(path)}:{number}"
        for path in python_files("src", "tests", "scripts")
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if OPEN_END.search(line)
    ]
    assert left == []


# Written in pieces so that this file does not hold them.
MACHINE = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["ro" + "ot", "wo" + "rk", "Us" + "ers"]) + r")/\w"
    r"|/home/(?!ann\b|user\b|you\b)\w+/"
    r"|[A-Z]:\\Users\\"
)
INDEX = re.compile(
    r"--(?:extra-)?index-" + r"url[= ]\S*://|pypi\." + r"org|files\.python" + r"hosted|https?://[^\s/]*"
    r"(?:artifactory|nexus|devpi|artifacts)\b"
    r"|registry\.npm" + r"js|PIP_" + r"INDEX|UV_" + r"INDEX|DEFAULT_" + r"INDEX|find-" + r"links\s*=",
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
