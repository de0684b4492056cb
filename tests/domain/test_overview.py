"""The overview: figures that add up, nobody recognised in them, nothing that ranks."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cases.kinds import PlanOutcome, Stage, Turn
from savings_app.deposits.kinds import Answer
from savings_app.deposits.models import Pledge
from savings_app.errors import NotPermitted
from savings_app.money import ZERO, Rupiah
from savings_app.reports.queries.overview import get_overview, list_years
from savings_app.reports.rules import Hidden
from savings_app.support.actions import ask_support, record_support_step
from savings_app.support.kinds import SupportKind, SupportStepKind
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    make_case,
    make_participant,
    make_recipient,
    make_user,
)
from tests.pledged import answer, pledged_case


def test_the_figures_add_up(session: Session) -> None:
    actor = actor_of(make_user(session, role=Role.SUPERVISOR))
    late = make_case(session, stage=Stage.CLAIMED, turn=Turn.BPJS)
    late.due_on = date(2026, 11, 20)
    in_time = make_case(session, stage=Stage.CLAIMED, turn=Turn.BPJS)
    in_time.due_on = TODAY
    for case, outcome in ((late, None), (in_time, PlanOutcome.NOT_NOW)):
        make_recipient(session, case=case).plan_outcome = outcome
    pledged_case(session, seen=True, said=Answer.YES)
    session.flush()
    overview = get_overview(session, actor=actor, today=TODAY)
    assert overview.cases == 3
    assert dict(overview.stages)[Stage.CLAIMED] == 2
    assert dict(overview.turns)[Turn.BPJS] == 2
    assert (overview.late, overview.arrived) == (1, 1)
    plans = overview.plans
    assert (plans.agreed, plans.not_now, plans.finished, plans.open) == (1, 1, 2, 1)
    assert (overview.pledges.count, overview.pledges.amount) == (1, Rupiah.of(10_000_000))
    assert get_overview(session, actor=actor, today=TODAY, year=2025).cases == 0


def test_requests_for_help_are_counted_once_by_where_they_stand_or_how_they_ended(
    session: Session,
) -> None:
    user = make_user(session)
    actor = actor_of(user)

    def asks(*steps: SupportStepKind) -> None:
        request = ask_support(
            session,
            actor=actor,
            recipient_id=make_recipient(session).id,
            kind=SupportKind.BUSINESS,
            wish=None,
            today=TODAY,
            now=NOW,
        )
        for kind in steps:
            record_support_step(
                session,
                actor=actor,
                support_id=request.id,
                version=None,
                kind=kind,
                on=TODAY,
                note=None,
                today=TODAY,
                now=NOW,
            )

    asks()
    asks(SupportStepKind.CONTACT)
    asks(SupportStepKind.CONTACT, SupportStepKind.CONTACT, SupportStepKind.ATTENDED)
    asks(SupportStepKind.DECLINED)
    supervisor = actor_of(make_user(session, role=Role.SUPERVISOR))
    found = get_overview(session, actor=supervisor, today=TODAY).support
    assert [n for _line, n in found] == [1, 1, 1, 0, 1, 0, 0]
    assert [line.value for line, _n in found] == [
        "diminta",
        "dihubungi",
        "ikut",
        "dibantu",
        "tidak_jadi",
        "tidak_tersedia",
        "ditarik",
    ]
    assert (
        sum(
            n
            for _line, n in get_overview(session, actor=supervisor, today=TODAY, year=2020).support
        )
        == 0
    )


def test_what_the_bank_answered_counts_only_with_the_fourth_consent(session: Session) -> None:
    actor = actor_of(make_user(session, role=Role.SUPERVISOR))
    pledged_case(session, seen=True, said=Answer.YES)
    pledged_case(session, seen=True, said=Answer.NO)
    pledged_case(session, seen=False, said=Answer.YES, amount=7_000_000)
    pledges = get_overview(session, actor=actor, today=TODAY).pledges
    assert (pledges.count, pledges.seen, pledges.left_out) == (3, 2, 1)
    assert pledges.amount == Rupiah.of(27_000_000)
    assert pledges.still_there_amount == Rupiah.of(10_000_000)
    assert pledges.still_there_shown is Hidden.FEW
    assert pledges.paid_in_shown == ZERO


def test_only_the_latest_answer_counts(session: Session) -> None:
    actor = actor_of(make_user(session, role=Role.SUPERVISOR))
    pledged_case(session, seen=True, said=Answer.YES)
    pledge = session.scalars(select(Pledge)).one()
    answer(session, pledge, Answer.NO, on=date(2026, 11, 24))
    pledges = get_overview(session, actor=actor, today=TODAY).pledges
    assert (pledges.still_there, pledges.still_there_amount) == (0, ZERO)


def test_under_five_is_not_shown_by_kecamatan_and_never_ranked(session: Session) -> None:
    actor = actor_of(make_user(session, role=Role.SUPERVISOR))
    for _ in range(6):
        make_case(session, stage=Stage.FINISHED)
    make_case(session, participant=make_participant(session, region_code="75.03.06.2007"))
    rows = get_overview(session, actor=actor, today=TODAY).districts
    assert [(row.code, row.cases, row.arrived, row.finished) for row in rows] == [
        ("75.03.06", Hidden.FEW, 0, 0),
        ("75.03.11", Hidden.WITH_IT, 6, 6),
    ]


def test_the_overview_of_a_kecamatan_counts_its_own(session: Session) -> None:
    make_case(session)
    actor = actor_of(make_user(session, role=Role.SUPERVISOR, region="75.03.06"))
    assert get_overview(session, actor=actor, today=TODAY).cases == 0


def test_a_caseworker_is_not_given_the_overview(session: Session) -> None:
    with pytest.raises(NotPermitted):
        get_overview(session, actor=actor_of(make_user(session)), today=TODAY)


def test_the_years_are_those_of_cases_seen(session: Session) -> None:
    make_case(session)
    actor = actor_of(make_user(session, role=Role.SUPERVISOR))
    assert list_years(session, actor=actor) == [2026]
