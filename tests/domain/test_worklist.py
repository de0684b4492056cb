"""One picture of what is due: every kind on its day, with its turn; and no other region's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Role
from savings_app.cases.actions.assignment import accept_case, hand_over_case
from savings_app.cases.actions.follow_ups import plan_follow_ups
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.kinds import (
    BringsIt,
    LetterState,
    NameCheck,
    PaperKind,
    PaperState,
    Stage,
    Turn,
)
from savings_app.cases.models import BenefitComputation, Case, Claim, Heir, Paper, Receipt
from savings_app.money import Rupiah
from savings_app.paging import Order, Place
from savings_app.worklist.kinds import WorkKind
from savings_app.worklist.queries.work import (
    WorkFilter,
    WorkRow,
    count_work,
    iterate_work,
    list_work,
)
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    make_account,
    make_case,
    make_letter,
    make_participant,
    make_payout,
    make_recipient,
    make_user,
)
from tests.web.test_government_cases import counted


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session)


@pytest.fixture
def actor(user: User) -> Actor:
    return actor_of(user)


def work(session: Session, actor: Actor, **wanted: Any) -> list[WorkRow]:
    found = WorkFilter(**wanted)
    return list(iterate_work(session, actor=actor, wanted=found, today=TODAY))


def only(session: Session, actor: Actor, kind: WorkKind) -> WorkRow:
    (row,) = work(session, actor, kind=kind)
    return row


def kinds(session: Session, actor: Actor) -> set[WorkKind]:
    return {row.kind for row in work(session, actor)}


def handed(session: Session, recipient: Heir) -> None:
    letter = make_letter(session, recipient=recipient, state=LetterState.ISSUED)
    letter.handed_over_on = TODAY
    session.flush()


def filed(session: Session, case: Case, user: User, due_on: date) -> Claim:
    claim = Claim(
        case_id=case.id,
        filed_on=due_on - timedelta(days=5),
        receipt_number=None,
        due_on=due_on,
        recorded_by=user.id,
        recorded_at=NOW,
        returned_on=None,
        return_reason=None,
    )
    session.add(claim)
    session.flush()
    refresh_stage(session, case_id=case.id)
    return claim


def test_a_case_without_heirs_is_due_two_days_after_it_was_opened(
    session: Session, actor: Actor
) -> None:
    case = make_case(session)
    row = only(session, actor, WorkKind.NO_RECIPIENT)
    assert (row.due_on, row.turn, row.overdue) == (date(2026, 11, 25), Turn.DINAS, 0)
    make_recipient(session, case=case)
    assert kinds(session, actor) == {WorkKind.LETTER}


def test_missing_papers_are_one_line_a_case_and_the_familys_turn_where_it_brings_one(
    session: Session, actor: Actor
) -> None:
    case = make_case(session)
    case.opened_on = date(2026, 11, 9)
    for kind, brings in (
        (PaperKind.DEATH_CERTIFICATE, BringsIt.CIVIL_REGISTRY),
        (PaperKind.FAMILY_CARD, BringsIt.FAMILY),
    ):
        session.add(Paper(case_id=case.id, kind=kind, brings=brings, state=PaperState.MISSING))
    session.flush()
    row = only(session, actor, WorkKind.PAPER)
    # Due on Monday 16 November, so five working days ago.
    assert (row.detail, row.due_on, row.overdue) == ("2", date(2026, 11, 16), 5)
    assert row.turn is Turn.FAMILY
    # A day to ask again, written down with the paper, goes before the usual week.
    for paper in session.scalars(sa.select(Paper)):
        paper.follow_up_on = date(2026, 12, 1)
    session.flush()
    assert only(session, actor, WorkKind.PAPER).due_on == date(2026, 12, 1)


def test_a_claim_that_could_go_out_is_due_the_day_after_the_last_paper(
    session: Session, actor: Actor
) -> None:
    case = make_case(session, stage=Stage.READY, turn=Turn.DINAS)
    session.add(
        Paper(
            case_id=case.id,
            kind=PaperKind.FAMILY_CARD,
            brings=BringsIt.FAMILY,
            state=PaperState.RECEIVED,
            received_on=date(2026, 11, 19),
        )
    )
    session.flush()
    row = only(session, actor, WorkKind.READY)
    assert (row.due_on, row.overdue) == (date(2026, 11, 20), 1)


def test_a_late_claim_states_one_percent_for_each_day(
    session: Session, actor: Actor, user: User
) -> None:
    case = make_case(session)
    handed(session, make_recipient(session, case=case))
    filed(session, case, user, date(2026, 11, 20))
    row = only(session, actor, WorkKind.BPJS_DUE)
    # Three calendar days, one working day: 3 % of Rp42.000.000.
    assert (row.overdue, row.turn) == (1, Turn.BPJS)
    assert row.compensation == Rupiah.of(1_260_000)


def test_a_claim_not_yet_due_states_no_compensation(
    session: Session, actor: Actor, user: User
) -> None:
    case = make_case(session)
    filed(session, case, user, TODAY)
    row = only(session, actor, WorkKind.BPJS_DUE)
    assert (row.overdue, row.compensation) == (0, None)


def test_another_name_on_the_passbook_is_seen_before_the_claim_and_settled_by_the_bank(
    session: Session, actor: Actor
) -> None:
    recipient = make_recipient(session, full_name="Hartin Uji")
    handed(session, recipient)
    account = make_account(session, recipient=recipient)
    account.holder_name = "Hj. HARTIN  UJI"
    refresh_stage(session, case_id=recipient.case_id)
    assert WorkKind.HOLDER_NAME not in kinds(session, actor)
    account.holder_name = "Hartini Uji"
    refresh_stage(session, case_id=recipient.case_id)
    row = only(session, actor, WorkKind.HOLDER_NAME)
    assert (row.id, row.about) == (account.id, "Hartin Uji")
    account.name_check = NameCheck.CONFIRMED
    session.flush()
    assert WorkKind.HOLDER_NAME not in kinds(session, actor)
    account.name_check = NameCheck.DIFFERENT
    session.flush()
    assert WorkKind.HOLDER_NAME in kinds(session, actor)
    make_payout(session, account=account)
    assert WorkKind.HOLDER_NAME not in kinds(session, actor)


def test_the_familys_word_is_awaited_a_week_after_the_latest_payout(
    session: Session, actor: Actor
) -> None:
    recipient = make_recipient(session)
    handed(session, recipient)
    account = make_account(session, recipient=recipient)
    make_payout(session, account=account, amount=1, paid_on=date(2026, 11, 2))
    last = make_payout(session, account=account, paid_on=date(2026, 11, 10))
    session.flush()
    rows = work(session, actor, kind=WorkKind.RECEIPT)
    # Both were recorded at the same moment: one of the two stands for the recipient.
    assert len(rows) == 1
    assert rows[0].turn is Turn.FAMILY
    assert rows[0].due_on in (date(2026, 11, 9), date(2026, 11, 17))
    session.add(
        Receipt(
            recipient_id=recipient.id,
            complete=True,
            amount=None,
            said_at=last.recorded_at,
            assisted_by=None,
            request_key=uuid4(),
        )
    )
    session.flush()
    assert work(session, actor, kind=WorkKind.RECEIPT) == []


def test_a_correction_waits_for_the_second_person(
    session: Session, actor: Actor, user: User
) -> None:
    case = make_case(session)
    first = session.scalars(sa.select(BenefitComputation)).one()
    session.add(
        BenefitComputation(
            case_id=case.id,
            number=2,
            died_on=first.died_on,
            programme=first.programme,
            segment=first.segment,
            months_contributed=2,
            wage=None,
            children=[],
            total=Rupiah.of(10_000_000),
            scholarship={},
            warnings=[],
            reason="bulan iuran keliru",
            made_by=user.id,
            # 20.00 UTC is the next morning in Gorontalo.
            made_at=datetime.fromisoformat("2026-11-17T20:00:00+00:00"),
        )
    )
    session.flush()
    row = only(session, actor, WorkKind.CORRECTION)
    assert (row.due_on, row.turn) == (date(2026, 11, 21), Turn.SUPERVISOR)


@pytest.mark.parametrize(
    ("until", "shown"),
    [
        (date(2027, 1, 22), True),
        (date(2027, 1, 23), False),
        (date(2026, 10, 24), True),
        (date(2026, 10, 23), False),
    ],
)
def test_the_end_of_a_guardianship_shows_two_months_before(
    session: Session,
    actor: Actor,
    until: date,
    shown: bool,  # noqa: FBT001
) -> None:
    recipient = make_recipient(session, born_on=until.replace(year=until.year - 18))
    handed(session, recipient)
    recipient.guardian_until = until
    session.flush()
    assert (WorkKind.GUARDIAN in kinds(session, actor)) == shown


def test_a_visit_shows_a_fortnight_ahead(session: Session, actor: Actor) -> None:
    recipient = make_recipient(session)
    handed(session, recipient)
    account = make_account(session, recipient=recipient)
    make_payout(session, account=account, paid_on=date(2026, 11, 7))
    plan_follow_ups(session)
    row = only(session, actor, WorkKind.VISIT)
    assert (row.due_on, row.detail) == (date(2026, 12, 7), "1")


def test_of_several_visits_nobody_made_the_last_that_is_due_is_work(
    session: Session, actor: Actor
) -> None:
    recipient = make_recipient(session)
    handed(session, recipient)
    account = make_account(session, recipient=recipient)
    make_payout(session, account=account, paid_on=date(2026, 5, 4))
    plan_follow_ups(session)
    row = only(session, actor, WorkKind.VISIT)
    assert row.detail == "6"


def test_a_case_handed_over_is_the_colleagues_work_until_it_was_read(
    session: Session, actor: Actor, now: datetime
) -> None:
    case = make_case(session)
    colleague = actor_of(make_user(session))
    assert colleague.user_id is not None
    hand_over_case(
        session,
        actor=actor,
        case_id=case.id,
        colleague_id=colleague.user_id,
        text="Saya cuti.",
        version=None,
        now=now,
    )
    assert WorkKind.HANDED_OVER not in kinds(session, actor)
    assert WorkKind.HANDED_OVER in kinds(session, colleague)
    accept_case(session, actor=colleague, case_id=case.id, now=now + timedelta(minutes=1))
    assert WorkKind.HANDED_OVER not in kinds(session, colleague)


def test_the_picture_ends_at_the_region(session: Session, user: User) -> None:
    make_case(session)
    far = make_participant(session, region_code="75.03.06.2007")
    make_case(session, participant=far)
    of_kecamatan = actor_of(make_user(session, region="75.03.06"))
    assert [row.place for row in work(session, of_kecamatan)] == ["Tamboo, Tilongkabila"]
    bank = Actor(role=Role.BANK_OFFICER, user_id=user.id, bank_id=uuid4())
    assert work(session, bank) == []
    assert count_work(session, actor=bank, today=TODAY).all == 0


def test_mine_nobodys_overdue_and_a_kecamatan_are_filters_and_counts(
    session: Session, actor: Actor
) -> None:
    mine, free = make_case(session), make_case(session)
    far = make_case(session, participant=make_participant(session, region_code="75.03.06.2007"))
    mine.assigned_to = actor.user_id
    far.assigned_to = make_user(session).id
    mine.opened_on = date(2026, 11, 2)
    session.flush()
    assert [row.case_id for row in work(session, actor, mine=True)] == [mine.id]
    assert [row.case_id for row in work(session, actor, unassigned=True)] == [free.id]
    assert [row.case_id for row in work(session, actor, overdue=True)] == [mine.id]
    assert [row.case_id for row in work(session, actor, district="75.03.06")] == [far.id]
    assert [row.case_id for row in work(session, actor, turn=Turn.FAMILY)] == []
    counts = count_work(session, actor=actor, today=TODAY)
    assert (counts.all, counts.overdue, counts.mine, counts.mine_overdue) == (3, 1, 1, 1)
    assert (counts.unassigned, counts.by_kind) == (1, {WorkKind.NO_RECIPIENT: 3})


def test_every_line_has_a_name_of_its_own_and_the_pages_hold_all_of_them(
    session: Session, actor: Actor, user: User
) -> None:
    """Every kind at once on the same cases: no two lines may share the id pages are leafed by."""
    for n in range(5):
        case = make_case(session)
        case.opened_on = date(2026, 11, 2 + n)
        session.add(
            Paper(
                case_id=case.id,
                kind=PaperKind.FAMILY_CARD,
                brings=BringsIt.FAMILY,
                state=PaperState.MISSING,
            )
        )
        recipient = make_recipient(session, case=case)
        recipient.guardian_until = TODAY
        account = make_account(session, recipient=recipient)
        account.holder_name = "Orang Lain"
        refresh_stage(session, case_id=case.id)
        paid = make_recipient(session, case=case)
        make_payout(session, account=make_account(session, recipient=paid), amount=1)
        filed(session, case, user, date(2026, 11, 20))
        case.stage = Stage.PAPERS
        session.flush()
    plan_follow_ups(session)
    rows = work(session, actor)
    assert len({row.kind for row in rows}) >= 6
    assert len({row.id for row in rows}) == len(rows)
    for order in (None, Order("kind"), Order("place", descending=True), Order("handler")):
        found: list[WorkRow] = []
        place = Place()
        while True:
            page = list_work(
                session,
                actor=actor,
                wanted=WorkFilter(),
                today=TODAY,
                order=order,
                place=place,
                size=4,
            )
            found += page.rows
            if not page.has_later:
                break
            place = Place(after=page.rows[-1].id)
        assert len(found) == page.total == len(rows)
        assert {row.id for row in found} == {row.id for row in rows}


def test_the_list_asks_as_often_for_one_line_as_for_many(
    session: Session, actor: Actor, user: User
) -> None:
    def page() -> None:
        list_work(session, actor=actor, wanted=WorkFilter(), today=TODAY)

    filed(session, make_case(session), user, date(2026, 11, 20))
    with counted(session) as few:
        page()
    for _ in range(12):
        filed(session, make_case(session), user, date(2026, 11, 20))
    with counted(session) as many:
        page()
    assert len(few) == len(many) <= 5
