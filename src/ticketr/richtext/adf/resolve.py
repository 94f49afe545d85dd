"""Placeholders back to the nodes that they stand for, with what was edited in their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.richtext.adf import forms, nodes
from ticketr.richtext.adf.forms import BODIES, SPANS
from ticketr.richtext.adf.identity import shell
from ticketr.richtext.adf.placeholder import braced, name, told

if TYPE_CHECKING:
    from ticketr.richtext.adf.forms import Form
    from ticketr.richtext.adf.identity import Table
    from ticketr.richtext.adf.nodes import Node

_NOTES = ("form", "ref", "label")


class Resolver:
    """Looks up the ids of one edited text in the table of the document it is an edit of.

    `strangers` are placeholders whose id is not in the table; `edited` are those whose label was
    changed and shows nothing that could be set.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self.strangers: list[str] = []
        self.edited: list[str] = []

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
            elif _fitting(SPANS[mark["form"]], self._table.get(mark["ref"])):
                found.append(self._table[mark["ref"]])
            else:
                self.strangers.append(f"{mark['form']} ^{mark['ref']}")
        return found

    def _referred(self, raw: Node, content: Node) -> list[Any]:
        found = self._table.get(raw["ref"])
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
        if not form.label or (form.name == "date" and not forms.readable(form, "", raw["label"])):
            self.edited.append(told(form, found))
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
            self.strangers.append(f"{opening}")
            return [_text(f":::{opening}"), *content.get("content", ())]
        self.strangers.append(raw["label"] or name(raw))
        words = {"type": "text", "text": f"[{raw['label']}]{{{opening}}}"}
        return [
            words
            if form.place is forms.Place.INLINE
            else {"type": "paragraph", "content": [words]}
        ]


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


def _relabelled(form: Form, found: Any, attrs: Node) -> Any:
    """The node with the label's attributes; of a framed image, the image's."""
    if form.name == "image" and nodes.content(found):
        inner, *rest = nodes.content(found)
        return {**found, "content": [_labelled(inner, attrs), *rest]}
    return _labelled(found, attrs)


def _labelled(found: Any, attrs: Node) -> Any:
    return {**found, "attrs": {**nodes.attrs(found), **attrs}}
