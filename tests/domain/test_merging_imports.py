"""Lists that name a record which was put into another: read as one person, and nothing is lost."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.corrections.actions import request_merge, take_step
from savings_app.corrections.kinds import CorrectionStep
from savings_app.identifiers import KPJ
from savings_app.imports.actions.applying import undo_batch
from savings_app.imports.models import ImportBatch
from savings_app.regions.actions import load_regions
from savings_app.registry.actions.importing import CONTRIBUTIONS, PARTICIPANTS
from savings_app.registry.models import Participant
from savings_app.registry.queries import get_coverage
from tests.builders import NOW, TODAY, actor_of, load_reference, make_participant, make_user
from tests.domain.taking_in import four, look, take_in
from tests.people_files import csv_file, person

PAID = ("Nama Peserta", "No. KPJ", "Periode", "Iuran")
OLD, NEW = "20111111111", "20222222222"
VILLAGE_CODE = "75.03.11.2003"


@pytest.fixture
def actor(session: Session) -> Actor:
    load_reference(session)
    load_regions(session)
    return actor_of(make_user(session))


def undo(session: Session, actor: Actor, batch: ImportBatch, handler: Any) -> list[Any]:
    _batch, left = undo_batch(
        session,
        handler=handler,
        actor=actor,
        batch_id=batch.id,
        version=None,
        reason="Salah daftar",
        today=TODAY,
        now=NOW,
    )
    return list(left)


def merge(session: Session, actor: Actor, one: Participant, other: Participant) -> None:
    request = request_merge(
        session,
        actor=actor,
        participant_id=one.id,
        other_id=other.id,
        reason="Orangnya satu",
        today=TODAY,
        now=NOW,
    )
    take_step(
        session,
        actor=actor_of(make_user(session, role=Role.SUPERVISOR)),
        request_id=request.id,
        version=None,
        step=CorrectionStep.APPROVE,
        reason=None,
        today=TODAY,
        now=NOW,
    )


def two_records(session: Session) -> tuple[Participant, Participant]:
    """The first stands without a NIK; the second came by a list, with one and another KPJ."""
    one = make_participant(session, full_name="Rukia Uji", months=None)
    one.nik, one.nik_missing_reason, one.kpj = None, "belum ada", KPJ(NEW)
    other = session.scalars(select(Participant).where(Participant.kpj == KPJ(OLD))).one()
    session.flush()
    return one, other


def months(session: Session, actor: Actor, one: Participant) -> int | None:
    day = date(2026, 4, 20)
    return get_coverage(session, actor=actor, participant_id=one.id, day=day).answer.months


def test_a_later_list_with_the_old_kpj_is_the_person_who_stands_and_writes_no_number_over(
    session: Session, actor: Actor
) -> None:
    take_in(session, csv_file([person(kpj=OLD)]))
    one, other = two_records(session)
    merge(session, actor, one, other)
    assert four(look(session, csv_file([person(kpj=OLD, sex="")]))) == (0, 0, 1, 0)
    _batch, done = take_in(session, csv_file([person(kpj=OLD, village="Pangi")]))
    assert four(done) == (0, 1, 0, 0)
    session.refresh(one)
    assert one.kpj == KPJ(NEW)
    assert one.region_code != VILLAGE_CODE
    assert session.scalar(select(func.count()).select_from(Participant)) == 2


def test_a_payment_list_that_was_taken_in_before_the_merge_is_the_same_after_it(
    session: Session, actor: Actor
) -> None:
    take_in(session, csv_file([person(kpj=OLD)]))
    one, other = two_records(session)
    rows = [["Rukia Uji", OLD, "Maret 2026", "16800"]]
    march = csv_file(rows, headings=PAID)
    batch, _done = take_in(session, march, handler=CONTRIBUTIONS)
    merge(session, actor, one, other)
    again = csv_file([*rows, ["Rukia Uji", NEW, "April 2026", "16800"]], headings=PAID)
    _next, done = take_in(session, again, handler=CONTRIBUTIONS)
    assert four(done) == (1, 0, 1, 0)
    assert months(session, actor, one) == 2
    assert undo(session, actor, batch, CONTRIBUTIONS) == []
    assert months(session, actor, one) == 1


def test_undoing_the_list_that_made_either_record_leaves_both_by_name(
    session: Session, actor: Actor, now: datetime
) -> None:
    batch, _done = take_in(session, csv_file([person(kpj=OLD)]), actor=actor)
    one, other = two_records(session)
    one.batch_id = batch.id
    session.flush()
    merge(session, actor, one, other)
    left = undo(session, actor, batch, PARTICIPANTS)
    assert {row.subject_id for row in left} == {one.id, other.id}
    session.refresh(other)
    assert other.merged_into_id == one.id
