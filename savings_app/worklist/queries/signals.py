"""What looks odd, found by a few statements over all cases. Each sign is for a person to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.cases.kinds import PayoutKind
from savings_app.cases.models import (
    Account,
    BenefitApproval,
    BenefitComputation,
    Case,
    HandOver,
    HandOverFamily,
    HandOverWitness,
    Heir,
    Payout,
)
from savings_app.cases.queries.facts import as_rupiah
from savings_app.deaths.kinds import DeathState
from savings_app.deaths.models import DeathNotice
from savings_app.money import ZERO
from savings_app.registry.models import Participant
from savings_app.worklist.kinds import WarningKind
from savings_app.worklist.queries.officials import changed_accounts, one_official
from savings_app.worklist.queries.sign import Sign, key_of

_Rows = Iterable[Row[*tuple[Any, ...]]]


def find_signs(session: Session, *, today: date) -> Iterator[Sign]:
    """Everything odd there is now. A fixed number of statements, however many cases there are."""
    yield from _same_person(session)
    yield from _same_death(session)
    yield from _same_account(session)
    yield from _same_phone(session)
    yield from _dead_people(session)
    yield from _heard_of_as_dead(session)
    yield from _paid_differs(session)
    yield from one_official(session, today=today)
    yield from changed_accounts(session, today=today)


def _grouped(rows: _Rows, name: Callable[[Any], Hashable]) -> Iterator[list[Any]]:
    """Rows that share a name and are of at least two cases."""
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        groups[name(row)].append(row)
    for group in groups.values():
        if len({row.case_id for row in group}) > 1:
            yield sorted(group, key=lambda row: str(row.id))


def _twice(column: Any) -> ColumnElement[bool]:
    """A condition: this value of a recipient stands in more than one case."""
    repeated = (
        select(column)
        .where(column.is_not(None), Heir.is_recipient)
        .group_by(column)
        .having(func.count(func.distinct(Heir.case_id)) > 1)
    )
    return column.in_(repeated.correlate(None))  # type: ignore[no-any-return]


def _about(kind: WarningKind, group: list[Any]) -> Sign:
    cases = frozenset(row.case_id for row in group)
    return Sign(kind, key_of(kind, group[0].id), cases, {"cases": len(cases)})


def _same_person(session: Session) -> Iterator[Sign]:
    rows = session.execute(
        select(Heir.id, Heir.case_id, Heir.nik).where(
            Heir.nik.is_not(None), Heir.is_recipient, _twice(Heir.nik)
        )
    )
    for group in _grouped(rows, lambda row: row.nik.full):
        yield _about(WarningKind.SAME_PERSON, group)


def _same_death(session: Session) -> Iterator[Sign]:
    """The same NIK, the same KPJ, or the same name, birth and day of death."""
    other, born, twin = aliased(Case), aliased(Participant), aliased(Participant)
    pairs = select(Case.id, other.id.label("other_id")).select_from(Case)
    by_name = (
        (func.lower(other.full_name) == func.lower(Case.full_name))
        & (other.died_on == Case.died_on)
        & (other.id > Case.id)
    )
    found = {
        "nik": pairs.join(other, (other.nik == Case.nik) & (other.id > Case.id)),
        "kpj": pairs.join(other, (other.kpj == Case.kpj) & (other.id > Case.id)),
        "nama": pairs.join(other, by_name)
        .join(born, born.id == Case.participant_id)
        .join(twin, twin.id == other.participant_id)
        .where(twin.born_on == born.born_on),
    }
    told: set[tuple[UUID, ...]] = set()
    for by, statement in found.items():
        for row in session.execute(statement):
            ids = tuple(sorted((row.id, row.other_id), key=str))
            if ids not in told:
                told.add(ids)
                key = key_of(WarningKind.SAME_DEATH, *ids)
                yield Sign(WarningKind.SAME_DEATH, key, frozenset(ids), {"by": by})


def _same_account(session: Session) -> Iterator[Sign]:
    """One number for several people of several cases; a guardian's for his wards is ordinary."""
    repeated = (
        select(Account.bank_id, Account.number)
        .join(Heir, Heir.id == Account.recipient_id)
        .group_by(Account.bank_id, Account.number)
        .having(func.count(func.distinct(Heir.case_id)) > 1)
        .subquery()
    )
    rows = session.execute(
        select(
            Account.id,
            Heir.case_id,
            Account.bank_id,
            Account.number,
            Heir.nik,
            Heir.guardian_nik,
        )
        .join(Heir, Heir.id == Account.recipient_id)
        .join(
            repeated,
            (repeated.c.bank_id == Account.bank_id) & (repeated.c.number == Account.number),
        )
    )
    for group in _grouped(rows, lambda row: (row.bank_id, row.number.full)):
        if not _one_person(group):
            yield _about(WarningKind.SAME_ACCOUNT, group)


