"""The Dinas: finding a participant, opening a case, its list and its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import Stage, Turn
from savings_app.cases.models import BenefitComputation, Case
from savings_app.csv_cells import as_text
from savings_app.registry.models import Participant
from tests.builders import VILLAGE, make_case, make_participant, make_recipient, make_user
from tests.conftest import Clock
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")

PERSON = {
    "full_name": "  Rahmat   Uji ",
    "nik": "7503 1117 0870 9101",
    "kpj": "01234567891",
    "born_on-day": "17",
    "born_on-month": "8",
    "born_on-year": "1970",
    "sex": "L",
    "segment": "bpu",
    "category": "pekerja_rentan",
    "payer": "apbd",
    "months": "44",
    "region_code": VILLAGE,
}
DEATH = {
    "died_on-day": "1",
    "died_on-month": "10",
    "died_on-year": "2026",
    "programme": "jkm",
    "children-sd": "1",
    "children-sma": "1",
    "reporter_name": "Pelapor Uji",
    "reporter_relation": "tetangga",
    "reporter_phone": "0812 0000 0001",
}


@pytest.fixture
def stranger(client: FlaskClient, session: Session) -> User:
    return make_user(session, region="75.03.06")


def alerts(text: str) -> str:
    return " ".join(re.findall(r'role="alert".*?</div>', text, re.DOTALL))


def test_nobody_is_listed_until_somebody_is_searched_for(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session, full_name="Sri Wahyuni Uji")
    assert participant.nik is not None

    empty = client.get("/government/participants/")
    found = client.post("/government/participants/", data={"q": "wahyu"}, follow_redirects=True)
    short = client.post("/government/participants/", data={"q": "wa"}, follow_redirects=True)

    assert "Sri Wahyuni" not in empty.text
    assert "Sri Wahyuni Uji" in found.text
    assert "Dumbaya Bulan, Suwawa Timur" in found.text
    assert participant.nik.full not in found.text
    assert "paling sedikit 3 huruf" in alerts(short.text)


def test_a_participant_is_added_and_shown_with_masked_numbers(
    client: FlaskClient, session: Session, user: User
) -> None:
    answer = client.post("/government/participants/add", data=PERSON)

    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Rahmat Uji" in page.text
    assert "7503••••••••9101" in page.text
    assert "7503111708709101" not in page.text
    assert "44 bulan" in page.text


def test_a_nik_of_fifteen_digits_is_refused_and_kept(
    client: FlaskClient, session: Session, user: User
) -> None:
    page = client.post("/government/participants/add", data={**PERSON, "nik": "750311170870910"})

    assert page.status_code == 200
    assert "Nomor harus 16 angka; yang ditulis 15." in alerts(page.text)
    assert 'value="750311170870910"' in page.text
    assert session.scalars(select(Participant)).all() == []


def test_a_nik_that_disagrees_is_a_notice_and_no_refusal(
    client: FlaskClient, session: Session, user: User
) -> None:
    answer = client.post("/government/participants/add", data={**PERSON, "sex": "P"})

    assert answer.status_code == 303
    assert "Periksa NIK bersama keluarga" in client.get(answer.location).text


def test_a_second_participant_with_the_same_nik_is_refused_by_name(
    client: FlaskClient, session: Session, user: User
) -> None:
    client.post("/government/participants/add", data=PERSON)

    page = client.post("/government/participants/add", data={**PERSON, "kpj": ""})

    assert "NIK ini sudah tercatat untuk Rahmat Uji" in alerts(page.text)


def test_full_numbers_are_shown_after_the_audit_has_it(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session)
    assert participant.nik is not None

    page = client.post(f"/government/participants/{participant.id}/numbers")

    assert participant.nik.full in page.text
    event = session.scalars(select(AuditEvent).where(AuditEvent.subject_id == participant.id)).one()
    assert (event.action, event.user_id) == ("participant:show-numbers", user.id)


def test_a_stale_form_meets_the_new_state(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session)
    address = f"/government/participants/{participant.id}/edit"
    assert 'name="version"' in client.get(address).text
    sent = {**PERSON, "version": "1"}

    first = client.post(address, data={**sent, "full_name": "Nama Pertama"})
    second = client.post(address, data={**sent, "full_name": "Nama Kedua"})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "diubah orang lain" in alerts(second.text)
    assert 'value="Nama Pertama"' in second.text


def test_participants_of_another_region_do_not_exist(
    client: FlaskClient, session: Session, stranger: User
) -> None:
    participant = make_participant(session)
    enter_as(client, stranger)
    address = f"/government/participants/{participant.id}"

    answers = [client.get(address + path) for path in ("", "/edit", "/open-case/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert client.post(f"{address}/numbers").status_code == 404


def test_a_case_opens_and_leads_on_to_the_heirs(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session)

    answer = client.post(f"/government/participants/{participant.id}/open-case/", data=DEATH)

    case = session.scalars(select(Case)).one()
    assert answer.status_code == 303
    assert answer.location == f"/government/cases/{case.id}/heirs/"
    assert "BB-2026-0001" in client.get(answer.location).text
    page = client.get(f"/government/cases/{case.id}")
    assert "Rp42.000.000" in page.text
    assert "Urusan dibuka" in page.text
    assert user.full_name in page.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"died_on-day": "24", "died_on-month": "11"}, "belum terjadi"),
        ({"died_on-day": "30", "died_on-month": "2"}, "Tanggal ini tidak ada"),
        ({"died_on-year": "2014"}, "1 Juli 2015"),
        ({"died_on-year": "1960"}, "lebih awal"),
        ({"died_on-day": ""}, "Tanggal ini tidak ada"),
        ({"programme": ""}, "Pilih JKM atau JKK."),
        ({"programme": "jkk"}, "tulis upah sebulan"),
        ({"programme": "jkk", "wage": "-1"}, "lebih dari nol"),
        ({"programme": "jkk", "wage": "0"}, "lebih dari nol"),
        ({"programme": "jkk", "wage": "1e99"}, "angka dan titik"),
        ({"programme": "jkk", "wage": "1.000.000,50"}, "tanpa sen"),
        ({"programme": "jkk", "wage": "Rp 1,5 juta"}, "dengan angka"),
        ({"children-sd": "banyak"}, "banyaknya anak"),
        ({"children-sd": "21"}, "banyaknya anak"),
        ({"reporter_phone": "nol delapan"}, "Nomor telepon"),
        ({"reporter_name": "   "}, "siapa yang melapor"),
    ],
)
def test_a_wrong_input_is_a_sentence_and_nothing_is_written(
    client: FlaskClient, session: Session, user: User, change: dict[str, str], says: str
) -> None:
    participant = make_participant(session)

    page = client.post(
        f"/government/participants/{participant.id}/open-case/", data={**DEATH, **change}
    )

    assert page.status_code == 200
    assert says in alerts(page.text)
    assert 'value="Pelapor Uji"' in page.text or "reporter_name" in change
    assert session.scalars(select(Case)).all() == []


def test_a_double_click_is_refused_by_name_with_the_way_there(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session)
    address = f"/government/participants/{participant.id}/open-case/"
    client.post(address, data=DEATH)

    page = client.post(address, data=DEATH)

    case = session.scalars(select(Case)).one()
    assert "sudah diurus dengan nomor BB-2026-0001" in alerts(page.text)
    assert f"/government/cases/{case.id}" in page.text


def test_the_list_filters_and_says_when_nothing_fits(
    client: FlaskClient, session: Session, user: User
) -> None:
    assert "Belum ada urusan santunan" in client.get("/government/cases/").text
    ours = make_case(session, participant=make_participant(session, full_name="Satu Uji"))
    far = make_participant(session, region_code="75.03.06.2007", full_name="Dua Uji")
    late = make_case(session, participant=far, stage=Stage.CLAIMED, turn=Turn.BPJS)
    late.due_on = date(2026, 11, 20)
    session.commit()

    def names(query: str) -> set[str]:
        page = client.get(f"/government/cases/?{query}").text
        return {name for name in ("Satu Uji", "Dua Uji") if name in page}

    def looked_for(text: str) -> set[str]:
        answer = client.post("/government/cases/", data={"q": text})
        assert text not in answer.location
        page = client.get(answer.location).text
        return {name for name in ("Satu Uji", "Dua Uji") if name in page}

    assert names("") == {"Satu Uji", "Dua Uji"}
    assert looked_for("satu") == {"Satu Uji"}
    assert looked_for(late.number) == {"Dua Uji"}
    assert names("q=satu") == names("") == {"Satu Uji", "Dua Uji"}
    assert names("stage=claimed") == {"Dua Uji"}
    assert names("turn=family") == {"Satu Uji"}
    assert names("district=75.03.06") == {"Dua Uji"}
    assert names("late=y") == {"Dua Uji"}
    assert names("stage=tidak&turn=ada&district=x&page=99") == {"Satu Uji", "Dua Uji"}
    assert looked_for("siapa") == set()
    assert "Tidak ada yang cocok" in client.get("/government/cases/?search=y").text
    assert ours.number in client.get("/government/").text or ours.turn is Turn.FAMILY


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    bind = session.get_bind()
    engine = bind.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_the_list_asks_as_often_for_one_case_as_for_thirty(
    client: FlaskClient, session: Session, user: User
) -> None:
    make_case(session)
    session.commit()
    with counted(session) as few:
        client.get("/government/cases/")
    for _ in range(29):
        make_case(session, opened_by=user)
    session.commit()
    with counted(session) as many:
        page = client.get("/government/cases/")

    assert "Berikutnya" in page.text
    assert len(few) == len(many)


def test_the_export_is_masked_runs_no_formula_and_is_recorded(
    client: FlaskClient, session: Session, user: User
) -> None:
    evil = make_participant(session, full_name='=HYPERLINK("http://x")')
    assert evil.nik is not None
    make_case(session, participant=evil)
    session.commit()

    client.post("/government/cases/", data={"q": "hyper"})
    answer = client.get("/government/cases/export.csv?search=y")

    assert answer.mimetype == "text/csv"
    assert evil.nik.full not in answer.text
    assert str(evil.nik) in answer.text
    assert '"\'=HYPERLINK(""http://x"")"' in answer.text
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "list:export")).one()
    assert event.facts == {"list": "santunan", "rows": 1}


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_never_begins_a_formula(cell: str) -> None:
    assert as_text(cell) == "'" + cell


def test_a_foreign_case_is_the_same_as_none(
    client: FlaskClient, session: Session, stranger: User
) -> None:
    recipient = make_recipient(session)
    case = session.get_one(Case, recipient.case_id)
    computation = session.scalars(select(BenefitComputation)).one()
    enter_as(client, stranger)

    for one in (case.id, uuid4()):
        for path in ("", "/heirs/", "/heirs/add", "/heirs/shares", "/heirs/dispute", "/papers/"):
            assert client.get(f"/government/cases/{one}{path}").status_code == 404, path
        for path in ("/benefit", "/benefit/correct"):
            assert client.get(f"/government/cases/{one}{path}").status_code == 404, path
        assert client.post(f"/government/cases/{one}/papers/received").status_code == 404
    supervisor = make_user(session, role=Role.SUPERVISOR, region="75.03.06")
    enter_as(client, supervisor)
    sent = {"decision": "approve"}
    answer = client.post(f"/government/benefit/{computation.id}/decide", data=sent)
    assert answer.status_code == 404


def test_an_auditor_reads_and_changes_nothing(client: FlaskClient, session: Session) -> None:
    case = make_case(session)
    enter_as(client, make_user(session, role=Role.AUDITOR))

    page = client.get(f"/government/cases/{case.id}")

    assert page.status_code == 200
    assert "Dampingi" not in page.text
    assert client.get(f"/government/cases/{case.id}/heirs/add").status_code == 403
    assert client.get("/government/participants/add").status_code == 403


def test_the_first_page_counts_what_waits(
    client: FlaskClient, session: Session, user: User, clock: Clock
) -> None:
    assert "Belum ada urusan santunan" in client.get("/government/").text
    make_case(session, turn=Turn.DINAS)
    session.commit()

    page = client.get("/government/").text

    assert "Giliran Dinas, yang paling lama menunggu di atas" in page
    assert "23 November 2026" in page
