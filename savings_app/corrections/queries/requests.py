"""One request for a correction, with all that whoever decides on it must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.cases.benefit_rules import benefit_by_law
from savings_app.cases.models import Account, Case, Heir, Payout
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.corrections import facts_of
from savings_app.cases.queries.heirs import get_heir
from savings_app.corrections.fact_rules import heir_columns, read, stored_facts
from savings_app.corrections.kinds import Consequence, CorrectionState, CorrectionSubject
from savings_app.corrections.models import CorrectionRequest
from savings_app.corrections.rules import Change, Standing, standings
from savings_app.errors import DomainError, NotFound
from savings_app.money import Rupiah
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Participant
from savings_app.registry.queries import get_participant


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence, with what its sentence needs."""

    kind: Consequence
    number: str | None = None
    before: Rupiah | None = None
    after: Rupiah | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What approving would do: each fact as it was, is and would be; and what follows from it."""

    standings: Sequence[Standing]
    effects: Sequence[Effect]
    rivals: Sequence[CorrectionRequest]  # other open requests that touch the same facts

    @property
    def is_outdated(self) -> bool:
        return any(one.is_outdated for one in self.standings)


def requests_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `CorrectionRequest`: those about people of the actor's region."""
    if actor.region and actor.may(Permission.CASE_READ):
        return lies_within(CorrectionRequest.region_code, actor.region)
    return false()


def get_request(session: Session, *, actor: Actor, request_id: UUID) -> CorrectionRequest:
    """
    Raises:
        NotFound
    """
    found = session.scalar(
        select(CorrectionRequest).where(CorrectionRequest.id == request_id, requests_seen_by(actor))
    )
    if found is None:
        raise NotFound
    return found


def participant_facts(participant: Participant) -> dict[str, Any]:
    """As JSON keeps them, by the names of `registry.actions.ParticipantFacts`."""
    names = (
        "full_name nik nik_missing_reason kpj born_on sex segment category payer"
        " months_contributed region_code"
    )
    return stored_facts({name: getattr(participant, name) for name in names.split()})


def heir_facts(heir: Heir) -> dict[str, Any]:
    """As JSON keeps them, by the names of `HeirFacts`."""
    return stored_facts(heir_columns(heir))


def find_case_of(session: Session, *, participant_id: UUID) -> Case | None:
    """The case that was made out with this participant's facts."""
    return session.scalar(select(Case).where(Case.participant_id == participant_id))


def recipient_is_rested_on(session: Session, *, heir_id: UUID) -> bool:
    """An account or a payout was made out in this recipient's name."""
    return bool(
        session.scalar(
            select(
                or_(
                    exists().where(Account.recipient_id == heir_id),
                    exists().where(Payout.recipient_id == heir_id),
                )
            )
        )
    )


def facts_now(session: Session, *, actor: Actor, request: CorrectionRequest) -> dict[str, Any]:
    """What is written down today about whom the request is.

    Raises:
        NotFound: no longer one of the actor's.
    """
    if request.subject is CorrectionSubject.HEIR:
        return heir_facts(get_heir(session, actor=actor, heir_id=_id(request.heir_id))[1])
    return participant_facts(
        get_participant(session, actor=actor, participant_id=_id(request.participant_id))
    )


def get_preview(
    session: Session, *, actor: Actor, request: CorrectionRequest, today: date
) -> Preview:
    """What an approval would do; of a decided request, only what was asked.

    Raises:
        NotFound
    """
    if request.state is not CorrectionState.REQUESTED:
        asked = {change["field"]: change["after"] for change in request.changes}
        return Preview(standings(request.changes, asked), (), ())
    now = facts_now(session, actor=actor, request=request)
    if request.subject is CorrectionSubject.HEIR:
        effects = _of_heir(session, request)
    else:
        effects = _of_participant(session, request, today)
    return Preview(
        standings=standings(request.changes, now),
        effects=effects,
        rivals=list_rivals(session, request=request),
    )


def list_rivals(session: Session, *, request: CorrectionRequest) -> Sequence[CorrectionRequest]:
    """Other open requests about the same person that touch one of the same facts."""
    others = session.scalars(
        select(CorrectionRequest)
        .where(
            CorrectionRequest.id != request.id,
            CorrectionRequest.state == CorrectionState.REQUESTED,
            CorrectionRequest.subject == request.subject,
            CorrectionRequest.participant_id == request.participant_id
            if request.participant_id
            else CorrectionRequest.heir_id == request.heir_id,
        )
        .order_by(CorrectionRequest.requested_at)
    )
    touched = {change["field"] for change in request.changes}
    return [one for one in others if touched & {change["field"] for change in one.changes}]


def _of_participant(session: Session, request: CorrectionRequest, today: date) -> list[Effect]:
    of_case = find_case_of(session, participant_id=_id(request.participant_id))
    if of_case is None:
        return []
    after = _after(request.changes)
    effects = []
    if set(after) & {"full_name", "nik", "kpj", "category", "payer"}:
        effects.append(Effect(Consequence.CASE_FOLLOWS, number=of_case.number))
    if set(after) & {"segment", "months_contributed"}:
        effects.append(of_benefit(session, of_case, after, today))
    return effects


def of_benefit(session: Session, of_case: Case, after: dict[str, Any], today: date) -> Effect:
    """The benefit stays until its own correction; what that would come to is said here."""
    stays = Effect(Consequence.BENEFIT_STAYS, number=of_case.number)
    benefit = find_benefit_in_force(session, case_id=of_case.id)
    if benefit is None:
        return stays
    facts = facts_of(benefit.computation)
    facts = replace(
        facts,
        segment=after.get("segment", facts.segment),
        months=after.get("months_contributed", facts.months),
    )
    try:
        total = benefit_by_law(facts, today=today).total
    except DomainError:
        return stays
    if total == benefit.computation.total:
        return stays
    return Effect(
        Consequence.BENEFIT_DIFFERS,
        number=of_case.number,
        before=benefit.computation.total,
        after=total,
    )


def _of_heir(session: Session, request: CorrectionRequest) -> list[Effect]:
    after = _after(request.changes)
    effects = []
    if set(after) & {"relation", "is_recipient"}:
        effects.append(Effect(Consequence.PAPERS))
    if "is_recipient" in after:
        effects.append(Effect(Consequence.SHARES))
    if "full_name" in after:
        holders = session.scalars(
            select(Account.holder_name).where(
                Account.recipient_id == request.heir_id, Account.ended_on.is_(None)
            )
        )
        if any(holder.casefold() != after["full_name"].casefold() for holder in holders):
            effects.append(Effect(Consequence.ACCOUNT_NAME))
    return effects


def _after(changes: Sequence[Change]) -> dict[str, Any]:
    return {change["field"]: read(change["field"], change["after"]) for change in changes}


def _id(value: UUID | None) -> UUID:
    if value is None:
        raise NotFound
    return value
