"""A run whose workers are killed for good at any moment: nothing is lost and nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app import storage
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.db import transaction
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentKind, DocumentState, Wanted
from savings_app.documents.run_actions import start_run
from savings_app.documents.run_models import DocumentRun, DocumentRunRow
from savings_app.documents.run_rules import RowState, RunState, RunWanted
from savings_app.storage import FileKind
from savings_app.tasks.document_runs import forget_document_files
from tests.builders import actor_of, load_reference, make_case, make_recipient, make_user

RECIPIENTS = 8
# What the other process is: a worker as it is, whose pages have one word. It dies at its `place`th
# passing of `point`, or never; its clock goes `later` hours, so that leases of the dead are over.
WORKER = """
import os, signal, sys
from datetime import timedelta
from uuid import UUID

from savings_app import clock
from savings_app.documents import run_working
from savings_app.documents.pdf import render_pdf
from savings_app.tasks import document_runs, documents
from savings_app.tasks.application import worker_application

run_id, point, place, later = UUID(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
now = clock.now_utc
clock.now_utc = lambda: now() + timedelta(hours=later)
passed = 0

def dying(work):
    def first_then_die(*given, **facts):
        global passed
        done = work(*given, **facts)
        passed += 1
        if passed == place:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    return first_then_die

def one_word(html, **facts):
    return render_pdf("<!doctype html><html lang=id><title>Uji</title><p>Uji", **facts)

# Before the commit that follows: a number taken, bytes on the disk, bytes named, a row settled.
if point == "numbered":
    run_working.request_document = dying(run_working.request_document)
if point == "rendered":
    one_word = dying(one_word)
if point == "stored":
    documents.storage.store = dying(documents.storage.store)
if point == "kept":
    documents.keep_rendered = dying(documents.keep_rendered)
if point == "settled":
    document_runs.settle_rows = dying(document_runs.settle_rows)

with worker_application().app_context():
    document_runs.work_on(run_id, render=one_word)
"""


@pytest.fixture
def served(own_app: Flask) -> Flask:
    """A database of its own with a few recipients."""
    with own_app.app_context(), transaction() as session:
        load_reference(session)
        case = make_case(session)
        for place in range(RECIPIENTS):
            make_recipient(session, case=case, full_name=f"Penerima {place:02} Uji")
    return own_app


def begin(app: Flask, now: datetime) -> UUID:
    with app.app_context(), transaction() as session:
        actor = actor_of(make_user(session, role=Role.SUPERVISOR))
        wanted = RunWanted(Wanted(DocumentKind.PLAN_FORM), "75.03")
        return start_run(session, actor=actor, wanted=wanted, request_key=uuid4(), now=now).id


def worker(
    app: Flask, run_id: UUID, *, point: str = "nowhere", place: int = 0, later: int = 0
) -> subprocess.Popen[bytes]:
    """Another process at the run."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(run_id), point, str(place), str(later)],
        env={
            **os.environ,
            "DATABASE_URL": str(app.config["DATABASE_URL"]),
            "SAVINGS_APP_DATA": str(app.config["SAVINGS_APP_DATA"]),
        },
    )


def check_whole(session: Session, run_id: UUID) -> None:
    """Each recipient has one document, numbers have no gap, every file is there and named."""
    rows = session.scalars(select(DocumentRunRow).order_by(DocumentRunRow.position)).all()
    assert [row.state for row in rows] == [RowState.DONE] * RECIPIENTS
    documents = session.scalars(select(Document).order_by(Document.serial)).all()
    assert [one.serial for one in documents] == list(range(1, RECIPIENTS + 1))
    assert {row.document_id for row in rows} == {one.id for one in documents}
    assert {one.recipient_id for one in documents} == {row.recipient_id for row in rows}
    assert {one.state for one in documents} == {DocumentState.READY}
    for one in documents:
        assert one.stored_name is not None
        assert one.stored_sha256 is not None
        assert storage.read(FileKind.DOCUMENT, one.stored_name, sha256=one.stored_sha256)
    assert session.get_one(DocumentRun, run_id).state is RunState.DONE
    told = session.scalars(select(AuditEvent.action)).all()
    assert told.count("document:issue") == RECIPIENTS
    assert told.count("document:render") == RECIPIENTS
    assert told.count("document-run:finish") == 1


def files(app: Flask) -> int:
    """How many files of documents lie on the disk."""
    folder = app.extensions["files"] / FileKind.DOCUMENT.value
    return sum(1 for path in folder.glob("*/*") if path.is_file())


def test_workers_killed_between_any_two_steps_lose_and_double_nothing(
    served: Flask, now: datetime
) -> None:
    run_id = begin(served, now)
    # One after the other at the same run, each an hour after the last.
    deaths = [("numbered", 3), ("rendered", 2), ("stored", 1), ("kept", 2), ("settled", 1)]
    for later, (point, place) in enumerate(deaths):
        dying = worker(served, run_id, point=point, place=place, later=later)
        assert dying.wait() == -signal.SIGKILL
    assert worker(served, run_id, later=len(deaths)).wait() == 0
    with served.app_context():
        # Two were killed when bytes were stored and not named yet: those go, the others stay.
        assert files(served) == RECIPIENTS + 2
        forget_document_files(older_than=timedelta(0))
        assert files(served) == RECIPIENTS
        with served.extensions["sessionmaker"]() as session:
            check_whole(session, run_id)


def test_two_workers_share_a_run_of_which_one_is_killed(served: Flask, now: datetime) -> None:
    run_id = begin(served, now)
    dying = worker(served, run_id, point="kept", place=2)
    living = worker(served, run_id)
    assert (dying.wait(), living.wait()) == (-signal.SIGKILL, 0)
    assert worker(served, run_id, later=1).wait() == 0
    with served.app_context(), served.extensions["sessionmaker"]() as session:
        forget_document_files(older_than=timedelta(0))
        check_whole(session, run_id)
        assert files(served) == RECIPIENTS
