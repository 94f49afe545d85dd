"""A Jira that runs on your own machine, for trying things out and for tests."""
