"""Participants: who is covered, paid by whom, for how many months."""
