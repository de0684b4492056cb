"""Payouts and due *disetor* pledges of which no line came, though the bank told those days whole.

The bank's officer sees those of his lines' accounts; staff sees them of people who let staff see
what banks say (consent 4), while the bank's agreement holds. Where nobody agreed to lines, no line
can come, and nothing is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy import union_all as sql_union_all
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Role
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank
from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.models import Account, Case, Heir, Payout
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.db import RupiahType
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit, Pledge
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.deposits.queries.scope import is_live
from savings_app.identifiers import AccountNumber
from savings_app.money import ZERO, Rupiah
from savings_app.paging import (
    PAGE_SIZE,
    Order,
    Page,
    Place,
    Sorting,
    iterate_list,
    known_order,
    list_page,
)
from savings_app.reconciliation.fit_rules import (
    PAYOUT_DAYS_AFTER,
    PAYOUT_DAYS_BEFORE,
    PLEDGE_TOLERANCE_PART,
    TargetKind,
)
from savings_app.reconciliation.models import BankFile, BankFileState
from savings_app.reconciliation.queries.files import may_be_stored
from savings_app.reconciliation.queries.lines import seen_lines, stands
from savings_app.reconciliation.queries.targets import deposited, is_credited
from savings_app.reconciliation.queries.told import is_told_whole
from savings_app.reconciliation.readers import FileFormat
from savings_app.reconciliation.span_rules import NO_DAYS, Span, told_spans
from savings_app.sql_days import days_after

ORDER = Order("day")
_NAMES = ("day", "amount", "kind", "bank")
OF_ONE_ACCOUNT = (FileFormat.SNAP.value, FileFormat.API.value)


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A payout (`on`: paid) or a pledge (`on`: until) of which no line, or not all, is seen."""

    id: UUID
    kind: TargetKind
    on: date
    case_id: UUID
    case_number: str
    holder_name: str
    number: AccountNumber
    bank_name: str
    amount: Rupiah
    shown: Rupiah


@dataclass(frozen=True, slots=True)
class MissingFilter:
    """What the list is narrowed to; None leaves it wide."""

    kind: TargetKind | None = None


def chosen_order(order: Order | None) -> Order:
    """The order in force: what should have come longest ago first."""
    return known_order(order, names=_NAMES, default=ORDER)


