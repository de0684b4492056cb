"""How long what a bank told is kept, what waits to be erased, and what was."""
