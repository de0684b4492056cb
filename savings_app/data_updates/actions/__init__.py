"""What changes a data update: one function, one transaction, one record of who did it."""
