"""Which bank and month is missing stands on the front pages, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.consents.kinds import AnswerScope
from tests.builders import get_bank, load_reference, make_user
from tests.conftest import Clock
from tests.domain.bank_rows import make_agreed
from tests.domain.test_bank_told import tell
from tests.web.doors import enter_as


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> Clock:
    """Every page of these tests is of 23 November 2026."""
    return clock


def told_account(session: Session) -> None:
    load_reference(session)
    _recipient, account = make_agreed(session, scope=AnswerScope.LINES)
    account.recorded_at = datetime(2026, 8, 3, tzinfo=UTC)
    session.flush()
    tell(session, account, date(2026, 8, 3), date(2026, 8, 31))
    tell(session, account, date(2026, 9, 1), date(2026, 9, 12))


def test_the_officer_sees_each_month_of_his_bank(client: FlaskClient, session: Session) -> None:
    told_account(session)
    enter_as(client, make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)))
    page = " ".join(client.get("/bank/").text.split())
    assert "Hari terakhir yang diceritakan: 12 September 2026." in page
    for month, state, accounts in (
        ("Agustus 2026", "lengkap", "1 dari 1"),
        ("September 2026", "baru sebagian", "0 dari 1"),
        ("Oktober 2026", "belum ada", "0 dari 1"),
        ("November 2026", "belum waktunya", "0 dari 1"),
        ("Juli 2026", "tidak ada rekening yang disetujui", "–"),
    ):
        row = page.split(f">{month}<", 1)[1].split("</tr>", 1)[0]
        assert state in row
        assert accounts in row


def test_the_dinas_sees_every_partner_bank(client: FlaskClient, session: Session) -> None:
    told_account(session)
    for role in (Role.CASEWORKER, Role.SUPERVISOR):
        enter_as(client, make_user(session, role=role))
        page = " ".join(client.get("/government/").text.split())
        table = page.split("Berkas bank mitra menurut bulan", 1)[1].split("</table>", 1)[0]
        row = table.split(get_bank(session).name, 1)[1].split("</tr>", 1)[0]
        missing, partly, full, last = [
            cell.split("</span>")[0].split(">")[-1] for cell in row.split("data-label=")[1:]
        ]
        assert (missing.strip(), partly.strip()) == ("Oktober 2026", "September 2026")
        assert (full.strip(), last.strip()) == ("Agustus 2026", "12 September 2026")


def test_another_bank_sees_nothing_of_it(client: FlaskClient, session: Session) -> None:
    told_account(session)
    enter_as(client, make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, "BSG")))
    page = client.get("/bank/").text
    assert "12 September 2026" not in page
    assert "1 dari 1" not in page
