"""The sandbox's own storage: SQLite through apsw, one file per family of tables."""
