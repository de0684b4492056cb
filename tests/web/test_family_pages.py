"""The family's first page, its legal amount, its word on what arrived, and its complaints."""

from __future__ import annotations

import gzip
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import savings_app
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.kinds import BringsIt, ComplaintAbout, PaperKind, PaperState
from savings_app.cases.models import (
    BenefitApproval,
    BenefitComputation,
    Case,
    Claim,
    Complaint,
    Heir,
    Paper,
    Receipt,
)
from savings_app.money import Rupiah
from tests.builders import (
    make_account,
    make_case,
    make_letter,
    make_participant,
    make_payout,
    make_recipient,
)
from tests.web.doors import enter_with

FIRST_LOAD_LIMIT = 14 * 1024


@pytest.fixture
def recipient(session: Session, client: FlaskClient) -> Heir:
    case = make_case(session, participant=make_participant(session, full_name="Yusup Lamato"))
    recipient = make_recipient(session, case=case)
    enter_with(client, make_letter(session, recipient=recipient))
    session.commit()
    return recipient


@pytest.fixture
def paid(session: Session, recipient: Heir) -> Heir:
    make_payout(session, account=make_account(session, recipient=recipient))
    refresh_stage(session, case_id=recipient.case_id)
    session.commit()
    return recipient


def add_paper(session: Session, recipient: Heir, kind: PaperKind, state: PaperState) -> None:
    session.add(
        Paper(
            case_id=recipient.case_id,
            kind=kind,
            brings=BringsIt.FAMILY,
            state=state,
            reason="hilang" if state is PaperState.UNAVAILABLE else None,
            received_on=None,
        )
    )
    session.commit()


def add_claim(session: Session, recipient: Heir, *, filed_on: date, due_on: date) -> None:
    case = session.get_one(Case, recipient.case_id)
    session.add(
        Claim(
            case_id=case.id,
            filed_on=filed_on,
            receipt_number=None,
            due_on=due_on,
            recorded_by=case.opened_by,
            recorded_at=case.opened_at,
            returned_on=None,
            return_reason=None,
        )
    )
    session.commit()


def buttons(page: str) -> list[str]:
    """What the page's one step says; the sign-out is a plain button."""
    main = page[page.index("<main") : page.index("</main")]
    return re.findall(r'<a class="button[^"]*"[^>]*>([^<]*)</a>', main)


