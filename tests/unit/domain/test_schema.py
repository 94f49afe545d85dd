from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ticketr.domain.schema import (
    FieldKind,
    FieldRule,
    JiraField,
    JiraSchema,
    Option,
    TypeSchema,
    schema_data,
    schema_from,
)

words = st.text(max_size=6)
options = st.lists(st.builds(Option, words, words), max_size=3).map(tuple)
rules = st.builds(FieldRule, st.booleans(), st.booleans(), options)
types = st.builds(
    TypeSchema, words, words, st.integers(-1, 3), st.dictionaries(words, rules, max_size=3)
)
jira_fields = st.builds(JiraField, words, words, st.sampled_from(FieldKind), words, words)
schemas = st.builds(
    JiraSchema,
    words,
    st.lists(jira_fields, max_size=3).map(tuple),
    st.lists(types, max_size=3).map(tuple),
)


@given(schemas)
def test_a_schema_comes_back_from_json_as_it_was(schema):
    fields, kinds = json.loads(json.dumps(schema_data(schema)))
    assert schema_from(schema.project_key, fields, kinds) == schema


POINTS = JiraField("customfield_1", "Story Points", FieldKind.NUMBER)
TWIN = JiraField("customfield_2", "story points", FieldKind.TEXT)
LABELS = JiraField("labels", "Labels", FieldKind.LABELS)
STORY = TypeSchema(
    "1",
    "Story",
    0,
    {
        "summary": FieldRule(required=True),
        "priority": FieldRule(required=True, has_default=True),
        "labels": FieldRule(),
    },
)
SCHEMA = JiraSchema("PROJ", (POINTS, TWIN, LABELS), (STORY, TypeSchema("2", "Epic", 1)))


def test_fields_are_found_by_id_and_by_name():
    assert SCHEMA.field("labels") == LABELS
    assert SCHEMA.field("Labels") is None
    assert SCHEMA.named(" STORY points ") == (POINTS, TWIN)
    assert SCHEMA.named("CUSTOMFIELD_2") == (TWIN,)
    assert SCHEMA.named("no") == ()


def test_a_field_the_site_does_not_have_is_of_another_kind():
    assert SCHEMA.kind("customfield_1") is FieldKind.NUMBER
    assert SCHEMA.kind("nothing") is FieldKind.OTHER


def test_types_are_found_by_name_in_any_case():
    assert SCHEMA.type(" story ") == STORY
    assert SCHEMA.type("Bug") is None
    assert SCHEMA.level("EPIC") == 1
    assert SCHEMA.level("Bug") is None


def test_a_new_ticket_must_state_what_is_required_and_has_no_default():
    assert STORY.required == ("summary",)
