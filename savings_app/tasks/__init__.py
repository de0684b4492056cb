"""What the job workers run; each names a row by id and is safe to repeat."""
