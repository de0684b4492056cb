"""What looks odd, found by a few statements over all cases. Each sign is for a person to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.cases.hand_over_rules import plain_name
from savings_app.cases.kinds import AccountPurpose, PayoutKind
from savings_app.cases.models import (
    Account,
    BenefitApproval,
    BenefitComputation,
    Case,
    Heir,
    Payout,
)
from savings_app.cases.queries.facts import as_rupiah
from savings_app.money import ZERO
from savings_app.registry.models import Participant
from savings_app.worklist.kinds import WarningKind
from savings_app.worklist.queries.officials import changed_accounts, one_official
from savings_app.worklist.queries.sign import Sign, key_of
from savings_app.worklist.queries.the_dead import dead_people
from savings_app.worklist.warning_rules import Receiver, is_one_receiver

_Rows = Iterable[Row[*tuple[Any, ...]]]
# A case whose old spreadsheet was taken back is compared with nothing.
_there = Case.withdrawn_at.is_(None)
_recipient = (Heir.is_recipient, _there)


def find_signs(session: Session, *, today: date) -> Iterator[Sign]:
    """Everything odd there is now. A fixed number of statements, however many cases there are."""
    yield from _same_person(session)
    yield from _same_death(session)
    yield from _same_account(session)
    yield from _same_phone(session)
    yield from dead_people(session)
    yield from _paid_differs(session)
    yield from one_official(session, today=today)
    yield from changed_accounts(session, today=today)


def _grouped(rows: _Rows, name: Callable[[Any], Hashable]) -> Iterator[list[Any]]:
    """Rows that share a name, at least two."""
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        groups[name(row)].append(row)
    for group in groups.values():
        if len(group) > 1:
            yield sorted(group, key=lambda row: str(row.id))


def _twice(column: Any) -> ColumnElement[bool]:
    """A condition: this value of a recipient stands in more than one case."""
    repeated = (
        select(column)
        .join(Case, Case.id == Heir.case_id)
        .where(column.is_not(None), *_recipient)
        .group_by(column)
        .having(func.count(func.distinct(Heir.case_id)) > 1)
    )
    return column.in_(repeated.correlate(None))  # type: ignore[no-any-return]


def _about(kind: WarningKind, group: list[Any]) -> Sign:
    cases = frozenset(row.case_id for row in group)
    facts = {"cases": len(cases)}
    if len(cases) == 1:
        facts["recipients"] = len({row.recipient_id for row in group})
    return Sign(kind, key_of(kind, group[0].id), cases, facts)


def _same_person(session: Session) -> Iterator[Sign]:
    rows = session.execute(
        select(Heir.id, Heir.case_id, Heir.nik)
        .join(Case, Case.id == Heir.case_id)
        .where(Heir.nik.is_not(None), *_recipient, _twice(Heir.nik))
    )
    for group in _grouped(rows, lambda row: row.nik.full):
        yield _about(WarningKind.SAME_PERSON, group)


def _same_death(session: Session) -> Iterator[Sign]:
    """The same NIK, the same KPJ, or the same name, birth and day of death."""
    other, born, twin = aliased(Case), aliased(Participant), aliased(Participant)
    pairs = (
        select(Case.id, other.id.label("other_id"))
        .select_from(Case)
        .where(_there, other.withdrawn_at.is_(None))
    )
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
    """One number for several people, of one family or of several.

    A guardian's for his wards is ordinary, and a child's savings account that its family fills.
    """
    account = (Account.bank_id, Account.number)
    repeated = (
        select(*account)
        .group_by(*account)
        .having(func.count(func.distinct(Account.recipient_id)) > 1)
        .subquery()
    )
    rows = session.execute(
        select(Account.id, *account, Account.purpose, *_RECEIVER)
        .join(Heir, Heir.id == Account.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .join(
            repeated,
            (repeated.c.bank_id == Account.bank_id) & (repeated.c.number == Account.number),
        )
        .where(_there)
    )
    for group in _grouped(rows, lambda row: (row.bank_id, row.number.full)):
        if len({row.case_id for row in group}) > 1:
            odd = group
        else:
            odd = [row for row in group if row.purpose is AccountPurpose.BENEFIT]
        if not is_one_receiver([_receiver(row) for row in odd]):
            yield _about(WarningKind.SAME_ACCOUNT, odd)


def _same_phone(session: Session) -> Iterator[Sign]:
    """One phone in several families. Inside one family it is the household's, as most have one."""
    rows = session.execute(
        select(Heir.id, Heir.phone, *_RECEIVER)
        .join(Case, Case.id == Heir.case_id)
        .where(Heir.phone.is_not(None), *_recipient, _twice(Heir.phone))
    )
    for group in _grouped(rows, lambda row: row.phone):
        if not is_one_receiver([_receiver(row) for row in group]):
            yield _about(WarningKind.SAME_PHONE, group)


_RECEIVER = (
    Heir.id.label("recipient_id"),
    Heir.case_id,
    Heir.full_name,
    Heir.nik,
    Heir.guardian_name,
    Heir.guardian_nik,
)


def _receiver(row: Any) -> Receiver:
    """Who holds what is paid: the guardian of a ward."""
    is_ward = bool(row.guardian_name or row.guardian_nik)
    nik = row.guardian_nik if is_ward else row.nik
    return Receiver(
        family=row.case_id,
        name=plain_name((row.guardian_name or "") if is_ward else row.full_name),
        nik=nik.full if nik else None,
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
