"""A table, role by consent: once it is taken back, no page says a line, an amount or a text of it.

Every page a role may open is opened with the ids of one family, whose consent was taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import ROLE_PERMISSIONS, Role
from savings_app.cases.models import Account
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.models import Consent
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit, Pledge
from savings_app.money import Rupiah
from savings_app.reconciliation.models import BankLine, BankSection, Direction, Match
from tests.builders import NOW, TODAY, make_user
from tests.conftest import Clock
from tests.domain.bank_rows import make_line
from tests.web.doors import enter_as, enter_with
from tests.web.test_attacks_strangers import addresses
from tests.web.world import World, make_world

STAFF = (Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)
TEXTS = ("KIRIMAN RAHASIA", "SETOR RAHASIA")
OPEN, DEPOSITED, BALANCE = 8_765_431, 7_654_321, 9_876_543
AMOUNTS = tuple(
    written
    for amount in (OPEN, DEPOSITED, BALANCE)
    for written in (f"{amount:,}".replace(",", "."), str(amount))
)
BLIND = [
    *((ConsentKind.BANK_ANSWERS, role) for role in (Role.BANK_OFFICER, *STAFF)),
    *((ConsentKind.STAFF_SEES, role) for role in STAFF),
    (ConsentKind.TELL_BANK, Role.BANK_OFFICER),
]


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


@pytest.fixture
def world(session: Session) -> World:
    """The family of all stranger tests, with an open line, a confirmed deposit and a balance."""
    world = make_world(session)
    agreed = Consent(
        recipient_id=world.owner.id,
        kind=ConsentKind.STAFF_SEES,
        scope=None,
        words_version="3",
        given_at=NOW,
        given_with=None,
        revoked_at=None,
        revoked_with=None,
    )
    session.add(agreed)
    account = session.get_one(Account, world.ids["account_id"])
    line = make_line(session, account=account, amount=OPEN, text=TEXTS[0])
    section = session.get_one(BankSection, line.section_id)
    section.opening = section.closing = Rupiah.of(BALANCE)
    pledge = session.scalars(
        select(Pledge).where(
            Pledge.recipient_id == world.owner.id, Pledge.kind == PledgeKind.PAID_IN
        )
    ).one()
    saving = session.get_one(Account, pledge.account_id)
    _deposit(session, pledge, make_line(session, account=saving, amount=DEPOSITED, text=TEXTS[1]))
    world.ids["line_id"] = line.id
    world.ids["file_id"] = section.file_id
    return world


def _deposit(session: Session, pledge: Pledge, line: BankLine) -> None:
    officer = make_user(session).id
    assert line.direction is Direction.CREDIT
    session.add_all(
        [
            Match(
                line_id=line.id,
                payout_id=None,
                pledge_id=pledge.id,
                confirmed_by=officer,
                confirmed_at=NOW,
                reasons=[],
                reverses_id=None,
                reason=None,
            ),
            Deposit(
                id=uuid4(),
                pledge_id=pledge.id,
                line_id=line.id,
                amount=line.amount,
                on=TODAY,
                confirmed_by=officer,
                confirmed_at=NOW,
                reverses_id=None,
                reason=None,
            ),
        ]
    )
    session.flush()


def take_back(session: Session, recipient_id: UUID, kind: ConsentKind) -> None:
    consent = session.scalars(
        select(Consent).where(
            Consent.recipient_id == recipient_id,
            Consent.kind == kind,
            Consent.revoked_at.is_(None),
        )
    ).one()
    consent.revoked_at = NOW
    session.flush()


def person(session: Session, world: World, role: Role) -> User:
    return world.officer if role is Role.BANK_OFFICER else make_user(session, role=role)


def pages(app: Flask, client: FlaskClient, world: World, role: Role) -> Iterator[tuple[str, str]]:
    """Every address this role may open, with what it answers: pages, files and refusals."""
    for method, address, permission, _row in addresses(app, world):
        if method == "GET" and permission in ROLE_PERMISSIONS[role]:
            yield address, client.get(address).text


def told(text: str) -> list[str]:
    return [secret for secret in (*TEXTS, *AMOUNTS) if secret in text]


@pytest.mark.parametrize(("kind", "role"), BLIND, ids=lambda one: one.value)
def test_nothing_of_its_lines_is_on_any_page(
    app: Flask,
    client: FlaskClient,
    session: Session,
    world: World,
    capfd: pytest.CaptureFixture[str],
    kind: ConsentKind,
    role: Role,
) -> None:
    take_back(session, world.owner.id, kind)
    enter_as(client, person(session, world, role))
    opened = dict(pages(app, client, world, role))
    assert len(opened) > 3
    assert {address: told(text) for address, text in opened.items() if told(text)} == {}
    written = "".join(capfd.readouterr())
    assert told(written) == []


def test_while_it_is_given_the_officer_reads_them(
    app: Flask, client: FlaskClient, session: Session, world: World
) -> None:
    """Or the table above would be about nothing."""
    enter_as(client, world.officer)
    opened = dict(pages(app, client, world, Role.BANK_OFFICER)).values()
    seen = {secret for text in opened for secret in told(text)}
    assert {TEXTS[0], AMOUNTS[0], AMOUNTS[2], AMOUNTS[4]} <= seen


@pytest.mark.parametrize(
    "kind", [ConsentKind.BANK_ANSWERS, ConsentKind.STAFF_SEES, ConsentKind.TELL_BANK]
)
def test_the_family_still_sees_its_own(
    client: FlaskClient, session: Session, world: World, kind: ConsentKind
) -> None:
    take_back(session, world.owner.id, kind)
    enter_with(client, world.letter)
    assert AMOUNTS[2] in client.get("/family/savings/").text


def test_the_database_writes_no_values_into_a_log(app: Flask) -> None:
    engine = app.extensions["sessionmaker"].kw["bind"]
    assert not engine.echo
    assert engine.hide_parameters
