"""One odd thing, as it is found."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from savings_app.worklist.kinds import WarningKind


@dataclass(frozen=True, slots=True)
class Sign:
    """Its kind, its key, the cases it is about, and the reason as plain facts.

    The key names the same oddness every time it is found; the facts hold counts and days only.
    """

    kind: WarningKind
    key: str
    case_ids: frozenset[UUID]
    facts: dict[str, Any] = field(default_factory=dict)
    subject_user_id: UUID | None = None


def key_of(*parts: object) -> str:
    """A digest of ids, so that a key tells nothing about anybody."""
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()
