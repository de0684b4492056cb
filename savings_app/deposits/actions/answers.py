"""What the bank says of the *disimpan* pledges for one day: ya, sebagian, tidak, tidak tahu."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.banks.kinds import DataPass
from savings_app.banks.queries.agreements import check_agreement
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account
from savings_app.deposits.actions.locks import lock_owners
from savings_app.deposits.actions.names import numbers_at_bank
from savings_app.deposits.kinds import Answer
from savings_app.deposits.models import BankAnswer, Pledge
from savings_app.deposits.queries import (
    KeptQuestion,
    find_kept_questions,
    get_answer_set,
    get_given_answer,
)
from savings_app.deposits.queries.scope import is_answered, is_asked, stands
from savings_app.deposits.rules import check_day_asked
from savings_app.errors import NotPermitted
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The officer's word on one account; `asked` is the amount he was shown."""

    account_id: UUID
    asked: Rupiah
    answer: Answer


@dataclass(frozen=True, slots=True)
class AnswersOutcome:
    """How many accounts were answered, and those (masked) that could not be any more."""

    recorded: int
    refused: tuple[AccountNumber, ...]


def record_answers(
    session: Session,
    *,
    actor: Actor,
    on: date,
    answers: Sequence[AnswerGiven],
    request_key: UUID,
    today: date,
    now: datetime,
) -> AnswersOutcome:
    """One page of answers for one day. The same `request_key` again gives the first outcome.

    An account whose consents, pledges or amount changed since the page was shown, or that a
    colleague answered, is named in the outcome and not recorded; the others stand.

    Raises:
        NotPermitted, AgreementNotInForce, AnswerDayAhead
        NotFound: one of them is no account of the officer's bank; nothing is recorded.
    """
    _check_officer(session, actor)
    check_day_asked(on=on, today=today)
    account_ids = [given.account_id for given in answers]
    numbers = numbers_at_bank(session, actor=actor, account_ids=account_ids)
    cases = lock_owners(session, account_ids=account_ids)
    if recorded := _count_recorded(session, actor=actor, request_key=request_key):
        return AnswersOutcome(recorded=recorded, refused=())
    questions = find_kept_questions(session, actor=actor, on=on, account_ids=account_ids)
    accepted = [given for given in answers if _is_open(questions, given)]
    pledges = _pledges_by_account(session, on=on, account_ids=account_ids)
    for given in accepted:
        for pledge_id in pledges[given.account_id]:
            session.add(
                BankAnswer(
                    pledge_id=pledge_id,
                    on=on,
                    asked_amount=given.asked,
                    answer=given.answer,
                    answered_by=actor.user_id,
                    answered_at=now,
                    request_key=request_key,
                    reverses_id=None,
                    reason=None,
                )
            )
        _record(
            session,
            "bank-answer:give",
            given.account_id,
            cases[given.account_id],
            actor=actor,
            now=now,
            on=on,
        )
    done = {given.account_id for given in accepted}
    return AnswersOutcome(
        recorded=len(done),
        refused=tuple(number for key, number in numbers.items() if key not in done),
    )


def correct_answer(
    session: Session,
    *,
    actor: Actor,
    account_id: UUID,
    set_id: UUID,
    answer: Answer,
    reason: str,
    request_key: UUID,
    now: datetime,
) -> date:
    """Take back one account's answer of the set `set_id`, saying why, and give another.

    Returns the day it is about. Sending it twice records nothing twice.

    Raises:
        NotPermitted, AgreementNotInForce, ReasonNeeded
        NotFound: not given by this bank, taken back already, or a consent is no longer live.
    """
    _check_officer(session, actor)
    if not reason.strip():
        raise ReasonNeeded
    cases = lock_owners(session, account_ids=[account_id])
    corrected = session.scalar(
        select(BankAnswer.on).where(
            BankAnswer.request_key == request_key, BankAnswer.answered_by == actor.user_id
        )
    )
    if corrected is not None:
        return corrected
    given = get_given_answer(session, actor=actor, account_id=account_id, set_id=set_id)
    rows = session.scalars(
        select(BankAnswer)
        .join(Pledge, Pledge.id == BankAnswer.pledge_id)
        .where(BankAnswer.request_key == set_id, Pledge.account_id == account_id, stands())
    ).all()
    for row in rows:
        session.add(_reversal(row, actor=actor, reason=reason.strip(), now=now))
        session.add(_anew(row, answer, actor=actor, request_key=request_key, now=now))
    _record(
        session,
        "bank-answer:correct",
        account_id,
        cases[account_id],
        actor=actor,
        now=now,
        on=given.on,
    )
    return given.on


