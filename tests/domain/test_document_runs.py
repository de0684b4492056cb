"""A run of documents: who is in it, what is passed over, pause, go on, try again, cancel."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Case, Heir
from savings_app.documents.models import Document
from savings_app.documents.pdf import render_pdf
from savings_app.documents.queries import list_unfinished
from savings_app.documents.rules import DocumentKind, DocumentState, Period, Sheet, Wanted
from savings_app.documents.run_actions import (
    cancel_run,
    pause_run,
    resume_run,
    retry_run,
    start_run,
)
from savings_app.documents.run_candidates import count_expected
from savings_app.documents.run_models import DocumentRun, DocumentRunRow
from savings_app.documents.run_queries import count_rows, get_run, list_left_behind
from savings_app.documents.run_rules import (
    LEASE,
    KindNotForRuns,
    NothingFailed,
    RowReason,
    RowState,
    RunEnd,
    RunOfNobody,
    RunOverAlready,
    RunState,
    RunWanted,
)
from savings_app.documents.run_working import claim_rows
from savings_app.errors import NotFound, NotPermitted
from savings_app.tasks.document_runs import work_on
from savings_app.tasks.rendering import RenderedTooLarge, RenderedTooLong
from tests.builders import (
    VILLAGE,
    actor_of,
    let_staff_see,
    make_account,
    make_case,
    make_participant,
    make_pledge,
    make_recipient,
    make_user,
)

ELSEWHERE = "75.03.06.2007"  # Tamboo, Tilongkabila: after Suwawa Timur


def a_pdf(_html: str, **facts: Any) -> bytes:
    """A page with one word: quick where it is not the layout that is looked at."""
    return render_pdf("<!doctype html><html lang=id><title>Uji</title><p>Uji", **facts)


def recipient_in(session: Session, region_code: str, name: str) -> Heir:
    participant = make_participant(session, region_code=region_code)
    return make_recipient(session, case=make_case(session, participant=participant), full_name=name)


def start(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    kind: DocumentKind = DocumentKind.PLAN_FORM,
    region_code: str = "75.03",
    period: Period | None = None,
) -> DocumentRun:
    wanted = RunWanted(Wanted(kind, "id", Sheet.F4, period), region_code)
    run = start_run(session, actor=actor, wanted=wanted, request_key=uuid4(), now=now)
    session.commit()
    return run


def rows_of(session: Session, run: DocumentRun) -> list[DocumentRunRow]:
    session.expire_all()
    return list(
        session.scalars(
            select(DocumentRunRow)
            .where(DocumentRunRow.run_id == run.id)
            .order_by(DocumentRunRow.position)
        )
    )


def names_of(session: Session, run: DocumentRun) -> list[str]:
    return [session.get_one(Heir, row.recipient_id).full_name for row in rows_of(session, run)]


@pytest.fixture
def supervisor(session: Session) -> User:
    return make_user(session, role=Role.SUPERVISOR)


@pytest.fixture
def actor(supervisor: User) -> Actor:
    return actor_of(supervisor)


def test_who_is_in_a_run_is_written_down_in_reading_order(
    session: Session, actor: Actor, now: datetime
) -> None:
    recipient_in(session, ELSEWHERE, "Abdul Uji")
    recipient_in(session, VILLAGE, "zainab Uji")
    recipient_in(session, VILLAGE, "Hartin Uji")
    run = start(session, actor, now)
    # Suwawa Timur before Tilongkabila; the names in any case.
    assert names_of(session, run) == ["Hartin Uji", "zainab Uji", "Abdul Uji"]
    recipient_in(session, VILLAGE, "Baru Uji")
    work_on(run.id, render=a_pdf)
    assert len(rows_of(session, run)) == run.rows == 3
    assert run.state is RunState.DONE


def test_a_run_of_one_desa_holds_nobody_else(session: Session, actor: Actor, now: datetime) -> None:
    recipient_in(session, ELSEWHERE, "Abdul Uji")
    recipient_in(session, VILLAGE, "Hartin Uji")
    assert names_of(session, start(session, actor, now, region_code=ELSEWHERE)) == ["Abdul Uji"]


def test_five_thousand_are_written_down_in_a_few_statements(
    session: Session, actor: Actor, now: datetime
) -> None:
    case = make_case(session)
    first = make_recipient(session, case=case)
    columns = {c.key: getattr(first, c.key) for c in Heir.__table__.columns if c.key != "id"}
    session.add_all(
        Heir(**{**columns, "position": place, "full_name": f"Penerima {place} Uji"})
        for place in range(2, 5001)
    )
    session.flush()
    said: list[str] = []

    def heard(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", heard)
    try:
        run = start(session, actor, now)
    finally:
        event.remove(engine, "before_cursor_execute", heard)
    assert count_rows(session, run_id=run.id)[RowState.WAITING] == 5000
    assert len(said) < 15


def test_each_row_gets_its_document_and_the_run_ends(
    session: Session, actor: Actor, now: datetime
) -> None:
    period = Period(date(2026, 10, 1), date(2026, 10, 31))
    for place in range(7):
        heir = recipient_in(session, VILLAGE, f"Penerima {place} Uji")
        make_pledge(session, account=make_account(session, recipient=heir), made_on=period.first)
        let_staff_see(session, recipient=heir)
    run = start(session, actor, now, kind=DocumentKind.SAVINGS, period=period)
    assert work_on(run.id, render=a_pdf) is False
    rows = rows_of(session, run)
    assert [row.state for row in rows] == [RowState.DONE] * 7
    documents = [session.get_one(Document, row.document_id) for row in rows]
    assert [one.serial for one in documents] == [1, 2, 3, 4, 5, 6, 7]  # in reading order
    assert {(one.state, one.sheet, one.issued_by) for one in documents} == {
        (DocumentState.READY, Sheet.F4, actor.user_id)
    }
    assert {(one.period_from, one.period_to) for one in documents} == {(period.first, period.last)}
    assert (run.state, run.ended_at is not None) == (RunState.DONE, True)
    told = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.action.like("document-run:%"))
        .order_by(AuditEvent.sequence)
    ).all()
    assert told == ["document-run:start", "document-run:finish"]


def test_who_has_nothing_or_did_not_agree_is_passed_over_with_the_reason(
    session: Session, actor: Actor, now: datetime
) -> None:
    agreed = recipient_in(session, VILLAGE, "A Uji")
    make_pledge(session, account=make_account(session, recipient=agreed))
    let_staff_see(session, recipient=agreed)
    silent = recipient_in(session, VILLAGE, "B Uji")
    make_pledge(session, account=make_account(session, recipient=silent))
    let_staff_see(session, recipient=recipient_in(session, VILLAGE, "C Uji"))  # and no account
    kind = DocumentKind.SAVINGS
    expected = count_expected(session, actor=actor, wanted=RunWanted(Wanted(kind), "75.03"))
    assert (expected.recipients, expected.consent, expected.nothing) == (3, 1, 1)
    run = start(session, actor, now, kind=kind)
    work_on(run.id, render=a_pdf)
    assert [(row.state, row.reason) for row in rows_of(session, run)] == [
        (RowState.DONE, None),
        (RowState.SKIPPED, RowReason.CONSENT),
        (RowState.SKIPPED, RowReason.NOTHING),
    ]
    assert run.state is RunState.DONE
    assert len(session.scalars(select(Document)).all()) == 1


def test_a_paused_run_issues_nothing_new_and_goes_on_where_it_was(
    session: Session, actor: Actor, now: datetime
) -> None:
    for place in range(7):
        recipient_in(session, VILLAGE, f"Penerima {place} Uji")
    run = start(session, actor, now)
    assert work_on(run.id, render=a_pdf, seconds=0) is True  # one portion
    pause_run(session, actor=actor, run_id=run.id, now=now)
    session.commit()
    assert work_on(run.id, render=a_pdf) is False
    assert count_rows(session, run_id=run.id)[RowState.DONE] == 5
    assert (run.state, run.paused_at) == (RunState.PAUSED, now)
    resume_run(session, actor=actor, run_id=run.id, now=now)
    session.commit()
    work_on(run.id, render=a_pdf)
    assert count_rows(session, run_id=run.id)[RowState.DONE] == 7
    assert get_run(session, actor=actor, run_id=run.id).state is RunState.DONE


def test_pausing_finishes_what_is_in_hand(session: Session, actor: Actor, now: datetime) -> None:
    for place in range(7):
        recipient_in(session, VILLAGE, f"Penerima {place} Uji")
    run = start(session, actor, now)
    made: list[int] = []

    def pausing(html: str, **facts: Any) -> bytes:
        if not made:
            pause_run(session, actor=actor, run_id=run.id, now=now)
            session.commit()
        made.append(1)
        return a_pdf(html, **facts)

    work_on(run.id, render=pausing)
    assert len(made) == 5
    counts = count_rows(session, run_id=run.id)
    assert (counts[RowState.DONE], counts[RowState.WAITING]) == (5, 2)


def test_cancelling_keeps_what_was_made(session: Session, actor: Actor, now: datetime) -> None:
    for place in range(7):
        recipient_in(session, VILLAGE, f"Penerima {place} Uji")
    run = start(session, actor, now)
    work_on(run.id, render=a_pdf, seconds=0)
    cancel_run(session, actor=actor, run_id=run.id, now=now)
    session.commit()
    work_on(run.id, render=a_pdf)
    counts = count_rows(session, run_id=run.id)
    assert (counts[RowState.DONE], counts[RowState.CANCELLED]) == (5, 2)
    run = get_run(session, actor=actor, run_id=run.id)
    assert (run.state, run.ended_for) == (RunState.CANCELLED, RunEnd.BY_PERSON)
    for again in (pause_run, resume_run, cancel_run):
        with pytest.raises(RunOverAlready):
            again(session, actor=actor, run_id=run.id, now=now)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(RenderedTooLong, RowReason.TIME), (RenderedTooLarge, RowReason.MEMORY)],
)
def test_a_document_that_takes_too_much_fails_alone_and_can_be_tried_again(
    session: Session,
    actor: Actor,
    now: datetime,
    error: type[Exception],
    reason: RowReason,
) -> None:
    for place in range(3):
        recipient_in(session, VILLAGE, f"Penerima {place} Uji")
    run = start(session, actor, now)
    with pytest.raises(NothingFailed):
        retry_run(session, actor=actor, run_id=run.id, now=now)
    calls: list[int] = []

    def heavy(html: str, **facts: Any) -> bytes:
        calls.append(1)
        if len(calls) == 2:
            raise error
        return a_pdf(html, **facts)

    work_on(run.id, render=heavy)
    rows = rows_of(session, run)
    assert [row.state for row in rows] == [RowState.DONE, RowState.FAILED, RowState.DONE]
    assert (rows[1].reason, len(calls)) == (reason, 3)  # tried once
    assert run.state is RunState.DONE
    number = session.get_one(Document, rows[1].document_id).number
    assert retry_run(session, actor=actor, run_id=run.id, now=now) == 1
    session.commit()
    assert get_run(session, actor=actor, run_id=run.id).state is RunState.RUNNING
    work_on(run.id, render=a_pdf)
    row = rows_of(session, run)[1]
    assert row.state is RowState.DONE
    assert session.get_one(Document, row.document_id).number == number
    assert len(session.scalars(select(Document)).all()) == 3


def test_what_fails_otherwise_is_tried_three_times(
    session: Session, actor: Actor, now: datetime
) -> None:
    recipient_in(session, VILLAGE, "Hartin Uji")
    run = start(session, actor, now)
    calls: list[int] = []

    def broken(html: str, **facts: Any) -> bytes:
        calls.append(1)
        raise ValueError

    work_on(run.id, render=broken)
    (row,) = rows_of(session, run)
    assert (row.state, row.reason, len(calls)) == (RowState.FAILED, RowReason.ERROR, 3)


def test_two_workers_never_hold_the_same_row(session: Session, actor: Actor, now: datetime) -> None:
    for place in range(7):
        recipient_in(session, VILLAGE, f"Penerima {place} Uji")
    run = start(session, actor, now)
    one = {row.id for row in claim_rows(session, run_id=run.id, holder=uuid4(), now=now)}
    two = {row.id for row in claim_rows(session, run_id=run.id, holder=uuid4(), now=now)}
    assert (len(one), len(two), one & two) == (5, 2, set())
    assert list_left_behind(session, now=now) == []
    assert list_left_behind(session, now=now + 2 * LEASE) == [run.id]


def test_a_row_whose_worker_died_five_times_is_left_to_a_person(
    session: Session, actor: Actor, now: datetime
) -> None:
    recipient_in(session, VILLAGE, "Hartin Uji")
    run = start(session, actor, now)
    before = now - 8 * LEASE
    for death in range(6):
        claim_rows(session, run_id=run.id, holder=uuid4(), now=before + death * LEASE * 1.1)
    session.commit()
    work_on(run.id, render=a_pdf)
    (row,) = rows_of(session, run)
    assert (row.state, row.reason) == (RowState.FAILED, RowReason.ENDED)


def test_a_document_of_a_run_comes_with_its_run_and_not_with_the_sweep_of_single_ones(
    session: Session, actor: Actor, now: datetime
) -> None:
    recipient_in(session, VILLAGE, "Hartin Uji")
    run = start(session, actor, now)

    def gone(html: str, **facts: Any) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_on(run.id, render=gone)
    session.rollback()
    later = now.replace(year=2030)
    (row,) = rows_of(session, run)
    assert row.document_id is not None
    assert list_unfinished(session, before=later) == []
    assert list_left_behind(session, now=later) == [run.id]


def test_the_run_of_somebody_whose_account_was_closed_ends_with_that_reason(
    session: Session, actor: Actor, supervisor: User, now: datetime
) -> None:
    recipient_in(session, VILLAGE, "Hartin Uji")
    run = start(session, actor, now)
    supervisor.is_active = False
    session.commit()
    work_on(run.id, render=a_pdf)
    (row,) = rows_of(session, run)
    assert (run.state, run.ended_for) == (RunState.CANCELLED, RunEnd.ASKER_GONE)
    assert (row.state, row.document_id) == (RowState.CANCELLED, None)


def test_a_recipient_who_went_out_of_reach_is_passed_over(session: Session, now: datetime) -> None:
    actor = actor_of(make_user(session, region="75.03.11"))
    heir = recipient_in(session, VILLAGE, "Hartin Uji")
    run = start(session, actor, now, region_code="75.03.11")
    session.get_one(Case, heir.case_id).region_code = ELSEWHERE
    session.commit()
    work_on(run.id, render=a_pdf)
    (row,) = rows_of(session, run)
    assert (row.state, row.reason) == (RowState.SKIPPED, RowReason.GONE)


def test_the_same_form_sent_twice_is_one_run(session: Session, actor: Actor, now: datetime) -> None:
    recipient_in(session, VILLAGE, "Hartin Uji")
    wanted, key = RunWanted(Wanted(DocumentKind.PLAN_FORM), "75.03"), uuid4()
    one = start_run(session, actor=actor, wanted=wanted, request_key=key, now=now)
    two = start_run(session, actor=actor, wanted=wanted, request_key=key, now=now)
    assert one.id == two.id


def test_what_may_not_be_a_run_leaves_nothing(
    session: Session, actor: Actor, now: datetime
) -> None:
    with pytest.raises(RunOfNobody):
        start(session, actor, now)
    recipient_in(session, VILLAGE, "Hartin Uji")
    with pytest.raises(KindNotForRuns):
        start(session, actor, now, kind=DocumentKind.ACCESS)
    with pytest.raises(NotPermitted):
        start(session, actor_of(make_user(session, role=Role.AUDITOR)), now)
    narrow = actor_of(make_user(session, region="75.03.06"))
    with pytest.raises(NotFound):
        start(session, narrow, now)
    assert session.scalars(select(DocumentRun)).all() == []


def test_a_run_of_the_whole_kabupaten_is_not_seen_nor_steered_from_one_kecamatan(
    session: Session, actor: Actor, now: datetime
) -> None:
    recipient_in(session, VILLAGE, "Hartin Uji")
    run = start(session, actor, now)
    narrow = actor_of(make_user(session, region="75.03.11"))
    for steer in (pause_run, resume_run, cancel_run, retry_run):
        with pytest.raises(NotFound):
            steer(session, actor=narrow, run_id=run.id, now=now)
    auditor = actor_of(make_user(session, role=Role.AUDITOR))
    assert get_run(session, actor=auditor, run_id=run.id).id == run.id
    with pytest.raises(NotPermitted):
        pause_run(session, actor=auditor, run_id=run.id, now=now)
