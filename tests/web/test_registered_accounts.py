"""The family itself says whether an account a bank registered is its own, or leaves it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.bank_api.actions.reports import confirm_registration
from savings_app.bank_api.kinds import DecidedBy, RegistrationState
from savings_app.bank_api.models import AccountRegistration
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account, Heir
from savings_app.errors import NotFound, NotPermitted
from tests.api_clients import make_api_client, make_registration
from tests.builders import (
    NOW,
    actor_of,
    family_actor,
    get_bank,
    make_account,
    make_letter,
    make_recipient,
    make_user,
)
from tests.web.doors import enter_as, enter_with

pytestmark = pytest.mark.usefixtures("clock")
SAVINGS = "/family/savings/"
YES = {"own": "yes", "purpose": AccountPurpose.SAVING.value}


def address_of(row: AccountRegistration) -> str:
    return f"{SAVINGS}accounts/{row.id}"


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session)


@pytest.fixture
def row(session: Session, recipient: Heir) -> AccountRegistration:
    return make_registration(session, make_api_client(session), recipient=recipient)


@pytest.fixture
def entered(client: FlaskClient, session: Session, recipient: Heir) -> FlaskClient:
    enter_with(client, make_letter(session, recipient=recipient))
    return client


def test_the_family_sees_bank_and_last_four_digits_and_says_that_it_is_its_own(
    entered: FlaskClient, session: Session, row: AccountRegistration, recipient: Heir
) -> None:
    address = address_of(row)
    assert address in entered.get(SAVINGS).text
    page = entered.get(address).text
    assert get_bank(session).name in page
    assert "7123" in page
    assert "003900000777123" not in page
    assert "sama dengan nama Anda" in page
    assert "checked" not in page
    assert entered.post(address, data={**YES, "version": str(row.version)}).status_code == 303
    session.refresh(row)
    assert (row.state, row.number, row.holder_name) == (RegistrationState.CONFIRMED, None, None)
    assert (row.decided_as, row.decided_by) == (DecidedBy.FAMILY, None)
    account = session.scalars(select(Account)).one()
    assert (account.recipient_id, account.number.full) == (recipient.id, "003900000777123")
    assert account.purpose is AccountPurpose.SAVING
    event = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == "account-registration:confirm")
        .order_by(AuditEvent.sequence)
    ).one()
    assert event.user_id is None
    assert address not in entered.get(SAVINGS).text
    assert "Sudah dicatat sebagai rekening Anda" in entered.get(address).text
    assert entered.post(address, data={**YES, "version": str(row.version)}).status_code == 200
    assert len(session.scalars(select(Account)).all()) == 1


def test_no_is_as_large_asks_for_nothing_and_erases_the_number(
    entered: FlaskClient, session: Session, row: AccountRegistration
) -> None:
    page = entered.get(address_of(row)).text
    assert page.count('class="button" type="submit" name="own"') == 2
    sent = {"own": "no", "version": str(row.version)}
    assert entered.post(address_of(row), data=sent).status_code == 303
    session.refresh(row)
    assert (row.state, row.number) == (RegistrationState.NOT_CONFIRMED, None)
    assert row.decided_as is DecidedBy.FAMILY
    assert session.scalars(select(Account)).all() == []
    assert "Bukan rekening Anda" in entered.get(address_of(row)).text


def test_what_it_is_for_is_asked_and_never_chosen_beforehand(
    entered: FlaskClient, session: Session, row: AccountRegistration
) -> None:
    page = entered.post(address_of(row), data={"own": "yes", "version": str(row.version)})
    assert "Pilih salah satu." in page.text
    assert session.scalars(select(Account)).all() == []


def test_another_name_is_for_a_caseworker_with_the_passbook_to_look_at(
    entered: FlaskClient, session: Session, row: AccountRegistration
) -> None:
    row.holder_name = "Orang Lain"
    session.flush()
    page = entered.get(address_of(row)).text
    assert "lain dari nama Anda" in page
    assert "Orang Lain" not in page
    assert "Ya, rekening saya" not in page
    answer = entered.post(address_of(row), data={**YES, "version": str(row.version)})
    assert "perlu melihat buku tabungannya" in answer.text
    assert session.scalars(select(Account)).all() == []
    sent = {"own": "no", "version": str(row.version)}
    assert entered.post(address_of(row), data=sent).status_code == 303


def test_another_recipients_number_is_not_told_to_the_family(
    entered: FlaskClient, session: Session, row: AccountRegistration
) -> None:
    assert row.number is not None
    other = make_recipient(session)
    make_account(session, recipient=other, bank=get_bank(session), number=row.number.full)
    answer = entered.post(address_of(row), data={**YES, "version": str(row.version)})
    assert "perlu melihat buku tabungannya" in answer.text
    assert "penerima lain" not in answer.text


def test_a_page_that_is_no_longer_true_is_shown_anew(
    entered: FlaskClient, row: AccountRegistration
) -> None:
    stale = {**YES, "version": str(row.version - 1)}
    assert entered.post(address_of(row), data=stale).status_code == 409


def test_another_family_sees_neither_the_notice_nor_the_page(
    client: FlaskClient, session: Session, row: AccountRegistration
) -> None:
    enter_with(client, make_letter(session, recipient=make_recipient(session)))
    assert "Rekening Anda?" not in client.get(SAVINGS).text
    assert client.get(address_of(row)).status_code == 404
    assert client.post(address_of(row), data={"own": "no"}).status_code == 404


def test_the_office_sees_who_answered_also_where_a_caseworker_held_the_device(
    client: FlaskClient, session: Session, row: AccountRegistration, recipient: Heir
) -> None:
    worker = make_user(session)
    confirm_registration(
        session,
        actor=family_actor(recipient, assisted_by=worker.id),
        registration_id=row.id,
        version=None,
        purpose=AccountPurpose.BENEFIT,
        now=NOW,
    )
    assert (row.decided_as, row.decided_by) == (DecidedBy.FAMILY, worker.id)
    enter_as(client, worker)
    page = client.get(f"/government/from-banks/accounts/{row.id}").text
    assert "keluarganya sendiri, didampingi petugas" in page


def test_neither_a_bank_nor_an_auditor_answers_for_a_family(
    session: Session, row: AccountRegistration
) -> None:
    officer = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session))
    auditor = make_user(session, role=Role.AUDITOR)
    for user in (officer, auditor):
        with pytest.raises((NotPermitted, NotFound)):
            confirm_registration(
                session,
                actor=actor_of(user),
                registration_id=row.id,
                version=None,
                purpose=AccountPurpose.SAVING,
                family_confirms=True,
                now=NOW,
            )
    assert row.state is RegistrationState.RECEIVED
