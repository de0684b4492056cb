"""`retention run` in a database of its own: nothing before a period, then once, then nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from savings_app.actors import Role
from savings_app.cases.models import Heir
from savings_app.cli import cli
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.reconciliation.models import BankLine
from savings_app.retention.actions import register_period
from savings_app.retention.kinds import RetentionBeginning
from savings_app.retention.models import RetentionRun
from tests.bank_files import Row
from tests.builders import NOW, actor_of, family_actor, make_consent, make_user
from tests.conftest import Clock
from tests.domain.test_matching import bring_in
from tests.domain.test_retention import PAID_ON, Family, family

NOTHING = {
    "accounts": 0, "lines_deleted": 0, "lines_emptied": 0, "balances": 0, "held": 0,
}  # fmt: skip


class Place:
    """The command's own database, with one family whose three lines were taken back."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with self.writing() as session:
            self.family: Family = family(session, NOW)
            rows = [Row(PAID_ON, 42_000_000), Row(PAID_ON, 50_000), Row(PAID_ON, 50_000)]
            bring_in(session, self.family.account, rows, NOW)
            recipient_id = self.family.recipient.id
            revoke_consent(
                session,
                actor=family_actor(self.family.recipient),
                recipient_id=recipient_id,
                kind=ConsentKind.BANK_ANSWERS,
                now=NOW,
            )

    def writing(self) -> Any:
        return self.app.extensions["sessionmaker"].begin()

    def register(self, *, days: int = 90) -> None:
        with self.writing() as session:
            register_period(
                session,
                actor=actor_of(make_user(session, role=Role.SUPERVISOR)),
                days=days,
                begins=RetentionBeginning.REVOKED,
                law="Keputusan Uji 1/2026",
                starts=date(2026, 11, 30),
                today=date(2026, 11, 23),
                now=NOW,
            )

    def count(self, table: Any) -> int:
        with self.writing() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def place(own_app: Flask, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Place]:
    monkeypatch.setenv("DATABASE_URL", str(own_app.config["DATABASE_URL"]))
    monkeypatch.setenv("SAVINGS_APP_DATA", str(own_app.config["SAVINGS_APP_DATA"]))
    with own_app.app_context():
        yield Place(own_app)


def run(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(cli, ["retention", "run", *words, "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)  # one document and nothing else
    return found


def test_without_a_period_nothing_is_erased_and_the_document_says_so(
    place: Place, clock: Clock
) -> None:
    clock.now = datetime(2036, 1, 1, 1, 0, tzinfo=UTC)
    assert run() == {
        "dry_run": False,
        "regions": [{"region": "75.03", "days": None, **NOTHING, "later": 1}],
    }
    assert (place.count(BankLine), place.count(RetentionRun)) == (3, 0)


def test_it_erases_at_the_end_of_the_period_and_a_second_run_finds_nothing(
    place: Place, clock: Clock
) -> None:
    place.register()
    clock.now = NOW + timedelta(days=89)
    (early,) = run()["regions"]
    assert early == {"region": "75.03", "days": 90, **NOTHING, "later": 1}
    assert place.count(BankLine) == 3
    clock.now = NOW + timedelta(days=90)
    (seen,) = run("--dry-run")["regions"]
    assert (seen["accounts"], seen["lines_deleted"], seen["later"]) == (1, 3, 0)
    assert (place.count(BankLine), place.count(RetentionRun)) == (3, 0)  # it only counted
    done = run()
    assert done["dry_run"] is False
    assert done["regions"] == [
        {
            "region": "75.03", "days": 90, "accounts": 1, "lines_deleted": 3, "lines_emptied": 0,
            "balances": 1, "held": 0, "later": 0,
        }
    ]  # fmt: skip
    assert (place.count(BankLine), place.count(RetentionRun)) == (0, 1)
    assert run() == {"dry_run": False, "regions": []}
    assert place.count(RetentionRun) == 1


def test_who_agreed_again_keeps_the_lines(place: Place, clock: Clock) -> None:
    place.register()
    with place.writing() as session:
        make_consent(
            session,
            recipient=session.get_one(Heir, place.family.recipient.id),
            kind=ConsentKind.BANK_ANSWERS,
            scope=AnswerScope.LINES,
        )
    clock.now = NOW + timedelta(days=400)
    assert run() == {"dry_run": False, "regions": []}
    assert place.count(BankLine) == 3


def test_people_read_sentences(place: Place, clock: Clock) -> None:
    result = CliRunner().invoke(cli, ["retention", "run"])
    assert result.exit_code == 0
    assert "75.03: belum ada masa simpan yang berlaku; 1 rekening menunggu" in result.stdout
    assert isinstance(place, Place)
