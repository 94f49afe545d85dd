"""A command line that is read without argparse is read as argparse reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.cli import menu
from ticketr.cli.options import OneOf, Parser, build
from ticketr.cli.reading import read
from ticketr.errors import Usage

NAMES = menu.names()
JUNK = (
    "-",
    "--",
    "-5",
    "-x",
    "--jq",
    "--json=yes",
    "-wone",
    "-w=one",
    "--limit=",
    "",
    "a b",
    "- x",
)


def words_of(parser):
    """Words that are likely to mean something to it: its options, values that fit, and junk."""
    options = [name for names, _ in [*parser.own, *parser.shared] for name in names]
    kinds = [how["type"] for _, how in parser.own if isinstance(how.get("type"), OneOf)]
    values = [
        *(word for kind in kinds for word in kind.words),
        "7",
        "PROJ-1",
        "To Do,Done",
        "2026-05-01",
    ]
    names = [name for name in options if name.startswith("-")]
    joined = [f"{name}={value}" for name in names for value in values[:3]]
    return st.sampled_from([*names, *values, *joined, *JUNK])


def by_argparse(parser, argv):
    try:
        return vars(parser.grammar().take(argv))
    except Usage:
        return None


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_plain_or_not_it_means_the_same(name, data):
    parser = build(name, menu.load(name))
    argv = data.draw(st.lists(words_of(parser), max_size=5))
    plain = read([*parser.own, *parser.shared], argv)
    if plain is not None and not parser.intermixed:
        assert vars(plain) == by_argparse(parser, argv)


PLAIN = [
    ("list", ["--limit", "100", "--status", "done,new", "--status", "x", "-w", "bench"]),
    ("list", ["--sort=title", "--jql", "a = b", "--desc"]),
    ("search", ["pay", "twice", "--limit", "3"]),
    ("search", ["--json", "pay"]),
    ("show", ["PROJ-1", "--columns", "key"]),
    ("status", []),
    ("push", ["a.md", "b.md"]),
    ("completion", ["bash"]),
]


@pytest.mark.parametrize(("name", "argv"), PLAIN)
def test_what_is_typed_all_day_is_plain(name, argv):
    parser = build(name, menu.load(name))
    plain = read([*parser.own, *parser.shared], argv)
    assert plain is not None
    assert vars(plain) == by_argparse(parser, argv)


NOT_PLAIN = [
    ("list", ["--limit", "many"]),
    ("list", ["--limit"]),
    ("list", ["--limt", "3"]),
    ("list", ["PROJ-1"]),
    ("list", ["--json=1"]),
    ("list", ["--after", "-x"]),
    ("list", ["-w=bench"]),
    ("list", ["--jql="]),
    ("search", ["pay", "--json", "twice"]),
    ("search", ["--", "-x"]),
    ("show", []),
    ("show", ["A-1", "A-2"]),
    ("undo", ["x"]),
]


@pytest.mark.parametrize(("name", "argv"), NOT_PLAIN)
def test_the_rest_is_left_to_argparse(name, argv):
    parser = build(name, menu.load(name))
    assert read([*parser.own, *parser.shared], argv) is None


def declared(*names, **how):
    parser = Parser("x")
    parser.add_argument(*names, **how)
    return parser


@pytest.mark.parametrize(
    ("parser", "argv"),
    [
        (declared("--a", action="append"), ["--a", "1", "--a", "2"]),
        (declared("--a", type=int, default="7"), []),
        (declared("-a", "--bee-c", dest="d"), ["-a", "1"]),
        (declared("-a"), ["-a", "1"]),
        (declared("a", nargs="+", type=int), ["1", "2"]),
        (declared("a", nargs="?"), []),
        (declared("a", nargs="*"), []),
    ],
)
def test_every_trait_means_the_same(parser, argv):
    plain = read(parser.own, argv)
    assert plain is not None
    assert vars(plain) == by_argparse(parser, argv)


@pytest.mark.parametrize(
    "parser",
    [
        declared("--a", action="count"),
        declared("--a", required=True),
        declared("--a", nargs=2),
        declared("a", nargs="?", default="x"),
        declared("a", nargs=2),
    ],
)
def test_an_unknown_trait_is_left_to_argparse(parser):
    assert read(parser.own, []) is None
