"""Experiments with the wording of reminders, written and begun by two supervisors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.models import Case, Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.experiments.actions.drawing import draw_wordings
from savings_app.experiments.actions.writing import start_experiment, write_experiment
from savings_app.experiments.kinds import Outcome, Topic
from savings_app.experiments.models import Experiment, ExperimentAssignment
from savings_app.experiments.rules import ExperimentPlan, Wording
from tests.builders import NOW, TODAY, actor_of, make_case, make_consent, make_recipient, make_user

B = Wording(
    "anak-anak akan senang bila {tujuan} jadi. Lihat lagi rencananya kalau sempat.",
    "the children will be glad when {goal} comes true. Look at the plan when you have time.",
)
C = Wording(
    "sedikit demi sedikit {tujuan} makin dekat. Lihat lagi rencananya bila sempat.",
    "little by little {goal} comes nearer. Look at the plan again when you have time.",
)
PLAN = ExperimentPlan(
    name="Anak-anak di depan",
    question="Apakah menyebut anak-anak membantu?",
    topic=Topic.PLEDGE_DATE,
    outcome=Outcome.KEPT_3,
    others=(B,),
    families=200,
    expected_percent=50,
    starts_on=TODAY,
    ends_on=date(2027, 11, 22),
    ethics_number="123/KEPK/2026",
    ethics_body="Komisi Etik Uji",
    ethics_on=date(2026, 11, 2),
)


def make_draft(session: Session, *, by: User | None = None, **changes: Any) -> Experiment:
    return write_experiment(
        session,
        actor=actor_of(by or make_user(session, role=Role.SUPERVISOR)),
        plan=replace(PLAN, **changes),
        request_key=uuid4(),
        now=NOW,
    )


def make_running(
    session: Session, *, today: date = TODAY, now: datetime = NOW, **changes: Any
) -> Experiment:
    draft = make_draft(session, **changes)
    return start_experiment(
        session,
        actor=actor_of(make_user(session, role=Role.SUPERVISOR)),
        experiment_id=draft.id,
        version=draft.version,
        today=today,
        now=now,
    )


def joined(session: Session, *, case: Case | None = None) -> Heir:
    """A recipient who agreed to take part, in a case of its own unless one is given."""
    recipient = make_recipient(session, case=case or make_case(session, died_on=date(2026, 9, 1)))
    make_consent(session, recipient=recipient, kind=ConsentKind.LEARN)
    return recipient


def draw(session: Session, *recipients: Heir, on: date = TODAY) -> dict[Heir, str | None]:
    """The wording of each that takes part, None for the ordinary one."""
    drawn = draw_wordings(
        session,
        asked={one.id: Topic.PLEDGE_DATE.value for one in recipients},
        today=on,
        now=NOW,
    )
    return {
        one: found.wording.indonesian if found.wording else None
        for one in recipients
        if (found := drawn.get(one.id)) is not None
    }


def assignments(session: Session) -> list[ExperimentAssignment]:
    session.flush()
    return list(session.scalars(select(ExperimentAssignment)))
