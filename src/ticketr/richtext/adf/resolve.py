"""Placeholders back to the nodes that they stand for, with what was edited in their forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import forms, nodes
from ticketr.richtext.adf.forms import BODIES, SPANS
from ticketr.richtext.adf.identity import shell
from ticketr.richtext.adf.lost import ATTACHED, FIXED, STRANGER, Lost, has_file
from ticketr.richtext.adf.placeholder import braced, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketr.richtext.adf.forms import Form
    from ticketr.richtext.adf.identity import Table
    from ticketr.richtext.adf.nodes import Node

_NOTES = ("form", "ref", "label")
_REF_RE: Final = re.compile(r"\^([a-z2-7]{6,32})|\n")


class Resolver:
    """Looks up the ids of one edited text in the table of the document it is an edit of.

    What is not there may be in `elsewhere`, the table of other tickets' documents. `source` is the
    text, for its line numbers. `lost` are placeholders that are found nowhere, and those whose label
    was changed and shows nothing that could be set.
    """

    def __init__(
        self, table: Table, elsewhere: Callable[[], Table] | None = None, source: str = ""
    ) -> None:
        self._table = table
        self._elsewhere = elsewhere
        self._others: Table | None = None
        self._source = source
        self._lines: dict[str, int] | None = None
        self.lost: list[Lost] = []

    def _find(self, ref: str) -> object:
        found = self._table.get(ref)
        if found is not None or self._elsewhere is None:
            return found
        if self._others is None:
            self._others = self._elsewhere()
        found = self._others.get(ref)
        return None if has_file(found) else found

    def _strange(self, form: str, ref: str) -> None:
        """Note a placeholder that stands for nothing here, as it is written and where."""
        if self._lines is None:
            self._lines = _lines(self._source)
        where = f" in line {self._lines[ref]}" if ref in self._lines else ""
        file = has_file((self._others or {}).get(ref))
        self.lost.append(Lost(f"{form}{where}", ATTACHED if file else STRANGER))

    def nodes(self, raw: list[Node]) -> list[Any]:
        """The nodes with nothing left to look up."""
        return [found for node in raw for found in self.node(node)]

    def node(self, raw: Node) -> list[Any]:
        """The node, looked up with all below it; a stranger's own words where it has none to offer."""
        content = {"content": self.nodes(raw["content"])} if "content" in raw else {}
        if "ref" in raw:
            return self._referred(raw, content)
        return [self.marked(raw) | content]

    def marked(self, raw: Node) -> Node:
        """The node with its marks looked up."""
        if "marks" not in raw:
            return raw
        kept = {key: value for key, value in raw.items() if key != "marks"}
        found = self.marks(raw["marks"])
        return kept | ({"marks": found} if found else {})

    def marks(self, raw: list[Node]) -> list[Any]:
        """The marks; a stranger among them is left out."""
        found: list[Any] = []
        for mark in raw:
            if "ref" not in mark:
                found.append(mark)
                continue
            known = self._find(mark["ref"])
            if _fitting(SPANS[mark["form"]], known):
                found.append(known)
            else:
                self._strange(f"{{{mark['form']} ^{mark['ref']}}}", mark["ref"])
        return found

    def _referred(self, raw: Node, content: Node) -> list[Any]:
        found = self._find(raw["ref"])
        form = SPANS.get(raw["form"]) or BODIES.get(raw["form"])
        if raw["form"] == "code":
            return [self._code(raw, found) | content]
        if form is None or not _fitting(form, found):
            return self._stranger(form or SPANS["node"], raw, content)
        if form.name in BODIES and isinstance(found, dict):
            return [_edited(form, raw, shell(found)) | content]
        return [self._atom(form, raw, found)]

    def _atom(self, form: Form, raw: Node, found: Any) -> Any:
        if raw["label"] == told(form, found):
            return _edited(form, raw, found)
        if not _takes(form, found, raw["label"]):
            self.lost.append(Lost(told(form, found), FIXED))
            return found
        attrs = forms.attributes(form, "", raw["label"])
        return _edited(form, raw, _relabelled(form, found, attrs))

    def _code(self, raw: Node, found: object) -> Node:
        said = {key: value for key, value in raw.items() if key not in _NOTES}
        if nodes.kind(found) != "codeBlock" or not isinstance(found, dict):
            return said
        language = nodes.attrs(raw).get("language", "")
        if language == nodes.words(nodes.attrs(found).get("language")).strip(" \t"):
            return shell(found)
        return {**shell(found), "attrs": {**nodes.attrs(found), "language": language}}

    def _stranger(self, form: Form, raw: Node, content: Node) -> list[Any]:
        """A placeholder of another text: what its form says, if that is a node; else its words."""
        argument = nodes.attrs(raw).get(form.argument)
        shown = forms.argument(form, raw) if argument is not None else ""
        if forms.readable(form, shown, raw["label"]):
            rest = {key: value for key, value in raw.items() if key not in (*_NOTES, "content")}
            return [rest | content]
        opening = braced(form, shown, raw["ref"])
        if form.name in BODIES:
            self._strange(f":::{opening}", raw["ref"])
            return [_text(f":::{opening}"), *content.get("content", ())]
        self._strange(f"[{raw['label']}]{{{opening}}}", raw["ref"])
        words = {"type": "text", "text": f"[{raw['label']}]{{{opening}}}"}
        return [
            words
            if form.place is forms.Place.INLINE
            else {"type": "paragraph", "content": [words]}
        ]


def _lines(source: str) -> dict[str, int]:
    """The first line with each id, counted from 1."""
    found: dict[str, int] = {}
    line = 1
    for match in _REF_RE.finditer(source):
        if match[1]:
            found.setdefault(match[1], line)
        else:
            line += 1
    return found


def _text(source: str) -> Node:
    return {"type": "paragraph", "content": [{"type": "text", "text": source}]}


def _fitting(form: Form, found: object) -> bool:
    """Whether the id leads to a node of the form's type, which it need not after an edit by hand."""
    return found is not None and form.kind in ("", nodes.kind(found))


def _edited(form: Form, raw: Node, found: Any) -> Any:
    """The node with the attributes that were changed in its form; the same one if none was."""
    before = forms.argument(form, found)
    after = forms.argument(form, raw)
    changes = {form.argument: nodes.attrs(raw)[form.argument]} if after and after != before else {}
    if form.name in BODIES and form.label and raw["label"] != forms.label(form, found):
        changes[form.label] = raw["label"]
    return {**found, "attrs": {**nodes.attrs(found), **changes}} if changes else found


def _takes(form: Form, found: object, label: str) -> bool:
    """Whether the label says something that can be set there."""
    if form.name == "date":
        return forms.readable(form, "", label)
    framed = nodes.content(found) if form.name == "image" else []
    return bool(form.label) and all(isinstance(inner, dict) for inner in framed[:1])


def _relabelled(form: Form, found: Any, attrs: Node) -> Any:
    """The node with the label's attributes; of a framed image, the image's."""
    if form.name == "image" and nodes.content(found):
        inner, *rest = nodes.content(found)
        return {**found, "content": [_labelled(inner, attrs), *rest]}
    return _labelled(found, attrs)


def _labelled(found: Any, attrs: Node) -> Any:
    return {**found, "attrs": {**nodes.attrs(found), **attrs}}
