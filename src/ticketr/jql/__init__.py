"""The Jira Query Language, offline: text to a syntax tree, and that to a tree whose values are known. Pure."""
