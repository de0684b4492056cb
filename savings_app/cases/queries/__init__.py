"""Reads of cases, only ever through the eyes of the person asking."""
