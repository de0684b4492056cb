"""Writes of the interface for banks."""
