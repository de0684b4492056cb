"""Who is known to have died: nobody of these signs, witnesses, receives or guards."""

from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from savings_app.cases.models import Case
from savings_app.identifiers import NIK
from savings_app.registry.models import KnownDeath


def is_known_dead(session: Session, *, nik: NIK | None) -> bool:
    """A case is about this NIK, or a death that is certain though nobody has come yet."""
    if nik is None:
        return False
    return bool(
        session.scalar(
            select(
                or_(
                    exists().where(Case.nik == nik, Case.withdrawn_at.is_(None)),
                    exists().where(KnownDeath.nik == nik),
                )
            )
        )
    )
