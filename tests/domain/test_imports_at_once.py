"""Imports with real connections and commits: two people, two workers, and one that died."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from savings_app import clock, db, storage
from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.imports.actions.applying import start_applying, undo_batch
from savings_app.imports.actions.staging import claim_batch, receive_file
from savings_app.imports.kinds import BatchState
from savings_app.imports.models import ImportBatch, ImportRow
from savings_app.imports.queries.assessing import read_proposed
from savings_app.imports.queries.batches import list_left_behind
from savings_app.imports.readers import read_book
from savings_app.regions.actions import load_regions
from savings_app.registry.actions.importing import PARTICIPANTS
from savings_app.registry.models import Participant
from savings_app.storage import FileKind
from savings_app.tasks.imports import work_on
from tests.builders import NOW, TODAY, actor_of, load_reference, make_user
from tests.people_files import csv_file, person

AT_ONCE = 4
DATA = csv_file([person(), person("Hadija Uji", nik="7503114503809002", kpj="20555555555")])


def hand_in(app: Flask, actor: Actor, data: bytes = DATA) -> UUID:
    with app.app_context():
        stored = storage.store(FileKind.IMPORT, data)
        reading = read_proposed(read_book(data), PARTICIPANTS, facts={})
        with transaction() as session:
            batch = receive_file(
                session,
                handler=PARTICIPANTS,
                actor=actor,
                region="75.03",
                source="Desa uji",
                facts={},
                stored=stored,
                reading=reading,
                now=clock.now_utc(),
            )
        assert batch.sha256 == hashlib.sha256(data).hexdigest()
        return batch.id


@pytest.fixture
def actor(own_app: Flask) -> Actor:
    with own_app.app_context(), transaction() as session:
        load_reference(session)
        load_regions(session)
        return actor_of(make_user(session))


def at_once(app: Flask, deed: Callable[[], object]) -> list[str]:
    """The names of what refused some of four who do the same in the same moment."""

    def one(_number: int) -> str:
        with app.app_context():
            try:
                deed()
            except DomainError as refusal:
                return type(refusal).__name__
            return ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(one, range(AT_ONCE)))


def state(app: Flask, batch_id: UUID) -> ImportBatch:
    with app.app_context():
        return get_session().get_one(ImportBatch, batch_id)


def count(app: Flask, table: type[db.Base]) -> int:
    with app.app_context():
        return get_session().scalar(select(func.count()).select_from(table)) or 0


def start(batch_id: UUID, actor: Actor) -> None:
    with transaction() as session:
        start_applying(
            session,
            handler=PARTICIPANTS,
            actor=actor,
            batch_id=batch_id,
            version=None,
            now=clock.now_utc(),
        )


def test_whoever_applies_at_once_it_is_written_once(own_app: Flask, actor: Actor) -> None:
    batch_id = hand_in(own_app, actor)
    at_once(own_app, lambda: work_on(batch_id))
    assert state(own_app, batch_id).state is BatchState.STAGED
    assert count(own_app, ImportRow) == 2
    refused = at_once(own_app, lambda: start(batch_id, actor))
    assert refused == ["", *["ImportNotWaiting"] * (AT_ONCE - 1)]
    at_once(own_app, lambda: work_on(batch_id))
    batch = state(own_app, batch_id)
    assert (batch.state, batch.rows_new, count(own_app, Participant)) == (BatchState.APPLIED, 2, 2)
    with own_app.app_context():
        applied = select(func.count()).where(AuditEvent.action == "import:apply")
        assert get_session().scalar(applied) == 1


def test_the_same_bytes_handed_in_at_once_wait_once(own_app: Flask, actor: Actor) -> None:
    refused = at_once(own_app, lambda: hand_in(own_app, actor))
    assert refused == ["", *["ImportAlreadyWaiting"] * (AT_ONCE - 1)]
    assert count(own_app, ImportBatch) == 1


def test_taken_back_at_once_it_goes_back_once(own_app: Flask, actor: Actor) -> None:
    batch_id = hand_in(own_app, actor)
    with own_app.app_context():
        work_on(batch_id)
        start(batch_id, actor)
        work_on(batch_id)

    def undo() -> None:
        with transaction() as session:
            undo_batch(
                session,
                handler=PARTICIPANTS,
                actor=actor,
                batch_id=batch_id,
                version=None,
                reason="Salah daftar",
                today=TODAY,
                now=NOW,
            )

    assert at_once(own_app, undo) == ["", *["ImportNotApplied"] * (AT_ONCE - 1)]
    assert count(own_app, Participant) == 0


def test_what_a_dead_worker_left_is_taken_up_again(own_app: Flask, actor: Actor) -> None:
    batch_id = hand_in(own_app, actor)
    now = clock.now_utc()
    with own_app.app_context():
        with transaction() as session:
            assert claim_batch(session, batch_id=batch_id, state=BatchState.READING, now=now)
        work_on(batch_id)  # the other one is still at it
        assert list_left_behind(get_session(), now=now) == []
        later = now + timedelta(minutes=3)
        assert list(list_left_behind(get_session(), now=later)) == [batch_id]
        with transaction() as session:
            session.get_one(ImportBatch, batch_id).worked_at = now - timedelta(minutes=3)
        work_on(batch_id)
    assert state(own_app, batch_id).state is BatchState.STAGED


def test_a_number_taken_meanwhile_stops_the_whole_list(own_app: Flask, actor: Actor) -> None:
    """Half of a list is never written: what changed since the preview is asked anew."""
    batch_id = hand_in(own_app, actor)
    with own_app.app_context():
        work_on(batch_id)
    other = hand_in(own_app, actor, csv_file([person("Orang Lain", nik="7503110503809002")]))
    with own_app.app_context():
        work_on(other)
        start(other, actor)
        work_on(other)
        start(batch_id, actor)
        work_on(batch_id)
    batch = state(own_app, batch_id)
    # The KPJ of the first row belongs to somebody else by now: that row is refused, by name.
    assert (batch.state, batch.rows_new, batch.rows_refused) == (BatchState.APPLIED, 1, 1)
    assert count(own_app, Participant) == 2
