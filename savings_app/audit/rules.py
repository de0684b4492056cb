"""The hash that chains one audit row to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

FIRST_HASH = "0" * 64


def chained_hash(previous_hash: str, row: Mapping[str, object]) -> str:
    """SHA-256 (hex) over the previous hash and the row's facts as canonical JSON."""
    canonical = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{canonical}".encode()).hexdigest()
