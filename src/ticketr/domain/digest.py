"""One hash for one meaning: values are brought to a canonical form before they are compared or hashed."""

from __future__ import annotations

import unicodedata
from math import isnan
from typing import TYPE_CHECKING

from ticketr.domain.ticket import Hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.domain.ticket import FieldValue


def canonical(value: FieldValue) -> FieldValue:
    """The value with everything removed that carries no meaning.

    Text: Unicode NFC, line endings LF, no blank lines at its start or end, no spaces at the very end; empty
    text is None. Tuples: sorted without repeats; an empty one is None. Whole floats become integers.
    """
    if isinstance(value, str):
        return _canonical_text(value)
    if isinstance(value, tuple):
        return tuple(sorted({composed(name) for name in value})) or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def composed(text: str) -> str:
    """The text in Unicode NFC, the form in which texts are compared (never the one they are kept in)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unix_lines(text: str) -> str:
    """The text with LF line endings and neither blank lines at its edges nor spaces at its end."""
    if "\n" not in text and "\r" not in text:
        return text.rstrip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[first:])


def _canonical_text(text: str) -> str | None:
    return composed(unix_lines(text)) or None


def same(one: FieldValue, other: FieldValue) -> bool:
    """Whether two values mean the same; True and 1 do not. An equivalence relation, NaN included."""
    if type(one) is type(other) and one == other:
        return True
    one, other = canonical(one), canonical(other)
    if isinstance(one, bool) != isinstance(other, bool):
        return False
    return one == other or (_is_nan(one) and _is_nan(other))


def _is_nan(value: FieldValue) -> bool:
    return isinstance(value, float) and isnan(value)


def digest(fields: Mapping[str, FieldValue]) -> Hash:
    """The SHA-256 of a view in canonical form, in hexadecimal.

    Stable against the order of keys, Unicode normal form and line endings; a field that is absent differs
    from one that is set to nothing.
    """
    import json
    from hashlib import sha256

    form = {name: canonical(value) for name, value in fields.items()}
    text = json.dumps(form, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return Hash(sha256(text.encode()).hexdigest())