def _same_phone(session: Session) -> Iterator[Sign]:
    rows = session.execute(
        select(Heir.id, Heir.case_id, Heir.phone, Heir.nik, Heir.guardian_nik).where(
            Heir.phone.is_not(None), Heir.is_recipient, _twice(Heir.phone)
        )
    )
    for group in _grouped(rows, lambda row: row.phone):
        if not _one_person(group):
            yield _about(WarningKind.SAME_PHONE, group)


def _one_person(group: list[Any]) -> bool:
    """The guardian of several wards, or one person who receives in two cases."""
    people = {row.guardian_nik or row.nik for row in group}
    return len(people) == 1 and None not in people


def _dead_people(session: Session) -> Iterator[Sign]:
    """Somebody whose death is on record stood as recipient, guardian, reporter or witness later."""
    dead = aliased(Case)
    before = dead.died_on <= Case.opened_on
    heirs = select(Heir.id, Case.id.label("case_id"), dead.id.label("dead_id")).join(
        Case, Case.id == Heir.case_id
    )
    reporters = (
        select(Case.id, Case.id.label("case_id"), dead.id.label("dead_id"))
        .join(
            dead,
            (func.lower(dead.full_name) == func.lower(Case.reporter_name))
            & (dead.region_code == Case.region_code),
        )
        .where(before)
    )
    witnesses = (
        select(HandOverWitness.id, HandOverFamily.case_id, dead.id.label("dead_id"))
        .join(HandOver, HandOver.id == HandOverWitness.hand_over_id)
        .join(HandOverFamily, HandOverFamily.hand_over_id == HandOver.id)
        .join(dead, dead.nik == HandOverWitness.nik)
        .where(dead.died_on <= HandOver.planned_on)
    )
    found = {
        "penerima": heirs.join(dead, dead.nik == Heir.nik).where(_not_paid_by(dead.died_on)),
        "wali": heirs.join(dead, dead.nik == Heir.guardian_nik).where(_not_paid_by(dead.died_on)),
        "pelapor": reporters,
        "saksi": witnesses,
    }
    for dead_as, statement in found.items():
        for row in session.execute(statement):
            yield Sign(
                WarningKind.DEAD_PERSON,
                key_of(WarningKind.DEAD_PERSON, dead_as, row.id, row.dead_id, row.case_id),
                frozenset({row.case_id, row.dead_id}),
                {"as": dead_as},
            )


def _not_paid_by(died_on: SQLColumnExpression[date]) -> ColumnElement[bool]:
    """The recipient was not paid yet when the death happened, or was paid after it too."""
    last = (
        select(func.max(Payout.paid_on))
        .where(Payout.recipient_id == Heir.id)
        .correlate(Heir)
        .scalar_subquery()
    )
    return or_(last.is_(None), died_on <= last)


def _heard_of_as_dead(session: Session) -> Iterator[Sign]:
    """A death somebody told of, without a case of its own: the same person receives or guards."""
    no_death = (DeathState.DOUBLE, DeathState.WRONG)
    for dead_as, nik in (("penerima", Heir.nik), ("wali", Heir.guardian_nik)):
        rows = session.execute(
            select(Heir.id, Case.id.label("case_id"), DeathNotice.id.label("notice_id"))
            .join(Case, Case.id == Heir.case_id)
            .join(DeathNotice, DeathNotice.nik == nik)
            .where(
                DeathNotice.case_id.is_(None),
                DeathNotice.state.not_in(no_death),
                _not_paid_by(DeathNotice.died_on),
            )
        )
        for row in rows:
            yield Sign(
                WarningKind.DEAD_PERSON,
                key_of(WarningKind.DEAD_PERSON, dead_as, row.id, row.notice_id),
                frozenset({row.case_id}),
                {"as": dead_as},
            )


def _paid_differs(session: Session) -> Iterator[Sign]:
    """The santunan paid, reversals taken off, is not what the law gives."""
    later = aliased(BenefitComputation)
    agreed = aliased(BenefitApproval)
    in_force = or_(BenefitComputation.number == 1, BenefitApproval.approved)
    superseded = (
        select(later.id)
        .join(agreed, agreed.computation_id == later.id)
        .where(
            later.case_id == BenefitComputation.case_id,
            later.number > BenefitComputation.number,
            agreed.approved,
        )
        .correlate(BenefitComputation)
        .exists()
    )
    paid = (
        select(Payout.case_id, func.sum(Payout.amount).label("paid"))
        .where(Payout.kind == PayoutKind.BENEFIT)
        .group_by(Payout.case_id)
        .subquery()
    )
    rows = session.execute(
        select(paid.c.case_id, paid.c.paid, BenefitComputation.total)
        .join(BenefitComputation, BenefitComputation.case_id == paid.c.case_id)
        .outerjoin(BenefitApproval, BenefitApproval.computation_id == BenefitComputation.id)
        .where(in_force, ~superseded)
    )
    for row in rows:
        amount = as_rupiah(row.paid)
        if amount not in (ZERO, row.total):
            yield Sign(
                WarningKind.PAID_DIFFERS,
                key_of(WarningKind.PAID_DIFFERS, row.case_id),
                frozenset({row.case_id}),
                {"difference": (amount - row.total).sen},
            )
