"""The Jira sandbox, started as a process of its own."""
