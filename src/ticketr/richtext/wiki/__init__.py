"""Jira's wiki markup and Markdown: `parse`, `render` and `splice` are the three doors."""
