"""Requests for a correction: one with what it would do, and all of them as a list."""
