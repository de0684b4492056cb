"""Voices: what a page or a lesson says, spoken by staff in a language of the kabupaten."""
