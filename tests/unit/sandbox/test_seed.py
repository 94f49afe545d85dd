from __future__ import annotations

import json
import re

import pytest

from jira_sandbox.planting import plant
from jira_sandbox.seed import SeedError, build, read
from jira_sandbox.site import Site
from jira_sandbox.storage.store import Store

TOML = """
[site]
title = "Ours"
zone = "Asia/Tokyo"

[[users]]
name = "Mo"
email = "mo@example.com"
token = "t"

[[projects]]
key = "one"
name = "One"
types = ["Task", "Bug"]
components = ["Core"]

[required]
Bug = ["Customer"]

[[issues]]
project = "ONE"
type = "Task"
summary = "First"
description = "Two\\nlines"
status = "In Review"
properties = { x = 1 }
fields = { Platforms = ["Web"], Reviewer = "mo@example.com" }
"""


def test_a_seed_file(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text(TOML, "utf-8")
    seed = build(read(path))
    assert (seed.title, seed.zone, seed.account.email) == ("Ours", "Asia/Tokyo", "mo@example.com")
    (project,) = seed.catalogue.projects
    assert (project.key, [t.name for t in project.types]) == ("ONE", ["Task", "Bug"])
    site = Site(seed, Store())
    plant(site)
    issue = site.store.issues.find("one-1")
    assert issue is not None
    assert site.catalogue.status(issue.status).name == "In Review"
    assert site.store.properties.some(issue.id, ["*all"]) == {"x": 1}
    assert len(issue.values["description"]["content"]) == 2
    site.close()


def test_json_will_do(tmp_path):
    path = tmp_path / "site.json"
    path.write_text(json.dumps({"projects": [{"key": "X"}]}), "utf-8")
    assert [p.key for p in build(read(path)).catalogue.projects] == ["X"]


def test_the_default_site():
    seed = build()
    assert [p.key for p in seed.catalogue.projects] == ["DEMO", "PROJ", "BACK", "FRONT"]
    assert {10, 23, 24, 25, 26} <= {s.id for s in seed.catalogue.projects[0].sprints}
    numbers = [s.id for s in seed.catalogue.sprints()]
    assert len(numbers) == len(set(numbers))
    people = list(seed.catalogue.people)
    assert len(people) >= 6
    assert len({p.account_id for p in people}) == len(people)
    options = [o.id for f in seed.catalogue.fields for o in f.options]
    assert len(options) == len(set(options))


@pytest.mark.parametrize(
    "document",
    [
        {"nope": 1},
        {"projects": [{"name": "no key"}]},
        {"projects": [{"key": "X", "types": ["Nope"]}]},
        {"projects": [{"key": "X", "lead": "nobody@example.com"}]},
        {"required": {"Bug": ["Nope"]}},
        {"default_priority": "Nope"},
        {"fields": [{"id": 1, "name": "x", "type": "nope"}]},
        {"users": []},
        {"users": [{"name": "No Token", "email": "x@example.com"}]},
        {"users": 5},
    ],
)
def test_a_seed_that_contradicts_itself(document):
    with pytest.raises(SeedError):
        build(document)


@pytest.mark.parametrize(
    "row",
    [
        {"project": "DEMO", "type": "Task"},
        {"project": "DEMO", "summary": "no type"},
        {"project": "DEMO", "type": "Task", "summary": "s", "Nope": 1},
        {"project": "DEMO", "type": "Task", "summary": "s", "status": "Nope"},
        {"project": "DEMO", "type": "Task", "summary": "s", "assignee": "nobody@example.com"},
    ],
)
def test_an_issue_of_a_seed_that_cannot_be(row):
    site = Site(build({"issues": [row]}), Store())
    with pytest.raises(SeedError, match="issue 1 of the seed"):
        plant(site)
    site.close()


def test_a_status_that_no_way_leads_to():
    document = {
        "workflow": {"To Do": ["In Progress"]},
        "issues": [{"project": "DEMO", "type": "Task", "summary": "s", "status": "Done"}],
    }
    site = Site(build(document), Store())
    with pytest.raises(SeedError, match="no way"):
        plant(site)
    site.close()


@pytest.mark.parametrize(("name", "text"), [("a.toml", "= ="), ("a.json", "{"), ("b.json", "[]")])
def test_a_file_that_is_no_seed(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(SeedError, match=name):
        read(path)
    with pytest.raises(SeedError):
        read(tmp_path / "missing")


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"projects": [{"key": "A", "colour": "red"}]}, "projects, 1: no such word: colour"),
        (
            {"projects": [{"key": "A", "versions": [{"nam": "1"}]}]},
            "projects, 1, versions: no such word: nam",
        ),
        (
            {"users": [{"name": "R", "email": "r@x.y", "token": "t"}, {"nick": 1}]},
            "users, 2: no such word: nick",
        ),
        ({"site": {"timezone": "UTC"}}, "site: no such word: timezone; there are basic, context"),
        ({"fields": ["Team"]}, "fields, 1: 'Team' is no table"),
    ],
)
def test_a_word_that_no_part_of_a_seed_has(document, says):
    with pytest.raises(SeedError, match=re.escape(says)):
        build(document)
