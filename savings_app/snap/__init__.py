"""SNAP, the national open API of banks: its signatures, and statements pulled over it."""
