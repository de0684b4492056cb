"""The family's plan: needs and saving, in versions."""