def take_back_answers(
    session: Session, *, actor: Actor, set_id: UUID, reason: str, now: datetime
) -> int:
    """Take back what still stands of one page of answers, saying why; how many accounts.

    The accounts wait for an answer again. An answer that was put right since stays.

    Raises:
        NotPermitted, AgreementNotInForce, ReasonNeeded
        NotFound: no page of this bank, or nothing of it stands or may be seen any more.
    """
    _check_officer(session, actor)
    if not reason.strip():
        raise ReasonNeeded
    if _is_taken_back(session, actor=actor, set_id=set_id):  # sent twice
        return 0
    given = get_answer_set(session, actor=actor, set_id=set_id)
    account_ids = {one.account_id for one in given}
    cases = lock_owners(session, account_ids=account_ids)
    rows = session.execute(
        select(BankAnswer, Pledge.account_id)
        .join(Pledge, Pledge.id == BankAnswer.pledge_id)
        .where(BankAnswer.request_key == set_id, Pledge.account_id.in_(account_ids), stands())
    ).all()
    for row, _account_id in rows:
        session.add(_reversal(row, actor=actor, reason=reason.strip(), now=now))
    done = {account_id for _row, account_id in rows}
    for one in given:
        if one.account_id in done:
            case_id = cases[one.account_id]
            _record(
                session,
                "bank-answer:take-back",
                one.account_id,
                case_id,
                actor=actor,
                now=now,
                on=one.on,
            )
    return len(done)


def _anew(
    row: BankAnswer, answer: Answer, *, actor: Actor, request_key: UUID, now: datetime
) -> BankAnswer:
    """Another answer to the question `row` answered."""
    return BankAnswer(
        pledge_id=row.pledge_id,
        on=row.on,
        asked_amount=row.asked_amount,
        answer=answer,
        answered_by=actor.user_id,
        answered_at=now,
        request_key=request_key,
        reverses_id=None,
        reason=None,
    )


def _reversal(row: BankAnswer, *, actor: Actor, reason: str, now: datetime) -> BankAnswer:
    return BankAnswer(
        pledge_id=row.pledge_id,
        on=row.on,
        asked_amount=row.asked_amount,
        answer=None,
        answered_by=actor.user_id,
        answered_at=now,
        # Its own: the answer that follows carries the form's.
        request_key=uuid4(),
        reverses_id=row.id,
        reason=reason,
    )


def _check_officer(session: Session, actor: Actor) -> None:
    if not actor.may(Permission.BANK_ANSWER_GIVE):
        raise NotPermitted
    check_agreement(session, bank_id=actor.bank_id, on=actor.acts_on, passing=DataPass.STILL_THERE)


def _is_open(questions: dict[UUID, KeptQuestion], given: AnswerGiven) -> bool:
    question = questions.get(given.account_id)
    return question is not None and question.asked == given.asked


def _count_recorded(session: Session, *, actor: Actor, request_key: UUID) -> int:
    """How many accounts this form answered when it was sent the first time."""
    return (
        session.scalar(
            select(func.count(func.distinct(Pledge.account_id)))
            .select_from(BankAnswer)
            .join(Pledge, Pledge.id == BankAnswer.pledge_id)
            .where(BankAnswer.request_key == request_key, BankAnswer.answered_by == actor.user_id)
        )
        or 0
    )


def _is_taken_back(session: Session, *, actor: Actor, set_id: UUID) -> bool:
    """Whether this bank gave such a page and nothing of it stands."""
    standing = session.scalars(
        select(case((stands(), 1), else_=0))
        .select_from(BankAnswer)
        .join(Pledge, Pledge.id == BankAnswer.pledge_id)
        .join(Account, Account.id == Pledge.account_id)
        .where(BankAnswer.request_key == set_id, Account.bank_id == actor.bank_id)
    ).all()
    return bool(standing) and not any(standing)


def _pledges_by_account(
    session: Session, *, on: date, account_ids: Collection[UUID]
) -> dict[UUID, list[UUID]]:
    """The pledges on each account that wait for an answer for that day."""
    from_account = (
        select(Pledge.account_id, Pledge.id)
        .join(Account, Account.id == Pledge.account_id)
        .where(Pledge.account_id.in_(account_ids), is_asked(on), ~is_answered(on))
        .order_by(Pledge.made_at, Pledge.id)
    )
    found: dict[UUID, list[UUID]] = {account_id: [] for account_id in account_ids}
    for account_id, pledge_id in session.execute(from_account):
        found[account_id].append(pledge_id)
    return found


def _record(
    session: Session,
    action: str,
    account_id: UUID,
    case_id: UUID,
    *,
    actor: Actor,
    now: datetime,
    on: date,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="account",
        subject_id=account_id,
        case_id=case_id,
        on=on.isoformat(),
    )
