"""Corrections by request: what one person may not change alone, previewed and approved."""
