"""Messages waiting to leave, their channels, and what became of each."""