def test_a_paper_to_bring_is_the_one_next_step(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    add_paper(session, recipient, PaperKind.HEIR_IDENTITY, PaperState.MISSING)
    add_paper(session, recipient, PaperKind.MARRIAGE_BOOK, PaperState.UNAVAILABLE)
    page = client.get("/family/").text
    assert "Urusan santunan almarhum Yusup Lamato" in page
    assert "<title>Beranda – Layanan Keluarga</title>" in page
    assert "Bawa berkas ini ke petugas Dinas: KTP ahli waris." in page
    assert buttons(page) == ["Lihat berkas"]
    papers = client.get("/family/papers").text
    assert "hilang" in papers
    assert "Belum bisa didapat" in papers


def test_the_legal_amount_is_there_before_anything_else(
    client: FlaskClient, recipient: Heir
) -> None:
    page = client.get("/family/").text
    assert "Rp42.000.000" in page
    assert "tanpa potongan" in page
    assert buttons(page) == ["Lihat hak Anda"]


def test_the_day_bpjs_must_have_paid_by_is_named(
    client: FlaskClient, session: Session, recipient: Heir, clock: object
) -> None:
    enter_with(client, make_letter(session, recipient=recipient))
    add_claim(session, recipient, filed_on=date(2026, 11, 20), due_on=date(2026, 11, 25))
    page = client.get("/family/").text
    assert "BPJS Ketenagakerjaan" in page
    assert "paling lambat 25 November 2026 menurut hukum" in page
    assert "sudah lewat" not in page


def test_a_late_claim_says_so_without_making_it_the_familys_fault(
    client: FlaskClient, session: Session, recipient: Heir, clock: object
) -> None:
    enter_with(client, make_letter(session, recipient=recipient))
    add_claim(session, recipient, filed_on=date(2026, 11, 10), due_on=date(2026, 11, 13))
    page = client.get("/family/").text
    assert "Hari itu sudah lewat; petugas Dinas menanyakannya ke BPJS." in page


def test_after_the_payout_the_family_is_asked_then_offered_a_plan(
    client: FlaskClient, session: Session, paid: Heir
) -> None:
    page = client.get("/family/").text
    assert buttons(page) == ["Jawab"]
    client.post("/family/receipt/", data={"request_key": str(uuid4()), "answer": "yes"})
    page = client.get("/family/").text
    assert "Semua sudah masuk" in page
    assert buttons(page) == ["Buat rencana"]
    client.post("/family/plan/", data={"do": "begin"})
    assert buttons(client.get("/family/").text) == ["Lanjutkan rencana"]
    client.post("/family/plan/", data={"do": "not_now"})
    page = client.get("/family/").text
    assert "Tidak ada yang harus dilakukan sekarang" in page
    assert "Belum sekarang" in page


def test_yes_and_no_are_equal_and_a_double_click_is_one_answer(
    client: FlaskClient, session: Session, paid: Heir
) -> None:
    page = client.get("/family/receipt/").text
    choice = re.findall(r'<fieldset class="equal">.*?</fieldset>', page, re.DOTALL)[0]
    assert re.findall(r'class="(button[^"]*)"', choice) == ["button", "button"]
    key = re.findall(r'name="request_key"[^>]*value="([^"]+)"', page)[0]
    for _twice in range(2):
        answer = client.post("/family/receipt/", data={"request_key": key, "answer": "yes"})
        assert answer.status_code == 303
    assert session.scalar(select(func.count()).select_from(Receipt)) == 1
    assert "ya, semua sudah masuk" in client.get("/family/receipt/").text


def test_no_asks_how_much_and_leads_to_the_complaint(
    client: FlaskClient, session: Session, paid: Heir
) -> None:
    sent = {"request_key": str(uuid4()), "amount": "22.000.000", "story": "Diminta sebagian."}
    answer = client.post("/family/receipt/missing", data=sent, follow_redirects=True)
    assert "Laporan Anda sudah dikirim" in answer.text
    assert "Yang masuk: Rp22.000.000. Hak penerima: Rp42.000.000." in answer.text
    assert "Belum dijawab" in answer.text
    assert session.scalars(select(Complaint.about)).one() is ComplaintAbout.AMOUNT
    page = client.get("/family/").text
    assert "Yang kurang sedang diperiksa, di luar desa." in page
    assert buttons(page) == ["Lihat laporan Anda"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "Jumlah harus lebih dari nol."),
        ("0", "Jumlah harus lebih dari nol."),
        ("1e99", "Jumlah hanya boleh berisi angka dan titik"),
        ("1.000.000,50", "Tulis rupiah bulat tanpa sen"),
        ("Rp 1,5 juta", "Tulis jumlah lengkap dengan angka"),
        ("42.000.000", "Jumlah ini tidak kurang dari hak Anda, Rp42.000.000."),
    ],
)
def test_a_wrong_amount_gets_a_sentence_and_nothing_is_written(
    client: FlaskClient, session: Session, paid: Heir, typed: str, sentence: str
) -> None:
    sent = {"request_key": str(uuid4()), "amount": typed, "story": "Cerita kami."}
    answer = client.post("/family/receipt/missing", data=sent)
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text
    assert "Cerita kami." in answer.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0
    assert session.scalar(select(func.count()).select_from(Receipt)) == 0


