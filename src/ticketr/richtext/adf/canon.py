"""Values in a flat form for comparing, and which attributes mean no more than their absence."""

from __future__ import annotations

from typing import Any, Final

from ticketr.richtext.adf.endless import MOST, Endless

Token = tuple[Any, ...]

_MOST_DECIMALS: Final = 10**4000
"""Python writes no longer number in decimals (`sys.set_int_max_str_digits`)."""

_DEFAULTS: Final[dict[tuple[str, str], tuple[object, ...]]] = {
    ("codeBlock", "language"): ("",),
    ("orderedList", "order"): (1,),
    ("hardBreak", "text"): ("\n",),
    ("link", "title"): ("",),
    ("table", "isNumberColumnEnabled"): (False,),
    ("table", "layout"): ("default",),
    ("table", "displayMode"): ("default",),
    ("tableCell", "colspan"): (1,),
    ("tableCell", "rowspan"): (1,),
    ("tableHeader", "colspan"): (1,),
    ("tableHeader", "rowspan"): (1,),
}
"""Attribute values that mean the same as no attribute."""


def negligible(kind: str, key: str, value: object) -> bool:
    """Whether an attribute of a node or mark of that kind means no more than its absence."""
    return key == "localId" or value is None or value in _DEFAULTS.get((kind, key), ())


def flat(value: object, without: str = "") -> Token:
    """Any JSON value as a flat tuple; numbers by value, keys in order, booleans are no numbers.

    Without the keys of that name, on any level.
    """
    out: list[object] = []
    stack = [value]
    for _ in range(MOST):
        if not stack:
            return tuple(out)
        item = stack.pop()
        if isinstance(item, dict):
            keys = sorted((key for key in item if key != without), key=repr, reverse=True)
            out.append(("object", len(keys)))
            for key in keys:
                stack += [item[key], repr(key)]
        elif isinstance(item, list):
            out.append(("array", len(item)))
            stack.extend(reversed(item))
        else:
            out.append(_scalar(item))
    raise Endless


def _scalar(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return ("constant", value)
    if isinstance(value, int) and abs(value) > _MOST_DECIMALS:
        return ("integer", hex(value))
    return value if isinstance(value, (str, int, float)) else ("other", repr(value))
