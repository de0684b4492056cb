"""Files of others taken in: staged, looked at, applied whole, undone whole."""
