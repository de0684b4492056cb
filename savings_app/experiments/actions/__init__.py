"""Writing a draft, beginning and ending it, and drawing the wording of a family."""
