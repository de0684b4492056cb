"""Payouts and due pledges that no line shows, once the bank told those days whole."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Heir
from savings_app.consents.models import ConsentKind
from savings_app.deposits.kinds import PledgeKind
from savings_app.money import Rupiah
from savings_app.reconciliation.actions.files import import_file
from savings_app.reconciliation.actions.matching import Choice, match_line
from savings_app.reconciliation.fit_rules import TargetKind
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.queries.missing import (
    MissingFilter,
    MissingRow,
    count_missing,
    iterate_missing,
    list_missing,
)
from savings_app.reconciliation.readers import BankFile, FileFormat, Line, Section
from savings_app.reconciliation.span_rules import Span, told_spans
from tests.bank_files import Row
from tests.builders import actor_of, make_consent, make_payout, make_pledge, make_user
from tests.domain.test_matching import Family, bring_in, make_family, officer

PAID_ON = date(2026, 9, 10)
DAY = timedelta(days=1)


def told(session: Session, family: Family, now: datetime, *days: date) -> None:
    """A file of the bank with a row on each of these days, of another account."""
    other = make_family(session).account
    bring_in(session, other, [Row(day, 10_000, "TARIK") for day in days], now)
    assert other.bank_id == family.account.bank_id


def due(family: Family) -> dict[str, Any]:
    """A *disetor* pledge whose day is over."""
    return {"account": family.account, "kind": PledgeKind.PAID_IN, "until_on": PAID_ON}


def all_of(session: Session, actor: Actor, kind: TargetKind | None = None) -> list[MissingRow]:
    return list(list_missing(session, actor=actor, wanted=MissingFilter(kind)).rows)


@pytest.mark.parametrize(
    ("files", "spans"),
    [
        ([], ()),
        ([(1, 5), (6, 9)], ((1, 9),)),
        ([(6, 9), (1, 5)], ((1, 9),)),
        ([(1, 9), (3, 4)], ((1, 9),)),
        ([(1, 5), (15, 20)], ((1, 20),)),
        ([(1, 5), (16, 20)], ((1, 5), (16, 20))),
    ],
    ids=["none", "one after the other", "any order", "within", "ten days apart", "too far apart"],
)
def test_days_between_files_close_together_are_told(
    files: list[tuple[int, int]], spans: tuple[tuple[int, int], ...]
) -> None:
    def day(number: int) -> date:
        return date(2026, 9, number)

    found = told_spans((day(first), day(last)) for first, last in files)
    assert found == tuple(Span(day(first), day(last)) for first, last in spans)


def test_a_payout_without_a_line_is_missing_once_its_days_are_told(
    session: Session, now: datetime
) -> None:
    actor, family = officer(session), make_family(session)
    payout = make_payout(session, account=family.account, paid_on=PAID_ON)
    assert all_of(session, actor) == []
    told(session, family, now, PAID_ON - 5 * DAY, PAID_ON + 4 * DAY, PAID_ON + 13 * DAY)
    assert all_of(session, actor) == []
    told(session, family, now, PAID_ON + 20 * DAY)
    (row,) = all_of(session, actor)
    assert (row.id, row.kind, row.on) == (payout.id, TargetKind.PAYOUT, PAID_ON)
    assert row.shown == Rupiah.of(0)
    assert count_missing(session, actor=actor) == 1
    assert all_of(session, actor, kind=TargetKind.PLEDGE) == []
    assert [one.id for one in iterate_missing(session, actor=actor, wanted=MissingFilter())] == [
        payout.id
    ]


def pulled(
    session: Session, family: Family, now: datetime, first: date, last: date, *days: date
) -> None:
    """A pull of this family's account for these days, with a row out on some of them."""
    lines = tuple(
        Line(day, Direction.DEBIT, Rupiah.of(10_000), f"TARIK {number}")
        for number, day in enumerate(days)
    )
    number = family.account.number
    section = Section(number, "IDR", None, None, None, lines, stated_days=(first, last))
    found = BankFile(FileFormat.SNAP, (section,), ())
    import_file(
        session, actor=None, bank_id=family.account.bank_id, found=found, size=1, now=now,
        sha256=f"{first:%Y%m%d}{last:%Y%m%d}{number.full:0>48}",
    )  # fmt: skip


