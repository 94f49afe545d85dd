"""Aliases: named queries, of a workspace or of all."""
