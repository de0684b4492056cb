"""Choosing where to be reminded, reminding, and what the desk does with a message."""
