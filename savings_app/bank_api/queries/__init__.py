"""Reads of the interface for banks."""
