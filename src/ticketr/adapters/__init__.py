"""Infrastructure behind the ports. Adapters know nothing of each other."""
