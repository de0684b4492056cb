"""Bank files: readers, lines, and their matching to payouts and pledges."""
