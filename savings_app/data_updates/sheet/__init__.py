"""The files of a data update: the list that goes out and returns, and BPJS's file."""
