"""Which recipient agreed to what, in which words, until when."""
