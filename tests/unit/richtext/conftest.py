import json
import os
import re
from pathlib import Path

import pytest

from tests.unit.richtext.generated import from_schema

ORACLES = Path(os.environ.get("TICKETR_ORACLES", Path(__file__).parents[4] / "shared" / "data"))


def oracle(name):
    path = ORACLES / name
    if not path.exists():
        pytest.skip(f"the oracle data has no {name}; TICKETR_ORACLES names another folder")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def schema():
    return oracle("adf/full.json")


@pytest.fixture(scope="session")
def out_of_schema(schema):
    return from_schema(schema)


@pytest.fixture(scope="session")
def recorded():
    return lambda name: oracle(f"recorded/{name}")


def _documents(value):
    if isinstance(value, dict):
        if value.get("type") == "doc" and "content" in value:
            yield value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from _documents(item)


@pytest.fixture(scope="session")
def recorded_documents():
    """Every ADF document in the recorded answers of real sites."""
    paths = sorted((ORACLES / "recorded").glob("**/*.json"))
    if not paths:
        pytest.skip(
            "the oracle data has no recorded answers; TICKETR_ORACLES names another folder"
        )
    return [doc for path in paths for doc in _documents(_json(path))]


def _json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


@pytest.fixture(scope="session")
def complaints(schema):
    import jsonschema_rs

    validator = jsonschema_rs.Draft4Validator(schema)

    def found(document):
        source = json.dumps(document)
        source = re.sub(r"\\ud[89a-f][0-9a-f]{2}", "?", source)
        return [error.message for error in validator.iter_errors(json.loads(source))]

    return found
