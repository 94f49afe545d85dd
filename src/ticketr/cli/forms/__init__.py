"""The forms of a listing, one module each: `write(console, listing)` prints it and gives how many rows it had."""
