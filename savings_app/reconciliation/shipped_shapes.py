"""Shapes of banks' tables that come with the service: examples, with where they are known from."""

from __future__ import annotations

from pathlib import Path

from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.profile_file import parse_profile

FOLDER = Path(__file__).parent / "data"


def list_shipped() -> list[str]:
    """Their names, as `--profile` takes them."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_shipped(name: str) -> Profile:
    """The shape of this name, one of `list_shipped`."""
    return parse_profile((FOLDER / f"{name}.toml").read_bytes())
