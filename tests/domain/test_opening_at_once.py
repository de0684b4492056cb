"""Several caseworkers open cases in the same moment, on real connections with real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from savings_app.actors import Actor
from savings_app.cases.actions.opening import open_case
from savings_app.cases.kinds import Programme
from savings_app.cases.models import Case
from savings_app.cases.people_rules import CaseAlreadyOpen
from savings_app.db import get_session, transaction
from tests.builders import NOW, TODAY, actor_of, make_participant, make_user

AT_ONCE = 6


def test_numbers_stay_without_a_gap_and_a_death_stays_one_case(own_app: Flask) -> None:
    with own_app.app_context(), transaction() as session:
        actor = actor_of(make_user(session))
        people = [make_participant(session).id for _ in range(AT_ONCE)]

    def open_one(participant_id: UUID) -> str:
        with own_app.app_context():
            return _open(actor, participant_id)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        # The last one is clicked twice.
        answers = list(pool.map(open_one, [*people, people[-1]]))

    with own_app.app_context():
        serials = get_session().scalars(select(Case.serial).order_by(Case.serial)).all()
    assert serials == list(range(1, AT_ONCE + 1))
    assert answers.count("already open") == 1


def _open(actor: Actor, participant_id: UUID) -> str:
    try:
        with transaction() as session:
            return open_case(
                session,
                actor=actor,
                participant_id=participant_id,
                died_on=date(2026, 10, 1),
                programme=Programme.JKM,
                reporter_name="Pelapor Uji",
                reporter_relation="tetangga",
                today=TODAY,
                now=NOW,
            ).number
    except CaseAlreadyOpen:
        return "already open"
