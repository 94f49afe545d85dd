"""Atlassian Document Format and Markdown: `parse`, `render` and `splice` are the three doors."""
