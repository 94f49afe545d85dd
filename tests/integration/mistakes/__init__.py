"""The 43 mistakes of other programs, each with a test that would see it here."""
