"""Edits of a document, and of its Markdown line by line."""

import copy
import os
import re
from collections import Counter
from random import Random

from hypothesis import HealthCheck, settings

TEXTUAL = ("paragraph", "heading", "taskItem", "decisionItem", "caption", "codeBlock")
MOST = {"ci": 2000, "soak": 20_000}

LINES = ["", ":::", "::::", ":::panel info", ":::panel note", "- [ ] x", "> q", "text", "| a | b |", "[x]{underline}",
         "# h", "  - y", "```", "[a]{align center}", "[b]{indent 2}", "---", "1. one", ":::files", ":::figure center",
         ":::table", ":::row", ":::cell", ":::tasks", ":::task DONE", ":::block-task TODO", ":::decisions", ":::layout",
         ":::column 50", ":::expand", '::::details "t"', "[2020-01-01]{date}", "[https://a.b]{block-card}",
         "[https://a.b]{embed center}", "[Ann]{mention 5b:1}", "[gone]{image ^aaaaaa}", ":::panel ^aaaaaa", "```py {^aaaaaa}"]  # fmt: skip
PREFIXES = ["> ", "- ", "  ", "    ", "1. ", "- [x] ", ""]


def law(quick=60, share=1):
    """Settings of a law: few documents at the desk, thousands where there is time; a share of them where each costs."""
    most = MOST.get(os.environ.get("HYPOTHESIS_PROFILE", ""))
    return settings(
        max_examples=most // share if most else quick,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def text_paths(node, path=()):
    """Where the texts of a document are: an index for each level."""
    if node.get("type") == "text":
        yield path
    for index, child in enumerate(node.get("content", [])):
        yield from text_paths(child, (*path, index))


def at(node, path):
    for index in path:
        node = node["content"][index]
    return node


def with_text(document, path, text):
    edited = copy.deepcopy(document)
    at(edited, path)["text"] = text
    return edited


def sayable(document, path, text):
    """Whether Markdown can say the line with the text in it: code has no line ends in a line, and none of odd kinds."""
    above = at(document, path[:-1])
    block = above["type"] == "codeBlock"
    odd = "[\0\r\ud800-\udfff]" if block else "[\0\r\n\ud800-\udfff]"
    for place, node in enumerate(above["content"]):
        code = any(mark.get("type") == "code" for mark in node.get("marks", []))
        said = text if place == path[-1] else node.get("text", "")
        if (block or code) and re.search(odd, said):
            return False
    return True


def one_mark_of_a_type(node):
    """The document without what no editor makes: a text in two colours, with two links."""
    if isinstance(node.get("marks"), list):
        node["marks"] = list(
            {m.get("type", str(m)): m for m in node["marks"] if isinstance(m, dict)}.values()
        )
    for child in node.get("content", []):
        one_mark_of_a_type(child)
    return node


def strangers_to(path, before, after):
    """The siblings along the path that are not the same node after as before."""
    found = []
    for index in path:
        if before["type"] in TEXTUAL:
            break
        pairs = zip(before["content"], after["content"], strict=True)
        found += [one for at, (one, other) in enumerate(pairs) if at != index and one is not other]
        before, after = before["content"][index], after["content"][index]
    return found


def edited_lines(markdown, other, seed):
    """The Markdown after up to six edits of lines, some of them out of another document."""
    chance = Random(seed)
    lines, more = markdown.split("\n"), other.split("\n")
    for _ in range(chance.randint(1, 6)):
        here = chance.randrange(len(lines) + 1)
        there = chance.randrange(len(lines)) if lines else 0
        start = chance.randrange(len(more))
        match chance.randrange(6) if lines else 2:
            case 0:
                del lines[there]
            case 1:
                lines.insert(here, lines.pop(there))
            case 2:
                lines.insert(here, chance.choice(LINES))
            case 3:
                lines.insert(here, lines[there])
            case 4:
                lines[here:here] = more[start : start + chance.randint(1, 6)]
            case _:
                lines[there] = (
                    chance.choice(PREFIXES) + lines[there] + chance.choice(["", " z", "\\"])
                )
    return "\n".join(lines)


JUNK = [
    None,
    7,
    "x",
    [],
    {},
    [3],
    {"type": "future"},
    {"type": "text"},
    {"type": "paragraph"},
    True,
    {"type": "listItem"},
]


def damaged(document, seed):
    """The document with up to five of its values replaced, doubled or taken out."""
    chance = Random(seed)
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 5)):
        places = list(_places(document))
        if places:
            holder, key = chance.choice(places)
            match chance.randrange(3):
                case 0:
                    del holder[key]
                case 1:
                    holder[key] = copy.deepcopy(chance.choice(JUNK))
                case _:
                    holder[key] = [holder[key], copy.deepcopy(chance.choice(JUNK))]
    return document


def _places(value):
    stack = [value]
    while stack:
        found = stack.pop()
        keys = found if isinstance(found, dict) else range(len(found))
        for key in keys:
            yield found, key
            if isinstance(found[key], (dict, list)):
                stack.append(found[key])


def local_ids(document):
    """How often each `localId` is on a node of the document."""
    found: Counter[str] = Counter()
    stack = [document]
    while stack:
        node = stack.pop()
        local = (node.get("attrs") or {}).get("localId")
        found.update([local] if local else [])
        stack.extend(node.get("content", []))
    return found
