"""What the banks said of each pledge, month by month, and nothing else.

For staff it is there only while the recipient lets the bank answer (consent 3) and staff see it
(4): the condition is in the queries, supervisors and auditors included. It ends with the bank's
cooperation agreement too; what the family itself sees does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select, true
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Role
from savings_app.banks.models import Bank
from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.models import Account
from savings_app.cases.queries.cases import get_recipient
from savings_app.consents.queries import may_staff_see_bank, staff_see_bank
from savings_app.deposits.growth_rules import MonthKnown, Told, months_known
from savings_app.deposits.kinds import Answer, Evidence, PledgeKind
from savings_app.deposits.models import BankAnswer, Deposit, Pledge
from savings_app.deposits.queries.corrected import (
    Correction,
    TakenBack,
    list_corrections,
    list_taken_back,
)
from savings_app.deposits.queries.scope import stands
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah, total
from savings_app.words.formats import in_wita


@dataclass(frozen=True, slots=True)
class BankNews:
    """What a bank said of one day. `asked` and `answer` of an answer, `amount` of a line.

    `asked` is the sum of all pledges on the account: the bank is asked once for each account.
    `meant` is what the pledge itself came to when the bank was asked. `line_id` of a line.
    """

    on: date
    bank_name: str
    source: Evidence
    asked: Rupiah | None = None
    answer: Answer | None = None
    amount: Rupiah | None = None
    meant: Rupiah | None = None
    line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MonthNews:
    """A month, by its first day, and the latest word about a day in it; None is no news."""

    month: date
    news: BankNews | None


@dataclass(frozen=True, slots=True)
class PledgeProgress:
    """One live pledge and what the bank said of it.

    `months`: at most twelve, oldest first, of a *disimpan* pledge, those of the pledge it was
    changed from included. `lines` and `confirmed`: of a *disetor* pledge, oldest first, and their
    sum. `growth`: of both kinds, each month with its amount as far as a bank told it. `last_known`
    is the latest word of all, None while there is none. `corrections`: answers the bank took back.
    `told`: every word that stands, oldest first, since `first_made_on`, the day of the pledge it
    was changed from. `taken_back`: deposits the bank took back. `cancelled_on` only of one asked
    for with `ended_since`.
    """

    pledge_id: UUID
    kind: PledgeKind
    amount: Rupiah
    until_on: date
    goal: str | None
    in_name_of: str | None
    code: str
    made_on: date
    assisted: bool
    bank_name: str
    number: AccountNumber
    months: tuple[MonthNews, ...] = ()
    lines: tuple[BankNews, ...] = ()
    confirmed: Rupiah | None = None
    growth: tuple[MonthKnown, ...] = ()
    last_known: BankNews | None = None
    pot_id: UUID | None = None
    corrections: tuple[Correction, ...] = ()
    told: tuple[BankNews, ...] = ()
    first_made_on: date | None = None
    taken_back: tuple[TakenBack, ...] = ()
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """All live pledges of a recipient. `hidden`: this staff member may not see what banks said.

    `without_agreement`: banks of which staff may not see it today, whatever the recipient agreed.
    """

    pledges: tuple[PledgeProgress, ...]
    hidden: bool
    without_agreement: tuple[str, ...] = ()


def get_progress(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    today: date,
    ended_since: date | None = None,
) -> Progress:
    """What each live pledge came to, from bank answers and confirmed lines only.

    With `ended_since` also those cancelled on that day (WITA) or later.

    Raises:
        NotFound: no such recipient, or not this person's to see.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    by_staff = actor.role is not Role.FAMILY
    hidden = by_staff and not may_staff_see_bank(session, recipient_id=recipient_id)
    agreed = has_agreement(Account.bank_id, on=today) if by_staff else true()
    rows = session.execute(
        select(Pledge, Account.number, Bank.name, agreed.label("agreed"))
        .join(Account, Account.id == Pledge.account_id)
        .join(Bank, Bank.id == Account.bank_id)
        .where(Pledge.recipient_id == recipient_id)
        .order_by(Pledge.made_at, Pledge.id)
    ).all()
    became = _what_each_became([row[0] for row in rows])
    news: dict[UUID, list[BankNews]] = {pledge_id: [] for pledge_id in became}
    seen = staff_see_bank(of=Pledge.recipient_id) if by_staff else true()
    told_anew = list_corrections(session, recipient_id=recipient_id, seen=and_(seen, agreed))
    corrected = [(became[pledge_id], one) for pledge_id, one in told_anew]
    of_lines = staff_see_bank(of=Pledge.recipient_id, lines=True) if by_staff else true()
    gone = list_taken_back(session, recipient_id=recipient_id, seen=and_(of_lines, agreed))
    taken_back = [(became[pledge_id], one) for pledge_id, one in gone]
    for pledge_id, told in _news(
        session, recipient_id=recipient_id, by_staff=by_staff, agreed=agreed
    ):
        news[became[pledge_id]].append(told)
    first_made = _first_days([row[0] for row in rows], became)
    return Progress(
        pledges=tuple(
            _progress(
                replace(
                    _meant(pledge, number, bank),
                    corrections=tuple(one for of, one in corrected if of == pledge.id),
                    taken_back=tuple(one for of, one in taken_back if of == pledge.id),
                ),
                news=news[pledge.id],
                first_made=first_made[pledge.id],
                today=today,
            )
            for pledge, number, bank, _agreed in rows
            if pledge.replaced_by is None and _is_told(pledge, ended_since)
        ),
        hidden=hidden,
        without_agreement=tuple(sorted({row[2] for row in rows if not row.agreed})),
    )


