"""The question on a participant's page, as a caseworker asks it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.identifiers import NIK
from savings_app.registry.rules import Payer
from tests.builders import make_participant, make_user
from tests.paid import pay_months
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")


def asked(client: FlaskClient, participant_id: UUID, day: date) -> str:
    return client.get(
        f"/government/participants/{participant_id}",
        query_string={"on-day": day.day, "on-month": day.month, "on-year": day.year},
    ).text


def test_the_answer_is_one_sentence_with_the_months_behind_it(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session, months=None)
    pay_months(session, participant=participant, first=date(2026, 6, 1), months=2)
    pay_months(session, participant=participant, first=date(2026, 9, 1), payer=Payer.APBDES)

    page = asked(client, participant.id, date(2026, 9, 14))

    assert "Ya, terlindungi pada 14 September 2026: iuran September 2026 dibayar oleh APBDes." in (
        page
    )
    assert "Jun–Jul: APBD kabupaten · Agu: kosong · Sep: APBDes" in " ".join(page.split())
    assert "3 bulan, menurut daftar iuran" in page
    assert "belum pasti: perlu 3 bulan" in " ".join(page.split())
    assert "BPJS cabang uji" in page


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 10, 2), "Belum pasti untuk 2 Oktober 2026, tanyakan BPJS"),
        (date(2026, 11, 2), "Tidak terlindungi pada 2 November 2026 menurut daftar yang ada"),
        (date(2026, 12, 2), "Belum diketahui untuk 2 Desember 2026"),
        (date(2026, 4, 2), "Belum diketahui untuk 2 April 2026"),
    ],
)
def test_what_is_not_paid_is_never_promised(
    client: FlaskClient, session: Session, user: User, day: date, sentence: str
) -> None:
    participant = make_participant(session, months=None)
    pay_months(session, participant=participant, first=date(2026, 6, 1), months=4)
    pay_months(session, participant=make_participant(session), first=date(2026, 11, 1))

    assert sentence in asked(client, participant.id, day)


def test_a_date_that_is_none_is_refused_beside_its_field(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session)

    answer = client.get(
        f"/government/participants/{participant.id}?on-day=31&on-month=2&on-year=2026"
    )

    assert answer.status_code == 200
    assert "Tanggal ini tidak ada" in answer.text
    assert "terlindungi pada 31" not in answer.text


def test_a_stranger_asks_in_vain(client: FlaskClient, session: Session) -> None:
    participant = make_participant(session)
    enter_as(client, make_user(session, region="75.03.06"))

    answer = client.get(
        f"/government/participants/{participant.id}?on-day=1&on-month=1&on-year=2026"
    )

    assert answer.status_code == 404


def test_opening_a_case_says_what_it_rests_on(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session, months=None)
    participant.nik = NIK("7503111708709101")
    pay_months(session, participant=participant, first=date(2026, 6, 1), months=5)
    address = f"/government/participants/{participant.id}/open-case/"
    sent = {
        "died_on-day": "1",
        "died_on-month": "10",
        "died_on-year": "2026",
        "programme": "jkm",
        "reporter_name": "Pelapor Uji",
        "reporter_relation": "tetangga",
    }

    before = client.get(address).text
    after = client.post(address, data=sent, follow_redirects=True).text

    assert "5 bulan, menurut daftar iuran" in before
    assert "Ya, terlindungi pada 1 Oktober 2026" in after
    assert "Dihitung dengan 5 bulan iuran, menurut daftar iuran." in after
