"""Functions and files stay small enough to be read at once."""

from __future__ import annotations

import ast
from statistics import median, quantiles

import pytest

from tests.house.tree import python_files, shown, syntax_of, text_of

LONGEST_FUNCTION = {"src": 50, "scripts": 50, "tests": 80}  # a journey is told in one piece
LONGEST_FILE = 400
LARGEST_MEDIAN = 10


def functions(path):
    for node in ast.walk(syntax_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.end_lineno - node.lineno + 1, f"{shown(path)}:{node.lineno} {node.name}"


@pytest.mark.parametrize(("folder", "longest"), LONGEST_FUNCTION.items())
def test_no_function_is_too_long(folder, longest):
    sizes = [size for path in python_files(folder) for size in functions(path)]
    assert [item for item in sizes if item[0] > longest] == []


def test_no_file_of_the_product_is_longer_than_four_hundred_lines():
    sizes = {shown(path): len(text_of(path).splitlines()) for path in python_files("src")}
    # The list of errors is one table; it grows by a class an error.
    sizes.pop("src/ticketr/errors.py")
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_the_usual_function_is_short(record_property):
    counted = sorted(size for path in python_files("src") for size, _ in functions(path))
    lengths = [len(text_of(path).splitlines()) for path in python_files("src")]
    figures = {
        "functions": len(counted),
        "median function": median(counted),
        "p90 function": round(quantiles(counted, n=10)[-1]),
        "median file": median(lengths),
    }
    for name, value in figures.items():
        record_property(name, value)
    print(figures)  # noqa: T201 - shown by pytest -s
    assert median(counted) <= LARGEST_MEDIAN
