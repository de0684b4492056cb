"""Visits after the payout, who handles a case, and notes, as the Dinas and the family see them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.actions.follow_ups import plan_follow_ups
from savings_app.cases.models import Case, CaseNote, FollowUpVisit, Heir, OwnMembership
from savings_app.cases.work_kinds import FollowUpState
from tests.builders import make_account, make_letter, make_payout, make_recipient, make_user
from tests.web.doors import enter_as, enter_with

pytestmark = pytest.mark.usefixtures("clock")

DONE = {
    "outcome": "bertemu",
    "done_on-day": "20",
    "done_on-month": "11",
    "done_on-year": "2026",
    "place": "rumah",
    "well": "Sehat.",
    "still_arrived": "ya",
    "keeps_card": "sendiri",
    "plan_now": "berubah",
    "scholarship_now": "belum",
    "from_paper": "y",
}


@pytest.fixture
def recipient(session: Session) -> Heir:
    recipient = make_recipient(session)
    make_payout(session, account=make_account(session, recipient=recipient))
    plan_follow_ups(session)
    session.commit()
    return recipient


def first_visit(session: Session) -> FollowUpVisit:
    return session.scalars(select(FollowUpVisit).order_by(FollowUpVisit.month).limit(1)).one()


def test_a_visit_is_keyed_in_from_paper_with_both_its_days(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    visit = first_visit(session)
    address = f"/government/follow-ups/{visit.id}"
    form = client.get(address).text
    assert 'value="bertemu" checked' not in form
    sent = {**DONE, "version": str(visit.version), "done_by": str(user.id)}

    answer = client.post(address, data=sent)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "20 November 2026, Di rumah keluarga" in page
    assert "dari lembar kertas" in page
    assert "1 dari 4 selesai" in client.get(f"/government/cases/{recipient.case_id}").text


def test_a_visit_of_tomorrow_is_refused_and_what_was_typed_stays(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    visit = first_visit(session)
    sent = {**DONE, "done_on-day": "24", "done_by": str(user.id)}

    page = client.post(f"/government/follow-ups/{visit.id}", data=sent)

    assert page.status_code == 200
    assert "belum tiba" in page.text
    assert "Sehat." in page.text
    session.refresh(visit)
    assert visit.state is FollowUpState.PLANNED


def test_a_stale_form_of_a_visit_meets_the_new_state(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    visit = first_visit(session)
    address = f"/government/follow-ups/{visit.id}"
    sent = {**DONE, "version": str(visit.version), "done_by": str(user.id)}
    assert client.post(address, data=sent).status_code == 303
    again = client.post(address, data={**sent, "well": "Lain."})
    assert again.status_code == 409
    assert "diubah orang lain" in again.text


def test_a_no_to_what_arrived_offers_the_way_out_of_the_village(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    sent = {**DONE, "still_arrived": "tidak", "done_by": str(user.id)}
    answer = client.post(f"/government/follow-ups/{first_visit(session).id}", data=sent)
    assert "di luar desa" in client.get(answer.location).text


def test_the_paper_has_the_same_questions_in_the_same_order_and_no_name(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    visit = first_visit(session)
    form = client.get(f"/government/follow-ups/{visit.id}").text
    sheet = client.get(f"/government/follow-ups/{visit.id}/print").text
    questions = (
        "Bagaimana kunjungannya",
        "Hari kunjungan",
        "Di mana",
        "Bagaimana kabar keluarga",
        "Apakah santunannya dulu masuk semua",
        "Siapa yang memegang buku, kartu, dan PIN",
        "Bagaimana rencana keluarga sekarang",
        "Beasiswa anak",
        "Apa yang dibutuhkan",
        "Langkah berikutnya",
        "Keluarga tidak ingin dikunjungi lagi",
    )
    for page in (form, sheet):
        places = [page.index(f"{question}") for question in questions]
        assert places == sorted(places)
    case = session.get_one(Case, recipient.case_id)
    assert f"{case.number}-1" in sheet
    assert case.nik is not None
    assert recipient.full_name not in sheet
    assert case.full_name not in sheet
    assert case.nik.full not in sheet


def test_the_family_sees_the_day_and_may_say_no(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    enter_with(client, make_letter(session, recipient=recipient))
    assert "ingin mampir mulai 10 Desember 2026" in client.get("/family/").text

    answer = client.post("/family/visits/", data={"answer": "no"})

    assert answer.status_code == 303
    assert "tidak dikunjungi" in client.get("/family/visits/").text
    assert "ingin mampir" not in client.get("/family/").text
    client.post("/family/visits/", data={"answer": "yes"})
    assert "Bolehkah kami mampir?" in client.get("/family/visits/").text


def test_becoming_a_member_is_told_with_its_price_and_not_pushed(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    address = f"/government/heirs/{recipient.id}/membership"
    page = client.get(address).text
    # November 2026: the relief of PP 50/2025 halves Rp16.800 for who pays alone.
    assert "Rp8.400" in page
    assert "Rp42.000.000" in page
    refused = client.post(address, data={"state": "terdaftar"})
    assert "sejak kapan" in refused.text
    assert client.post(address, data={"state": "tidak_ingin"}).status_code == 303
    assert session.scalars(select(OwnMembership.state)).one() == "tidak_ingin"


def test_a_case_goes_to_a_colleague_with_a_note_only_staff_reads(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    colleague = make_user(session)
    session.commit()
    address = f"/government/cases/{recipient.case_id}/handler"
    assert "Belum ada petugas" in client.get(address).text
    empty = client.post(address, data={"colleague": str(colleague.id), "text": " "})
    assert "Tulis alasannya" in empty.text
    client.post(f"{address}/take")

    answer = client.post(address, data={"colleague": str(colleague.id), "text": "Saya cuti."})

    assert answer.status_code == 303
    assert colleague.full_name in client.get(answer.location).text
    enter_as(client, colleague)
    assert "Saya cuti." in client.get(address).text
    assert "Urusan ini urusan Anda." in client.get(address).text
    assert "Urusan diserahkan kepada rekan" in client.get(answer.location).text
    enter_with(client, make_letter(session, recipient=recipient))
    for path in ("/family/", "/family/documents/", "/family/complaint/", "/family/benefit"):
        assert "Saya cuti." not in client.get(path).text


def test_a_case_is_given_back_by_who_has_it_alone(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    address = f"/government/cases/{recipient.case_id}/handler"
    sent = {"colleague": "nobody", "text": "Bukan wilayah saya."}
    assert "bukan urusan Anda" in client.post(address, data=sent).text
    client.post(f"{address}/take")
    assert client.post(address, data=sent).status_code == 303
    assert session.get_one(Case, recipient.case_id).assigned_to is None
    damaged = client.post(address, data={"colleague": "x", "text": "Ke siapa."})
    assert "petugas aktif" in damaged.text


def test_a_note_is_corrected_by_a_new_one(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    address = f"/government/cases/{recipient.case_id}/notes"
    client.post(address, data={"text": "Kepala dusun <b>Ali</b>."})
    note = session.scalars(select(CaseNote)).one()
    assert "&lt;b&gt;Ali" in client.get(address).text
    assert "Kepala dusun" in client.get(f"{address}/{note.id}").text

    client.post(f"{address}/{note.id}", data={"text": "Kepala dusun Ani."})

    page = client.get(address).text
    assert "<s>Kepala dusun &lt;b&gt;Ali" in page
    assert "Kepala dusun Ani." in page


def test_an_auditor_reads_notes_and_writes_none(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    address = f"/government/cases/{recipient.case_id}/notes"
    client.post(address, data={"text": "Untuk rekan."})
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert "Untuk rekan." in client.get(address).text
    assert client.post(address, data={"text": "Dari pemeriksa."}).status_code == 403
    assert len(session.scalars(select(CaseNote)).all()) == 1
    assert client.get(f"/government/cases/{recipient.case_id}/handler").status_code == 403


def test_the_list_of_cases_knows_mine(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    case = session.get_one(Case, recipient.case_id)
    assert case.number not in client.get("/government/cases/?handler=mine").text
    assert case.number in client.get("/government/cases/?handler=nobody").text
    client.post(f"/government/cases/{case.id}/handler/take")
    assert case.number in client.get("/government/cases/?handler=mine").text
