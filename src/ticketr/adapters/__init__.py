"""Infrastructure behind the ports; adapters know nothing of each other."""
