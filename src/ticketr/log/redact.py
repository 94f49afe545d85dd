"""Secrets out of texts: the known ones wherever they stand, unknown ones by the names they stand beside.

The specification's section "Data Protection", corrected: JSON, headers and assignments by name, tokens with any
character, and the secrets themselves. Every pattern moves forward only (possessive, or bounded), so the time is
linear in the length of the text.
"""

from __future__ import annotations

import base64
import re
import threading

MASK = "[REDACTED]"
SHORTEST = 4
"""Shorter values are not looked for: they would be found in every text."""
_ROUNDS = 3

_NAMES = (
    r"(?:api[_-]?key|access[_-]?key|private[_-]?key|token|passw(?:or)?d|passphrase|secret"
    r"|authorization|cookie|credentials)"
)
_NAMED = re.compile(
    rf"""(?ix)
    (?P<name> (?P<flag>(?<![\w-])--[\w-]{{0,32}})? {_NAMES} [\w-]{{0,32}}+ \\?["']? )
    (?P<is> \s{{0,4}} (?:=>|[:=]) \s{{0,4}} | (?(flag)\s{{1,4}}|(?!)) )
    (?! {re.escape(MASK)} )
    (?:
        (?P<double> " ) (?: \\. | [^"\\\r\n] )*+
      | (?P<single> ' ) (?: \\. | [^'\\\r\n] )*+
      | (?P<nested> \\["'] ) (?: \\\\. | \\[^"'] | [^"'\\\r\n] )*+
      | (?: (?:basic|bearer|digest|negotiate) \s{{1,4}} )? [^\s,;&"'<>()\[\]{{}}\\]++
    )"""
)
_HEADER = re.compile(
    r"(?im)^(\W{0,4}(?:proxy-)?authorization|\W{0,4}(?:set-)?cookie)(:[ \t]{0,4})[^\r\n]++"
)
_SCHEME = re.compile(r"(?i:\b(basic|bearer)) (?=[a-z]*+[A-Z0-9+/=_-])[\w.~+/=-]{12,}+")
_URL = re.compile(r"""(://)[^\s/?#@"'<>]{1,256}+(?:@[^\s/?#@"'<>]{1,256}+)*@""")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++(?:@|%40)[\w-]++(?:\.[\w-]++)++(?<=[^\W\d_][^\W\d_])")
_ATLASSIAN = re.compile(r"\bATATT[\w=.+/-]{8,}+")
_SHORT_ESCAPES = {
    **{character: character for character in "\"'\\/"},
    **dict(zip("\b\f\n\r\t", "bfnrt", strict=True)),
}
_BASE64_START = "(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]*?"
_BASE64_END = "[A-Za-z0-9+/=_-]*+"


class Redactor:
    """Takes secrets out of texts; the secrets are registered as they become known. Safe to use from threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._secrets: set[str] = set()
        self._known: tuple[re.Pattern[str], ...] = ()

    def add_secret(self, value: str) -> None:
        """Look for this value from now on, also in base64 (alone or within a longer text), URLs and JSON.

        Values shorter than four characters are not looked for.
        """
        if len(value) < SHORTEST:
            return
        with self._lock:
            self._secrets.add(value)
            ordered = sorted(self._secrets, key=lambda secret: (-len(secret), secret))
            self._known = tuple(pattern for secret in ordered for pattern in _patterns(secret))

    def redact(self, text: str) -> str:
        """The text with secrets, logins in URLs and e-mail addresses replaced by `[REDACTED]`."""
        text = self.without_known(text)
        text = _URL.sub(rf"\1{MASK}@", text)
        text = _HEADER.sub(rf"\1\2{MASK}", text)
        text = _NAMED.sub(_mask_named, text)
        text = _SCHEME.sub(rf"\1 {MASK}", text)
        text = _ATLASSIAN.sub(MASK, text)
        text = _EMAIL.sub(MASK, text)
        return self.without_known(text)

    def without_known(self, text: str) -> str:
        """The text without any registered secret.

        A replacement can complete a secret that its mask or its neighbours begin, so this goes on until none is
        found; where that does not end, nothing of the text is given.
        """
        known = self._known
        for _ in range(_ROUNDS):
            found = 0
            for pattern in known:
                text, count = pattern.subn(MASK, text)
                found += count
            if not found:
                return text
        return "" if any(pattern.search(text) for pattern in known) else text


def _mask_named(found: re.Match[str]) -> str:
    quote = found["double"] or found["single"] or found["nested"] or ""
    return f"{found['name']}{found['is']}{quote}{MASK}"


def _patterns(secret: str) -> list[re.Pattern[str]]:
    """One pattern for the secret with any of its characters escaped, one for its base64 forms."""
    plain = re.compile("".join(_any_form(character) for character in secret))
    cores = sorted(_base64_cores(secret.encode("utf-8", "surrogatepass")), key=len, reverse=True)
    alternatives = "|".join(map(re.escape, cores))
    return [plain, re.compile(f"{_BASE64_START}(?:{alternatives}){_BASE64_END}")]


def _any_form(character: str) -> str:
    """The character itself, percent-encoded as UTF-8, or escaped as in JSON and Python strings."""
    percent = "".join(
        f"%{_hex(byte)}" for byte in character.encode("utf-8", errors="surrogatepass")
    )
    units = character.encode("utf-16-be", errors="surrogatepass").hex()
    unicode = "".join(
        rf"\\u{_digits(units[index : index + 4])}" for index in range(0, len(units), 4)
    )
    forms = [percent, unicode]
    if character in _SHORT_ESCAPES:
        forms.append(re.escape("\\" + _SHORT_ESCAPES[character]))
    if character == " ":
        forms.append(r"\+")
    forms.append(re.escape(character))
    return f"(?:{'|'.join(forms)})"


def _hex(byte: int) -> str:
    return _digits(f"{byte:02x}")


def _digits(text: str) -> str:
    return "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in text)


def _base64_cores(data: bytes) -> set[str]:
    """What every base64 text contains that encodes the data at any offset, in both alphabets."""
    cores: set[str] = set()
    for offset in range(3):
        whole = base64.b64encode(bytes(offset) + data).decode().rstrip("=")
        first = -(-offset * 8 // 6)
        last = (offset + len(data)) * 8 // 6
        core = whole[first:last]
        cores |= {core, core.replace("+", "-").replace("/", "_")}
    return cores
