"""What measures how much and how fast. Nothing here is timed by the suite; `make bench-queries` prints figures."""
