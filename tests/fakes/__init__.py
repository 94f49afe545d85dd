"""Real classes in the place of the adapters; each passes the contract suite of its port."""
