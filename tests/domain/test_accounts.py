"""A recipient's account: names compared, a shared number decided by a person, ended not edited."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.actions.accounts import (
    ask_name_check,
    end_account,
    record_account,
    record_name_answer,
)
from savings_app.cases.kinds import NameCheck, SharedAccountReason
from savings_app.cases.models import Account, Heir
from savings_app.cases.money_rules import (
    AccountAlreadyRecorded,
    AccountUsedElsewhere,
    BankNotPartner,
    HolderNameDiffers,
    NameCheckNotOpen,
)
from savings_app.cases.queries.money import list_accounts
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber
from tests.builders import actor_of, get_bank, make_account, make_recipient, make_user

NUMBER = AccountNumber("003901000123456")


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session, full_name="Hartin Uji")


def add(
    session: Session,
    actor: Actor,
    recipient: Heir,
    now: datetime,
    *,
    holder: str = "HARTIN UJI",
    bank: str = "BRI",
    name_accepted: bool = False,
    shared_reason: SharedAccountReason | None = None,
) -> Account:
    return record_account(
        session,
        actor=actor,
        recipient_id=recipient.id,
        bank_id=get_bank(session, bank).id,
        number=NUMBER,
        holder_name=holder,
        name_accepted=name_accepted,
        shared_reason=shared_reason,
        now=now,
    )


def test_an_account_keeps_what_the_passbook_says(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    account = add(session, actor, recipient, now)
    assert (account.holder_name, account.name_check) == ("HARTIN UJI", NameCheck.FAMILY_PROOF)
    assert account.number.full == "003901000123456"
    assert str(account.number) == "•" * 11 + "3456"
    assert account.recorded_by == actor.user_id


def test_another_name_is_confirmed_by_a_person(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    with pytest.raises(HolderNameDiffers):
        add(session, actor, recipient, now, holder="Yusup Uji")
    assert list_accounts(session, case_id=recipient.case_id) == []
    add(session, actor, recipient, now, holder="Yusup Uji", name_accepted=True)


def test_a_guardian_s_account_serves_a_minor(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    recipient.guardian_name = "Ramla Uji"
    session.flush()
    account = add(session, actor, recipient, now, holder="Ramla Uji")
    assert account.holder_name == "Ramla Uji"


def test_the_number_of_another_recipient_needs_a_reason(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    make_account(session, recipient=make_recipient(session), number=NUMBER.full)
    with pytest.raises(AccountUsedElsewhere):
        add(session, actor, recipient, now)
    add(session, actor, recipient, now, shared_reason=SharedAccountReason.JOINT)
    (row,) = list_accounts(session, case_id=recipient.case_id)
    assert row.others == 1


def test_the_same_digits_at_another_bank_are_another_account(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    make_account(
        session,
        recipient=make_recipient(session),
        number=NUMBER.full,
        bank=get_bank(session, "BSG"),
    )
    assert add(session, actor, recipient, now).number == NUMBER


def test_an_account_is_ended_once_and_lives_again_when_recorded_again(
    session: Session, actor: Actor, recipient: Heir, now: datetime, today: date
) -> None:
    account = add(session, actor, recipient, now)
    with pytest.raises(AccountAlreadyRecorded):
        add(session, actor, recipient, now)
    for _ in range(2):
        end_account(session, actor=actor, account_id=account.id, today=today, now=now)
    assert account.ended_on == today
    assert add(session, actor, recipient, now).id == account.id
    assert account.ended_on is None


def test_only_a_partner_bank_is_asked_and_only_once(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    elsewhere = add(session, actor, recipient, now, bank="BCA")
    with pytest.raises(BankNotPartner):
        ask_name_check(session, actor=actor, account_id=elsewhere.id, now=now)
    account = add(session, actor, recipient, now)
    ask_name_check(session, actor=actor, account_id=account.id, now=now)
    assert account.name_check is NameCheck.ASKED
    with pytest.raises(NameCheckNotOpen):
        ask_name_check(session, actor=actor, account_id=account.id, now=now)


@pytest.mark.parametrize(
    ("matches", "result"), [(True, NameCheck.CONFIRMED), (False, NameCheck.DIFFERENT)]
)
def test_the_officer_of_that_bank_answers_once(
    session: Session,
    actor: Actor,
    recipient: Heir,
    now: datetime,
    *,
    matches: bool,
    result: NameCheck,
) -> None:
    account = add(session, actor, recipient, now)
    officer = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, "BRI"))
    answer = {"actor": actor_of(officer), "account_id": account.id, "matches": matches, "now": now}
    with pytest.raises(NameCheckNotOpen):
        record_name_answer(session, **answer)  # type: ignore[arg-type]
    ask_name_check(session, actor=actor, account_id=account.id, now=now)
    record_name_answer(session, **answer)  # type: ignore[arg-type]
    assert (account.name_check, account.name_checked_by) == (result, officer.id)
    with pytest.raises(NameCheckNotOpen):
        record_name_answer(session, **answer)  # type: ignore[arg-type]


def test_the_officer_of_another_bank_sees_no_such_account(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    account = add(session, actor, recipient, now)
    ask_name_check(session, actor=actor, account_id=account.id, now=now)
    officer = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, "BSG"))
    with pytest.raises(NotFound):
        record_name_answer(
            session, actor=actor_of(officer), account_id=account.id, matches=True, now=now
        )