def test_before_a_payout_nobody_is_asked(client: FlaskClient, recipient: Heir) -> None:
    page = client.get("/family/receipt/").text
    assert "Belum ada yang dibayar" in page
    assert "Ya, semua" not in page
    sent = {"request_key": str(uuid4())}
    assert "Belum ada pencairan" in client.post("/family/receipt/", data=sent).text


def test_the_benefit_names_each_part_its_law_and_the_day_of_the_law(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    page = client.get("/family/benefit/").text
    for amount in ("20.000.000", "12.000.000", "10.000.000", "42.000.000"):
        assert f"Rp{amount}" in page
    assert page.count("PP 82/2019 Pasal 34") == 3
    assert "1 Oktober 2026" in page
    assert "tidak berhak" in page
    assert "draf" not in page


def _recomputed(session: Session, recipient: Heir, scholarship: dict[str, Any]) -> None:
    """A second computation in force, with this scholarship."""
    case = session.get_one(Case, recipient.case_id)
    second = BenefitComputation(
        case_id=case.id,
        number=2,
        died_on=date(2026, 10, 1),
        programme="jkm",
        segment="bpu",
        months_contributed=44,
        wage=None,
        children=["sd", "smp"],
        total=Rupiah.of(42_000_000),
        scholarship={"law": "PP 82/2019", "status": "draf", **scholarship},
        warnings=[{"code": "three_month_rule", "months": 3}],
        reason="uji",
        made_by=case.opened_by,
        made_at=case.opened_at,
    )
    session.add(second)
    session.flush()
    _approve(session, second)


def test_the_scholarship_is_a_line_for_each_child_and_a_draft_fact_is_marked(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    children = [
        {"level": "sd", "per_year": "1500000.00", "maximum": "84000000.00"},
        {"level": "smp", "per_year": "2000000.00", "maximum": "75000000.00"},
    ]
    both = {"eligible": True, "per_year": "3500000.00", "maximum": "159000000.00"}
    _recomputed(session, recipient, {**both, "children": children})
    page = client.get("/family/benefit/").text
    for text in ("Anak 1, SD", "Rp1.500.000", "Rp84.000.000", "Anak 2, SMP", "Rp75.000.000"):
        assert text in page
    assert "PP 82/2019 (draf: belum diperiksa)" in page
    assert 'href="/lessons/klaim-beasiswa"' in page
    assert "hanya biaya pemakaman yang dibayar" in page


def test_a_scholarship_that_is_not_due_is_said_and_names_no_amount(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    nothing = {"eligible": False, "per_year": "0.00", "maximum": "0.00", "children": []}
    _recomputed(session, recipient, nothing)
    page = client.get("/family/benefit/").text
    assert "Belum berhak: iuran belum cukup lama" in page
    assert "Paling banyak" not in page


def _approve(session: Session, computation: BenefitComputation) -> None:
    session.add(
        BenefitApproval(
            computation_id=computation.id,
            approved=True,
            decided_by=computation.made_by,
            decided_at=computation.made_at,
            reason=None,
        )
    )
    session.commit()


def test_with_several_recipients_only_the_own_share_is_shown(
    client: FlaskClient, session: Session
) -> None:
    case = make_case(session)
    own = make_recipient(session, case=case, share=Rupiah.of(25_000_000))
    make_recipient(session, case=case, share=Rupiah.of(17_000_000), full_name="Rahma Lain")
    enter_with(client, make_letter(session, recipient=own))
    session.commit()
    for page in ("/family/", "/family/benefit/", "/family/plan/"):
        text = client.get(page).text
        assert "Rp25.000.000" in text
        assert "17.000.000" not in text
        assert "Rahma Lain" not in text


def test_unstated_shares_are_explained_and_not_computed(
    client: FlaskClient, session: Session
) -> None:
    case = make_case(session)
    own = make_recipient(session, case=case)
    make_recipient(session, case=case)
    enter_with(client, make_letter(session, recipient=own))
    session.commit()
    page = client.get("/family/benefit/").text
    assert "Ada 2 penerima" in page
    assert "tidak membagi warisan" in page
    assert "Rp21.000.000" not in page


def test_a_complaint_says_where_it_goes_and_is_sent_once(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    page = client.get("/family/complaints/").text
    assert "Hanya dibaca Inspektorat" in page
    assert "Belum ada laporan" in page
    assert "checked" not in page
    sent = {"request_key": str(uuid4()), "about": "petugas", "text": "Diminta seratus ribu."}
    for _twice in range(2):
        assert client.post("/family/complaints/", data=sent).status_code == 303
    assert session.scalars(select(Complaint.about)).all() == [ComplaintAbout.STAFF]
    assert "Diminta seratus ribu." in client.get("/family/complaints/").text


def test_an_empty_complaint_gets_its_sentences_and_keeps_the_choice(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    answer = client.post("/family/complaints/", data={"about": "potongan", "text": ""})
    assert "Tulis apa yang terjadi" in answer.text
    assert "checked" in answer.text
    answer = client.post("/family/complaints/", data={"about": "salah", "text": "a" * 2001})
    assert "Pilih" in answer.text
    assert "Paling banyak 2000 huruf." in answer.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_answers_stand_beside_and_old_reports_come_in_pages(
    client: FlaskClient, session: Session, recipient: Heir, now: datetime
) -> None:
    for number in range(11):
        client.post(
            "/family/complaints/",
            data={"request_key": str(uuid4()), "about": "lain", "text": f"Laporan ke-{number}"},
        )
    first = client.get("/family/complaints/").text
    later = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get(later[0]).text
    assert first.count("Belum dijawab") == 10
    assert second.count("Belum dijawab") == 1
    assert 'rel="next"' not in second
    assert 'rel="prev"' in second
    assert client.get("/family/complaints/?after=x").text.count("Belum dijawab") == 10


@pytest.mark.parametrize("page", ["", "papers", "benefit/", "receipt/", "complaints/"])
def test_nobody_signed_in_is_led_to_the_door(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/family/{page}")
    assert answer.status_code == 303
    assert "/sign-in" in answer.location


def test_another_familys_words_are_not_there(
    client: FlaskClient, session: Session, paid: Heir
) -> None:
    client.post(
        "/family/complaints/",
        data={"request_key": str(uuid4()), "about": "lain", "text": "Rahasia kami"},
    )
    stranger = make_recipient(session)
    enter_with(client, make_letter(session, recipient=stranger))
    session.commit()
    assert "Rahasia kami" not in client.get("/family/complaints/").text
    assert "Yusup Lamato" not in client.get("/family/").text


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("", "Beranda – Layanan Keluarga"),
        ("papers", "Beranda – Layanan Keluarga"),
        ("benefit/", "Hak Anda menurut hukum – Layanan Keluarga"),
        ("receipt/", "Dana masuk – Layanan Keluarga"),
        ("receipt/missing", "Dana masuk – Layanan Keluarga"),
        ("complaints/", "Layanan Keluarga"),
        ("plan/", "Rencana Anda – Layanan Keluarga"),
    ],
)
def test_the_first_load_fits_a_slow_network_and_its_title_names_nobody_and_no_complaint(
    client: FlaskClient, paid: Heir, page: str, title: str
) -> None:
    html = client.get(f"/family/{page}").data
    static = Path(savings_app.__file__).parent / "static"
    scripts = re.findall(r'<script src="/static/(\w+\.js)[^>]*>', html.decode())
    assert scripts == (["keep.js", "say.js"] if page == "receipt/missing" else ["keep.js"])
    assert html.count(b"<script") == len(scripts)
    files = [(static / name).read_bytes() for name in ("app.css", "icon.svg", *scripts)]
    assert sum(len(gzip.compress(one)) for one in (html, *files)) <= FIRST_LOAD_LIMIT
    assert f"<title>{title}</title>" in html.decode()
