"""Secrets out of texts."""

from __future__ import annotations

import base64
import json
import time
import urllib.parse

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ticketr.log.redact import MASK, Redactor

TOKEN = "kT3xFfGF0abc.def_=12"
secrets = st.text(st.characters(codec="utf-8"), min_size=4, max_size=30) | st.text(
    "aA1[]REDACTED%+/\\\"' =", min_size=4, max_size=8
)
pieces = st.text(max_size=20) | st.text("aA1[]REDACTED%+/\\\"' =", max_size=8)


def forms(secret, user=""):
    basic = base64.b64encode(f"{user}:{secret}".encode())
    every = "".join(f"%{byte:02x}" for byte in secret.encode())
    return {
        "plain": secret,
        "basic": basic.decode(),
        "basic in a URL": base64.urlsafe_b64encode(basic and f"{user}:{secret}".encode()).decode(),
        "base64": base64.b64encode(secret.encode()).decode(),
        "quoted": urllib.parse.quote(secret),
        "all quoted": urllib.parse.quote(secret, safe=""),
        "as a form": urllib.parse.quote_plus(secret),
        "lower case": every,
        "upper case": every.upper(),
        "JSON": json.dumps(secret)[1:-1],
        "JSON as it is": json.dumps(secret, ensure_ascii=False)[1:-1],
    }


@settings(max_examples=300)
@given(
    secret=secrets,
    others=st.lists(secrets, max_size=2),
    before=pieces,
    after=pieces,
    user=st.text(max_size=5),
    form=st.sampled_from(sorted(forms("x"))),
)
def test_no_registered_secret_survives_in_any_form(secret, others, before, after, user, form):
    redactor = Redactor()
    for value in [secret, *others]:
        redactor.add_secret(value)
    shown = redactor.redact(before + forms(secret, user)[form] + after)
    for name, text in forms(secret, user).items():
        assert text not in shown, name


@given(
    text=st.text("abcdefghijklmnopqrstuvwxyz .,;!?()\n#*-ßé", max_size=200),
    secret=st.text("0123456789ABCDEF", min_size=8),
)
def test_text_without_secrets_is_unchanged(text, secret):
    redactor = Redactor()
    redactor.add_secret(secret)
    assume(not any(form in text for form in forms(secret).values()))
    assert redactor.redact(text) == text


@given(text=st.text(max_size=100) | st.text('token=:"\\ @.a-', max_size=60))
def test_what_is_redacted_stays_so(text):
    redactor = Redactor()
    once = redactor.redact(text)
    assert redactor.redact(redactor.redact(once)) == redactor.redact(once)


@pytest.mark.parametrize(
    "text",
    [
        "The token expired; the secret is out. Password policy: see the wiki",
        "PROJ-1 [PROJ-2] key=PROJ-1 key: PROJ-1",
        '{"key": "PROJ-1", "keys": ["A-1"], "id": "10001"}',
        "Basic functionality and bearer authentication work.",
        "https://example.atlassian.net/browse/PROJ-1?x=a@b",
        "docs/a.md:12:3: unknown field “Prioriti”",
        "GET /rest/api/3/search/jql 200 in 51 ms (page 3)",
        "mentions @ann and v1.2@main, 5 @ 3.50",
        "2026-03-01T12:00:00.123Z",
    ],
)
def test_ordinary_texts_stay(text):
    redactor = Redactor()
    redactor.add_secret(TOKEN)
    assert redactor.redact(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("token=abc&x=1", f"token={MASK}&x=1"),
        ("api_key: a.b=c==", f"api_key: {MASK}"),
        ("API-KEY = 'it is secret' # note", f"API-KEY = '{MASK}' # note"),
        (
            '{"api_token": "ab\\"c d", "key": "PROJ-1"}',
            f'{{"api_token": "{MASK}", "key": "PROJ-1"}}',
        ),
        (
            '"{\\"password\\": \\"a b\\", \\"n\\": 1}"',
            f'"{{\\"password\\": \\"{MASK}\\", \\"n\\": 1}}"',
        ),
        ("{'Authorization': 'Basic YTpi'}", f"{{'Authorization': '{MASK}'}}"),
        ("Authorization: Digest a=b, c=d\r\nHost: x", f"Authorization: {MASK}\r\nHost: x"),
        ("Set-Cookie: a=b; c=d\nDate: x", f"Set-Cookie: {MASK}\nDate: x"),
        ("> authorization: Bearer abc", f"> authorization: {MASK}"),
        ("curl -H 'x' --token abc --out f", f"curl -H 'x' --token {MASK} --out f"),
        ("--api-token=abc", f"--api-token={MASK}"),
        ("TICKETR_TOKEN=abc ticketr push", f"TICKETR_TOKEN={MASK} ticketr push"),
        ("token = Bearer abc.def", f"token = {MASK}"),
        ("sent Basic YW5uOnNlY3JldA==.", f"sent Basic {MASK}"),
        ("http://ann:pw@proxy:3128/", f"http://{MASK}@proxy:3128/"),
        ("https://ann%40x.com:p@ss@host/p", f"https://{MASK}@host/p"),
        ("from ann.b+c@mail.example.com, ok", f"from {MASK}, ok"),
        ("?user=ann%40example.com&x", f"?user={MASK}&x"),
        ("<jürgen@exämple.de>", f"<{MASK}>"),
        ("ATATT3xFfGF0_-=. is out", f"{MASK} is out"),
    ],
)
def test_secrets_beside_a_name_or_in_a_shape(text, shown):
    assert Redactor().redact(text) == shown


def test_short_values_are_not_looked_for():
    redactor = Redactor()
    redactor.add_secret("abc")
    redactor.add_secret("")
    assert redactor.redact("abcabc") == "abcabc"


def test_a_text_that_cannot_be_freed_of_a_secret_is_withheld():
    redactor = Redactor()
    redactor.add_secret("REDACTED")
    assert redactor.redact("x REDACTED y") == ""
    assert redactor.redact("x y") == "x y"


HOSTILE = [
    "a",
    "a@",
    "@",
    'token="',
    'token="\\',
    "token='",
    "token",
    "token ",
    "://",
    "://a:",
    "basic ",
    "Basic a",
    "--token-",
    "-",
    "--",
    "QUFB",
    "%41",
    "%",
    "authorization:",
    "authorization:\n",
    "a@b.",
    "a.",
    "\\",
    '\\"',
    " ",
    "\n",
    TOKEN[:-1],
    "token=basic ",
    "[REDACTED",
    "cookie:",
    "=",
    "+",
    "_",
]


@pytest.mark.parametrize("ends", ["", "\x00"])
def test_a_megabyte_of_anything_takes_linear_time(ends):
    redactor = Redactor()
    redactor.add_secret(TOKEN)

    def seconds(piece, size):
        text = "token=" + piece * (size // len(piece)) + ends
        start = time.process_time()
        redactor.redact(text)
        return time.process_time() - start

    slow = {piece: took for piece in HOSTILE if (took := seconds(piece, 100_000)) > 5}
    assert slow == {}, "a quadratic pattern needs minutes for these, a linear one milliseconds"
    assert seconds("a", 1_000_000) < 20
