"""Workspaces: Jira sites and projects, each under a name."""
