"""Pledges: wishes of one recipient for one account, changed and cancelled any day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account, Heir
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.actions import cancel_pledge, change_pledge, make_pledge
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Pledge
from savings_app.deposits.queries import (
    find_pledge_by_code,
    get_own_pledge,
    list_pledge_accounts,
    list_pledges,
)
from savings_app.deposits.rules import (
    PledgeDayNotAhead,
    PledgeExceedsBenefit,
    PledgeNeedsBenefitAccount,
    PledgeNeedsSavingAccount,
    PledgeNotLive,
)
from savings_app.errors import NotFound
from savings_app.money import ZERO, Rupiah
from tests.builders import (
    TODAY,
    actor_of,
    family_actor,
    get_bank,
    make_account,
    make_case,
    make_consent,
    make_payout,
    make_recipient,
    make_user,
)
from tests.builders import make_pledge as build_pledge

UNTIL = date(2028, 7, 1)


def pledge_of(
    session: Session,
    account: Account,
    now: datetime,
    *,
    actor: Actor | None = None,
    amount: int = 10_000_000,
    kind: PledgeKind = PledgeKind.KEPT,
    until_on: date = UNTIL,
    key: UUID | None = None,
) -> Pledge:
    owner = session.get_one(Heir, account.recipient_id)
    return make_pledge(
        session,
        actor=actor or family_actor(owner),
        kind=kind,
        account_id=account.id,
        amount=Rupiah.of(amount),
        until_on=until_on,
        goal="sekolah",
        request_key=key or uuid4(),
        today=TODAY,
        now=now,
    )


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Pledge)) or 0


def test_a_pledge_is_kept_with_its_code_and_its_day(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    account = make_account(session, recipient=recipient)
    pledge = pledge_of(session, account, now)
    assert pledge.code.startswith("SB-")
    assert (pledge.amount, pledge.until_on, pledge.made_on) == (
        Rupiah.of(10_000_000),
        UNTIL,
        TODAY,
    )
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "pledge:make")).all()
    assert [event.case_id for event in events] == [recipient.case_id]
    rows = list_pledges(session, actor=family_actor(recipient), recipient_id=recipient.id)
    assert [(row.pledge.id, row.bank.code) for row in rows] == [(pledge.id, "BRI")]


def test_the_same_form_sent_twice_is_one_pledge(session: Session, now: datetime) -> None:
    account = make_account(session, recipient=make_recipient(session))
    key = uuid4()
    first = pledge_of(session, account, now, key=key)
    again = pledge_of(session, account, now, key=key, amount=99_000_000)
    assert (again.id, count(session)) == (first.id, 1)


def test_several_stand_while_they_fit_in_what_the_law_gives(
    session: Session, now: datetime
) -> None:
    account = make_account(session, recipient=make_recipient(session))
    pledge_of(session, account, now, amount=30_000_000)
    pledge_of(session, account, now, amount=12_000_000)
    with pytest.raises(PledgeExceedsBenefit) as refusal:
        pledge_of(session, account, now, amount=1)
    assert refusal.value.facts == {"limit": ZERO, "kept": Rupiah.of(42_000_000)}
    assert count(session) == 2


def test_what_was_paid_is_the_limit_where_it_is_more(session: Session, now: datetime) -> None:
    account = make_account(session, recipient=make_recipient(session))
    make_payout(session, account=account, amount=70_000_000)
    pledge_of(session, account, now, amount=70_000_000)
    assert count(session) == 1


def test_with_two_recipients_the_stated_share_is_the_limit(session: Session, now: datetime) -> None:
    case = make_case(session)
    one = make_recipient(session, case=case, share=Rupiah.of(14_000_000))
    make_recipient(session, case=case, share=Rupiah.of(28_000_000))
    account = make_account(session, recipient=one)
    pledge_of(session, account, now, amount=14_000_000)
    with pytest.raises(PledgeExceedsBenefit):
        pledge_of(session, account, now, amount=1)


def test_money_for_another_account_does_not_count_against_the_santunan(
    session: Session, now: datetime
) -> None:
    recipient = make_recipient(session)
    benefit = make_account(session, recipient=recipient)
    child = make_account(session, recipient=recipient, purpose=AccountPurpose.SAVING)
    pledge_of(session, child, now, amount=50_000_000, kind=PledgeKind.PAID_IN)
    pledge_of(session, benefit, now, amount=42_000_000)
    assert count(session) == 2


def test_the_account_fits_the_kind(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    benefit = make_account(session, recipient=recipient)
    child = make_account(session, recipient=recipient, purpose=AccountPurpose.SAVING)
    family = family_actor(recipient)
    with pytest.raises(PledgeNeedsBenefitAccount):
        pledge_of(session, child, now)
    with pytest.raises(PledgeNeedsSavingAccount):
        pledge_of(session, benefit, now, kind=PledgeKind.PAID_IN)
    for kind, account in ((PledgeKind.KEPT, benefit), (PledgeKind.PAID_IN, child)):
        rows = list_pledge_accounts(session, actor=family, kind=kind)
        assert [row[0].id for row in rows] == [account.id]
    benefit.ended_on = TODAY
    with pytest.raises(PledgeNeedsBenefitAccount):
        pledge_of(session, benefit, now)
    assert count(session) == 0


def test_a_day_that_is_not_ahead_leaves_nothing(session: Session, now: datetime) -> None:
    account = make_account(session, recipient=make_recipient(session))
    with pytest.raises(PledgeDayNotAhead):
        pledge_of(session, account, now, until_on=TODAY)
    assert count(session) == 0


def test_a_change_is_a_new_pledge_and_the_old_one_stays(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    family = family_actor(recipient)
    old = pledge_of(session, make_account(session, recipient=recipient), now, amount=42_000_000)
    key = uuid4()
    for _twice in range(2):
        new = change_pledge(
            session,
            actor=family,
            pledge_id=old.id,
            amount=Rupiah.of(5_000_000),
            until_on=date(2027, 7, 1),
            goal=None,
            pot_id=None,
            request_key=key,
            today=TODAY,
            now=now,
        )
    assert (old.replaced_by, old.amount) == (new.id, Rupiah.of(42_000_000))
    assert count(session) == 2
    rows = list_pledges(session, actor=family, recipient_id=recipient.id)
    assert [row.pledge.id for row in rows] == [new.id]
    with pytest.raises(PledgeNotLive):
        cancel_pledge(session, actor=family, pledge_id=old.id, now=now)
    assert not get_own_pledge(session, actor=family, pledge_id=old.id).is_live
    assert get_own_pledge(session, actor=family, pledge_id=new.id).is_live


def test_cancelling_asks_nothing_and_twice_is_once(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    family = family_actor(recipient)
    pledge = pledge_of(session, make_account(session, recipient=recipient), now)
    for _twice in range(2):
        cancel_pledge(session, actor=family, pledge_id=pledge.id, now=now)
    assert pledge.cancelled_at == now
    assert list_pledges(session, actor=family, recipient_id=recipient.id) == []
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "pledge:cancel")).all()
    assert len(events) == 1


def test_what_staff_sat_beside_is_marked(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    staff = make_user(session)
    account = make_account(session, recipient=recipient)
    assisted = family_actor(recipient, assisted_by=staff.id)
    assert pledge_of(session, account, now, actor=assisted).assisted_by == staff.id
    with pytest.raises(NotFound):  # staff without the family make none
        pledge_of(session, account, now, actor=actor_of(staff))


def test_nobody_touches_a_strangers_pledge_or_account(session: Session, now: datetime) -> None:
    case = make_case(session)
    mine, sibling = make_recipient(session, case=case), make_recipient(session, case=case)
    account = make_account(session, recipient=mine)
    pledge = build_pledge(session, account=account)
    stranger = family_actor(sibling)
    with pytest.raises(NotFound):
        pledge_of(session, account, now, actor=stranger)
    with pytest.raises(NotFound):
        cancel_pledge(session, actor=stranger, pledge_id=pledge.id, now=now)
    with pytest.raises(NotFound):
        get_own_pledge(session, actor=stranger, pledge_id=pledge.id)
    with pytest.raises(NotFound):
        list_pledges(session, actor=stranger, recipient_id=mine.id)
    assert pledge.cancelled_at is None


def test_a_code_in_a_remark_leads_to_the_pledge_it_became(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    account = make_account(session, recipient=recipient, purpose=AccountPurpose.SAVING)
    old = build_pledge(session, account=account, kind=PledgeKind.PAID_IN, code="SB-7K2M")
    new = build_pledge(session, account=account, kind=PledgeKind.PAID_IN)
    old.replaced_by = new.id
    officer = actor_of(make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)))
    elsewhere = actor_of(make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, "BSG")))
    assert find_pledge_by_code(session, actor=officer, code="SB-7K2M") is None  # no consent yet
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    make_consent(
        session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
    )
    assert find_pledge_by_code(session, actor=officer, code="SB-7K2M") is new
    assert find_pledge_by_code(session, actor=elsewhere, code="SB-7K2M") is None
    new.cancelled_at = now
    assert find_pledge_by_code(session, actor=officer, code="SB-7K2M") is None
