"""What a bank says of an account itself, and the days a caseworker asks about. Append-only."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.banks.kinds import DataPass
from savings_app.banks.queries.agreements import check_agreement
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account
from savings_app.cases.queries.money import get_account
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import find_live
from savings_app.deposits.actions.locks import lock_owners
from savings_app.deposits.kinds import AccountStatus
from savings_app.deposits.models import AccountWord, AnswerRequest
from savings_app.deposits.queries.account_words import get_said_account
from savings_app.deposits.queries.scope import is_said_closed, word_stands
from savings_app.deposits.rules import ConsentNotLive, check_day_asked
from savings_app.deposits.sleep_rules import AccountSaidClosed, StatusDayAhead
from savings_app.errors import NotFound, NotPermitted


def say_account_status(
    session: Session,
    *,
    actor: Actor,
    account_id: UUID,
    on: date,
    status: AccountStatus,
    request_key: UUID,
    today: date,
    now: datetime,
) -> AccountWord:
    """The bank says how an account stands from `on` (of "aktif": its last movement).

    The same `request_key` again gives the first row. No pledge is touched by it.

    Raises:
        NotPermitted, AgreementNotInForce, StatusDayAhead
        NotFound: see `get_said_account`.
        AccountSaidClosed: it was said closed before.
    """
    _check_officer(session, actor)
    get_said_account(session, actor=actor, account_id=account_id)
    if on > today:
        raise StatusDayAhead
    cases = lock_owners(session, account_ids=[account_id])
    said = session.scalar(select(AccountWord).where(AccountWord.request_key == request_key))
    if said is not None and said.account_id == account_id:
        return said
    closed = select(Account.id).where(Account.id == account_id, is_said_closed())
    if session.scalar(closed) is not None:
        raise AccountSaidClosed
    word = AccountWord(
        account_id=account_id,
        on=on,
        status=status,
        said_by=actor.user_id,
        said_at=now,
        request_key=request_key,
        reverses_id=None,
        reason=None,
    )
    session.add(word)
    session.flush()
    _record(session, "account:bank-says", word, cases[account_id], actor=actor, now=now)
    return word


def take_back_account_status(
    session: Session, *, actor: Actor, word_id: UUID, reason: str, now: datetime
) -> UUID:
    """Take a word back, saying why; the account it is about. Sent twice, nothing happens twice.

    Raises:
        NotPermitted, AgreementNotInForce, ReasonNeeded
        NotFound: no word of this bank, or its owner does not agree any more.
    """
    _check_officer(session, actor)
    if not reason.strip():
        raise ReasonNeeded
    word = session.get(AccountWord, word_id)
    if word is None or word.status is None:
        raise NotFound
    get_said_account(session, actor=actor, account_id=word.account_id)
    cases = lock_owners(session, account_ids=[word.account_id])
    standing = select(AccountWord.id).where(AccountWord.id == word_id, word_stands())
    if session.scalar(standing) is None:
        return word.account_id
    session.add(
        AccountWord(
            account_id=word.account_id,
            on=word.on,
            status=None,
            said_by=actor.user_id,
            said_at=now,
            request_key=uuid4(),
            reverses_id=word.id,
            reason=reason.strip(),
        )
    )
    session.flush()
    _record(session, "account:bank-takes-back", word, cases[word.account_id], actor=actor, now=now)
    return word.account_id


def ask_for_day(
    session: Session, *, actor: Actor, account_id: UUID, on: date, today: date, now: datetime
) -> AnswerRequest:
    """A caseworker asks the bank about this account for one day; asked again, the first stands.

    Raises:
        NotFound, NotPermitted, AgreementNotInForce
        AnswerDayAhead
        ConsentNotLive: the recipient did not agree to all of 2, 3 and 4.
    """
    if not actor.may(Permission.CASE_EDIT):
        raise NotPermitted
    account = get_account(session, actor=actor, account_id=account_id)
    check_day_asked(on=on, today=today)
    check_agreement(session, bank_id=account.bank_id, on=today, passing=DataPass.STILL_THERE)
    cases = lock_owners(session, account_ids=[account_id])
    for kind in (ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS, ConsentKind.STAFF_SEES):
        if not find_live(session, recipient_id=account.recipient_id, kind=kind):
            raise ConsentNotLive(number=account.number)
    asked = session.scalar(
        select(AnswerRequest).where(AnswerRequest.account_id == account_id, AnswerRequest.on == on)
    )
    if asked is not None:
        return asked
    asked = AnswerRequest(account_id=account_id, on=on, asked_by=actor.user_id, asked_at=now)
    session.add(asked)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="bank-answer:ask",
        subject="account",
        subject_id=account_id,
        case_id=cases[account_id],
        on=on.isoformat(),
    )
    return asked


def _check_officer(session: Session, actor: Actor) -> None:
    if not actor.may(Permission.BANK_ANSWER_GIVE):
        raise NotPermitted
    check_agreement(session, bank_id=actor.bank_id, on=actor.acts_on, passing=DataPass.STILL_THERE)


def _record(
    session: Session,
    action: str,
    word: AccountWord,
    case_id: UUID,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="account",
        subject_id=word.account_id,
        case_id=case_id,
        on=word.on.isoformat(),
    )
