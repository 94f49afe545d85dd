"""One hash for one meaning: values are brought to a canonical form before they are compared or hashed."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import TYPE_CHECKING

from ticketr.domain.ticket import Hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.domain.ticket import FieldValue


def canonical(value: FieldValue) -> FieldValue:
    """The value with everything removed that carries no meaning.

    Text: Unicode NFC, line endings LF, no blank edge lines, no spaces at the very end; empty text is None.
    Tuples: sorted without repeats; an empty one is None. Whole floats become integers.
    """
    match value:
        case str():
            return _canonical_text(value)
        case tuple():
            names = sorted({unicodedata.normalize("NFC", name) for name in value})
            return tuple(names) or None
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _canonical_text(text: str) -> str | None:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return lines.strip("\n").rstrip() or None


def same(one: FieldValue, other: FieldValue) -> bool:
    """Whether two values mean the same; True and 1 do not."""
    one, other = canonical(one), canonical(other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def digest(fields: Mapping[str, FieldValue]) -> Hash:
    """The SHA-256 of a view in canonical form, in hexadecimal.

    Stable against the order of keys, Unicode normal form and line endings; a field that is absent differs
    from one that is set to nothing.
    """
    form = {name: canonical(value) for name, value in fields.items()}
    text = json.dumps(form, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return Hash(hashlib.sha256(text.encode()).hexdigest())
