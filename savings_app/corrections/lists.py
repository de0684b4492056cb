"""Lists of participants that meet a case: what rests on two people is not changed by a list alone.

The rows themselves are read by `registry`, which knows no case; here its answer is looked through
once more, in one statement however long the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.models import Case
from savings_app.corrections.kinds import CorrectionSubject
from savings_app.corrections.rules import PROTECTED
from savings_app.imports.handlers import Assessed, Context, FoundRow, Trouble, in_portions
from savings_app.imports.kinds import Outcome
from savings_app.registry.actions.importing.participants import Participants
from savings_app.words import gettext


class GuardedParticipants(Participants):
    """The kind `peserta`: a row that would change what a case was made out with is refused."""

    def assess(
        self, session: Session, rows: Sequence[FoundRow], *, context: Context
    ) -> list[Assessed]:
        assessed = super().assess(session, rows, context=context)
        asked = {
            row.subject_id: names
            for row in assessed
            if row.outcome is Outcome.CHANGED and (names := _protected(row.work[1]))
        }
        resting = _with_a_case(session, [one for one in asked if one is not None])
        return [
            _refused(row, asked[row.subject_id]) if row.subject_id in resting else row
            for row in assessed
        ]


GUARDED_PARTICIPANTS = GuardedParticipants()


def _protected(changes: dict[str, Any]) -> list[str]:
    return sorted(PROTECTED[CorrectionSubject.PARTICIPANT] & changes.keys())


def _with_a_case(session: Session, participant_ids: Sequence[UUID]) -> set[UUID | None]:
    found: set[UUID | None] = set()
    for some in in_portions(participant_ids):
        statement = select(Case.participant_id).where(Case.participant_id.in_(some))
        found.update(session.scalars(statement))
    return found


def _refused(row: Assessed, names: Sequence[str]) -> Assessed:
    what = gettext(
        "Orang ini sudah mempunyai urusan santunan; perubahan ini memerlukan orang kedua. Ajukan "
        "dari halaman pesertanya."
    )
    return Assessed(row.number, Outcome.REFUSED, trouble=[Trouble(name, what) for name in names])
