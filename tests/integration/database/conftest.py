import pytest

from tests.helpers.database import setup_test_db


@pytest.fixture
def store(tmp_path):
    with setup_test_db(tmp_path, "w", timeout=0.2) as store:
        yield store
