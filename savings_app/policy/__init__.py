"""National law on death benefits, as dated values."""
