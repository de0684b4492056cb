"""What can be done with cases. No function here commits."""
