"""The rights letter, the introduction to a bank and the sheet of a visit: what each may say."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from sqlalchemy.orm import Session

from savings_app.cases.benefit_rules import stored_scholarship
from savings_app.cases.kinds import AccountPurpose, BringsIt, PaperKind, PaperState
from savings_app.cases.models import Case, Heir, Paper
from savings_app.consents.kinds import ConsentKind
from savings_app.documents.models import Document
from savings_app.documents.rendering import render_document, render_html
from savings_app.documents.rules import BenefitNotComputed, DocumentKind
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.policy.rules import Programme, SchoolLevel, compute_benefit
from savings_app.web.forms import Form
from savings_app.web.government.follow_ups import FollowUpForm
from savings_app.words.language import use_language
from tests.builders import (
    DIED_ON,
    get_bank,
    make_account,
    make_case,
    make_consent,
    make_nik,
    make_participant,
    make_payout,
    make_pledge,
    make_recipient,
)
from tests.domain.document_rows import issue
from tests.domain.test_consent_letter_text import text_of

ADDRESS = "http://layanan.invalid"
EXAMPLES = Path(__file__).parent.parent / "examples"
NUMBER = "003901012345678"


def page_of(document: Document) -> str:
    """What it says; the picture of its QR is another one each time and may spell anything."""
    page = re.sub(r"data:image/png;base64,[\w+/=]+", "", render_html(document, address=ADDRESS))
    return " ".join(page.split())


def with_children(session: Session, levels: tuple[SchoolLevel, ...], months: int | None) -> Heir:
    right = compute_benefit(
        programme=Programme.JKM, died_on=DIED_ON, months=months, children=levels
    ).scholarship
    return make_recipient(session, case=make_case(session, scholarship=stored_scholarship(right)))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_rights_letter_says_what_was_agreed_word_for_word(
    session: Session, today: date, now: datetime, language: str
) -> None:
    """Who means to change a word writes tests/examples anew with UPDATE_GOLDEN=1, and reads it."""
    recipient = with_children(session, (SchoolLevel.SD, SchoolLevel.SMP), 40)
    make_account(session, recipient=recipient, number=NUMBER)
    document = issue(
        session, recipient, DocumentKind.BENEFIT, today=today, now=now, language=language
    )
    told = text_of(render_html(document, address=ADDRESS))
    told = told.replace(document.token, "TOKEN").replace(document.number, "SH-2026-0001")
    told = re.sub(r"BB-2026-\d{4}", "BB-2026-0001", told)
    golden = EXAMPLES / f"benefit_letter_{language}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(told)
    assert told == golden.read_text()


def test_it_says_each_law_with_its_status_and_whom_and_where_it_is_paid(
    session: Session, today: date, now: datetime
) -> None:
    recipient = make_recipient(session)
    page = page_of(issue(session, recipient, DocumentKind.BENEFIT, today=today, now=now))
    for said in ("Rp20.000.000", "Rp12.000.000", "Rp10.000.000", "Rp42.000.000"):
        assert said in page
    assert page.count("PP 82/2019 Pasal 34 (terverifikasi)") == 3
    assert "Belum ada rekening. Bank mana pun boleh" in page
    assert "Buka rekening atas nama sendiri sebelum klaim." in page
    assert "PP 44/2015" in page
    assert "kode" not in page.lower().replace("kode qr", "")
    account = make_account(session, recipient=recipient, number=NUMBER)
    page = page_of(issue(session, recipient, DocumentKind.BENEFIT, today=today, now=now))
    assert str(AccountNumber(NUMBER)) in page
    assert NUMBER not in page
    make_payout(session, account=account, amount=41_000_000)
    page = page_of(issue(session, recipient, DocumentKind.BENEFIT, today=today, now=now))
    assert "Rp41.000.000, terakhir 10 November 2026" in page
    assert "Kurang satu rupiah pun" in page


@pytest.mark.parametrize(
    ("months", "says"),
    [(40, "Anak 1, SD"), (None, "Belum pasti"), (12, "Belum berhak: iuran belum cukup lama")],
)
def test_the_scholarship_stands_beside_with_its_condition_and_in_no_total(
    session: Session, today: date, now: datetime, months: int | None, says: str
) -> None:
    recipient = with_children(session, (SchoolLevel.SD,), months)
    document = issue(session, recipient, DocumentKind.BENEFIT, today=today, now=now)
    page = page_of(document)
    assert "Beasiswa anak, di luar santunan di atas" in page
    assert says in page
    assert document.content["total"] == {"sen": 42_000_000_00}


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_longest_letter_is_still_one_sheet(
    session: Session, today: date, now: datetime, language: str
) -> None:
    levels = (SchoolLevel.SD, SchoolLevel.SMP)
    recipient = with_children(session, levels, None)
    recipient.full_name = "Siti Rahmawati Abdul Karim Djafar binti Muhammad Yusuf Hulalata"
    recipient.guardian_name = "Abdul Rahman Wahid Lahay bin Sulaiman Tangahu"
    recipient.share = Rupiah.of(21_000_000)
    make_recipient(session, case=session.get_one(Case, recipient.case_id))
    for kind in (PaperKind.FAMILY_CARD, PaperKind.HEIR_IDENTITY, PaperKind.MARRIAGE_BOOK):
        session.add(
            Paper(
                case_id=recipient.case_id,
                kind=kind,
                brings=BringsIt.FAMILY,
                state=PaperState.MISSING,
                reason=None,
                next_step=None,
                received_on=None,
                received_by=None,
                follow_up_on=None,
            )
        )
    session.flush()
    document = issue(
        session, recipient, DocumentKind.BENEFIT, today=today, now=now, language=language
    )
    page = page_of(document)
    assert "Kartu keluarga (KK)" in page or language == "en"
    with pikepdf.open(BytesIO(render_document(document, address=ADDRESS))) as pdf:
        assert len(pdf.pages) == 1


def test_several_recipients_read_their_own_share_and_nobody_elses(
    session: Session, today: date, now: datetime
) -> None:
    recipient = make_recipient(session, share=Rupiah.of(25_000_000))
    brother = make_recipient(
        session,
        case=session.get_one(Case, recipient.case_id),
        share=Rupiah.of(17_000_000),
        full_name="Jafar Uji",
    )
    page = page_of(issue(session, recipient, DocumentKind.BENEFIT, today=today, now=now))
    assert "Hak Anda sendiri, tanpa potongan <strong>Rp25.000.000</strong>" in page
    assert "17.000.000" not in page
    assert "Jafar" not in page
    brother.share = recipient.share = None
    session.flush()
    page = page_of(issue(session, recipient, DocumentKind.BENEFIT, today=today, now=now))
    assert "Hak semua penerima bersama-sama, tanpa potongan <strong>Rp42.000.000" in page
    assert "Pembagiannya belum dinyatakan" in page


def test_a_case_of_which_the_law_was_never_asked_has_no_letter(
    session: Session, today: date, now: datetime
) -> None:
    like = make_case(session)
    facts = {column.key: getattr(like, column.key) for column in Case.__table__.columns}
    own = {"id": uuid4(), "number": "BB-2026-0900", "serial": 900, "version": 1}
    case = Case(**{**facts, **own, "participant_id": make_participant(session).id})
    session.add(case)
    session.flush()
    recipient = make_recipient(session, case=case)
    with pytest.raises(BenefitNotComputed):
        issue(session, recipient, DocumentKind.BENEFIT, today=today, now=now)


def test_a_bank_reads_who_comes_and_nothing_of_the_death(
    session: Session, today: date, now: datetime
) -> None:
    recipient = make_recipient(session)
    recipient.nik = make_nik(date(1975, 3, 5))
    document = issue(session, recipient, DocumentKind.BANK_INTRODUCTION, today=today, now=now)
    page = page_of(document)
    assert str(recipient.nik) in page
    assert recipient.nik.full not in page
    assert "hanya ke tangan penerima, tidak kepada pengantar" in page
    assert "ingin membuka rekening" in page
    assert "Kepada pimpinan kantor bank <br> ________________" in page
    assert not {"deceased", "sex", "recipient_number"} & set(document.content)
    assert "almarhum" not in page
    assert "BB-2026" not in page


def test_wishes_are_told_to_their_own_bank_alone_and_only_with_consent(
    session: Session, today: date, now: datetime
) -> None:
    recipient = make_recipient(session)
    own = make_account(session, recipient=recipient, number=NUMBER)
    elsewhere = make_account(
        session,
        recipient=recipient,
        bank=get_bank(session, "BSG"),
        purpose=AccountPurpose.SAVING,
    )
    make_pledge(session, account=own, amount=7_000_000)
    make_pledge(session, account=elsewhere, amount=9_000_000)
    kind = DocumentKind.BANK_INTRODUCTION
    before = page_of(issue(session, recipient, kind, today=today, now=now))
    assert "Rp" not in before
    assert "Niat" not in before
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    page = page_of(issue(session, recipient, kind, today=today, now=now))
    assert "Rp7.000.000" in page
    assert "9.000.000" not in page
    assert str(elsewhere.number) not in page


def test_the_sheet_of_a_visit_asks_what_its_page_asks_in_the_same_order(
    session: Session, today: date, now: datetime
) -> None:
    recipient = make_recipient(session)
    document = issue(session, recipient, DocumentKind.VISIT_FORM, today=today, now=now)
    page = page_of(document)
    asked: list[str] = []
    with use_language("id"):
        form: Form = FollowUpForm(None)
        form.offer([])  # type: ignore[attr-defined]
        for field in form:
            if field.type == "HiddenField" or field.name == "from_paper":
                continue
            asked.append(str(field.label.text))
            for choice in getattr(field, "choices", None) or ():
                if choice.value:
                    assert f"</span> {choice.label}</span>" in page, choice.label
    places = [page.index(f"{words}") for words in asked]
    assert places == sorted(places)
    assert re.findall(r"<th scope=\"row\">(\d+)\.", page) == [str(n) for n in range(1, 12)]
    assert recipient.full_name not in page  # it lies on other people's tables on its way
    assert recipient.full_name not in str(document.content)
    assert "Rp" not in page
