"""kill -9 between every two system calls that matter, and what the next run makes of it."""
