"""JQL as Jira reads it: text -> tree (`parse`), tree -> SQL over our tables (`meaning`)."""
