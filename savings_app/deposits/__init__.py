"""Pledges, the banks' answers and what the banks confirmed."""
