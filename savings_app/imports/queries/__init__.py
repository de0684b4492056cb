"""Reading batches, their rows, and how their sources name their columns."""
