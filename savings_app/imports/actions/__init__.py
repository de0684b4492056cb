"""A file taken in: handed in, staged, applied or discarded, and taken back as a whole."""
