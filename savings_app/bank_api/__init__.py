"""What a bank's own system may do here: its clients, its calls, and what is told to it."""
