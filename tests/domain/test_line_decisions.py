"""What becomes of lines nobody expected: decided by a person, owned by one, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account, PayoutCredit
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit, Pledge
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import Rupiah
from savings_app.reconciliation.actions.deciding import (
    decide_line,
    hand_back_line,
    note_line,
    reverse_decision,
    take_line,
)
from savings_app.reconciliation.actions.matching import (
    Choice,
    confirm_matches,
    confirm_sure,
    match_line,
    reverse_batch,
    reverse_match,
)
from savings_app.reconciliation.actions.undoing import undo_file
from savings_app.reconciliation.class_rules import (
    ClassNotPossible,
    DecisionReversed,
    LineNoteEmpty,
    LineSpokenOf,
    LineTaken,
)
from savings_app.reconciliation.kinds import ExceptionCause, LineClass
from savings_app.reconciliation.matching_rules import NothingChosen, ProposalChanged
from savings_app.reconciliation.models import (
    BankFile,
    BankLine,
    LineDecision,
    LineEvent,
    LineStanding,
    Match,
)
from savings_app.reconciliation.queries.decisions import find_owner
from savings_app.reconciliation.queries.history import Happened, list_line_history
from savings_app.reconciliation.queries.listing import (
    LineFilter,
    count_classes,
    count_waiting,
    list_standings,
)
from savings_app.reconciliation.queries.matches import find_standing_match, list_batches
from savings_app.reconciliation.queries.standings import count_proposals, list_proposals
from tests.bank_files import Row
from tests.builders import actor_of, make_payout, make_pledge, make_user
from tests.domain.bank_rows import sorted_now
from tests.domain.test_matching import bring_in, make_family, officer

DAY = date(2026, 11, 10)
LATER = timedelta(days=1)


def saver(session: Session) -> Account:
    """A saving account of somebody who agreed to everything matching needs."""
    return make_family(session, purpose=AccountPurpose.SAVING).account


def pledged(session: Session, account: Account, amount: int = 500_000, **facts: Any) -> Pledge:
    own = {"kind": PledgeKind.PAID_IN, "made_on": DAY, **facts}
    return make_pledge(session, account=account, amount=amount, **own)


def standing(session: Session, line: BankLine) -> LineStanding:
    session.expire_all()
    return session.scalars(select(LineStanding).where(LineStanding.line_id == line.id)).one()


def unknown_line(session: Session, now: datetime) -> tuple[Actor, BankLine]:
    """Money of nobody's business."""
    actor, account = officer(session), saver(session)
    (line,) = bring_in(session, account, [Row(DAY, 75_000, "TRF PAMAN")], now)
    return sorted_now(session, actor, now), line


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


# --- a class said by a person --------------------------------------------------------------------


def test_a_line_of_nobodys_business_is_said_to_be_so_and_leaves_the_queue(
    session: Session, now: datetime
) -> None:
    actor, line = unknown_line(session, now)
    (waiting,) = list_standings(session, actor=actor, wanted=LineFilter()).rows
    assert (waiting.id, waiting.cause) == (line.id, ExceptionCause.NO_TARGET)
    decided = decide_line(
        session,
        actor=actor,
        line_id=line.id,
        kind=LineClass.OTHER_IN,
        reason="kiriman paman",
        now=now,
    )
    again = decide_line(
        session, actor=actor, line_id=line.id, kind=LineClass.OTHER_IN, reason="x", now=now
    )
    assert again.id == decided.id
    assert standing(session, line).kind is LineClass.OTHER_IN
    assert count_waiting(session, actor=actor).lines == 0
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "bank-line:decide")).one()
    assert event.facts == {"class": "uang_masuk_lain"}


def test_a_decision_is_taken_back_by_a_row_and_the_line_waits_again(
    session: Session, now: datetime
) -> None:
    actor, line = unknown_line(session, now)
    facts: dict[str, Any] = {"actor": actor, "line_id": line.id}
    decide_line(session, **facts, kind=LineClass.OTHER_IN, reason="kiriman", now=now)
    with pytest.raises(ReasonNeeded):
        reverse_decision(session, **facts, reason=" ", now=now)
    reverse_decision(session, **facts, reason="ternyata setoran", now=now + LATER)
    assert standing(session, line).kind is LineClass.EXCEPTION
    with pytest.raises(DecisionReversed):
        reverse_decision(session, **facts, reason="lagi", now=now)
    told = list_line_history(session, line_id=line.id)
    assert [(row.what, row.text) for row in told] == [
        (Happened.CAME, None),
        (Happened.DECIDED, "kiriman"),
        (Happened.UNDECIDED, "ternyata setoran"),
    ]
    note_line(session, actor=actor, line_id=line.id, text="catatan", now=now)
    for text in ("UPDATE line_decision SET reason = 'x'", "DELETE FROM line_event"):
        with pytest.raises(sa.exc.DatabaseError), session.begin_nested():
            session.execute(sa.text(text))


