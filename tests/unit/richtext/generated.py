"""Documents out of Atlassian's JSON schema itself: every node, mark and attribute that it knows."""

import os
import re
from random import Random

from hypothesis import strategies as st

from tests.unit.richtext.documents import PIECES

WORDS = ["a b", " x", "#", "*", "\n", "é", "1. "]
MATCHING = ["#ff0000", "#ff000080", "neutral", "blue"]
SIMPLE = (
    "paragraph_with_no_marks_node",
    "formatted_text_inline_node",
    "taskItem_node",
    "table_cell_node",
)


def from_schema(schema, deepest=5):
    """A strategy of documents. At the desk Hypothesis draws every choice, and so finds a smaller one; by the thousand, a seed."""

    def document(chance, depth):
        return _Maker(schema["definitions"], chance).document(depth)

    if os.environ.get("HYPOTHESIS_PROFILE", "quick") != "quick":
        return st.integers(0, 2**32).map(lambda seed: of_seed(schema, seed, deepest))
    return st.builds(document, st.randoms(use_true_random=False), st.integers(0, deepest))


def of_seed(schema, seed, deepest=5):
    """The document of that number."""
    return _Maker(schema["definitions"], Random(seed)).document(seed % (deepest + 1))


class _Maker:
    def __init__(self, definitions, chance):
        self.definitions = definitions
        self.chance = chance

    def document(self, depth):
        return self.make({"$ref": "#/definitions/doc_node"}, depth)

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
        likely = self.chance.random()
        if likely < 0.6:
            return f"word{self.chance.randint(0, 99)}"
        if likely < 0.75:
            return self.chance.choice(WORDS)
        return "".join(self.chance.choice(PIECES) for _ in range(self.chance.randint(1, 3)))

    def number(self, rule, _deepest):
        low = rule.get("minimum", 0)
        return self.chance.randint(low, rule.get("maximum", low + 400))

    def boolean(self, _rule, _deepest):
        return self.chance.random() < 0.5

    def anything(self, _rule, _deepest):
        return {"any": ["thing", None]}
