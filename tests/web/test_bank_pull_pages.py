"""What was asked of a bank over SNAP: its officer and the desk see it, and try again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.models import Account
from savings_app.consents.kinds import AnswerScope
from savings_app.snap.kinds import PullCause, PullState
from savings_app.snap.models import SnapPull
from tests.builders import get_bank, load_reference, make_user
from tests.conftest import Clock
from tests.domain.bank_rows import make_agreed
from tests.domain.snap_rows import make_pull
from tests.web.doors import enter_as
from tests.web.test_coverage_pages import statements_counted

OFFICER, DESK = "/bank/pulls/", "/government/coverage/bank-pulls/"
LAST = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


@pytest.fixture
def account(session: Session) -> Account:
    load_reference(session)
    return make_agreed(session, scope=AnswerScope.LINES)[1]


def enter(client: FlaskClient, session: Session, role: Role, bank: str = "BRI") -> User:
    of = get_bank(session, bank) if role is Role.BANK_OFFICER else None
    user = make_user(session, role=role, bank=of)
    enter_as(client, user)
    return user


@pytest.mark.parametrize(("role", "place"), [(Role.BANK_OFFICER, OFFICER), (Role.SUPERVISOR, DESK)])
def test_a_failure_says_why_and_what_to_do_and_is_tried_again(
    client: FlaskClient, session: Session, account: Account, role: Role, place: str
) -> None:
    pull = make_pull(session, account=account)
    enter(client, session, role)
    listed = client.get(place).text
    assert "Bank menolak permintaan (4031401)" in listed
    assert "Tanyakan kepada bank dengan kode jawabannya" in listed
    shown = client.get(f"{place}{pull.id}").text
    assert "1 Nov 2026 – 22 Nov 2026" in shown
    answer = client.post(f"{place}{pull.id}/retry", data={"version": pull.version})
    assert answer.status_code == 303
    session.refresh(pull)
    assert pull.state is PullState.WAITING
    assert "Coba lagi" not in client.get(f"{place}{pull.id}").text


def test_the_officer_sees_the_number_masked_and_the_desk_none(
    client: FlaskClient, session: Session, account: Account
) -> None:
    make_pull(session, account=account)
    enter(client, session, Role.BANK_OFFICER)
    page = client.get(OFFICER).text
    assert str(account.number) in page
    assert account.number.full not in page
    enter(client, session, Role.SUPERVISOR)
    for path in (DESK, f"{DESK}export.csv"):
        desk = client.get(path).data.decode("utf-8-sig")
        assert str(account.number) not in desk
        assert account.number.full not in desk
        assert "Bank BRI" in desk


def test_what_did_not_fail_is_not_tried_again(
    client: FlaskClient, session: Session, account: Account
) -> None:
    pull = make_pull(session, account=account, state=PullState.DONE, cause=None)
    enter(client, session, Role.BANK_OFFICER)
    answer = client.post(f"{OFFICER}{pull.id}/retry", data={"version": pull.version})
    assert answer.status_code == 200
    assert "tidak perlu dicoba lagi" in answer.text
    session.refresh(pull)
    assert pull.state is PullState.DONE


def test_a_stale_page_is_a_conflict(
    client: FlaskClient, session: Session, account: Account
) -> None:
    pull = make_pull(session, account=account)
    enter(client, session, Role.BANK_OFFICER)
    answer = client.post(f"{OFFICER}{pull.id}/retry", data={"version": pull.version + 1})
    assert answer.status_code == 409


def test_all_that_failed_are_tried_again_by_one_button(
    client: FlaskClient, session: Session, account: Account
) -> None:
    failed = [
        make_pull(session, account=account, last_on=LAST - timedelta(days=back))
        for back in range(3)
    ]
    stopped = make_pull(
        session,
        account=account,
        last_on=LAST - timedelta(days=5),
        state=PullState.STOPPED,
        cause=PullCause.CONSENT,
    )
    enter(client, session, Role.BANK_OFFICER)
    assert "Coba lagi semua yang gagal" in client.get(OFFICER).text
    assert client.post(f"{OFFICER}retry-failed").status_code == 303
    assert {_state(session, one) for one in failed} == {PullState.WAITING}
    assert _state(session, stopped) is PullState.STOPPED
    assert "3 permintaan dicoba lagi." in client.get(OFFICER).text


def _state(session: Session, pull: SnapPull) -> PullState:
    session.refresh(pull)
    return pull.state


def test_an_officer_of_another_bank_finds_nothing(
    client: FlaskClient, session: Session, account: Account
) -> None:
    pull = make_pull(session, account=account)
    enter(client, session, Role.BANK_OFFICER, "BSG")
    assert client.get(f"{OFFICER}{pull.id}").status_code == 404
    assert client.post(f"{OFFICER}{pull.id}/retry", data={"version": "1"}).status_code == 404
    assert "Belum ada permintaan" in client.get(OFFICER).text
    assert "Coba lagi semua" not in client.get(OFFICER).text


def test_the_list_asks_no_more_with_more_rows(
    client: FlaskClient, session: Session, account: Account
) -> None:
    enter(client, session, Role.BANK_OFFICER)
    make_pull(session, account=account)
    with statements_counted(session) as few:
        client.get(OFFICER)
    for back in range(1, 20):
        make_pull(session, account=account, last_on=LAST - timedelta(days=back))
    with statements_counted(session) as many:
        page = client.get(OFFICER)
    assert "20 permintaan" in page.text
    assert len(many) <= len(few)
