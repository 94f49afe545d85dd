"""The command line: one file per command, a lazy table of them, and one place where errors become exit codes."""
