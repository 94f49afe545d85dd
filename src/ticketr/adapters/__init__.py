"""What the ports are made of: SQLite, Jira, files, the keychain. Adapters know nothing of each other."""