def test_what_cannot_be_said_of_a_line_changes_nothing(session: Session, now: datetime) -> None:
    actor, line = unknown_line(session, now)

    def say(kind: LineClass, reason: str = "sebab", who: Actor = actor) -> None:
        decide_line(session, actor=who, line_id=line.id, kind=kind, reason=reason, now=now)

    for kind in (LineClass.MONEY_OUT, LineClass.DEPOSIT, LineClass.EXCEPTION):
        with pytest.raises(ClassNotPossible):
            say(kind)
    with pytest.raises(ReasonNeeded):
        say(LineClass.OTHER_IN, " ")
    with pytest.raises(NotPermitted):
        say(LineClass.OTHER_IN, who=actor_of(make_user(session)))
    with pytest.raises(NotFound):
        say(LineClass.OTHER_IN, who=officer(session, "BSG"))
    assert session.scalar(select(LineDecision)) is None


def test_a_line_is_matched_or_decided_never_both(session: Session, now: datetime) -> None:
    actor, account = officer(session), saver(session)
    pledge = pledged(session, account, code="SB-7K2M")
    (line,) = bring_in(session, account, [Row(DAY, 500_000, "SB-7K2M")], now)
    choice = Choice(line.id, pledge.id)
    facts: dict[str, Any] = {"actor": actor, "line_id": line.id}
    decide_line(session, **facts, kind=LineClass.OTHER_IN, reason="bukan", now=now)
    with pytest.raises(ProposalChanged):
        match_line(session, actor=actor, choice=choice, now=now)
    with pytest.raises(ProposalChanged):
        confirm_matches(session, actor=actor, choices=[choice], now=now)
    reverse_decision(session, **facts, reason="ternyata ya", now=now)
    match_line(session, actor=actor, choice=choice, now=now)
    with pytest.raises(LineSpokenOf):
        decide_line(session, **facts, kind=LineClass.OTHER_IN, reason="bukan", now=now)
    assert find_standing_match(session, line_id=line.id) is not None


def test_every_line_is_counted_in_exactly_one_class(session: Session, now: datetime) -> None:
    actor, account = officer(session), saver(session)
    pledged(session, account, code="SB-7K2M")
    rows = [
        Row(DAY, 500_000, "SB-7K2M"),
        Row(DAY, 12_000, "BUNGA"),
        Row(DAY, -2_400, "PAJAK"),
        Row(DAY, -5_000, "BIAYA ADM"),
        Row(DAY, -50_000, "TARIK TUNAI"),
        Row(DAY, 90_000, "TRF SALAH"),
        Row(DAY + LATER, -90_000, "RETUR TRF SALAH"),
        Row(DAY, 33_000, "TRF PAMAN"),
    ]
    lines = bring_in(session, account, rows, now)
    counts = {
        one.kind: one.lines for one in count_classes(session, actor=sorted_now(session, actor, now))
    }
    assert counts == {
        LineClass.PROPOSED: 1,
        LineClass.RETURN: 1,
        LineClass.TAX: 1,
        LineClass.FEE: 1,
        LineClass.REVERSED: 2,
        LineClass.MONEY_OUT: 1,
        LineClass.EXCEPTION: 1,
    }
    assert sum(counts.values()) == len(lines)


# --- parts, and what the bank took back -------------------------------------------------------


def test_a_pledge_gets_deposits_until_it_is_full(session: Session, now: datetime) -> None:
    actor, account = officer(session), saver(session)
    pledge = pledged(session, account, code="SB-7K2M")
    first, second, third = bring_in(
        session,
        account,
        [
            Row(DAY, 200_000, "SB-7K2M"),
            Row(DAY + LATER, 300_000, "SB-7K2M"),
            Row(DAY + 2 * LATER, 100_000, "SB-7K2M"),
        ],
        now,
    )
    sorted_now(session, actor, now)
    assert count_proposals(session, actor=actor) == 2
    assert count_proposals(session, actor=actor, sure=True) == 0
    confirm_matches(session, actor=actor, choices=[Choice(first.id, pledge.id)], now=now)
    # What is left is exactly the second line's amount: that one is sure now.
    (row,) = list_proposals(session, actor=actor, sure=True)
    assert (row.line.line.id, row.target.open_amount) == (second.id, Rupiah.of(300_000))
    confirm_matches(session, actor=actor, choices=[Choice(second.id, pledge.id)], now=now)
    kinds = [standing(session, line).kind for line in (first, second, third)]
    assert kinds == [LineClass.PART_DEPOSIT, LineClass.DEPOSIT, LineClass.EXCEPTION]
    with pytest.raises(ProposalChanged):
        match_line(session, actor=actor, choice=Choice(third.id, pledge.id), now=now)
    total = sum(amount.sen for amount in session.scalars(select(Deposit.amount)))
    assert total == pledge.amount.sen
    match = find_standing_match(session, line_id=first.id)
    assert match is not None
    reverse_match(session, actor=actor, match_id=match.id, reason="salah", now=now)
    assert standing(session, first).kind is LineClass.PROPOSED


