"""Commands on many tickets at once: `ticketr bulk …`."""
