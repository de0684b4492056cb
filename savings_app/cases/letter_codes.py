"""The code on an access letter: made, sealed until the letter is printed, and read back."""

from __future__ import annotations

import secrets

from cryptography.fernet import Fernet

# No 0 O 1 I L: a code is read aloud and copied by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LETTERS = 8


def make_code() -> str:
    """Eight letters of 31: forty bits, behind a lock that opens five times a quarter of an hour."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))


def shown_code(code: str) -> str:
    """`ABCD-EFGH`, as printed."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str:
    """A code as people type it: any case, with or without the dash."""
    return "".join(c for c in text.upper() if c.isalnum())


def seal(code: str, *, key: bytes) -> str:
    """The code encrypted (Fernet) until it is rendered once."""
    return Fernet(key).encrypt(code.encode()).decode()


def unseal(sealed: str, *, key: bytes) -> str:
    return Fernet(key).decrypt(sealed.encode()).decode()


def seal_bytes(data: bytes, *, key: bytes) -> bytes:
    """A rendered letter encrypted while it waits to be taken, once."""
    return Fernet(key).encrypt(data)


def unseal_bytes(sealed: bytes, *, key: bytes) -> bytes:
    return Fernet(key).decrypt(sealed)
