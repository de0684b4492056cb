"""The Dinas: heirs, shares, the paper consent, papers, and the benefit with its correction."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import PaperState, Relation, SchoolLevel
from savings_app.cases.models import BenefitComputation, Case, Heir, Paper
from savings_app.consents.models import Consent
from savings_app.identifiers import NIK
from savings_app.money import Rupiah
from tests.builders import actor_of, make_account, make_recipient, make_user
from tests.opened import opened_case
from tests.web.doors import enter_as
from tests.web.test_government_cases import alerts

pytestmark = pytest.mark.usefixtures("clock")

WIDOW = {
    "full_name": "Hartin Uji",
    "relation": "pasangan",
    "is_recipient": "yes",
    "born_on-day": "5",
    "born_on-month": "3",
    "born_on-year": "1975",
    "nik": "7503114503759201",
    "phone": "0812 0000 0001",
    "school_level": "",
}
CHILD = {
    **WIDOW,
    "full_name": "Anak Uji",
    "relation": "anak",
    "nik": "",
    "born_on-year": "2014",
    "school_level": "smp",
}


@pytest.fixture
def case(session: Session, user: User, today: date, now: datetime) -> Case:
    case = opened_case(session, actor_of(user), now=now, children=[SchoolLevel.SD])
    session.commit()
    return case


def address(case: Case, path: str) -> str:
    return f"/government/cases/{case.id}/{path}"


def test_an_heir_is_added_and_asks_for_the_marriage_book(
    client: FlaskClient, session: Session, case: Case
) -> None:
    assert "Belum ada ahli waris" in client.get(address(case, "heirs/")).text

    answer = client.post(address(case, "heirs/add"), data=WIDOW)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Hartin Uji" in page
    assert "7503••••••••9201" in page
    assert "7503114503759201" not in page
    assert "Buku nikah" in client.get(address(case, "papers/")).text


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({**WIDOW, "nik": "750311450375920"}, "16 angka; yang ditulis 15"),
        ({**WIDOW, "born_on-day": "", "born_on-month": "", "born_on-year": ""}, "tanggal lahir"),
        ({**WIDOW, "born_on-year": "2030"}, "belum terjadi"),
        ({**WIDOW, "is_recipient": ""}, "Pilih ya atau tidak"),
        ({**WIDOW, "relation": "paman"}, "Pilih salah satu"),
        ({**WIDOW, "phone": "x"}, "Nomor telepon"),
        ({**WIDOW, "school_level": "sd"}, "hanya untuk anak"),
        (CHILD, "memerlukan wali"),
    ],
)
def test_a_wrong_heir_is_a_sentence_and_nothing_is_written(
    client: FlaskClient, session: Session, case: Case, sent: dict[str, str], says: str
) -> None:
    page = client.post(address(case, "heirs/add"), data=sent)

    assert page.status_code == 200
    assert says in alerts(page.text)
    assert f'value="{sent["full_name"]}"' in page.text
    assert session.scalars(select(Heir)).all() == []


def test_an_heir_form_shows_the_full_nik_only_after_the_audit_has_it(
    client: FlaskClient, session: Session, case: Case
) -> None:
    heir = make_recipient(session, case=case)
    heir.nik = NIK("7503114503759201")
    session.commit()

    page = client.get(address(case, f"heirs/{heir.id}/edit"))

    assert 'value="7503114503759201"' in page.text
    action = session.scalar(select(AuditEvent.action).where(AuditEvent.subject_id == heir.id))
    assert action == "heir:show-numbers"


def test_two_who_edit_the_same_heir_do_not_overwrite_each_other(
    client: FlaskClient, session: Session, case: Case
) -> None:
    heir = make_recipient(session, case=case)
    session.commit()
    sent = {**WIDOW, "version": "1"}
    path = address(case, f"heirs/{heir.id}/edit")

    first = client.post(path, data={**sent, "full_name": "Nama Pertama"})
    second = client.post(path, data={**sent, "full_name": "Nama Kedua"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert 'value="Nama Pertama"' in second.text


def test_an_heir_by_mistake_goes_and_one_with_an_account_stays(
    client: FlaskClient, session: Session, case: Case
) -> None:
    mistaken, paid = (make_recipient(session, case=case) for _ in range(2))
    make_account(session, recipient=paid)
    session.commit()

    gone = client.post(address(case, f"heirs/{mistaken.id}/remove"), data={"version": "1"})
    stays = client.post(address(case, f"heirs/{paid.id}/remove"), data={"version": "1"})

    assert (gone.status_code, stays.status_code) == (303, 200)
    assert "sudah ada surat, rekening, atau pencairan" in alerts(stays.text)
    assert [heir.id for heir in session.scalars(select(Heir))] == [paid.id]


def test_the_consent_on_paper_is_recorded_by_itself(
    client: FlaskClient, session: Session, case: Case
) -> None:
    heir = make_recipient(session, case=case)
    session.commit()
    path = address(case, f"heirs/{heir.id}/consent")

    empty = client.post(path)
    assert "Centang" in alerts(empty.text)
    assert session.scalars(select(Consent)).all() == []
    given = client.post(path, data={"agrees": "y"})

    assert given.status_code == 303
    consent = session.scalars(select(Consent)).one()
    assert (consent.kind, consent.recipient_id) == ("claim_help", heir.id)
    assert "sudah disetujui di kertas" in client.get(given.location).text


def test_shares_that_do_not_add_up_say_by_how_much(
    client: FlaskClient, session: Session, case: Case
) -> None:
    heirs = [make_recipient(session, case=case) for _ in range(2)]
    session.commit()
    path = address(case, "heirs/shares")

    def state(one: str, two: str, version: str = "2") -> tuple[int, str]:
        sent = {"share_1": one, "share_2": two, "version": version}
        answer = client.post(path, data=sent)
        return answer.status_code, alerts(answer.text)

    assert "Rp1.000.000" in state("30.000.000", "11.000.000")[1]
    assert "setiap penerima" in state("42.000.000", "")[1]
    assert "lebih dari nol" in state("42.000.000", "0")[1]
    assert state("30.000.000", "12.000.000")[0] == 303
    assert state("21.000.000", "21.000.000")[0] == 409
    session.expire_all()
    assert [heir.share for heir in heirs] == [Rupiah.of(30_000_000), Rupiah.of(12_000_000)]


def test_a_dispute_shows_on_the_case_without_a_side(
    client: FlaskClient, session: Session, case: Case
) -> None:
    make_recipient(session, case=case)
    session.commit()
    path = address(case, "heirs/dispute")

    assert "Pilih ya atau tidak" in alerts(client.post(path).text)
    stale = client.post(path, data={"disputed": "yes", "version": "0"})
    done = client.post(path, data={"disputed": "yes", "version": str(case.version)})

    assert (stale.status_code, done.status_code) == (409, 303)
    assert "layanan ini tidak memihak" in client.get(f"/government/cases/{case.id}").text


def papers_of(session: Session, case: Case) -> list[Paper]:
    return list(session.scalars(select(Paper).where(Paper.case_id == case.id)))


def test_what_the_family_brought_is_received_in_one_go(
    client: FlaskClient, session: Session, case: Case
) -> None:
    papers = papers_of(session, case)

    nothing = client.post(address(case, "papers/received"), data={"paper": "bukan-nomor"})
    answer = client.post(
        address(case, "papers/received"), data={"paper": [str(p.id) for p in papers[:3]]}
    )

    assert (nothing.status_code, answer.status_code) == (303, 303)
    assert "3 dari 6 sudah ada" in client.get(answer.location).text
    session.expire_all()
    assert sum(p.received_on == date(2026, 11, 23) for p in papers_of(session, case)) == 3


def test_a_paper_that_cannot_be_had_yet_needs_its_reason_and_its_next_step(
    client: FlaskClient, session: Session, case: Case
) -> None:
    paper = papers_of(session, case)[0]
    path = f"/government/papers/{paper.id}"
    sent = {"state": "belum_bisa", "brings": "dukcapil", "version": "1"}

    without = client.post(path, data=sent)
    future = client.post(path, data={**sent, "state": "ada", "received_on": "2026-11-24"})
    no_step = client.post(path, data={**sent, "reason": "Dukcapil menunggu surat desa"})
    foreign = client.post(path, data={**sent, "reason": "x", "next_step": "nikah_kua"})
    sent["next_step"] = "kartu_cari_nomor"
    done = client.post(path, data={**sent, "reason": "Dukcapil menunggu surat desa"})
    stale = client.post(path, data={**sent, "reason": "lain"})

    assert "Tulis alasannya" in alerts(without.text)
    for page in (no_step, foreign):
        assert "Pilih apa yang dilakukan selanjutnya" in alerts(page.text)
    assert "tidak sesudah hari ini" in alerts(future.text)
    assert (done.status_code, stale.status_code) == (303, 409)
    session.expire_all()
    assert paper.state is PaperState.UNAVAILABLE
    assert "Dukcapil menunggu surat desa" in client.get(address(case, "papers/")).text


def test_the_benefit_stands_line_by_line_with_its_law(client: FlaskClient, case: Case) -> None:
    page = client.get(address(case, "benefit")).text

    for text in ("Rp20.000.000", "Rp12.000.000", "Rp10.000.000", "Rp42.000.000", "Rp1.500.000"):
        assert text in page
    assert "PP 82/2019" in page
    for text in ("Beasiswa tiap anak", "Anak 1, sekarang SD", "Rp84.000.000"):
        assert text in page
    for line in ("Beasiswa", "Jaminan Hari Tua", "Jaminan Pensiun", "Kompensasi keterlambatan"):
        assert line in page


def correction(case: Case, **change: str) -> dict[str, str]:
    return {
        "died_on-day": "1",
        "died_on-month": "10",
        "died_on-year": "2026",
        "programme": "jkm",
        "segment": "bpu",
        "months": "2",
        "children-sd": "1",
        "reason": "Kartu menunjukkan dua bulan",
        **change,
    }


def pending_of(session: Session, case: Case) -> UUID:
    statement = select(BenefitComputation.id).where(
        BenefitComputation.case_id == case.id, BenefitComputation.number == 2
    )
    return session.scalars(statement).one()


def test_a_correction_is_approved_by_a_second_person_and_both_stay_on_the_page(
    client: FlaskClient, session: Session, case: Case
) -> None:
    same = client.post(address(case, "benefit/correct"), data=correction(case, months="44"))
    assert "sama dengan yang sekarang" in alerts(same.text)
    assert client.post(address(case, "benefit/correct"), data=correction(case)).status_code == 303
    second = client.post(address(case, "benefit/correct"), data=correction(case, months="1"))
    assert "Masih ada perbaikan" in alerts(second.text)
    decide = f"/government/benefit/{pending_of(session, case)}/decide"
    assert client.post(decide, data={"decision": "approve"}).status_code == 403

    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    assert "Menunggu keputusan Anda" in client.get("/government/").text
    refused = client.post(decide, data={"decision": "reject"})
    assert "Tulis alasannya" in alerts(refused.text)
    assert client.post(decide, data={"decision": "approve"}).status_code == 303
    again = client.post(decide, data={"decision": "approve"})

    assert "sudah diputuskan" in alerts(again.text)
    page = client.get(address(case, "benefit")).text
    assert "Ke-1, digantikan" in page
    assert "Ke-2, berlaku sekarang" in page
    assert "Kepesertaan kurang dari 3 bulan" in page


def test_a_supervisor_does_not_decide_on_an_own_correction(
    client: FlaskClient, session: Session, case: Case
) -> None:
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    client.post(address(case, "benefit/correct"), data=correction(case))

    decide = f"/government/benefit/{pending_of(session, case)}/decide"
    answer = client.post(decide, data={"decision": "approve"})

    assert "Mintalah orang kedua" in alerts(answer.text)
    assert "Mintalah orang kedua" in client.get(address(case, "benefit")).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"died_on-month": "12"}, "belum terjadi"),
        ({"months": "-1"}, "antara 0"),
        ({"months": "empat"}, "angka bulat"),
        ({"programme": "jkk"}, "tulis upah"),
        ({"programme": "jkk", "wage": "1.000.000,50"}, "tanpa sen"),
        ({"reason": " "}, "Tulis alasannya"),
    ],
)
def test_a_wrong_correction_is_a_sentence(
    client: FlaskClient, session: Session, case: Case, change: dict[str, str], says: str
) -> None:
    page = client.post(address(case, "benefit/correct"), data=correction(case, **change))

    assert says in alerts(page.text)
    assert len(session.scalars(select(BenefitComputation)).all()) == 1


def test_children_on_the_list_of_heirs_that_were_not_counted_are_pointed_out(
    client: FlaskClient, session: Session, case: Case
) -> None:
    child = make_recipient(session, case=case, relation=Relation.CHILD, is_recipient=False)
    child.school_level = SchoolLevel.SMP
    session.commit()

    assert (
        "Anak sekolah pada daftar ahli waris berbeda" in client.get(address(case, "benefit")).text
    )
