"""Stores and sites of any size, the same ones every time."""
