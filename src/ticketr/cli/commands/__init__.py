"""One module per command: DESCRIPTION, EXAMPLES, `options(parser)` and `run(call)`."""
