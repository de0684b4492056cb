"""The register of cooperation agreements, and the one condition everything of a bank rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload
from sqlalchemy.sql.elements import SQLCoreOperations

from savings_app.actors import Actor, Permission
from savings_app.banks.kinds import AgreementStand, DataPass
from savings_app.banks.models import Bank, CooperationAgreement, CooperationData
from savings_app.banks.rules import SOON, AgreementNotInForce, covered_until, stand_on
from savings_app.errors import NotFound
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page
from savings_app.regions.queries import lies_within

LATEST = date(9999, 12, 31)


# --- the condition -------------------------------------------------------------------------------


def has_agreement(
    bank_id: UUID | SQLCoreOperations[UUID], *, on: date | None, passing: DataPass | None = None
) -> ColumnElement[bool]:
    """EXISTS an agreement of a partner bank that holds on that day and lets these data pass.

    `on=None`, an actor nobody told the day, holds for nothing.
    """
    if on is None:
        return false()
    agreement, bank = aliased(CooperationAgreement), aliased(Bank)
    held = (
        exists()
        .where(agreement.bank_id == bank_id, bank.id == agreement.bank_id, bank.is_partner)
        .where(_holds(agreement, on))
    )
    if passing is not None:
        held = held.where(
            exists().where(
                CooperationData.agreement_id == agreement.id, CooperationData.data == passing
            )
        )
    return held


def _holds(agreement: type[CooperationAgreement], on: date) -> ColumnElement[bool]:
    """The SQL of `rules.in_force_on`."""
    return and_(
        agreement.starts <= on,
        agreement.ends >= on,
        or_(agreement.ended_on.is_(None), agreement.ended_on > on),
    )


def _ends_by(day: date) -> ColumnElement[bool]:
    """Its last day is not after that day."""
    return or_(
        CooperationAgreement.ends <= day, CooperationAgreement.ended_on <= day + timedelta(days=1)
    )


def check_agreement(
    session: Session, *, bank_id: UUID | None, on: date | None, passing: DataPass | None = None
) -> None:
    """
    Raises:
        AgreementNotInForce
    """
    if bank_id is None or not session.scalar(
        select(has_agreement(bank_id, on=on, passing=passing))
    ):
        raise AgreementNotInForce


def agreed_until(session: Session, *, bank_id: UUID, today: date) -> date | None:
    """The last day the bank's agreements hold without a gap; None where none holds today."""
    agreements = session.scalars(
        select(CooperationAgreement).where(CooperationAgreement.bank_id == bank_id)
    ).all()
    return covered_until(agreements, today)


@dataclass(frozen=True, slots=True)
class AnnouncedEnd:
    """A partner bank whose agreements end within 60 days, on `until`, or (None) hold no more."""

    bank_name: str
    until: date | None


def list_announced_ends(session: Session, *, actor: Actor, today: date) -> Sequence[AnnouncedEnd]:
    """What ends without a successor, by bank: for whom can make another one."""
    if not actor.may(Permission.REFERENCE_EDIT):
        return []
    rows = session.execute(
        select(Bank.name, CooperationAgreement)
        .join(CooperationAgreement, CooperationAgreement.bank_id == Bank.id)
        .where(agreements_seen_by(actor), Bank.is_partner)
        .order_by(Bank.name)
    )
    by_bank: dict[str, list[CooperationAgreement]] = {}
    for name, agreement in rows:
        by_bank.setdefault(name, []).append(agreement)
    until = {name: covered_until(agreements, today) for name, agreements in by_bank.items()}
    return [
        AnnouncedEnd(name, last)
        for name, last in until.items()
        if last is None or last - today <= SOON
    ]


# --- the register --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """What is wanted of the register; None and False ask for all."""

    bank: UUID | None = None
    holds: bool = False
    soon: bool = False


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement with the name of its bank, and how it stands on the day of the question."""

    agreement: CooperationAgreement
    bank_name: str
    stand: AgreementStand

    @property
    def id(self) -> UUID:
        return self.agreement.id


def agreements_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `CooperationAgreement`: of the actor's own Dinas."""
    if not actor.region or not actor.may(Permission.CASE_READ):
        return false()
    return lies_within(CooperationAgreement.region_code, actor.region)


def agreement_sorting(today: date) -> Sorting:
    """Ending within 60 days first, then what holds or will by its end, then what is over."""
    early = CooperationAgreement.ended_on
    last = case((early <= CooperationAgreement.ends, early), else_=CooperationAgreement.ends)
    over = or_(CooperationAgreement.ends < today, func.coalesce(early, LATEST) <= today)
    urgency = case((over, 2), (_ends_by(today + SOON), 0), else_=1)
    return Sorting(
        id=CooperationAgreement.id,
        by={
            "ends": (urgency, last),
            "starts": (CooperationAgreement.starts,),
            "number": (CooperationAgreement.number,),
            "bank": (Bank.name,),
        },
        default=Order("ends"),
    )


def list_agreements(
    session: Session,
    *,
    actor: Actor,
    wanted: AgreementFilter,
    today: date,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[AgreementRow]:
    page = list_page(
        session,
        _wanted(actor, wanted, today),
        sorting=agreement_sorting(today),
        order=order,
        place=place,
    )
    return page.of([_row(row[0], row[1], today) for row in page.rows])


def iterate_agreements(
    session: Session,
    *,
    actor: Actor,
    wanted: AgreementFilter,
    today: date,
    order: Order | None = None,
) -> Iterator[AgreementRow]:
    """The whole filtered register in its order, for a file."""
    statement = in_order(
        _wanted(actor, wanted, today), sorting=agreement_sorting(today), order=order
    )
    for row in session.execute(statement):
        yield _row(row[0], row[1], today)


def get_agreement(session: Session, *, actor: Actor, agreement_id: UUID) -> CooperationAgreement:
    """
    Raises:
        NotFound: no such agreement, or none this actor may see.
    """
    agreement = session.scalar(
        select(CooperationAgreement)
        .options(selectinload(CooperationAgreement.data))
        .where(CooperationAgreement.id == agreement_id, agreements_seen_by(actor))
    )
    if agreement is None:
        raise NotFound
    return agreement


def _wanted(
    actor: Actor, wanted: AgreementFilter, today: date
) -> Select[CooperationAgreement, str]:
    statement = (
        select(CooperationAgreement, Bank.name)
        .options(selectinload(CooperationAgreement.data))
        .join(Bank, Bank.id == CooperationAgreement.bank_id)
        .where(agreements_seen_by(actor))
    )
    if wanted.bank:
        statement = statement.where(CooperationAgreement.bank_id == wanted.bank)
    if wanted.holds or wanted.soon:
        statement = statement.where(_holds(CooperationAgreement, today))
    if wanted.soon:
        statement = statement.where(_ends_by(today + SOON))
    return statement


def _row(agreement: CooperationAgreement, bank_name: str, today: date) -> AgreementRow:
    return AgreementRow(agreement, bank_name, stand_on(agreement, today))
