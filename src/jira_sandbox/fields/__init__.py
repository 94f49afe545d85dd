"""How each kind of field takes a value, keeps it, shows it and is found by JQL."""
