"""Documents out of Atlassian's JSON schema itself: every node, mark and attribute that it knows."""

import re
from random import Random

from hypothesis import strategies as st

WORDS = ["a b", " x", "#", "*", "\n", "é", "1. "]
MATCHING = ["#ff0000", "#ff000080", "neutral", "blue"]
SIMPLE = (
    "paragraph_with_no_marks_node",
    "formatted_text_inline_node",
    "taskItem_node",
    "table_cell_node",
)


def from_schema(schema, deepest=5):
    """A strategy of documents; its size falls with the seed, so that Hypothesis can look for smaller ones."""

    def document(seed):
        return of_seed(schema, seed, deepest)

    return st.integers(0, 2**32).map(document)


def of_seed(schema, seed, deepest=5):
    """The document of that number."""
    maker = _Maker(schema["definitions"], Random(seed))
    return maker.make({"$ref": "#/definitions/doc_node"}, seed % (deepest + 1))


class _Maker:
    def __init__(self, definitions, chance):
        self.definitions = definitions
        self.chance = chance

    def merged(self, rule):
        while "$ref" in rule:
            rule = self.definitions[rule["$ref"].rpartition("/")[2]]
        if "allOf" not in rule:
            return rule
        parts = [self.merged(part) for part in rule["allOf"]]
        closed = [
            part["properties"] for part in parts if part.get("additionalProperties") is False
        ]
        properties = {
            key: value
            for part in parts
            for key, value in part.get("properties", {}).items()
            if all(key in known for known in closed)
        }
        required = [key for part in parts for key in part.get("required", [])]
        return {"type": "object", "properties": properties, "required": required}

    def make(self, rule, deepest):
        rule = self.merged(rule)
        if "anyOf" in rule:
            return self.make(self.alternative(rule["anyOf"], deepest), deepest)
        if "enum" in rule:
            return self.chance.choice(rule["enum"])
        return getattr(self, rule.get("type", "anything"))(rule, deepest)

    def alternative(self, choices, deepest):
        """Near the bottom, the simplest one, so that documents end."""
        if deepest <= 1:
            simple = [one for one in choices if one.get("$ref", "").rpartition("/")[2] in SIMPLE]
            choices = simple or choices
        return self.chance.choice(choices)

    def object(self, rule, deepest):
        made = {}
        for key, value in rule.get("properties", {}).items():
            likely = 0.9 if key == "content" and deepest else 0.3
            if key in rule.get("required", []) or self.chance.random() < likely:
                made[key] = self.make(value, deepest)
        return made

    def array(self, rule, deepest):
        least = rule.get("minItems", 0)
        most = min(rule.get("maxItems", 3), max(least, 3 if deepest > 1 else 1))
        items = rule.get("items", {})
        if isinstance(items, list):
            return [
                self.make(one, max(deepest - 1, 0))
                for one in items[: self.chance.randint(max(least, 1), len(items))]
            ]
        return [
            self.make(items, max(deepest - 1, 0)) for _ in range(self.chance.randint(least, most))
        ]

    def string(self, rule, _deepest):
        if "pattern" in rule:
            return self.chance.choice([one for one in MATCHING if re.search(rule["pattern"], one)])
        return (
            f"word{self.chance.randint(0, 99)}"
            if self.chance.random() < 0.7
            else self.chance.choice(WORDS)
        )

    def number(self, rule, _deepest):
        low = rule.get("minimum", 0)
        return self.chance.randint(low, rule.get("maximum", low + 400))

    def boolean(self, _rule, _deepest):
        return self.chance.random() < 0.5

    def anything(self, _rule, _deepest):
        return {"any": ["thing", None]}
