"""JQL as Jira reads it: text -> tree (`parse`), tree -> SQL over the sandbox's tables (`meaning`)."""
