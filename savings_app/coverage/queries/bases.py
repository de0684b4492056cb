"""The register of legal bases: what ends soon stands first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.coverage.kinds import BasisKind, BasisStatus
from savings_app.coverage.models import (
    BasisFileWithdrawal,
    ContributionBudget,
    CoverageTarget,
    LegalBasis,
)
from savings_app.coverage.rules import SOON, ends_soon, holds_on
from savings_app.errors import NotFound
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.regions.rules import parent_code

LATEST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class BasisFilter:
    """What is wanted of the register; None and False ask for all."""

    kind: BasisKind | None = None
    status: BasisStatus | None = None
    soon: bool = False


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A basis with the name of its region, and how it stands on the day of the question."""

    basis: LegalBasis
    place: str
    holds: bool
    ends_soon: bool

    @property
    def id(self) -> UUID:
        return self.basis.id


def bases_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `LegalBasis`: of the actor's region, in it, or of a region around it."""
    if not actor.region or not actor.may(Permission.COVERAGE_READ):
        return false()
    around: list[str] = []
    code = parent_code(actor.region)
    while code:
        around.append(code)
        code = parent_code(code)
    return or_(
        lies_within(LegalBasis.region_code, actor.region), LegalBasis.region_code.in_(around)
    )


def basis_sorting(today: date) -> Sorting:
    """Ending within 60 days first, then the rest by their end, then what is over."""
    ends = func.coalesce(LegalBasis.ends, LATEST)
    urgency = case(
        (LegalBasis.status != BasisStatus.IN_FORCE, 2),
        (ends < today, 2),
        (ends <= today + SOON, 0),
        else_=1,
    )
    return Sorting(
        id=LegalBasis.id,
        by={
            "ends": (urgency, ends),
            "starts": (LegalBasis.starts,),
            "number": (LegalBasis.number,),
            "kind": (LegalBasis.kind,),
            "place": (Region.name,),
        },
        default=Order("ends"),
    )


def list_bases(
    session: Session,
    *,
    actor: Actor,
    wanted: BasisFilter,
    today: date,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[BasisRow]:
    page = list_page(
        session,
        _wanted(actor, wanted, today),
        sorting=basis_sorting(today),
        order=order,
        place=place,
    )
    return page.of([_row(row[0], row[1], today) for row in page.rows])


def iterate_bases(
    session: Session, *, actor: Actor, wanted: BasisFilter, today: date, order: Order | None = None
) -> Iterator[BasisRow]:
    """The whole filtered register in its order, for a file."""
    statement = in_order(_wanted(actor, wanted, today), sorting=basis_sorting(today), order=order)
    for row in session.execute(statement):
        yield _row(row[0], row[1], today)


def get_basis(session: Session, *, actor: Actor, basis_id: UUID) -> LegalBasis:
    """
    Raises:
        NotFound: no such basis, or none this actor may see.
    """
    basis = session.scalar(
        select(LegalBasis).where(LegalBasis.id == basis_id, bases_seen_by(actor))
    )
    if basis is None:
        raise NotFound
    return basis


def list_basis_choices(session: Session, *, actor: Actor) -> Sequence[tuple[str, str]]:
    """(id, number and title) of what a target or a budget may rest on, newest first."""
    rows = session.execute(
        select(LegalBasis.id, LegalBasis.number, LegalBasis.title)
        .where(bases_seen_by(actor))
        .order_by(LegalBasis.starts.desc(), LegalBasis.id)
        .limit(300)
    )
    return [(str(row.id), f"{row.number} · {row.title}") for row in rows]


def basis_numbers(session: Session, *, ids: Sequence[UUID | None]) -> Mapping[UUID, str]:
    """The number of each of these bases."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = session.execute(
        select(LegalBasis.id, LegalBasis.number).where(LegalBasis.id.in_(wanted))
    )
    return {row.id: row.number for row in rows}


def list_withdrawals(
    session: Session, *, basis_id: UUID
) -> Sequence[tuple[BasisFileWithdrawal, str]]:
    """Files of a basis the caller may see that were taken away, the latest first, and by whom."""
    rows = session.execute(
        select(BasisFileWithdrawal, User.full_name)
        .join(User, User.id == BasisFileWithdrawal.withdrawn_by)
        .where(BasisFileWithdrawal.basis_id == basis_id)
        .order_by(BasisFileWithdrawal.withdrawn_at.desc())
    )
    return [(withdrawal, name) for withdrawal, name in rows]


def count_resting_on(session: Session, *, basis_id: UUID) -> tuple[int, int]:
    """How many targets and budgets name this basis."""
    targets = select(func.count()).where(CoverageTarget.basis_id == basis_id)
    budgets = select(func.count()).where(ContributionBudget.basis_id == basis_id)
    return session.scalar(targets) or 0, session.scalar(budgets) or 0


def _wanted(actor: Actor, wanted: BasisFilter, today: date) -> Select[LegalBasis, str]:
    statement = (
        select(LegalBasis, Region.name)
        .join(Region, Region.code == LegalBasis.region_code)
        .where(bases_seen_by(actor))
    )
    if wanted.kind:
        statement = statement.where(LegalBasis.kind == wanted.kind)
    if wanted.status:
        statement = statement.where(LegalBasis.status == wanted.status)
    if wanted.soon:
        statement = statement.where(
            LegalBasis.status == BasisStatus.IN_FORCE,
            LegalBasis.ends.between(today, today + SOON),
        )
    return statement


def _row(basis: LegalBasis, place: str, today: date) -> BasisRow:
    return BasisRow(basis, place, holds_on(basis, today), ends_soon(basis, today))
