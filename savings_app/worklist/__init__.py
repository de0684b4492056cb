"""Whose turn it is: everything that is due in one picture, and warnings for a person to decide."""
