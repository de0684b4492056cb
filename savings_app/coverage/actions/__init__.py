"""Writing down targets, numbers of workers, budgets and legal bases."""
