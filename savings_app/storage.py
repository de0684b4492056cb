"""Every file the service keeps: opaque names, a size limit, a hash, owner-only modes.

A file is named by a random UUID, never by what is in it or whom it concerns. Kinds are folders.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask, current_app

from savings_app.config import kept_secret
from savings_app.errors import DomainError

MEGABYTE = 1024 * 1024


class FileKind(StrEnum):
    AGREEMENT = "agreements"
    BANK_FILE = "bank-files"
    CONSENT_LETTER = "consent-letters"
    DOCUMENT = "documents"
    IMPORT = "imports"
    LEGAL_BASIS = "legal-bases"
    PAPER = "papers"
    PASSBOOK = "passbook-photos"
    RECORDING = "recordings"


LARGEST_BYTES = {
    FileKind.AGREEMENT: 5 * MEGABYTE,
    FileKind.BANK_FILE: 10 * MEGABYTE,
    FileKind.CONSENT_LETTER: 5 * MEGABYTE,
    FileKind.DOCUMENT: 20 * MEGABYTE,
    FileKind.IMPORT: 10 * MEGABYTE,
    FileKind.LEGAL_BASIS: 5 * MEGABYTE,
    FileKind.PAPER: 5 * MEGABYTE,
    FileKind.PASSBOOK: 5 * MEGABYTE,
    FileKind.RECORDING: 60_000,
}


class FileTooLarge(DomainError):
    """More than the limit of its kind. Fact: `megabytes`."""

    field = "file"


class FileEmpty(DomainError):
    """No bytes."""

    field = "file"


class FileDamaged(RuntimeError):
    """The bytes on disk are not those that were stored."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What to remember of a stored file: its opaque name, SHA-256 (hex) and size in bytes."""

    name: UUID
    sha256: str
    size: int


def init_app(app: Flask) -> None:
    app.extensions["files"] = Path(str(app.config["SAVINGS_APP_DATA"])) / "files"
    app.extensions["keys"] = Path(str(app.config["SAVINGS_APP_DATA"])) / "keys"


def sealing_key() -> bytes:
    """The Fernet key for what must not lie open while it waits: an access letter and its code."""
    folder: Path = current_app.extensions["keys"]
    secret = kept_secret(folder / "sealing.key")
    return base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest())


def _path(kind: FileKind, name: UUID) -> Path:
    folder: Path = current_app.extensions["files"]
    return folder / kind.value / name.hex[:2] / name.hex


def check_size(kind: FileKind, size: int) -> None:
    """Refuse what is empty or above the kind's limit.

    Raises:
        FileEmpty, FileTooLarge
    """
    if size == 0:
        raise FileEmpty
    if size > LARGEST_BYTES[kind]:
        raise FileTooLarge(megabytes=LARGEST_BYTES[kind] // MEGABYTE)


def store(kind: FileKind, data: bytes) -> StoredFile:
    """Keep the bytes; they are whole on disk before this returns.

    Raises:
        FileEmpty, FileTooLarge
    """
    check_size(kind, len(data))
    stored = StoredFile(uuid4(), hashlib.sha256(data).hexdigest(), len(data))
    path = _path(kind, stored.name)
    # `parents=True` would give the folders above the mode of the umask.
    for folder in reversed(path.parents[:3]):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return stored


def read(kind: FileKind, name: UUID, *, sha256: str) -> bytes:
    """The bytes as they were stored.

    Raises:
        FileDamaged: they are gone or differ from `sha256`.
    """
    try:
        data = _path(kind, name).read_bytes()
    except FileNotFoundError as missing:
        raise FileDamaged(name) from missing
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileDamaged(name)
    return data


def discard(kind: FileKind, name: UUID) -> None:
    """Remove a file no row names; one already gone is fine."""
    _path(kind, name).unlink(missing_ok=True)


def list_names(kind: FileKind, *, stored_before: datetime) -> list[UUID]:
    """The files of a kind whose bytes were last written before that moment."""
    folder: Path = current_app.extensions["files"]
    limit = stored_before.timestamp()
    return [
        UUID(path.name)
        for path in (folder / kind.value).glob("*/*")
        if path.stat().st_mtime < limit
    ]
