"""Jira over HTTP. `cloud.CloudJira` is the door for Jira Cloud."""
