"""What happens to issues: created, edited, moved through the workflow, shown."""