def test_what_came_for_a_pledge_counts_for_what_it_was_changed_into(
    session: Session, now: datetime
) -> None:
    actor, account = officer(session), saver(session)
    old = pledged(session, account, code="SB-7K2M")
    (line,) = bring_in(session, account, [Row(DAY, 200_000, "SB-7K2M")], now)
    match_line(session, actor=actor, choice=Choice(line.id, old.id), now=now)
    new = pledged(session, account, amount=600_000, code="SB-9QXT")
    old.replaced_by = new.id
    session.flush()
    rest = bring_in(session, account, [Row(DAY + LATER, 400_000, "SETOR")], now)[-1]
    (row,) = list_proposals(session, actor=sorted_now(session, actor, now))
    assert (row.line.line.id, row.target.id) == (rest.id, new.id)
    assert row.target.open_amount == Rupiah.of(400_000)


def test_a_part_without_the_code_is_chosen_by_a_person(session: Session, now: datetime) -> None:
    actor, account = officer(session), saver(session)
    pledge = pledged(session, account)
    (line,) = bring_in(session, account, [Row(DAY, 200_000, "SETOR TUNAI")], now)
    sorted_now(session, actor, now)
    assert standing(session, line).cause is ExceptionCause.AMOUNT_DIFFERS
    match_line(session, actor=actor, choice=Choice(line.id, pledge.id), now=now)
    assert standing(session, line).kind is LineClass.PART_DEPOSIT


def test_a_day_too_late_is_chosen_with_a_reason_only(session: Session, now: datetime) -> None:
    actor, account = officer(session), saver(session)
    pledge = pledged(session, account, until_on=DAY)
    (line,) = bring_in(session, account, [Row(DAY + 9 * LATER, 500_000, "SETOR")], now)
    choice = Choice(line.id, pledge.id)
    with pytest.raises(ReasonNeeded):
        match_line(session, actor=actor, choice=choice, now=now)
    match_line(session, actor=actor, choice=choice, reason="dikonfirmasi teller", now=now)
    match = find_standing_match(session, line_id=line.id)
    assert match is not None
    assert match.reason == "dikonfirmasi teller"


def test_a_later_statement_that_takes_a_match_back_asks_the_one_who_matched(
    session: Session, now: datetime
) -> None:
    actor, account = officer(session), saver(session)
    pledge = pledged(session, account, code="SB-7K2M")
    (line,) = bring_in(session, account, [Row(DAY, 500_000, "SETOR SB-7K2M")], now)
    confirm_matches(session, actor=actor, choices=[Choice(line.id, pledge.id)], now=now)
    rows = [Row(DAY + LATER, -500_000, "RETUR SETOR SB-7K2M")]
    back = bring_in(session, account, rows, now + LATER)[-1]
    colleague = sorted_now(session, officer(session), now + LATER)
    one = standing(session, back)
    assert (one.cause, one.partner_id) == (ExceptionCause.REVERSED_AFTER_MATCH, line.id)
    owner = find_owner(session, line_id=back.id)
    assert owner is not None
    assert owner[0].user_id == actor.user_id
    # Nothing was changed silently: the deposit stands, and the first line tells of its partner.
    assert standing(session, line).kind is LineClass.DEPOSIT
    assert standing(session, line).partner_id == back.id
    assert list_line_history(session, line_id=back.id)[-1].what is Happened.ASSIGNED
    with pytest.raises(LineTaken):
        take_line(session, actor=colleague, line_id=back.id, now=now)
    match = find_standing_match(session, line_id=line.id)
    assert match is not None
    reverse_match(session, actor=actor, match_id=match.id, reason="diretur", now=now + LATER)
    kinds = {standing(session, one).kind for one in (line, back)}
    assert kinds == {LineClass.REVERSED}
    assert sum(amount.sen for amount in session.scalars(select(Deposit.amount))) == 0


