"""The endpoints, one family to a file; each handler takes a `Call` and gives a `Reply`."""
