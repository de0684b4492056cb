"""Lines whose consent was taken back: unread at once, erased at the registered end, told after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import ComplaintAbout, ComplaintState, Stage
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account, Case, Heir, PayoutCredit, Receipt
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.db import Base, get_session, transaction
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit
from savings_app.deposits.queries.progress import get_progress
from savings_app.errors import Conflict, NotFound, NotPermitted
from savings_app.money import Rupiah
from savings_app.reconciliation.actions.deciding import decide_line, note_line, take_line
from savings_app.reconciliation.actions.matching import Choice, confirm_matches, reverse_match
from savings_app.reconciliation.kinds import LineClass
from savings_app.reconciliation.models import (
    BankLine,
    BankSection,
    LineDecision,
    LineEvent,
    LineOwner,
    LineStanding,
    Match,
)
from savings_app.reconciliation.queries.lines import count_open_lines
from savings_app.reconciliation.queries.listing import LineFilter, list_standings
from savings_app.reconciliation.queries.matches import count_matches
from savings_app.reconciliation.queries.standings import list_proposals
from savings_app.retention.actions import (
    KEEPERS,
    SAID,
    erase_due,
    hold_case,
    register_period,
    release_hold,
)
from savings_app.retention.kinds import HoldOrigin, RetentionBeginning
from savings_app.retention.models import ErasureDeclaration, RetentionRun
from savings_app.retention.queries.records import list_holds, list_own_erasures
from savings_app.retention.queries.waiting import get_preview, list_overdue, list_periods
from savings_app.retention.rules import (
    HoldReleased,
    HoldTwice,
    RetentionDaysImpossible,
    RetentionLawNeeded,
    RetentionStartsTooSoon,
)
from tests.architecture.modules import import_models
from tests.bank_files import Row
from tests.builders import (
    actor_of,
    family_actor,
    make_account,
    make_consent,
    make_payout,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.domain.bank_rows import sorted_now
from tests.domain.test_matching import bring_in, officer
from tests.web.world import some_complaint

REGION = "75.03"
PAID_ON = date(2026, 11, 10)
LATER = date(2027, 3, 1)


@dataclass
class Family:
    recipient: Heir
    account: Account


def family(session: Session, now: datetime) -> Family:
    """An account with a matched payout, a matched deposit, two lines more, and its balances."""
    recipient = make_recipient(session)
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    lines = AnswerScope.LINES
    make_consent(session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=lines)
    return Family(recipient, make_account(session, recipient=recipient))


def told(session: Session, one: Family, now: datetime, *, code: str = "SB-7K2M") -> Actor:
    actor = officer(session)
    make_payout(session, account=one.account, paid_on=PAID_ON)
    make_pledge(
        session,
        account=one.account,
        kind=PledgeKind.PAID_IN,
        amount=5_000_000,
        code=code,
        made_on=PAID_ON,
    )
    day = PAID_ON + timedelta(days=2)
    rows = [
        Row(PAID_ON, 42_000_000, "SANTUNAN JKM"),
        Row(day, 5_000_000, f"SETOR {code}"),
        Row(day, -300_000, "TARIK TUNAI PASAR"),
        Row(day, 120_000, "KIRIMAN KAKAK"),
    ]
    bring_in(session, one.account, rows, now)
    choices = [
        Choice(row.line.line.id, row.target.id)
        for row in list_proposals(session, actor=sorted_now(session, actor, now))
    ]
    confirm_matches(session, actor=actor, choices=choices, now=now)
    assert len(lines_of(session, one)) == 4
    return actor


def lines_of(session: Session, one: Family) -> Sequence[BankLine]:
    return session.scalars(
        select(BankLine)
        .where(BankLine.account_id == one.account.id)
        .order_by(BankLine.on, BankLine.amount.desc())
    ).all()


def supervisor(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


def register(
    session: Session,
    now: datetime,
    *,
    days: int = 90,
    begins: RetentionBeginning = RetentionBeginning.REVOKED,
) -> UUID:
    return register_period(
        session,
        actor=supervisor(session),
        days=days,
        begins=begins,
        law="Keputusan Kepala Dinas Uji 1/2026",
        starts=date(2026, 11, 30),
        today=date(2026, 11, 23),
        now=now,
    ).id


def revoke(session: Session, one: Family, now: datetime) -> None:
    revoke_consent(
        session,
        actor=family_actor(one.recipient),
        recipient_id=one.recipient.id,
        kind=ConsentKind.BANK_ANSWERS,
        now=now,
    )
    session.flush()


def erase(session: Session, today: date = LATER) -> RetentionRun | None:
    moment = datetime.combine(today, datetime.min.time(), tzinfo=UTC) + timedelta(hours=1)
    return erase_due(session, region=REGION, today=today, now=moment)


def test_at_the_end_only_what_is_the_familys_own_record_is_left(
    session: Session, now: datetime
) -> None:
    one, other = family(session, now), family(session, now)
    actor = told(session, one, now)
    bring_in(session, other.account, [Row(PAID_ON, 77_000, "MILIK ORANG LAIN")], now)
    register(session, now)
    revoke(session, one, now)  # on 23 November
    assert erase(session, date(2027, 2, 20)) is None  # day 89
    run = erase(session, date(2027, 2, 21))
    assert run is not None
    assert (run.accounts, run.lines_deleted, run.lines_emptied, run.balances) == (1, 2, 2, 1)
    kept = lines_of(session, one)
    assert [(line.on, line.amount, line.text) for line in kept] == [
        (PAID_ON, Rupiah.of(42_000_000), ""),
        (PAID_ON + timedelta(days=2), Rupiah.of(5_000_000), ""),
    ]
    assert all(line.content_hash.startswith("erased:") for line in kept)
    balances = select(BankSection.opening, BankSection.closing).where(
        BankSection.account_id == one.account.id
    )
    assert session.execute(balances).all() == [(None, None)]
    # The family's own deposit and credit stay, and it sees them.
    assert session.scalar(select(func.count()).select_from(PayoutCredit)) == 1
    own = family_actor(one.recipient)
    progress = get_progress(session, actor=own, recipient_id=one.recipient.id, today=LATER)
    assert progress.pledges[0].confirmed == Rupiah.of(5_000_000)
    assert [told.lines for told in list_own_erasures(session, actor=own)] == [4]
    # Nothing of anybody else, and nothing for the bank any more.
    assert [line.text for line in lines_of(session, other)] == ["MILIK ORANG LAIN"]
    assert count_matches(session, actor=actor) == 0


def test_running_again_finds_nothing_and_the_trail_says_counts_only(
    session: Session, now: datetime
) -> None:
    one = family(session, now)
    told(session, one, now)
    register(session, now)
    revoke(session, one, now)
    assert erase(session) is not None
    assert erase(session) is None
    assert erase(session, LATER + timedelta(days=400)) is None
    (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "retention:erase"))
    assert event.facts == {
        "accounts": 1,
        "lines_deleted": 2,
        "lines_emptied": 2,
        "balances": 1,
        "days": 90,
    }
    assert event.case_id is None
    assert event.recipient_id is None


def test_an_account_without_a_match_leaves_no_section_and_no_line(
    session: Session, now: datetime
) -> None:
    one = family(session, now)
    bring_in(session, one.account, [Row(PAID_ON, 50_000), Row(PAID_ON, 50_000)], now)
    register(session, now)
    revoke(session, one, now)
    run = erase(session)
    assert run is not None
    assert (run.lines_deleted, run.lines_emptied, run.balances) == (2, 0, 1)
    assert session.scalar(select(func.count()).select_from(BankSection)) == 0


def test_a_match_that_was_taken_back_is_the_familys_record_too(
    session: Session, now: datetime
) -> None:
    one = family(session, now)
    actor = told(session, one, now)
    deposit = session.scalars(select(Match).where(Match.pledge_id.is_not(None))).one()
    reverse_match(session, actor=actor, match_id=deposit.id, reason="salah baris", now=now)
    register(session, now)
    revoke(session, one, now)
    run = erase(session)
    assert run is not None
    assert run.lines_emptied == 2
    assert session.scalar(select(func.count()).select_from(Deposit)) == 2


def test_narrowing_the_consent_is_taking_the_lines_back(session: Session, now: datetime) -> None:
    one = family(session, now)
    told(session, one, now)
    register(session, now)
    give_consent(
        session,
        actor=family_actor(one.recipient),
        recipient_id=one.recipient.id,
        kind=ConsentKind.BANK_ANSWERS,
        scope=AnswerScope.KEPT_ONLY,
        now=now,
    )
    assert erase(session) is not None


def test_who_agrees_again_before_the_end_keeps_everything(session: Session, now: datetime) -> None:
    one = family(session, now)
    told(session, one, now)
    register(session, now)
    revoke(session, one, now)
    make_consent(
        session, recipient=one.recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
    )
    assert erase(session) is None
    assert len(lines_of(session, one)) == 4


def test_after_erasure_a_new_consent_starts_afresh(session: Session, now: datetime) -> None:
    one = family(session, now)
    actor = told(session, one, now)
    register(session, now)
    revoke(session, one, now)
    assert erase(session) is not None
    make_consent(
        session, recipient=one.recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
    )
    # What is left is no line: not open, not matched, not proposed.
    assert count_open_lines(session, actor=actor) == 0
    assert count_matches(session, actor=actor) == 0
    # Another file over those days brings its rows as new ones; the payout is credited already.
    rows = [Row(PAID_ON, 42_000_000, "SANTUNAN JKM"), Row(PAID_ON, 9_000, "BARU")]
    bring_in(session, one.account, rows, now)
    assert count_open_lines(session, actor=actor) == 2
    assert list_proposals(session, actor=sorted_now(session, actor, now)) == []
    waiting = list_standings(session, actor=actor, wanted=LineFilter()).rows
    assert {row.text for row in waiting} == {"SANTUNAN JKM", "BARU"}


def test_what_officers_said_of_a_line_goes_with_it_and_not_before(
    session: Session, now: datetime
) -> None:
    one = family(session, now)
    actor = officer(session)
    (line,) = bring_in(session, one.account, [Row(PAID_ON, 50_000, "TRF PAMAN")], now)
    take_line(session, actor=sorted_now(session, actor, now), line_id=line.id, now=now)
    note_line(session, actor=actor, line_id=line.id, text="dari paman", now=now)
    decide_line(
        session, actor=actor, line_id=line.id, kind=LineClass.OTHER_IN, reason="paman", now=now
    )
    said = (LineDecision, LineEvent, LineOwner, LineStanding)
    for table in (LineDecision, LineEvent):
        with pytest.raises(sa.exc.DatabaseError), session.begin_nested():
            session.execute(delete(table).where(table.line_id == line.id))
    register(session, now)
    revoke(session, one, now)
    assert erase(session) is not None
    for kind in said:
        assert session.scalar(select(func.count()).select_from(kind)) == 0


def test_without_a_registered_period_nothing_is_erased(session: Session, now: datetime) -> None:
    one = family(session, now)
    told(session, one, now)
    revoke(session, one, now)
    assert erase(session, date(2036, 1, 1)) is None
    (waits,) = list_overdue(session, today=LATER)
    assert (waits.region, waits.accounts, waits.has_period) == (REGION, 1, False)


def test_the_preview_says_how_many_and_since_when_before_the_first_run(
    session: Session, now: datetime, today: date
) -> None:
    one, two = family(session, now), family(session, now)
    told(session, one, now)
    bring_in(session, two.account, [Row(PAID_ON, 50_000)], now)
    revoke(session, one, now - timedelta(days=100))
    revoke(session, two, now)
    register(session, now)
    asker = supervisor(session)
    before = get_preview(session, actor=asker, today=today)
    assert (before.period, before.due, before.later) == (None, 0, 2)
    assert before.coming is not None
    assert before.since == today - timedelta(days=100)
    assert before.first_due_on == date(2026, 11, 30)  # the day the period starts
    then = get_preview(session, actor=asker, today=date(2026, 11, 30))
    assert (then.due, then.due_lines, then.later) == (1, 4, 1)
    assert then.first_due_on == date(2027, 2, 21)
    assert erase(session, date(2026, 11, 30)) is not None
    after = get_preview(session, actor=asker, today=date(2026, 11, 30))
    assert (after.due, after.later, after.held) == (0, 1, 0)
    assert after.since == today


def finish(session: Session, one: Family, said_at: datetime) -> None:
    """The case comes to its end: its recipient said then that all of it arrived."""
    session.add(
        Receipt(
            recipient_id=one.recipient.id, complete=True, amount=None, said_at=said_at,
            assisted_by=None, request_key=uuid4(),
        )
    )  # fmt: skip
    session.get_one(Case, one.recipient.case_id).stage = Stage.FINISHED
    session.flush()


def test_a_period_from_the_cases_end_waits_for_it_and_says_the_same_everywhere(
    session: Session, now: datetime
) -> None:
    """Taken back on 23 November; the case ends on 10 January: 90 days on is 10 April."""
    one, other = family(session, now), family(session, now)
    told(session, one, now)
    bring_in(session, other.account, [Row(PAID_ON, 50_000)], now)  # this case never ends
    register(session, now, begins=RetentionBeginning.CASE_END)
    for each in (one, other):
        revoke(session, each, now)
    asker = supervisor(session)
    day = date(2027, 4, 10)
    assert erase(session, day) is None
    open_still = get_preview(session, actor=asker, today=day)
    assert (open_still.due, open_still.later, open_still.first_due_on) == (0, 2, None)

    finish(session, one, datetime(2027, 1, 10, 3, 0, tzinfo=UTC))
    before = get_preview(session, actor=asker, today=date(2027, 4, 9))
    assert (before.due, before.later, before.first_due_on) == (0, 2, day)
    assert erase(session, date(2027, 4, 9)) is None
    then = get_preview(session, actor=asker, today=day)
    assert (then.due, then.due_lines, then.held, then.later) == (1, 4, 0, 1)

    number = session.get_one(Case, one.recipient.case_id).number
    hold = hold_case(session, actor=asker, case_number=number, reason="perkara uji", now=now)
    held = get_preview(session, actor=asker, today=day)
    assert (held.due, held.held, held.later) == (0, 1, 1)
    assert erase(session, day) is None
    release_hold(session, actor=asker, hold_id=hold.id, version=1, reason="selesai", now=now)

    run = erase(session, day)
    assert run is not None
    assert (run.accounts, run.lines_deleted + run.lines_emptied) == (then.due, then.due_lines)
    after = get_preview(session, actor=asker, today=day)
    assert (after.due, after.later) == (0, 1)
    assert list_overdue(session, today=day + timedelta(days=9)) == []
    assert len(lines_of(session, other)) == 1


def test_a_case_that_was_over_before_counts_from_the_taking_back(
    session: Session, now: datetime
) -> None:
    one = family(session, now)
    told(session, one, now)
    finish(session, one, now - timedelta(days=200))
    register(session, now, begins=RetentionBeginning.CASE_END)
    revoke(session, one, now)  # on 23 November
    assert erase(session, date(2027, 2, 20)) is None
    assert erase(session, date(2027, 2, 21)) is not None


def test_a_case_that_opens_again_has_no_end(session: Session, now: datetime) -> None:
    one = family(session, now)
    told(session, one, now)
    finish(session, one, now)
    register(session, now, begins=RetentionBeginning.CASE_END)
    revoke(session, one, now)
    session.get_one(Case, one.recipient.case_id).stage = Stage.SHORT
    session.flush()
    assert erase(session) is None


def test_a_hold_keeps_everything_until_it_is_released_with_a_reason(
    session: Session, now: datetime
) -> None:
    one = family(session, now)
    told(session, one, now)
    register(session, now)
    revoke(session, one, now)
    actor = supervisor(session)
    number = session.get_one(Case, one.recipient.case_id).number
    with pytest.raises(ReasonNeeded):
        hold_case(session, actor=actor, case_number=number, reason=" ", now=now)
    hold = hold_case(session, actor=actor, case_number=number, reason="perkara uji", now=now)
    with pytest.raises(HoldTwice):
        hold_case(session, actor=actor, case_number=number, reason="lagi", now=now)
    assert erase(session) is None
    assert get_preview(session, actor=actor, today=LATER).held == 1
    with pytest.raises(Conflict):
        release_hold(session, actor=actor, hold_id=hold.id, version=9, reason="ya", now=now)
    release_hold(session, actor=actor, hold_id=hold.id, version=1, reason="selesai", now=now)
    with pytest.raises(HoldReleased):
        release_hold(session, actor=actor, hold_id=hold.id, version=2, reason="ya", now=now)
    assert erase(session) is not None


def test_the_inspectorates_hold_is_not_the_offices_business(
    session: Session, now: datetime
) -> None:
    one = family(session, now)
    number = session.get_one(Case, one.recipient.case_id).number
    auditor = actor_of(make_user(session, role=Role.AUDITOR))
    hold = hold_case(session, actor=auditor, case_number=number, reason="pemeriksaan", now=now)
    assert hold.origin is HoldOrigin.INSPECTORATE
    boss = supervisor(session)
    assert list_holds(session, actor=boss).rows == []
    with pytest.raises(NotFound):
        release_hold(session, actor=boss, hold_id=hold.id, version=1, reason="x", now=now)
    caseworker = actor_of(make_user(session))
    with pytest.raises(NotPermitted):
        hold_case(session, actor=caseworker, case_number=number, reason="x", now=now)
    stranger = actor_of(make_user(session, role=Role.SUPERVISOR, region="75.04"))
    with pytest.raises(NotFound):
        hold_case(session, actor=stranger, case_number=number, reason="x", now=now)


def test_an_open_complaint_holds_by_itself(session: Session, now: datetime) -> None:
    one = family(session, now)
    told(session, one, now)
    register(session, now)
    revoke(session, one, now)
    complaint = some_complaint(one.recipient, ComplaintAbout.STAFF)
    session.add(complaint)
    session.flush()
    assert erase(session) is None
    complaint.state = ComplaintState.CLOSED
    session.flush()
    assert erase(session) is not None


def test_a_shorter_period_is_seen_for_a_week_and_a_longer_one_holds_at_once(
    session: Session, now: datetime, today: date
) -> None:
    actor = supervisor(session)

    def ask(days: int, starts: date, law: str = "Keputusan Uji") -> None:
        register_period(
            session, actor=actor, days=days, law=law, starts=starts, today=today, now=now
        )

    with pytest.raises(RetentionStartsTooSoon):
        ask(90, today + timedelta(days=6))
    with pytest.raises(RetentionDaysImpossible):
        ask(0, today + timedelta(days=7))
    with pytest.raises(RetentionLawNeeded):
        ask(90, today + timedelta(days=7), law=" ")
    ask(90, today + timedelta(days=7))
    ask(365, today + timedelta(days=8))
    # One that was a slip is put right before its day, by a longer one of the same day.
    ask(1, today + timedelta(days=9))
    now += timedelta(minutes=1)
    ask(180, today + timedelta(days=9))
    with pytest.raises(RetentionStartsTooSoon):
        ask(30, today + timedelta(days=1))
    assert [one.days for one in list_periods(session, region=REGION)] == [90, 365, 1, 180]
    preview = get_preview(session, actor=actor, today=today + timedelta(days=9))
    assert preview.period is not None
    assert preview.period.days == 180
    with pytest.raises(NotPermitted):
        register_period(
            session,
            actor=actor_of(make_user(session)),
            days=90,
            law="x",
            starts=today + timedelta(days=30),
            today=today,
            now=now,
        )


def test_what_the_job_left_for_two_days_is_overdue(session: Session, now: datetime) -> None:
    one = family(session, now)
    told(session, one, now)
    register(session, now)
    revoke(session, one, now)
    assert list_overdue(session, today=date(2027, 2, 22)) == []
    (late,) = list_overdue(session, today=date(2027, 2, 23))
    assert (late.accounts, late.has_period) == (1, True)
    erase(session, date(2027, 2, 23))
    assert list_overdue(session, today=date(2027, 2, 24)) == []


def test_another_kabupatens_period_erases_nothing_here(session: Session, now: datetime) -> None:
    one = family(session, now)
    told(session, one, now)
    register(session, now)
    revoke(session, one, now)
    assert erase_due(session, region="75.04", today=LATER, now=now) is None
    assert len(lines_of(session, one)) == 4


def test_the_day_is_that_of_gorontalo(session: Session, now: datetime) -> None:
    """Taken back at 23.30 WITA of 23 November: 90 days later is 21 February, from midnight on."""
    one = family(session, now)
    told(session, one, now)
    revoke(session, one, datetime.fromisoformat("2026-11-23T15:30:00+00:00"))
    register(session, now)
    assert erase(session, date(2027, 2, 20)) is None
    assert erase(session, date(2027, 2, 21)) is not None


# --- the door in the triggers --------------------------------------------------------------------


def declare(session: Session) -> None:
    session.add(ErasureDeclaration(id=uuid4(), seal_id=uuid4()))
    session.flush()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE bank_line SET amount = 1, text = '', content_hash = 'erased:x'",
        "UPDATE bank_line SET text = 'lain', content_hash = 'erased:x'",
        "UPDATE bank_line SET text = ''",
        "UPDATE bank_line SET \"on\" = '2020-01-01', text = '', content_hash = 'erased:x'",
        "DELETE FROM match",
        "UPDATE deposit SET amount = 1",
    ],
)
def test_a_declared_erasure_lets_nothing_else_pass(
    session: Session, now: datetime, change: str
) -> None:
    one = family(session, now)
    told(session, one, now)
    declare(session)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(change))


def test_a_line_with_a_match_cannot_be_deleted_even_then(session: Session, now: datetime) -> None:
    one = family(session, now)
    told(session, one, now)
    declare(session)
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.text("DELETE FROM bank_line"))


def test_without_a_declaration_the_triggers_are_what_they_were(
    session: Session, now: datetime
) -> None:
    one = family(session, now)
    told(session, one, now)
    change = "UPDATE bank_line SET text = '', content_hash = 'erased:x'"
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(change))


def test_whatever_hangs_on_a_line_is_known_to_the_job() -> None:
    """A new table that refers to lines decides: the row stays for it, or goes with it."""
    import_models()
    hanging = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "bank_line"
    }
    assert hanging == {table.__tablename__ for table in (*KEEPERS, *SAID)}


def test_a_declaration_that_is_left_standing_cannot_be_committed(own_app: Flask) -> None:
    with own_app.app_context():
        with pytest.raises(Conflict), transaction() as session:
            declare(session)
        assert get_session().scalar(select(func.count()).select_from(ErasureDeclaration)) == 0