def test_a_pull_of_one_account_tells_nothing_of_another(session: Session, now: datetime) -> None:
    actor, family, pulled_one = officer(session), make_family(session), make_family(session)
    make_payout(session, account=family.account, paid_on=PAID_ON)
    missing = make_payout(session, account=pulled_one.account, paid_on=PAID_ON)
    # A payout of 10 September can be booked from the 9th to the 24th.
    first, last = date(2026, 9, 9), date(2026, 9, 24)
    pulled(session, pulled_one, now, first, last, date(2026, 9, 12), date(2026, 9, 24))
    assert [row.id for row in all_of(session, actor)] == [missing.id]


@pytest.mark.parametrize(
    ("pulls", "is_told"),
    [
        ([(9, 24)], True),
        ([(9, 23)], False),
        ([(10, 24)], False),
        ([(1, 15), (15, 30)], True),
        ([(1, 15), (16, 30)], True),
        ([(1, 15), (17, 30)], False),
        ([(1, 15), (3, 5), (16, 24)], True),
        ([(16, 24), (1, 12), (12, 15)], True),
        ([(1, 8), (25, 30)], False),
    ],
)
def test_a_payout_is_missing_only_once_pulls_tell_every_day_it_may_be_booked(
    session: Session, now: datetime, pulls: list[tuple[int, int]], *, is_told: bool
) -> None:
    actor, family = officer(session), make_family(session)
    make_payout(session, account=family.account, paid_on=PAID_ON)  # the 9th to the 24th
    for first, last in pulls:
        pulled(session, family, now, date(2026, 9, first), date(2026, 9, last))
    assert bool(all_of(session, actor)) is is_told


def test_a_due_pledge_is_missing_as_far_as_nothing_came(session: Session, now: datetime) -> None:
    actor, family = officer(session), make_family(session, purpose=AccountPurpose.SAVING)
    facts: dict[str, Any] = {
        "account": family.account,
        "kind": PledgeKind.PAID_IN,
        "until_on": PAID_ON,
    }
    part = make_pledge(session, amount=500_000, made_on=PAID_ON - 9 * DAY, **facts)
    make_pledge(session, amount=300_000, made_on=PAID_ON, **{**facts, "until_on": date(2027, 9, 1)})
    whole = make_pledge(session, amount=700_000, made_on=PAID_ON - 9 * DAY, **facts)
    lines = bring_in(session, family.account, [Row(PAID_ON, 200_000), Row(PAID_ON, 700_000)], now)
    for line, pledge in zip(lines, (part, whole), strict=True):
        match_line(session, actor=actor, choice=Choice(line.id, pledge.id), now=now)
    told(session, family, now, PAID_ON - DAY, PAID_ON + 3 * DAY)
    (row,) = all_of(session, actor)
    assert (row.id, row.amount, row.shown) == (part.id, part.amount, Rupiah.of(200_000))


def test_a_pledge_changed_after_money_came_is_not_called_missing(
    session: Session, now: datetime
) -> None:
    actor, family = officer(session), make_family(session, purpose=AccountPurpose.SAVING)
    facts: dict[str, Any] = {
        "account": family.account,
        "kind": PledgeKind.PAID_IN,
        "until_on": PAID_ON,
    }
    old = make_pledge(session, amount=500_000, made_on=PAID_ON - 9 * DAY, **facts)
    (line,) = bring_in(session, family.account, [Row(PAID_ON, 200_000)], now)
    match_line(session, actor=actor, choice=Choice(line.id, old.id), now=now)
    new = make_pledge(session, amount=600_000, made_on=PAID_ON - 9 * DAY, **facts)
    old.replaced_by = new.id
    session.flush()
    told(session, family, now, PAID_ON - DAY, PAID_ON + 3 * DAY)
    assert all_of(session, actor) == []


def test_the_dinas_sees_it_only_of_people_who_let_it(session: Session, now: datetime) -> None:
    family = make_family(session)
    make_payout(session, account=family.account, paid_on=PAID_ON)
    told(session, family, now, PAID_ON - 5 * DAY, PAID_ON + 4 * DAY, PAID_ON + 13 * DAY)
    told(session, family, now, PAID_ON + 20 * DAY)
    caseworker = actor_of(make_user(session))
    assert all_of(session, caseworker) == []
    recipient = session.get_one(Heir, family.account.recipient_id)
    consent = make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    assert len(all_of(session, caseworker)) == 1
    elsewhere = actor_of(make_user(session, region="75.03.06"))
    assert all_of(session, elsewhere) == []
    assert all_of(session, officer(session, "BSG")) == []
    consent.revoked_at = now
    session.flush()
    assert all_of(session, caseworker) == []
    family.lets.revoked_at = now
    session.flush()
    assert all_of(session, officer(session)) == []
