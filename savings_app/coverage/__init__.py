"""Coverage by place: targets, workers, months paid by desa, budgets and the legal bases."""
