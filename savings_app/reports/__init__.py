"""Totals for supervisors."""
