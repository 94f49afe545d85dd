"""A tree of nodes to wiki markup; what stands in the source as it is goes back as it stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import nodes
from ticketr.richtext.wiki.line import line
from ticketr.richtext.wiki.macros import PANEL_COLORS
from ticketr.richtext.wiki.shapes import CELL, LINE, LISTED, TOP, Area, grid, shaped
from ticketr.richtext.wiki.tags import TAG_RE
from ticketr.richtext.wiki.touch import touched

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ticketr.richtext.adf.nodes import Node
    from ticketr.richtext.wiki.sources import Place, Source

_EMPTY: Final = "&nbsp;"
_EMPTY_PARAGRAPH: Final[Node] = {"type": "paragraph"}
_UNSAFE_RE: Final = re.compile(r"[{}|\s]+")
_LANGUAGE_RE: Final = re.compile(r"[\w+#.-]+")


class Writer:
    """Writes nodes some of which may stand in the source.

    `careful`: what has a tag that is text in it is written anew, so that no other tag closes it.
    """

    def __init__(self, source: Source, *, careful: bool = False) -> None:
        self._source = source
        self._newline = source.newline
        self._careful = careful

    def document(self, found: Sequence[Any]) -> str:
        """The whole text."""
        source = self._source
        text = self.row(shaped(found, Area()), Area())
        places = [place for place in map(source.place, source.blocks) if place]
        if not found:
            return "" if places else source.text
        if not places:
            return text
        return source.text[: places[0].start] + text + source.text[places[-1].end :]

    def row(self, found: Sequence[Node], area: Area) -> str:
        """Siblings with what is between them."""
        written: list[str] = []
        keys = [str(nodes.attrs(node).get("localId", "")) for node in found]
        for at, node in enumerate(found):
            before = keys[at - 1] if at else ""
            if at:
                written.append(self._between(found[at - 1], node, before, area))
            written.append(
                self.block(node, area, before, found[at + 1] if at + 1 < len(found) else None)
            )
        return "".join(written)

    def _between(self, one: Node, other: Node, key: str, area: Area) -> str:
        """What stood between two siblings, if they still are what they were; else a break."""
        last, first = self._source.place(one), self._source.place(other)
        if (
            last
            and first
            and first.after == key
            and self._alike(last, one, area)
            and self._alike(first, other, area)
        ):
            return self._source.text[last.end : first.start]
        if other["type"] in ("tableCell", "tableHeader"):
            return ""
        return self._newline * (
            2 if area.name == TOP and other["type"] not in (*LISTED, "tableRow") else 1
        )

    def _alike(self, place: Place, node: Node, area: Area) -> bool:
        return place.node["type"] == node["type"] and place.area == area.of(node["type"])

    def block(self, node: Node, area: Area, before: str, following: Node | None) -> str:
        """One block: as it stands in the source, or in the frame that it has there, or new."""
        place = self._source.place(node)
        if place is None or not self._alike(place, node, area):
            return self._new(node, area)
        if place.node is node and self._stands(place, before, following):
            return self._source.text[place.start : place.end]
        head = self._source.text[place.start : place.inner[0]]
        tail = self._source.text[place.inner[1] : place.end]
        if not same_frame(place.node, node, head):
            return self._new(node, area)
        if head.lstrip().startswith("bq."):
            area = area.part(LINE)
            return head + self.block(nodes.content(node)[0], area, "", None) + tail
        return head + self._inner(node, area) + tail

    def _stands(self, place: Place, before: str, following: Node | None) -> bool:
        """Whether the lines around it are such that it says there what it said."""
        if self._careful and self._source.loose(place.start, place.end):
            return False
        after = self._source.place(following)
        follows = after is not None and self._source.places.get(after.after) is place
        return (place.begins or place.after == before) and (place.ends or follows)

    def _inner(self, node: Node, area: Area) -> str:
        """What is in the frame."""
        kind = node["type"]
        if kind in ("paragraph", "heading", "taskItem"):
            return self._line(node, area)
        if kind == "codeBlock":
            return code(node)[1].replace("\n", self._newline)
        if _is_list(node):
            return self.row(nodes.content(node), area.below(_marker(node)))
        if kind in ("table", "tableRow"):
            return self._grid(node, area)
        return "" if kind == "rule" else self._body(node, area)

    def _grid(self, node: Node, area: Area) -> str:
        content = nodes.content(grid(node))
        if node["type"] == "tableRow":
            return self.row(content, area.part("row"))
        return self.row([grid(row) for row in content], area.part("table"))

    def _body(self, node: Node, area: Area) -> str:
        """Blocks in an item, a cell or a macro; at least one."""
        match node["type"]:
            case "listItem":
                inner = area
            case "tableCell" | "tableHeader":
                inner = area.part(CELL)
            case "blockquote":
                inner = area.within("quote")
            case _:
                inner = area.within("panel")
        return self.row(shaped(nodes.content(node), inner) or [_EMPTY_PARAGRAPH], inner)

    def _line(self, node: Node, area: Area) -> str:
        single = node["type"] != "paragraph" or area.name == LINE
        cell, content = area.cell, nodes.content(node)
        place = None if self._careful else self._source.place(node)
        if place and place.area == area.of(node["type"]):
            source = self._source.text[slice(*place.inner)].replace("\r\n", "\n")
            old = nodes.content(place.node)
            found = touched(source, old, content, single_line=single, cell=cell)
        else:
            found = line(content, single_line=single, cell=cell)
        if not found and node["type"] == "paragraph":
            return " " if area.name == CELL else _EMPTY
        return found.replace("\n", self._newline)

    def _new(self, node: Node, area: Area) -> str:
        kind = node["type"]
        markup = nodes.words(nodes.attrs(node).get("markup"))
        if markup and kind != "bodiedExtension":
            return markup
        if kind == "codeBlock" and not code(node)[0]:
            return self._quoted(node, area)
        if kind == "listItem" and _is_list(
            (shaped(nodes.content(node), area) or [_EMPTY_PARAGRAPH])[0]
        ):
            return self._inner(node, area)
        head, tail = (part.replace("\n", self._newline) for part in frame(node, area))
        return head + self._inner(node, area) + tail

    def _quoted(self, node: Node, area: Area) -> str:
        """Code that holds the end of each macro that code could be in: line by line."""
        lines = "".join(map(nodes.text, nodes.content(node))).split("\n")
        found: list[Node] = []
        for at, text in enumerate(lines):
            found += [{"type": "hardBreak"}] if at else []
            found += [{"type": "text", "text": text, "marks": [{"type": "code"}]}] if text else []
        return self._line({"type": "paragraph", "content": found}, area)


def _is_list(node: Node) -> bool:
    return node["type"] in ("bulletList", "orderedList", "taskList")


def _plain_attrs(node: Node) -> Node:
    return {
        key: value for key, value in nodes.attrs(node).items() if key not in ("localId", "marker")
    }


def same_frame(before: Node, node: Node, head: str) -> bool:
    """Whether the frame that a block has in the source is still its own."""
    kind, content = node["type"], nodes.content(node)
    if _plain_attrs(before) != _plain_attrs(node):
        return False
    if kind == "listItem":
        lists = [bool(one and _is_list(one[0])) for one in (nodes.content(before), content)]
        return lists[0] == lists[1]
    if kind == "blockquote" and head.lstrip().startswith("bq."):
        return [nodes.kind(child) for child in content] == ["paragraph"] and _one_line(content[0])
    if kind == "codeBlock":
        opening = TAG_RE.search(head)
        return opening is not None and opening[1] not in _ends(code(node)[1])
    return True


def _one_line(node: Node) -> bool:
    """Whether nothing in the paragraph begins another line."""
    return not any(
        nodes.kind(one) == "hardBreak" or "\n" in nodes.text(one) for one in nodes.content(node)
    )


def _ends(body: str) -> set[str]:
    """The macros that the body of one would end."""
    return {tag[1] for tag in TAG_RE.finditer(body) if tag[2] is None}


def _marker(node: Node) -> str:
    kept = nodes.words(nodes.attrs(node).get("marker"))
    if node["type"] == "orderedList":
        return "#"
    return kept if kept in ("*", "-") else "*"


def frame(node: Node, area: Area) -> tuple[str, str]:
    """What a new block begins and ends with."""
    make = _FRAMES.get(node["type"])
    return make(node, area) if make else ("", "")


def _heading(node: Node, _area: Area) -> tuple[str, str]:
    level = nodes.number(nodes.attrs(node).get("level")) or 1
    return f"h{min(max(level, 1), 6)}. ", ""


def _around(node: Node, _area: Area) -> tuple[str, str]:
    opening, closing = panel(node)
    return f"{opening}\n", f"\n{closing}"


def _kept(node: Node, _area: Area) -> tuple[str, str]:
    about = nodes.attrs(node)
    return f"{about['markup']}\n", f"\n{{{about['extensionKey']}}}"


def _task(node: Node, area: Area) -> tuple[str, str]:
    box = "[x]" if nodes.attrs(node).get("state") == "DONE" else "[ ]"
    return f"{area.prefix} {box} ", ""


def _row(node: Node, _area: Area) -> tuple[str, str]:
    cells = nodes.content(node)
    return "", "||" if cells and nodes.kind(cells[-1]) == "tableHeader" else "|"


_FRAMES: Final[dict[str, Callable[[Node, Area], tuple[str, str]]]] = {
    "heading": _heading,
    "rule": lambda _node, _area: ("----", ""),
    "blockquote": lambda _node, _area: ("{quote}\n", "\n{quote}"),
    "panel": _around,
    "expand": _around,
    "nestedExpand": _around,
    "bodiedExtension": _kept,
    "codeBlock": lambda node, _area: (code(node)[0], code(node)[2]),
    "listItem": lambda _node, area: (f"{area.prefix} ", ""),
    "taskItem": _task,
    "tableRow": _row,
    "tableHeader": lambda _node, _area: ("||", ""),
    "tableCell": lambda _node, _area: ("|", ""),
}


def panel(node: Node) -> tuple[str, str]:
    """The tags around a panel or an expand."""
    about = nodes.attrs(node)
    kind = nodes.words(about.get("panelType"))
    name = nodes.words(about.get("macro")) or "panel"
    title = _UNSAFE_RE.sub(" ", nodes.words(about.get("title"))).strip()
    parameters = nodes.words(about.get("parameters")) or (f"title={title}" if title else "")
    if name not in ("panel", kind):
        name = "panel"
    if name == "panel" and kind in PANEL_COLORS:
        kept = [one for one in parameters.split("|") if one and not one.startswith("bgColor=")]
        parameters = "|".join([*kept, f"bgColor={PANEL_COLORS[kind]}"])
    return f"{{{name}:{parameters}}}" if parameters else f"{{{name}}}", f"{{{name}}}"


def code(node: Node) -> tuple[str, str, str]:
    """The opening, the body and the closing of a code block; no opening where no macro can hold it."""
    source = "".join(map(nodes.text, nodes.content(node)))
    about = nodes.attrs(node)
    found = _LANGUAGE_RE.match(nodes.words(about.get("language")))
    parameters = [found.group() if found else "", nodes.words(about.get("parameters"))]
    argument = "|".join(filter(None, parameters))
    body = f"\n{source}\n"
    ends = _ends(body)
    names = ("code",) if argument else ("noformat", "code")
    name = next((one for one in (*names, "noformat") if one not in ends), "")
    if not name:
        return "", body, ""
    return (
        f"{{{name}:{argument}}}" if argument and name == "code" else f"{{{name}}}",
        body,
        f"{{{name}}}",
    )
