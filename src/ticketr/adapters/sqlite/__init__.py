"""The store in SQLite, through apsw. Start at `ticketr.adapters.sqlite.store`."""
