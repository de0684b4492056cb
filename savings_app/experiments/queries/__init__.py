"""Reads of experiments: as staff see them, as a message needs them, and what came of them."""
