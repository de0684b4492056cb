"""The list of what is due, warnings with their reasons, and the year's days off."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.follow_ups import plan_follow_ups
from savings_app.cases.kinds import Stage, Turn
from savings_app.cases.models import Case, Claim, Heir
from savings_app.regions.models import HolidayChange
from savings_app.worklist.actions import refresh_warnings
from savings_app.worklist.models import CaseWarning
from tests.builders import (
    NOW,
    TODAY,
    make_account,
    make_case,
    make_letter,
    make_nik,
    make_participant,
    make_payout,
    make_recipient,
    make_user,
)
from tests.web.doors import enter_as, enter_with
from tests.web.test_government_cases import counted

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def supervisor(client: FlaskClient, session: Session) -> User:
    user = make_user(session, role=Role.SUPERVISOR)
    enter_as(client, user)
    return user


def late_claim(session: Session, user: User) -> Claim:
    case = make_case(session, stage=Stage.CLAIMED, turn=Turn.BPJS)
    case.due_on = date(2026, 11, 20)
    claim = Claim(
        case_id=case.id,
        filed_on=date(2026, 11, 17),
        receipt_number=None,
        due_on=case.due_on,
        recorded_by=user.id,
        recorded_at=NOW,
        returned_on=None,
        return_reason=None,
    )
    session.add(claim)
    session.commit()
    return claim


def test_what_is_due_stands_with_its_day_its_turn_and_the_compensation(
    client: FlaskClient, session: Session, user: User
) -> None:
    assert "Tidak ada yang jatuh tempo" in client.get("/government/worklist/").text
    late_claim(session, user)

    page = client.get("/government/worklist/").text

    assert "20 Nov 2026</span> · lewat 1 hari kerja · kompensasi Rp1.260.000" in page
    assert "BPJS Ketenagakerjaan" in page
    home = client.get("/government/").text
    assert "/government/worklist/?overdue=y" in home
    assert "Pekerjaan lewat batas" in home


def test_the_list_is_filtered_by_whose_it_is_and_taken_along_as_shown(
    client: FlaskClient, session: Session, user: User
) -> None:
    mine = make_case(session, participant=make_participant(session, full_name="Satu Uji"))
    make_case(session, participant=make_participant(session, full_name="Dua Uji"))
    mine.assigned_to = user.id
    session.commit()

    def names(query: str) -> set[str]:
        page = client.get(f"/government/worklist/?{query}").text
        return {name for name in ("Satu Uji", "Dua Uji") if name in page}

    assert names("") == {"Satu Uji", "Dua Uji"}
    assert names("handler=mine") == {"Satu Uji"}
    assert names("handler=nobody") == {"Dua Uji"}
    assert names("kind=ahli_waris") == {"Satu Uji", "Dua Uji"}
    assert names("kind=kunjungan") == names("overdue=y") == set()
    assert names("district=75.03.06") == set()
    assert names("district=75.03.11") == {"Satu Uji", "Dua Uji"}
    assert names("kind=x&turn=y&handler=z&sort=q&after=zzz") == {"Satu Uji", "Dua Uji"}
    moved = client.post("/government/worklist/", data={"handler": "mine", "overdue": ""})
    assert moved.location == "/government/worklist/?handler=mine"

    answer = client.get("/government/worklist/export.csv?handler=mine")

    assert "Satu Uji" in answer.text
    assert "Dua Uji" not in answer.text
    assert "Catat ahli waris" in answer.text
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "list:export")).one()
    assert event.facts == {"list": "pekerjaan", "rows": 1}


def test_the_page_asks_as_often_for_one_line_as_for_forty(
    client: FlaskClient, session: Session, user: User
) -> None:
    late_claim(session, user)
    with counted(session) as few:
        client.get("/government/worklist/")
    for _ in range(39):
        late_claim(session, user)
    with counted(session) as many:
        page = client.get("/government/worklist/")
    assert "Berikutnya" in page.text
    assert len(few) == len(many)


def test_every_line_leads_to_a_page_that_opens(
    client: FlaskClient, session: Session, user: User
) -> None:
    recipient = make_recipient(session)
    recipient.guardian_until = TODAY + timedelta(days=9)
    account = make_account(session, recipient=recipient)
    account.name_differs = True
    paid = make_recipient(session)
    make_payout(session, account=make_account(session, recipient=paid), paid_on=TODAY, amount=1)
    make_payout(
        session,
        account=make_account(session, recipient=make_recipient(session)),
        paid_on=date(2026, 10, 23),
    )
    plan_follow_ups(session)
    refresh_warnings(session, actor=None, today=TODAY, now=NOW)
    make_case(session, stage=Stage.READY)
    session.commit()
    late_claim(session, user)
    for role in (Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR):
        enter_as(client, make_user(session, role=role))
        page = client.get("/government/worklist/").text
        links = {part.split('"')[0] for part in page.split('href="')[1:]}
        rows = {one for one in links if one.startswith("/government/") and "work" not in one}
        assert len(rows) > 8, role
        for link in rows:
            assert client.get(link).status_code == 200, f"{role}: {link}"


def test_families_and_banks_see_nothing_of_it(client: FlaskClient, session: Session) -> None:
    recipient = make_recipient(session)
    enter_with(client, make_letter(session, recipient=recipient))
    for path in ("work/", "warnings/", "holidays/"):
        assert client.get(f"/government/{path}").status_code in (303, 403, 404)


def odd(session: Session) -> tuple[Heir, Heir]:
    first, second = make_recipient(session), make_recipient(session)
    other = make_participant(session, full_name="Peserta Lain")
    session.get_one(Case, second.case_id).full_name = other.full_name
    first.nik = second.nik = make_nik()
    session.flush()
    refresh_warnings(session, actor=None, today=TODAY, now=NOW)
    session.commit()
    return first, second


def test_a_warning_says_why_and_a_person_says_what_it_was(
    client: FlaskClient, session: Session, user: User
) -> None:
    first, _second = odd(session)
    warning = session.scalars(select(CaseWarning)).one()
    case_page = client.get(f"/government/cases/{first.case_id}").text
    assert "1 peringatan menunggu dilihat" in case_page
    assert "tidak menahan santunan" in case_page
    assert "NIK penerima yang sama ada di 2 urusan." in client.get("/government/warnings/").text
    address = f"/government/warnings/{warning.id}"
    page = client.get(address).text
    assert first.nik is not None
    assert first.nik.full not in page
    assert first.full_name not in page

    empty = client.post(address, data={"version": "1", "state": "dijelaskan", "note": " "})
    assert "Tulis apa yang ditemukan." in empty.text
    sent = {"version": str(warning.version), "state": "dijelaskan", "note": "Ibu dari keduanya."}
    assert client.post(address, data=sent).status_code == 303
    again = client.post(address, data={**sent, "note": "Lain."})
    assert again.status_code == 409

    assert "Tidak ada yang menunggu keputusan" in client.get("/government/warnings/").text
    decided = client.get("/government/warnings/?state=dijelaskan").text
    assert user.full_name in decided
    assert "peringatan menunggu" not in client.get(f"/government/cases/{first.case_id}").text
    assert "Orang yang sama" in client.get("/government/warnings/export.csv?state=all").text


def test_a_warning_about_the_work_of_staff_is_nowhere_for_the_person_or_a_colleague(
    client: FlaskClient, session: Session, user: User
) -> None:
    first, _second = odd(session)
    warning = session.scalars(select(CaseWarning)).one()
    warning.subject_user_id = user.id
    session.commit()
    address = f"/government/warnings/{warning.id}"
    sent = {"version": str(warning.version), "state": "dijelaskan", "note": "Biasa."}
    for reader in (user, make_user(session)):
        enter_as(client, reader)
        assert client.get(address).status_code == 404
        assert client.post(address, data=sent).status_code == 404
        assert str(warning.id) not in client.get("/government/worklist/").text
        assert "0 belum diputuskan" in client.get("/government/worklist/").text
        assert "peringatan menunggu" not in client.get(f"/government/cases/{first.case_id}").text
        page = client.get("/government/warnings/?state=all").text
        assert "NIK penerima" not in page
        assert "Satu petugas" not in page
        assert "NIK penerima" not in client.get("/government/warnings/export.csv?state=all").text
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    assert user.full_name in client.get(address).text
    assert client.post(address, data=sent).status_code == 303


def test_an_auditor_reads_every_warning_and_decides_only_those_about_staff(
    client: FlaskClient, session: Session
) -> None:
    odd(session)
    warning = session.scalars(select(CaseWarning)).one()
    enter_as(client, make_user(session, role=Role.AUDITOR))
    address = f"/government/warnings/{warning.id}"
    page = client.get(address).text
    assert "NIK penerima" in page
    assert "Catat keputusan" not in page
    sent = {"version": str(warning.version), "state": "dijelaskan", "note": "Biasa."}
    assert client.post(address, data=sent).status_code == 403
    warning.subject_user_id = make_user(session, role=Role.SUPERVISOR).id
    session.commit()
    assert "Catat keputusan" in client.get(address).text
    sent["version"] = str(warning.version)
    assert client.post(address, data=sent).status_code == 303
    decided = client.get("/government/warnings/?state=dijelaskan").text
    assert address in decided


def test_looking_again_is_one_press(client: FlaskClient, session: Session, user: User) -> None:
    first, second = (make_recipient(session) for _ in range(2))
    first.nik = second.nik = make_nik()
    session.commit()
    answer = client.post("/government/warnings/refresh")
    assert "Sudah diperiksa ulang: 2 belum diputuskan." in client.get(answer.location).text


DAY = {
    "day-day": "23",
    "day-month": "11",
    "day-year": "2026",
    "kind": "off",
    "name": "Hari pemungutan suara",
    "law": "Keppres",
}


def test_a_holiday_shows_what_it_moves_before_it_is_set(
    client: FlaskClient, session: Session, supervisor: User
) -> None:
    claim = late_claim(session, supervisor)
    claim.due_on = date(2026, 11, 24)
    claim.filed_on = date(2026, 11, 19)
    case = session.get_one(Case, claim.case_id)
    case.due_on = claim.due_on
    session.commit()

    preview = client.post("/government/holidays/change", data=DAY)

    assert "Batas bayar 1 klaim terbuka akan bergeser" in preview.text
    assert case.number in preview.text
    assert session.scalars(select(HolidayChange)).all() == []
    answer = client.post("/government/holidays/change", data={**DAY, "confirm": "y"})
    page = client.get(answer.location).text
    assert "batas bayar 1 klaim terbuka bergeser" in page
    assert "Hari pemungutan suara" in page
    assert "Ditetapkan Dinas" in page
    session.refresh(claim)
    assert claim.due_on == date(2026, 11, 25)
    change = session.scalars(select(HolidayChange)).one()
    undo = f"/government/holidays/{change.id}/undo"
    assert "akan bergeser" in client.get(undo).text
    client.post(undo)
    session.refresh(claim)
    assert claim.due_on == date(2026, 11, 24)


def test_a_day_needs_its_law_and_a_change(
    client: FlaskClient, session: Session, supervisor: User
) -> None:
    no_law = client.post("/government/holidays/change", data={**DAY, "law": ""})
    assert "Tulis keputusan" in no_law.text
    same = client.post("/government/holidays/change", data={**DAY, "kind": "working"})
    assert "sudah begitu di kalender" in same.text
    odd_year = client.get("/government/holidays/?year=99999")
    assert odd_year.status_code == 200


def test_days_off_are_filtered_by_where_they_come_from_and_taken_along(
    client: FlaskClient, session: Session, user: User
) -> None:
    every = client.get("/government/holidays/?year=2025").text
    shipped = client.get("/government/holidays/?year=2025&origin=bawaan&sort=day&down=y").text
    file = client.get("/government/holidays/export.csv?year=2025&origin=bawaan&sort=day&down=y")
    asked = client.post("/government/holidays/", data={"year": "2025", "origin": "kalender"})

    days = re.findall(r'<th scope="row"[^>]*>([^<]+ 2025)<', shipped)
    assert "Hari Raya Natal" in every
    assert "Hari Raya Natal" not in shipped
    head, *rows = file.data.decode("utf-8-sig").splitlines()
    assert head == "Tanggal;Hari;Menjadi;Sumber;Dasar"
    assert days == ["18 Agustus 2025"]
    assert [row.split(";")[0] for row in rows] == ["2025-08-18"]
    assert "year=2025&origin=kalender" in asked.location


def test_a_caseworker_reads_the_days_off_and_changes_none(
    client: FlaskClient, session: Session, user: User
) -> None:
    page = client.get("/government/holidays/?year=2025").text
    assert "Hari Raya Natal" in page
    assert "Perbaikan bawaan" in page
    assert "Tambah atau coret" not in page
    assert client.post("/government/holidays/change", data=DAY).status_code == 403
