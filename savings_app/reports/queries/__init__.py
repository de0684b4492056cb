"""Totals: the overview of today, and months as they stood."""
