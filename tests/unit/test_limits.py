from __future__ import annotations

from ticketr import limits

# The specification's section "Resource Limits".
SPECIFICATION = {
    "MAX_CONCURRENT_JIRA_REQUESTS": 5,
    "MAX_TICKETS_PER_BATCH": 50,
    "MAX_SEARCH_RESULTS": 1000,
    "MAX_SQLITE_CONNECTIONS": 10,
    "MAX_LOG_FILE_SIZE": 10 * 1024 * 1024,
    "MAX_CACHE_AGE": 300,
    "MAX_MEMORY_USAGE": 512 * 1024 * 1024,
}


def test_the_seven_limits_of_the_specification():
    assert {name: getattr(limits, name) for name in SPECIFICATION} == SPECIFICATION
