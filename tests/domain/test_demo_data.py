"""Sample data, made through the real actions: at every stage, with ways in that open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app import clock, db
from savings_app.access.models import User
from savings_app.access.passwords import is_secret
from savings_app.access.queries import find_user_by_email
from savings_app.actors import Actor, Role
from savings_app.audit.queries import prove_chain
from savings_app.banks.models import Bank
from savings_app.cases.kinds import Stage
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.letters import list_doors
from savings_app.cases.queries.listing import CaseFilter, list_cases
from savings_app.cli.demo.making import make_sample_data
from savings_app.cli.operate import load_reference
from savings_app.corrections.kinds import CorrectionState
from savings_app.corrections.models import CorrectionRequest
from savings_app.corrections.queries.assents import get_approvals
from savings_app.deposits.models import BankAnswer, Deposit, Pledge
from savings_app.reconciliation.actions.sorting import sort_lines
from savings_app.reconciliation.kinds import LineClass
from savings_app.reconciliation.models import BankFile, LineStanding, Match
from savings_app.registry.models import Participant

Made = dict[str, Any]


@pytest.fixture
def app_context(own_app: Flask) -> Iterator[Session]:
    with own_app.app_context():
        with db.transaction() as session:
            load_reference(session)
        yield db.get_session()


def stages(session: Session) -> set[Stage]:
    actor = Actor(role=Role.SUPERVISOR, region="75.03")
    page = list_cases(session, actor=actor, wanted=CaseFilter(), today=clock.today())
    return {row.stage for row in page.rows}


def doors_open(session: Session, made: Made) -> list[bool]:
    return [
        any(
            is_secret(family["code"], door.secret_hash)
            and door.is_code
            and door.born_on == date.fromisoformat(family["birth_date"])
            for door in list_doors(session, number=family["recipient"])
        )
        for family in made["families"]
    ]


def test_six_families_stand_at_different_stages_and_every_code_opens(app_context: Session) -> None:
    made = make_sample_data(count=6, seed="uji")
    assert len(made["cases"]) == 6
    assert stages(app_context) == {
        Stage.PAPERS,
        Stage.CLAIMED,
        Stage.PAID,
        Stage.SHORT,
        Stage.FINISHED,
    }
    assert len(made["families"]) >= 3
    assert {family["case"] for family in made["families"]} <= set(made["cases"])
    assert all(doors_open(app_context, made))
    assert prove_chain(app_context).broken_at is None
    roles = [user["role"] for user in made["users"]]
    assert set(roles) == {role.value for role in Role} - {"family"}
    for user in made["users"]:
        row = find_user_by_email(app_context, email=user["email"])
        assert row is not None
        assert is_secret(user["password"], row.password_hash)


def test_twelve_cover_every_stage_and_what_banks_said_stands(app_context: Session) -> None:
    make_sample_data(count=12, seed="uji")
    assert stages(app_context) == set(Stage)
    assert {pledge.kind.value for pledge in app_context.scalars(select(Pledge))} == {
        "disimpan",
        "disetor",
    }
    said = {answer.answer for answer in app_context.scalars(select(BankAnswer))}
    assert {answer.value for answer in said if answer} == {"ya", "sebagian"}
    what_banks_sent_is_of_every_class(app_context)
    assert len(app_context.scalars(select(Match)).all()) == 2
    assert [deposit.amount.rupiah for deposit in app_context.scalars(select(Deposit))] == [
        6_000_000
    ]
    assert prove_chain(app_context).broken_at is None
    one_of_two_has_agreed(app_context)
    nobody_can_exist(app_context)
    nothing_is_in_the_future(app_context)


def what_banks_sent_is_of_every_class(session: Session) -> None:
    """Three files of their own and one for each month that is over; a part waits for a person."""
    assert len(session.scalars(select(BankFile)).all()) > 3
    with db.transaction() as writing:
        for bank_id in writing.scalars(select(BankFile.bank_id).distinct()).all():
            sort_lines(writing, bank_id=bank_id, now=clock.now_utc())
    found = set(session.scalars(select(LineStanding.kind)))
    assert found == set(LineClass) - {LineClass.PART_DEPOSIT}


def one_of_two_has_agreed(session: Session) -> None:
    """A correction waits for a second yes, which somebody of the sample staff can give."""
    asked = session.scalars(
        select(CorrectionRequest).where(CorrectionRequest.heir_id.is_not(None))
    ).one()
    approvals = get_approvals(session, request=asked)
    assert (asked.state, approvals.rule.needed) == (CorrectionState.REQUESTED, 2)
    left = session.scalars(
        select(User.id).where(
            User.role == Role.SUPERVISOR,
            User.id.not_in([asked.requested_by, *approvals.given_by]),
        )
    ).all()
    assert (len(approvals.given_by), len(left)) == (1, 1)


def nobody_can_exist(session: Session) -> None:
    people = session.scalars(select(Participant)).all()
    # An old spreadsheet knows no NIK of an heir, nor always of who died.
    of_old = select(Case.id).where(Case.batch_id.is_not(None))
    heirs = session.scalars(select(Heir).where(Heir.case_id.not_in(of_old))).all()
    niks = [row.nik for row in people if row.batch_id is None] + [row.nik for row in heirs]
    assert {nik.full[12] for nik in niks if nik} == {"9"}
    assert all(heir.nik for heir in heirs)
    # One worker stands twice, the second time without a NIK and with the reason for it.
    without = [row for row in people if row.batch_id is None and row.nik is None]
    assert [row.nik_missing_reason for row in without] == ["Tidak tertulis di daftar desa"]
    assert all(heir.phone is None or heir.phone.startswith("0800000") for heir in heirs)
    named_in_news = ("75.03.08", "75.03.11")
    assert not [row for row in people if row.region_code.startswith(named_in_news)]


def nothing_is_in_the_future(session: Session) -> None:
    now = clock.now_utc()
    cases = session.scalars(select(Case)).all()
    assert all(case.opened_at <= now and case.died_on < case.opened_on for case in cases)


def test_a_second_run_adds_other_families_and_other_users(
    app_context: Session,
) -> None:
    made = make_sample_data(count=1, seed="uji")
    again = make_sample_data(count=2, seed="uji")
    assert made["families"][0]["code"] != again["families"][0]["code"]
    assert len(set(made["cases"]) | set(again["cases"])) == 3
    assert not {user["email"] for user in made["users"]} & {
        user["email"] for user in again["users"]
    }
    assert all(doors_open(app_context, again))
    assert len(app_context.scalars(select(Bank)).all()) == 6
