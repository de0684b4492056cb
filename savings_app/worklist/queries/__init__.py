"""What is due, and what looks odd."""