# --- whose work it is ----------------------------------------------------------------------------


def test_a_colleague_takes_a_line_hands_it_back_and_leaves_a_note(
    session: Session, now: datetime
) -> None:
    actor, line = unknown_line(session, now)
    colleague = officer(session)
    take_line(session, actor=actor, line_id=line.id, now=now)
    take_line(session, actor=actor, line_id=line.id, now=now)
    with pytest.raises(LineTaken):
        take_line(session, actor=colleague, line_id=line.id, now=now)
    mine = LineFilter(mine=True)
    assert [row.id for row in list_standings(session, actor=actor, wanted=mine).rows] == [line.id]
    assert list_standings(session, actor=colleague, wanted=mine).rows == []
    unowned = LineFilter(unowned=True)
    assert list_standings(session, actor=actor, wanted=unowned).rows == []
    with pytest.raises(LineNoteEmpty):
        note_line(session, actor=colleague, line_id=line.id, text=" ", now=now)
    note_line(session, actor=colleague, line_id=line.id, text="sudah ditelepon", now=now)
    hand_back_line(session, actor=colleague, line_id=line.id, now=now)
    hand_back_line(session, actor=colleague, line_id=line.id, now=now)
    assert find_owner(session, line_id=line.id) is None
    assert len(session.scalars(select(LineEvent)).all()) == 3
    stranger = officer(session, "BSG")
    for act in (take_line, hand_back_line):
        with pytest.raises(NotFound):
            act(session, actor=stranger, line_id=line.id, now=now)


def test_the_oldest_waits_first_and_its_age_is_told(session: Session, now: datetime) -> None:
    actor, account = officer(session), saver(session)
    bring_in(session, account, [Row(DAY + 3 * LATER, 40_000, "TRF A")], now - 9 * LATER)
    bring_in(session, account, [Row(DAY, 41_000, "TRF B")], now - 2 * LATER)
    sorted_now(session, actor, now)
    rows = list_standings(session, actor=actor, wanted=LineFilter()).rows
    assert [(row.text, row.age(now.date())) for row in rows] == [("TRF A", 9), ("TRF B", 2)]
    waiting = count_waiting(session, actor=actor)
    assert (waiting.lines, waiting.oldest_on) == (2, (now - 9 * LATER).date())
    old = replace(LineFilter(), told_before=(now - 6 * LATER).date())
    found = list_standings(session, actor=actor, wanted=old).rows
    assert [row.text for row in found] == ["TRF A"]


def test_a_consent_taken_back_hides_the_line_with_all_that_was_said(
    session: Session, now: datetime
) -> None:
    actor, family = officer(session), make_family(session, purpose=AccountPurpose.SAVING)
    (line,) = bring_in(session, family.account, [Row(DAY, 75_000, "TRF PAMAN")], now)
    sorted_now(session, actor, now)
    family.lets.revoked_at = now
    session.flush()
    assert count_waiting(session, actor=actor).lines == 0
    assert count_classes(session, actor=actor) == []
    assert list_standings(session, actor=actor, wanted=LineFilter()).rows == []
    with pytest.raises(NotFound):
        decide_line(
            session, actor=actor, line_id=line.id, kind=LineClass.OTHER_IN, reason="x", now=now
        )


# --- all the sure ones at once -------------------------------------------------------------------


def many(session: Session, now: datetime, count: int) -> tuple[Actor, list[BankLine]]:
    """An officer with this many sure proposals: payouts and deposits by turns."""
    actor = officer(session)
    lines = []
    for number in range(count):
        account = make_family(session).account if number % 2 else saver(session)
        if number % 2:
            make_payout(session, account=account, paid_on=DAY)
            row = Row(DAY, 42_000_000, "SANTUNAN JKM")
        else:
            pledge = pledged(session, account)
            row = Row(DAY, 500_000, f"SETOR {pledge.code}")
        lines += bring_in(session, account, [row], now)
    return sorted_now(session, actor, now), lines


