"""The search of participants: by name or number, narrowed, or one desa without a name."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.registry.models import Payer
from tests.builders import VILLAGE, make_participant, make_user
from tests.web.doors import enter_as
from tests.web.test_government_cases import counted

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/government/participants/"
OTHER_VILLAGE = "75.03.06.2007"


@pytest.fixture(autouse=True)
def _caseworker(client: FlaskClient, session: Session) -> None:
    enter_as(client, make_user(session))


def names(text: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a[^>]*>([^<]+)</a>', text)


def test_one_desa_needs_no_name_and_a_kecamatan_does(client: FlaskClient, session: Session) -> None:
    make_participant(session, full_name="Warga Uji")
    make_participant(session, full_name="Tetangga Uji", region_code=OTHER_VILLAGE)

    village = client.post(PAGE, data={"region": VILLAGE}, follow_redirects=True)
    district = client.post(PAGE, data={"region": "75.03.11"}, follow_redirects=True)
    both = client.post(PAGE, data={"region": "75.03.11", "q": "uji"}, follow_redirects=True)

    assert names(village.text) == ["Warga Uji"]
    assert names(district.text) == []
    assert "atau pilih satu desa" in district.text
    assert names(both.text) == ["Warga Uji"]


def test_a_search_is_narrowed_by_payer_and_by_who_stopped(
    client: FlaskClient, session: Session
) -> None:
    make_participant(session, full_name="Masih Uji")
    gone = make_participant(session, full_name="Henti Uji")
    gone.stopped_on, gone.payer = date(2026, 6, 30), Payer.APBDES
    later = make_participant(session, full_name="Nanti Uji")
    later.stopped_on = date(2026, 12, 31)
    session.flush()

    def found(**chosen: str) -> list[str]:
        return names(client.get(PAGE, query_string={"region": VILLAGE, **chosen}).text)

    assert found(membership="stopped") == ["Henti Uji"]
    assert found(membership="covered") == ["Masih Uji", "Nanti Uji"]
    assert found(payer="apbdes") == ["Henti Uji"]
    assert found(payer="apbdes", membership="covered") == []
    assert found(payer="tak-ada", segment="tak-ada") == ["Henti Uji", "Masih Uji", "Nanti Uji"]


def test_the_file_holds_the_rows_of_the_page_with_masked_numbers(
    client: FlaskClient, session: Session
) -> None:
    shown = make_participant(session, full_name="Warga Uji")
    make_participant(session, full_name="Tetangga Uji", region_code=OTHER_VILLAGE)
    assert shown.nik is not None

    answer = client.get(f"{PAGE}export.csv", query_string={"region": VILLAGE})
    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    wide = client.get(f"{PAGE}export.csv", query_string={"region": "75.03.11"})

    assert [row[0] for row in rows] == ["Warga Uji"]
    assert rows[0][head.index("NIK")] == str(shown.nik)
    assert rows[0][head.index("Penanggung iuran")] == "APBD kabupaten"
    assert shown.nik.full not in answer.text
    assert wide.status_code == 303


def test_what_is_typed_stands_in_no_address(client: FlaskClient, session: Session) -> None:
    make_participant(session, full_name="Warga Uji")

    answer = client.post(PAGE, data={"q": "Warga Uji", "payer": "apbd"})

    assert "Warga" not in answer.location
    assert "payer=apbd" in answer.location


def test_a_longer_answer_asks_no_more_statements(
    client: FlaskClient,
    session: Session,
) -> None:
    make_participant(session, full_name="Satu Uji")

    session.commit()
    with counted(session) as one:
        client.get(PAGE, query_string={"region": VILLAGE})
    for number in range(30):
        make_participant(session, full_name=f"Banyak Uji {number:02}")
    session.commit()
    with counted(session) as many:
        page = client.get(PAGE, query_string={"region": VILLAGE})

    assert len(names(page.text)) == 25
    assert len(many) == len(one)