def list_missing(
    session: Session,
    *,
    actor: Actor,
    wanted: MissingFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[MissingRow]:
    """A page of what the actor may see of it."""
    statement, sorting = _found(session, actor, wanted)
    page = list_page(session, statement, sorting=sorting, order=order, place=place, size=size)
    return page.of([_row(row) for row in page.rows])


def iterate_missing(
    session: Session, *, actor: Actor, wanted: MissingFilter, order: Order | None = None
) -> Iterator[MissingRow]:
    """All of it in the order of the list, for an export."""
    statement, sorting = _found(session, actor, wanted)
    for row in iterate_list(session, statement, sorting=sorting, order=order):
        yield _row(row)


def count_missing(session: Session, *, actor: Actor) -> int:
    statement, sorting = _found(session, actor, MissingFilter())
    found = statement.with_only_columns(sorting.id).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def _found(
    session: Session, actor: Actor, wanted: MissingFilter
) -> tuple[Select[*tuple[Any, ...]], Sorting]:
    spans = _spans(session)
    halves = {
        TargetKind.PAYOUT: _payouts(actor, spans),
        TargetKind.PLEDGE: _pledges(actor, spans),
    }
    chosen = [half for kind, half in halves.items() if wanted.kind in (None, kind)]
    found = sql_union_all(*chosen).subquery() if len(chosen) > 1 else chosen[0].subquery()
    sorting = Sorting(
        id=found.c.id,
        by={
            "day": (found.c.day,),
            "amount": (found.c.amount,),
            "kind": (found.c.kind,),
            "bank": (found.c.bank,),
        },
        default=ORDER,
    )
    return select(*found.c), sorting


def _spans(session: Session) -> Mapping[UUID, Sequence[Span]]:
    """The days each bank's applied files have told whole, of all its accounts together.

    Neither a pull nor a movement its own system sent is about more than the account it names.
    """
    days: dict[UUID, list[tuple[date, date]]] = {}
    rows = session.execute(
        select(BankFile.bank_id, BankFile.first_on, BankFile.last_on)
        .where(BankFile.state == BankFileState.APPLIED, BankFile.format.not_in(OF_ONE_ACCOUNT))
        .distinct()
    )
    for bank_id, first, last in rows:
        if first is not None and last is not None:
            days.setdefault(bank_id, []).append((first, last))
    return {bank_id: told_spans(some) for bank_id, some in days.items()}


def _is_told(
    spans: Mapping[UUID, Sequence[Span]],
    first: ColumnElement[date],
    last: ColumnElement[date],
    *,
    before: timedelta,
    after: timedelta,
) -> ColumnElement[bool]:
    """Whether the days from `first - before` to `last + after` were told: by files of the bank, or
    by this account's own statements.
    """
    told = [
        and_(Account.bank_id == bank_id, first >= span.first + before, last <= span.last - after)
        for bank_id, some in spans.items()
        for span in some
    ]
    own = is_told_whole(days_after(first, -before.days), days_after(last, after.days + 1))
    return or_(*told, own)


def _columns(kind: TargetKind, row: Any, on: Any, shown: Any) -> Sequence[ColumnElement[Any]]:
    return (
        row.id.label("id"),
        literal(kind.value).label("kind"),
        on.label("day"),
        Case.id.label("case_id"),
        Case.number.label("case_number"),
        Account.holder_name.label("holder_name"),
        Account.number.label("number"),
        Bank.name.label("bank"),
        row.amount.label("amount"),
        shown.label("shown"),
    )


def _payouts(actor: Actor, spans: Mapping[UUID, Sequence[Span]]) -> Select[*tuple[Any, ...]]:
    told = _is_told(
        spans,
        Payout.paid_on.expression,
        Payout.paid_on.expression,
        before=PAYOUT_DAYS_BEFORE,
        after=PAYOUT_DAYS_AFTER,
    )
    nothing = literal(ZERO, RupiahType())
    return (
        select(*_columns(TargetKind.PAYOUT, Payout, Payout.paid_on, nothing))
        .join(Account, Account.id == Payout.account_id)
        .join(Bank, Bank.id == Account.bank_id)
        .join(Case, Case.id == Payout.case_id)
        .where(_seen(actor, DataPass.LINES), stands(Payout), ~is_credited(), told)
    )


def _pledges(actor: Actor, spans: Mapping[UUID, Sequence[Span]]) -> Select[*tuple[Any, ...]]:
    paid_in = deposited()
    earlier = aliased(Pledge)
    # What came for the pledge it was before counts for it (see `targets`); so it is not missing.
    has_come = exists().where(
        earlier.replaced_by == Pledge.id, Deposit.pledge_id == earlier.id, stands(Deposit)
    )
    amount, came = type_coerce(Pledge.amount, BigInteger), type_coerce(paid_in, BigInteger)
    is_open = (amount - came) * PLEDGE_TOLERANCE_PART > amount
    until = Pledge.until_on.expression
    return (
        select(*_columns(TargetKind.PLEDGE, Pledge, Pledge.until_on, paid_in))
        .join(Account, Account.id == Pledge.account_id)
        .join(Bank, Bank.id == Account.bank_id)
        .join(Heir, Heir.id == Pledge.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(
            _seen(actor, DataPass.PLEDGES),
            Pledge.kind == PledgeKind.PAID_IN,
            is_live(),
            is_open,
            ~has_come,
            _is_told(spans, until, until, before=NO_DAYS, after=NO_DAYS),
        )
    )


def _seen(actor: Actor, passing: DataPass) -> ColumnElement[bool]:
    if actor.role is Role.BANK_OFFICER:
        return and_(seen_lines(actor), accounts_seen_by_bank(actor, passing=passing))
    return and_(
        cases_seen_by(actor),
        live_consent(ConsentKind.STAFF_SEES, of=Account.recipient_id),
        live_consent(ConsentKind.TELL_BANK, of=Account.recipient_id),
        may_be_stored(),
        has_agreement(Account.bank_id, on=actor.acts_on),
    )


def _row(row: Row[*tuple[Any, ...]]) -> MissingRow:
    return MissingRow(
        id=row.id,
        kind=TargetKind(row.kind),
        on=row.day,
        case_id=row.case_id,
        case_number=row.case_number,
        holder_name=row.holder_name,
        number=row.number,
        bank_name=row.bank,
        amount=row.amount,
        shown=row.shown,
    )
