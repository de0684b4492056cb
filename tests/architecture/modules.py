"""Every module of the application, imported: only then is everything known to its base class."""

from __future__ import annotations

import importlib
from pathlib import Path

import savings_app


def names() -> list[str]:
    """All modules, by name, found as files."""
    root = Path(savings_app.__path__[0])
    return sorted(
        ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in root.rglob("*.py")
        if path.name != "__main__.py"
    )


def import_models() -> None:
    """After this, every table is in `Base.metadata`."""
    for name in names():
        if ".models" in name:
            importlib.import_module(name)


def import_everything() -> None:
    """After this, every refusal is a subclass of `DomainError`."""
    for name in names():
        importlib.import_module(name)
