"""The demo: a sandbox, a sample backlog, and the steps that show the whole job."""
