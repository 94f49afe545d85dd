"""What Jira calls a description, and the Markdown it is on disk: pure conversions both ways."""
