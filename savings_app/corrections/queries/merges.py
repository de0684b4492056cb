"""Two records side by side, and what putting them together, or apart, would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Case
from savings_app.corrections.fact_rules import read, stored_facts
from savings_app.corrections.kinds import Consequence, CorrectionState, CorrectionSubject
from savings_app.corrections.merge_rules import (
    MergeChange,
    NotMergedInto,
    Pair,
    check_pair,
    merge_changes,
    separation_changes,
)
from savings_app.corrections.models import CorrectionRequest
from savings_app.corrections.queries.requests import Effect, of_benefit
from savings_app.data_updates.kinds import OPEN
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.deaths.models import DeathNotice
from savings_app.errors import DomainError, NotFound
from savings_app.registry.coverage_rules import PaidMonth, answer_coverage
from savings_app.registry.models import Participant
from savings_app.registry.queries import get_record, participants_seen_by
from savings_app.registry.queries.coverage import list_paid_months
from savings_app.registry.queries.merged import list_records_in
from savings_app.words import gettext

FACTS = (
    *("full_name", "nik", "nik_missing_reason", "kpj", "born_on", "sex", "region_code"),
    *("segment", "category", "payer", "months_contributed", "member_since"),
    *("stopped_on", "stop_reason"),
)
MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class MonthsPaid:
    """How many months lists say were paid, each counted once, and from when to when."""

    months: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records. `case` is its santunan, with its number."""

    record: Participant
    paid: MonthsPaid
    case: Case | None


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Both records, every fact, the months together, what follows, and what would be refused.

    `in_both` months stand in both records: they count once, and are shown as paid twice.
    """

    record: Side
    other: Side
    changes: Sequence[MergeChange]
    now: tuple[Mapping[str, Any], Mapping[str, Any]]
    together: MonthsPaid
    in_both: int
    effects: Sequence[Effect]
    refusal: DomainError | None


def record_facts(record: Participant) -> dict[str, Any]:
    """Every fact of a record that a merge looks at, as JSON keeps it."""
    return stored_facts({name: getattr(record, name) for name in FACTS})


def get_pair(
    session: Session, *, actor: Actor, participant_id: UUID, other_id: UUID
) -> tuple[Participant, Participant]:
    """Both records, also where one was put into the other.

    Raises:
        NotFound: either is not one of the actor's.
    """
    one, other = (
        get_record(session, actor=actor, participant_id=one) for one in (participant_id, other_id)
    )
    return one, other


def find_cases(session: Session, *, ids: Sequence[UUID]) -> dict[UUID, Case]:
    """Record → its case; of one that was withdrawn there is none."""
    cases = session.scalars(
        select(Case).where(Case.participant_id.in_(ids), Case.withdrawn_at.is_(None))
    )
    return {case.participant_id: case for case in cases if case.participant_id is not None}


def check_merge(
    session: Session,
    *,
    one: Participant,
    other: Participant,
    today: date,
    but: UUID | None = None,
) -> None:
    """`but` is the request that is being decided.

    Raises:
        what `merge_rules.check_pair` refuses.
    """
    cases = find_cases(session, ids=[one.id, other.id])
    numbers = [cases[side.id].number if side.id in cases else None for side in (one, other)]
    niks = [side.nik.full if side.nik else None for side in (one, other)]
    check_pair(
        Pair(
            record_id=one.id,
            other_id=other.id,
            record_merged=one.merged_into_id is not None,
            other_merged=other.merged_into_id is not None,
            other_holds_records=bool(list_records_in(session, participant_id=other.id)),
            case_numbers=(numbers[0], numbers[1]),
            niks=(niks[0], niks[1]),
            has_open_request=has_open_request(session, ids=[one.id, other.id], but=but),
            both_on_open_list=len(_on_open_lists(session, [one.id, other.id])) > 1,
        ),
        today=today,
    )


def has_open_request(session: Session, *, ids: Sequence[UUID], but: UUID | None) -> bool:
    """Another request about one of these records waits for its decision."""
    found = session.scalars(
        select(CorrectionRequest.id).where(
            CorrectionRequest.state == CorrectionState.REQUESTED,
            or_(
                CorrectionRequest.participant_id.in_(ids),
                CorrectionRequest.other_participant_id.in_(ids),
            ),
        )
    )
    return any(one != but for one in found)


def find_merge_of(session: Session, *, one: Participant, other: Participant) -> CorrectionRequest:
    """The request by which `other` was put into `one`.

    Raises:
        NotMergedInto
    """
    found = session.scalars(
        select(CorrectionRequest)
        .where(
            CorrectionRequest.subject == CorrectionSubject.MERGE,
            CorrectionRequest.state == CorrectionState.APPROVED,
            CorrectionRequest.participant_id == one.id,
            CorrectionRequest.other_participant_id == other.id,
        )
        .order_by(CorrectionRequest.decided_at.desc())
    ).first()
    if found is None or other.merged_into_id != one.id:
        raise NotMergedInto
    return found


def get_merge_preview(
    session: Session, *, actor: Actor, participant_id: UUID, other_id: UUID, today: date
) -> MergePreview:
    """What putting `other_id` into `participant_id` would do, before anybody asks for it.

    Raises:
        NotFound
    """
    one, other = get_pair(session, actor=actor, participant_id=participant_id, other_id=other_id)
    changes = merge_changes(
        record_facts(one), record_facts(other), today=today, given_up=given_up_reason()
    )
    refusal = None
    try:
        check_merge(session, one=one, other=other, today=today)
    except DomainError as refused:
        refusal = refused
    return _preview(session, one, other, changes, refusal, today=today)


def get_separation_preview(
    session: Session, *, actor: Actor, participant_id: UUID, other_id: UUID
) -> MergePreview:
    """What telling the two apart again would do.

    Raises:
        NotFound, NotMergedInto
    """
    one, other = get_pair(session, actor=actor, participant_id=participant_id, other_id=other_id)
    merge = find_merge_of(session, one=one, other=other)
    changes = separation_changes(merge.changes, record_facts(one), record_facts(other))
    return _preview(session, one, other, changes, None, today=None)


def get_request_preview(
    session: Session, *, actor: Actor, request: CorrectionRequest, today: date
) -> MergePreview:
    """A request about two records, as it was asked, beside what both say now.

    Raises:
        NotFound
    """
    if request.participant_id is None or request.other_participant_id is None:
        raise NotFound
    one, other = get_pair(
        session,
        actor=actor,
        participant_id=request.participant_id,
        other_id=request.other_participant_id,
    )
    opens = request.state is CorrectionState.REQUESTED
    says_more = opens and request.subject is CorrectionSubject.MERGE
    return _preview(session, one, other, request.changes, None, today=today if says_more else None)


def list_alike(session: Session, *, actor: Actor, record: Participant) -> list[Participant]:
    """Who may be the same person: the same name, or born on the same day in the same desa."""
    here = Participant.region_code == record.region_code
    alike = [
        Participant.full_name == record.full_name,
        here & (func.lower(Participant.full_name) == record.full_name.lower()),
    ]
    if record.born_on is not None:
        alike.append(here & (Participant.born_on == record.born_on))
    return list(
        session.scalars(
            select(Participant)
            .where(or_(*alike), Participant.id != record.id, participants_seen_by(actor))
            .order_by(Participant.full_name, Participant.id)
            .limit(MOST_ALIKE)
        )
    )


def given_up_reason() -> str:
    """Why a record that was put into another has no NIK: it stands with the other."""
    return gettext("NIK-nya tercatat pada data gabungan")


def _preview(
    session: Session,
    one: Participant,
    other: Participant,
    changes: Sequence[MergeChange],
    refusal: DomainError | None,
    *,
    today: date | None,
) -> MergePreview:
    """`today` where what follows from a merge is to be said."""
    mine, theirs = (list_paid_months(session, record_ids=[side.id]) for side in (one, other))
    cases = find_cases(session, ids=[one.id, other.id])
    paid = [*mine, *theirs]
    effects = _effects(session, one, other, changes, paid, cases, today) if today else []
    return MergePreview(
        record=Side(one, _counted(mine), cases.get(one.id)),
        other=Side(other, _counted(theirs), cases.get(other.id)),
        changes=changes,
        now=(record_facts(one), record_facts(other)),
        together=_counted(paid),
        in_both=len({row.month for row in mine} & {row.month for row in theirs}),
        effects=effects,
        refusal=refusal,
    )


def _counted(paid: Sequence[PaidMonth]) -> MonthsPaid:
    months = {row.month for row in paid}
    return MonthsPaid(len(months), min(months, default=None), max(months, default=None))


def _effects(
    session: Session,
    one: Participant,
    other: Participant,
    changes: Sequence[MergeChange],
    paid: Sequence[PaidMonth],
    cases: Mapping[UUID, Case],
    today: date,
) -> list[Effect]:
    effects = []
    case = cases.get(one.id) or cases.get(other.id)
    if case is not None:
        if other.id in cases:
            effects.append(Effect(Consequence.CASE_MOVES, number=case.number))
        after = {change["field"]: read(change["field"], change["after"]) for change in changes}
        months = answer_coverage(
            paid,
            day=case.died_on,
            segment=case.segment,
            stated_months=after["months_contributed"],
            member_since=after["member_since"],
            stopped_on=after["stopped_on"],
        ).months
        effects.append(of_benefit(session, case, {"months_contributed": months}, today))
    if session.scalar(select(DeathNotice.id).where(DeathNotice.participant_id == other.id)):
        effects.append(Effect(Consequence.DEATH_MOVES))
    if _on_open_lists(session, [other.id]):
        effects.append(Effect(Consequence.LIST_MOVES))
    return effects


def _on_open_lists(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    """Of these records, those on a list of the data update that is not decided."""
    return set(
        session.scalars(
            select(DataUpdateLine.participant_id)
            .join(DataUpdate, DataUpdate.id == DataUpdateLine.data_update_id)
            .where(DataUpdateLine.participant_id.in_(ids), DataUpdate.state.in_(OPEN))
        )
    )