def test_one_click_confirms_all_sure_ones_and_one_takes_them_back(
    session: Session, now: datetime
) -> None:
    actor, lines = many(session, now, 45)
    assert count_proposals(session, actor=actor, sure=True) == 45
    done = confirm_sure(session, actor=actor, seen_at=now, seen=45, now=now + LATER)
    assert (done.confirmed, done.changed) == (45, 0)
    assert {standing(session, line).kind for line in lines} == {
        LineClass.PAYOUT,
        LineClass.DEPOSIT,
    }
    (batch,) = list_batches(session, actor=actor)
    assert (batch.batch_id, batch.standing) == (done.batch_id, 45)
    with pytest.raises(ReasonNeeded):
        reverse_batch(session, actor=actor, batch_id=done.batch_id, reason=" ", now=now)
    with pytest.raises(NotFound):
        reverse_batch(
            session, actor=officer(session, "BSG"), batch_id=done.batch_id, reason="x", now=now
        )
    first = find_standing_match(session, line_id=lines[0].id)
    assert first is not None
    reverse_match(session, actor=actor, match_id=first.id, reason="ini saja", now=now + LATER)
    count = reverse_batch(
        session, actor=actor, batch_id=done.batch_id, reason="salah berkas", now=now + LATER
    )
    assert count == 44
    for column in (PayoutCredit.amount, Deposit.amount):
        assert sum(amount.sen for amount in session.scalars(select(column))) == 0
    assert len(session.scalars(select(Match)).all()) == 90
    assert {standing(session, line).kind for line in lines} == {LineClass.PROPOSED}
    with pytest.raises(NotFound):
        reverse_batch(session, actor=actor, batch_id=done.batch_id, reason="lagi", now=now)


def test_what_changed_meanwhile_stays_and_is_told(session: Session, now: datetime) -> None:
    actor, lines = many(session, now, 4)
    colleague = officer(session)
    theirs, hers, *_rest = lines
    (row,) = [one for one in list_proposals(session, actor=actor) if one.line.line.id == theirs.id]
    confirm_matches(session, actor=colleague, choices=[Choice(theirs.id, row.target.id)], now=now)
    decide_line(
        session, actor=colleague, line_id=hers.id, kind=LineClass.OTHER_IN, reason="bukan", now=now
    )
    done = confirm_sure(session, actor=actor, seen_at=now, seen=4, now=now)
    assert (done.confirmed, done.changed) == (2, 2)
    match = find_standing_match(session, line_id=theirs.id)
    assert match is not None
    assert match.confirmed_by == colleague.user_id
    with pytest.raises(NothingChosen):
        confirm_sure(session, actor=actor, seen_at=now, seen=4, now=now)


def test_what_came_after_the_look_is_not_confirmed_unseen(session: Session, now: datetime) -> None:
    actor, _lines = many(session, now, 2)
    account = saver(session)
    pledge = pledged(session, account)
    (late,) = bring_in(session, account, [Row(DAY, 500_000, pledge.code)], now + LATER)
    sorted_now(session, actor, now + LATER)
    assert count_proposals(session, actor=actor, sure=True) == 3
    with pytest.raises(ProposalChanged):
        confirm_sure(session, actor=actor, seen_at=now + LATER, seen=2, now=now + LATER)
    done = confirm_sure(session, actor=actor, seen_at=now, seen=2, now=now + LATER)
    assert done.confirmed == 2
    assert find_standing_match(session, line_id=late.id) is None


def test_the_statements_of_confirming_and_taking_back_do_not_grow(
    session: Session, now: datetime
) -> None:
    counts = []
    for number in (4, 24):
        actor, _lines = many(session, now, number)
        session.expire_all()
        with counting(session) as seen:
            done = confirm_sure(session, actor=actor, seen_at=now, seen=number, now=now)
            reverse_batch(session, actor=actor, batch_id=done.batch_id, reason="uji", now=now)
        counts.append(len(seen))
        undo = confirm_sure(session, actor=actor, seen_at=now, seen=number, now=now)
        assert undo.confirmed == number
    assert counts[0] == counts[1]


# --- a file is taken back ------------------------------------------------------------------------


def test_a_file_taken_back_takes_its_decisions_with_it(session: Session, now: datetime) -> None:
    actor, line = unknown_line(session, now)
    decide_line(
        session, actor=actor, line_id=line.id, kind=LineClass.OTHER_IN, reason="paman", now=now
    )
    file = session.scalars(select(BankFile)).one()
    undone = undo_file(session, actor=actor, file_id=file.id, reason="bulan lain", now=now + LATER)
    assert (undone.matches, undone.decisions) == (0, 1)
    told = list_line_history(session, line_id=line.id)
    assert [(row.what, row.text) for row in told][-2:] == [
        (Happened.UNDONE, "bulan lain"),
        (Happened.UNDECIDED, "bulan lain"),
    ]
    sorted_now(session, actor, now + LATER)
    assert count_classes(session, actor=actor) == []
    assert session.scalar(select(LineStanding)) is None
