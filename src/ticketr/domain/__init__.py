"""What ticketr is about: tickets, workspaces, and the rules of syncing them. Pure."""
