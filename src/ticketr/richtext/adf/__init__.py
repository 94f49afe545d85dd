"""Atlassian Document Format and Markdown: `parse`, `render` and `exact` are the three doors."""
