"""Whatever stands on the command line, bytes that are no UTF-8 included: an answer, or one error that is foreseen."""

import pytest

from ticketr.app import App

ODD = [
    "\udcff",
    "a\udcffb",
    "\ud800",
    '"\\ud800"',
    "\x01",
    "'\udcff'",
    "cf[\udcff]",
    "\\ud800",
    "\0",
    "é",
]
QUERIES = [
    *("%s", "summary ~ %s", "text ~ %s", "comment ~ %s", "status = %s", "labels = %s"),
    *("assignee = %s", "key = %s", "parent = %s", "sprint = %s", "created > %s", "project = %s"),
    *("%s = 3", "ORDER BY %s", "status WAS %s", "fixVersion IN (x, %s)", "type = %s", "@%s"),
    *('"Story Points" = %s', "issue IN updatedBy(%s)", "status = Done ORDER BY environment, %s"),
]
WORDS = [
    ["search", "%s"],
    *(["list", f"--{name}", "%s"] for name in ("status", "type", "parent", "columns", "alias")),
    *(["list", f"--{name}", "%s"] for name in ("workspace", "after", "sort", "modified-after")),
    *(["list", "--format", "%s"], ["show", "%s"], ["tree", "%s"], ["history", "%s"]),
    *(["open", "--print", "%s"], ["alias", "create", "%s", "a = b"], ["alias", "show", "%s"]),
    *(
        ["stats", "--since", "%s"],
        ["news", "--since", "%s"],
        ["%s"],
        ["list", "%s"],
        ["list", "--%s"],
    ),
    *(["alias", "create", "x", "%s"], ["stats", "--jql", "%s"], ["tree", "--jql", "%s"]),
]


def asked(ticketr, home, argv):
    app = App({"HOME": str(home)})
    try:
        return ticketr(*argv, app=app)
    finally:
        app.close()


@pytest.mark.parametrize("query", QUERIES)
def test_queries(ticketr, store_of_ten, query):
    for odd in ODD:
        done = asked(ticketr, store_of_ten, ["list", "--jql", query.replace("%s", odd)])
        assert done.code in {0, 1, 2}, (odd, done)
        assert "9002" not in done.err, (odd, done)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_words(ticketr, store_of_ten, words):
    for odd in ODD:
        done = asked(ticketr, store_of_ten, [word.replace("%s", odd) for word in words])
        assert done.code in {0, 1, 2}, (odd, done)
        assert "9002" not in done.err, (odd, done)
