"""Pemutakhiran data: lists of participants that go out to a desa, return, and are approved."""
