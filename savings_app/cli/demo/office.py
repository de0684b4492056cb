"""What the office does beside the families: a visit made, a case handed over, warnings found."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from savings_app.cases.actions.assignment import hand_over_case, write_note
from savings_app.cases.actions.follow_ups import plan_follow_ups, record_follow_up
from savings_app.cases.follow_up_rules import FollowUpAnswers
from savings_app.cases.work_kinds import (
    FollowUpOutcome,
    FollowUpPlace,
    KeepsCard,
    PlanNow,
    StillArrived,
)
from savings_app.cli.demo.world import World
from savings_app.experiments.actions.writing import write_experiment
from savings_app.experiments.kinds import Outcome, Topic
from savings_app.experiments.rules import ExperimentPlan, Wording
from savings_app.worklist.actions import refresh_warnings
from savings_app.worklist.kinds import WorkKind
from savings_app.worklist.queries.work import WorkFilter, list_work

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def write_a_comparison(session: Session, world: World, *, today: date, now: datetime) -> None:
    """A draft without an ethics approval: nothing runs, and nothing can be started."""
    write_experiment(
        session,
        actor=world.supervisor,
        plan=ExperimentPlan(
            name="Menyebut anak-anak",
            question="Apakah menyebut anak-anak membuat lebih banyak simpanan masih ada?",
            topic=Topic.PLEDGE_DATE,
            outcome=Outcome.KEPT_3,
            others=[
                Wording(
                    "anak-anak akan senang bila {tujuan} jadi. Lihat lagi rencananya kalau sempat.",
                    "the children will be glad when {goal} comes true. Look at the plan again "
                    "when you have time.",
                )
            ],
            families=120,
            expected_percent=60,
            starts_on=today,
            ends_on=today + timedelta(days=365),
        ),
        request_key=uuid4(),
        now=now,
    )


def work_a_day(session: Session, world: World, *, today: date, now: datetime) -> None:
    """Of the visits that are due the first was made today; one case went to the supervisor."""
    plan_follow_ups(session)
    actor = world.caseworker
    assert actor.user_id is not None  # noqa: S101
    assert world.supervisor.user_id is not None  # noqa: S101
    visits = WorkFilter(kind=WorkKind.VISIT, mine=True)
    for row in list_work(session, actor=actor, wanted=visits, today=today, size=1).rows:
        record_follow_up(
            session,
            actor=actor,
            visit_id=row.id,
            version=None,
            outcome=FollowUpOutcome.MET,
            done_on=today,
            done_by=actor.user_id,
            place=FollowUpPlace.HOME,
            from_paper=True,
            stop=False,
            answers=FollowUpAnswers(
                well="Sehat; warung kecil sudah buka lagi.",
                still_arrived=StillArrived.YES,
                keeps_card=KeepsCard.RECIPIENT,
                plan_now=PlanNow.CHANGED,
                needs="Surat pindah sekolah untuk anak kedua.",
                next_step="Petugas menanyakan ke sekolah sebelum Juli.",
            ),
            today=today,
            now=now,
        )
    papers = WorkFilter(kind=WorkKind.PAPER, mine=True)
    for row in list_work(session, actor=actor, wanted=papers, today=today, size=1).rows:
        write_note(
            session,
            actor=actor,
            case_id=row.case_id,
            text="Kepala dusun bersedia mengantar keluarga ke Dukcapil.",
            now=now,
        )
        hand_over_case(
            session,
            actor=actor,
            case_id=row.case_id,
            colleague_id=world.supervisor.user_id,
            text="Saya cuti mulai besok; akta kematian dijanjikan Kamis.",
            version=None,
            now=now,
        )
    refresh_warnings(session, actor=None, today=today, now=now)
