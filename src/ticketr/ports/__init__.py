"""What the core asks of the world, as Protocols. Adapters and fakes pass one contract suite each."""
