"""Cooperation agreements: written down with their file, changed, ended early, opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank, CooperationAgreement, CooperationData
from savings_app.banks.queries.agreements import get_agreement
from savings_app.banks.rules import (
    AgreementBankUnknown,
    AgreementEndsBeforeStart,
    AgreementNumberTaken,
    AgreementOver,
    EndOutsideAgreement,
    NothingPasses,
    last_day,
)
from savings_app.db import check_version
from savings_app.errors import NotFound, NotPermitted
from savings_app.storage import StoredFile


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What is written down of an agreement. `ends` is its last day."""

    bank_id: UUID
    number: str
    parties: str
    starts: date
    ends: date
    passes: Collection[DataPass]


@dataclass(frozen=True, slots=True)
class AgreementFile:
    """Bytes that were stored, and what they are: `pdf`, `jpg` or `png`."""

    stored: StoredFile
    file_type: str


def add_agreement(
    session: Session,
    *,
    actor: Actor,
    facts: AgreementFacts,
    file: AgreementFile | None,
    now: datetime,
) -> CooperationAgreement:
    """Of the actor's own Dinas; the bank is a partner from now on.

    Raises:
        NotPermitted, AgreementBankUnknown, AgreementEndsBeforeStart, NothingPasses
        AgreementNumberTaken
    """
    bank = _check(session, actor, facts, but=None)
    assert actor.region is not None  # noqa: S101  # `_check` saw it
    bank.is_partner = True
    agreement = CooperationAgreement(
        bank_id=bank.id,
        region_code=actor.region,
        number=facts.number,
        parties=facts.parties,
        starts=facts.starts,
        ends=facts.ends,
        ended_on=None,
        ended_reason=None,
        stored_name=None,
        sha256=None,
        size=None,
        file_type=None,
        recorded_by=actor.user_id,
        recorded_at=now,
        data=[CooperationData(data=one) for one in sorted(set(facts.passes))],
    )
    _keep(agreement, file)
    session.add(agreement)
    session.flush()
    _record(session, actor, now, "add", agreement)
    return agreement


def edit_agreement(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    version: int | None,
    facts: AgreementFacts,
    file: AgreementFile | None,
    now: datetime,
) -> CooperationAgreement:
    """Correct it; the trail keeps how it was. Its bank stays: another bank is another agreement.

    Raises:
        NotFound, Conflict, NotPermitted, AgreementEndsBeforeStart, NothingPasses
        AgreementNumberTaken
        AgreementOver: it was ended early.
    """
    agreement = get_agreement(session, actor=actor, agreement_id=agreement_id)
    check_version(agreement, version)
    _check(session, actor, facts, but=agreement)
    if agreement.ended_on is not None:
        raise AgreementOver
    before = _told(agreement, "before_")
    agreement.number, agreement.parties = facts.number, facts.parties
    agreement.starts, agreement.ends = facts.starts, facts.ends
    wanted = set(facts.passes)
    kept = [one for one in agreement.data if one.data in wanted]
    new = sorted(wanted - {one.data for one in kept})
    if new or len(kept) < len(agreement.data):
        agreement.data = [*kept, *(CooperationData(data=one) for one in new)]
        # What passes is a part of it: who looked at it before must look again.
        agreement.recorded_at = now
    _keep(agreement, file)
    session.flush()
    _record(session, actor, now, "edit", agreement, **before)
    return agreement


def end_agreement(
    session: Session,
    *,
    actor: Actor,
    agreement_id: UUID,
    version: int | None,
    ended_on: date,
    reason: str,
    today: date,
    now: datetime,
) -> CooperationAgreement:
    """It no longer holds from `ended_on` on; what it was and why it ended stay to be read.

    Raises:
        NotFound, Conflict, NotPermitted, AgreementOver
        EndOutsideAgreement: not between its first and its last day.
    """
    agreement = get_agreement(session, actor=actor, agreement_id=agreement_id)
    check_version(agreement, version)
    if not actor.may(Permission.REFERENCE_EDIT):
        raise NotPermitted
    if agreement.ended_on is not None or last_day(agreement) < today:
        raise AgreementOver
    if not agreement.starts <= ended_on <= agreement.ends:
        raise EndOutsideAgreement(first=agreement.starts, last=agreement.ends)
    agreement.ended_on, agreement.ended_reason = ended_on, reason
    session.flush()
    _record(session, actor, now, "end", agreement, ended_on=ended_on.isoformat())
    return agreement


def record_agreement_opened(
    session: Session, *, actor: Actor, agreement_id: UUID, now: datetime
) -> CooperationAgreement:
    """Somebody takes the file along; it is written down before the bytes leave.

    Raises:
        NotFound: no such agreement, or it has no file.
    """
    agreement = get_agreement(session, actor=actor, agreement_id=agreement_id)
    if agreement.stored_name is None:
        raise NotFound
    _record(session, actor, now, "open", agreement)
    return agreement


def _check(
    session: Session, actor: Actor, facts: AgreementFacts, *, but: CooperationAgreement | None
) -> Bank:
    if not actor.may(Permission.REFERENCE_EDIT) or not actor.region:
        raise NotPermitted
    bank = session.get(Bank, facts.bank_id)
    if bank is None or (but is not None and but.bank_id != bank.id):
        raise AgreementBankUnknown
    if facts.ends < facts.starts:
        raise AgreementEndsBeforeStart
    if not facts.passes:
        raise NothingPasses
    other = session.scalar(
        select(CooperationAgreement.id).where(
            CooperationAgreement.bank_id == bank.id, CooperationAgreement.number == facts.number
        )
    )
    if other is not None and (but is None or other != but.id):
        raise AgreementNumberTaken
    return bank


def _keep(agreement: CooperationAgreement, file: AgreementFile | None) -> None:
    if file is not None:
        agreement.stored_name, agreement.sha256 = file.stored.name, file.stored.sha256
        agreement.size, agreement.file_type = file.stored.size, file.file_type


def _told(agreement: CooperationAgreement, prefix: str = "") -> dict[str, str]:
    facts = {
        "number": agreement.number,
        "starts": agreement.starts.isoformat(),
        "ends": agreement.ends.isoformat(),
        "passes": " ".join(sorted(agreement.passes)),
    }
    return {f"{prefix}{name}": value for name, value in facts.items()}


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    verb: str,
    agreement: CooperationAgreement,
    **facts: str,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"agreement:{verb}",
        subject="agreement",
        subject_id=agreement.id,
        case_id=None,
        **_told(agreement),
        **facts,
    )