def _first_days(pledges: Sequence[Pledge], became: dict[UUID, UUID]) -> dict[UUID, date]:
    """Of the last of each chain the day the first one was made."""
    found: dict[UUID, date] = {}
    for pledge in pledges:
        last = became[pledge.id]
        found[last] = min(found.get(last, pledge.made_on), pledge.made_on)
    return found


def _meant(pledge: Pledge, number: AccountNumber, bank: str) -> PledgeProgress:
    """What the family said, before anything a bank said of it."""
    return PledgeProgress(
        pledge_id=pledge.id,
        kind=pledge.kind,
        amount=pledge.amount,
        until_on=pledge.until_on,
        goal=pledge.goal,
        in_name_of=pledge.in_name_of,
        code=pledge.code,
        made_on=pledge.made_on,
        assisted=pledge.assisted_by is not None,
        bank_name=bank,
        number=number,
        pot_id=pledge.pot_id,
        cancelled_on=_day_of(pledge.cancelled_at),
    )


def _day_of(moment: datetime | None) -> date | None:
    return in_wita(moment).date() if moment else None


def _is_told(pledge: Pledge, ended_since: date | None) -> bool:
    ended = _day_of(pledge.cancelled_at)
    return ended is None or (ended_since is not None and ended >= ended_since)


def _what_each_became(pledges: Sequence[Pledge]) -> dict[UUID, UUID]:
    """For every pledge the last one it was changed into, itself where it never was."""
    next_one = {pledge.id: pledge.replaced_by for pledge in pledges}
    last: dict[UUID, UUID] = {}
    for pledge in pledges:
        at = pledge.id
        while (after := next_one[at]) is not None:
            at = after
        last[pledge.id] = at
    return last


def _news(
    session: Session, *, recipient_id: UUID, by_staff: bool, agreed: ColumnElement[bool]
) -> list[tuple[UUID, BankNews]]:
    """Every standing answer and every line not taken back, by day, with its pledge."""
    recipient = Pledge.recipient_id
    seen = and_(staff_see_bank(of=recipient), agreed) if by_staff else true()
    of_lines = and_(staff_see_bank(of=recipient, lines=True), agreed) if by_staff else true()
    answers = session.execute(
        select(BankAnswer, Bank.name, Pledge.amount)
        .join(Pledge, Pledge.id == BankAnswer.pledge_id)
        .join(Account, Account.id == Pledge.account_id)
        .join(Bank, Bank.id == Account.bank_id)
        .where(Pledge.recipient_id == recipient_id, seen, stands())
        .order_by(BankAnswer.on, BankAnswer.answered_at)
    )
    told = [
        (
            row.pledge_id,
            BankNews(
                row.on,
                bank,
                Evidence.BANK_ANSWER,
                asked=row.asked_amount,
                answer=row.answer,
                meant=meant,
            ),
        )
        for row, bank, meant in answers
    ]
    reversal = aliased(Deposit)
    lines = session.execute(
        select(Deposit, Bank.name)
        .join(Pledge, Pledge.id == Deposit.pledge_id)
        .join(Account, Account.id == Pledge.account_id)
        .join(Bank, Bank.id == Account.bank_id)
        .where(
            Pledge.recipient_id == recipient_id,
            of_lines,
            Deposit.reverses_id.is_(None),
            ~exists().where(reversal.reverses_id == Deposit.id),
        )
        .order_by(Deposit.on, Deposit.confirmed_at)
    )
    return told + [(row.pledge_id, _of_line(row, bank)) for row, bank in lines]


def _of_line(row: Deposit, bank: str) -> BankNews:
    return BankNews(row.on, bank, Evidence.BANK_LINE, amount=row.amount, line_id=row.line_id)


def _progress(
    pledge: PledgeProgress, *, news: Sequence[BankNews], first_made: date, today: date
) -> PledgeProgress:
    last_known = news[-1] if news else None
    told = [
        Told(one.on, amount, one.answer)
        for one in news
        if (amount := one.amount or one.meant) is not None
    ]
    pledge = replace(
        pledge,
        growth=months_known(pledge.kind, told, made_on=first_made, today=today),
        told=tuple(news),
        first_made_on=first_made,
    )
    if pledge.kind is PledgeKind.PAID_IN:
        return replace(
            pledge,
            lines=tuple(news),
            confirmed=total(one.amount for one in news if one.amount is not None),
            last_known=last_known,
        )
    by_month = {one.on.replace(day=1): one for one in news}
    return replace(
        pledge,
        months=tuple(MonthNews(one.month, by_month.get(one.month)) for one in pledge.growth),
        last_known=last_known,
    )
