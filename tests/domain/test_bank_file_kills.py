"""A large file whose process is killed for good halfway: nothing is lost and nothing doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.consents.models import AnswerScope, ConsentKind
from savings_app.db import transaction
from savings_app.reconciliation.actions.files import stage_file
from savings_app.reconciliation.actions.portions import begin_applying
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine
from savings_app.storage import FileKind, store
from tests.bank_files import read, three_lines_each
from tests.builders import (
    actor_of,
    get_bank,
    load_reference,
    make_account,
    make_consent,
    make_recipient,
    make_user,
)

DAY = date(2026, 11, 3)
NUMBERS = [f"0039010123450{place:02}" for place in range(6)]
DATA = three_lines_each(NUMBERS, on=DAY)
A_PORTION, PORTIONS, LINES = 6, 3, 18

# What the other process is: the command or the worker as they are, with portions of six lines. It
# dies in portion `place`, when its lines are written and before they are there for good.
PROGRAM = """
import os, signal, sys
from datetime import timedelta
from savings_app.reconciliation.actions import portions

portions.PORTION, portions.LEFT_BEHIND = int(sys.argv.pop(1)), timedelta(0)
place = int(sys.argv.pop(1))
write_new = portions.write_new

def die_halfway(session, file, found):
    done = write_new(session, file, found)
    if file.portions_done == place:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

portions.write_new = die_halfway
"""
COMMAND = PROGRAM + "from savings_app.cli import cli; cli()"
WORKER = (
    PROGRAM
    + """
from uuid import UUID
from savings_app.tasks.application import worker_application
from savings_app.tasks.bank_files import work_on

with worker_application().app_context():
    work_on(UUID(sys.argv[1]))
"""
)
NOWHERE = 99


@pytest.fixture
def served(own_app: Flask) -> Flask:
    """A database of its own, with six accounts whose lines may be stored."""
    with own_app.app_context(), transaction() as session:
        load_reference(session)
        for number in NUMBERS:
            recipient = make_recipient(session)
            make_account(session, recipient=recipient, number=number)
            make_consent(
                session,
                recipient=recipient,
                kind=ConsentKind.BANK_ANSWERS,
                scope=AnswerScope.LINES,
            )
    return own_app


def run(app: Flask, program: str, *, dies_in: int, then: list[str]) -> tuple[int, str]:
    """Another process: its exit and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(A_PORTION), str(dies_in), *then],
        env={
            **os.environ,
            "DATABASE_URL": str(app.config["DATABASE_URL"]),
            "SAVINGS_APP_DATA": str(app.config["SAVINGS_APP_DATA"]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def seen(app: Flask) -> tuple[BankFileState, int, int, int]:
    """The file's state, its portions and its new rows as told, and the lines that are stored."""
    with app.app_context(), app.extensions["sessionmaker"]() as session:
        file = session.scalars(select(BankFile)).one()
        lines = len(session.scalars(select(BankLine.id)).all())
        return file.state, file.portions_done, file.rows_new, lines


def check_whole(session: Session) -> None:
    """Every line of every account once, equal ones twice; the end is told once."""
    kept = Counter((one.account_id, one.content_hash) for one in session.scalars(select(BankLine)))
    assert Counter(kept.values()) == {2: len(NUMBERS), 1: len(NUMBERS)}
    ended = select(AuditEvent.id).where(AuditEvent.action == "bank-file:apply")
    assert len(session.scalars(ended).all()) == 1


def test_the_same_command_goes_on_after_a_kill(served: Flask, tmp_path: Path) -> None:
    path = tmp_path / "november.csv"
    path.write_bytes(DATA)
    then = ["bank-file", "import", str(path), "--bank", "BRI", "--apply", "--json"]
    killed, _said = run(served, COMMAND, dies_in=1, then=then)
    assert killed == -signal.SIGKILL
    assert seen(served) == (BankFileState.APPLYING, 1, A_PORTION, A_PORTION)
    done, said = run(served, COMMAND, dies_in=NOWHERE, then=then)
    assert (done, json.loads(said)["new"]) == (0, LINES)
    assert seen(served) == (BankFileState.APPLIED, PORTIONS, LINES, LINES)
    with served.app_context(), served.extensions["sessionmaker"]() as session:
        check_whole(session)


def test_the_next_worker_goes_on_after_a_kill(served: Flask, now: datetime) -> None:
    with served.app_context():
        stored = store(FileKind.BANK_FILE, DATA)
        with transaction() as session:
            bank = get_bank(session)
            officer = actor_of(make_user(session, role=Role.BANK_OFFICER, bank=bank))
            found = read(DATA)
            file = stage_file(
                session, actor=officer, bank_id=bank.id, stored=stored, found=found, now=now
            )
            begin_applying(session, actor=officer, file_id=file.id, found=found, now=now)
            file_id = str(file.id)
    killed, _said = run(served, WORKER, dies_in=2, then=[file_id])
    assert killed == -signal.SIGKILL
    assert seen(served) == (BankFileState.APPLYING, 2, 2 * A_PORTION, 2 * A_PORTION)
    assert run(served, WORKER, dies_in=NOWHERE, then=[file_id])[0] == 0
    assert seen(served) == (BankFileState.APPLIED, PORTIONS, LINES, LINES)
    with served.app_context(), served.extensions["sessionmaker"]() as session:
        check_whole(session)
