"""The specification's resource limits, in one place (section "Resource Limits")."""

from __future__ import annotations

MAX_CONCURRENT_JIRA_REQUESTS = 5
MAX_TICKETS_PER_BATCH = 50
MAX_SEARCH_RESULTS = 1000
"""The largest page of a search; never a silent cap, for a search goes on to its last page."""
MAX_SQLITE_CONNECTIONS = 10
MAX_LOG_FILE_SIZE = 10 * 1024 * 1024
MAX_CACHE_AGE = 5 * 60
"""Seconds for which Jira's schema is taken as current."""
MAX_MEMORY_USAGE = 512 * 1024 * 1024

MAX_DOCUMENT_SIZE = 50 * 1024 * 1024
"""Bytes of a Markdown file; ours, for the specification names none."""
