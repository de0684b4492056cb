"""Documents: numbers without gaps, real PDFs that a validator accepts, and what a check says."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from uuid import uuid4

import page
import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app import storage
from savings_app.access.passwords import is_secret, make_hash
from savings_app.actors import Actor, Role
from savings_app.cases.actions.letters import issue_letter
from savings_app.cases.actions.opening import open_case
from savings_app.cases.kinds import SchoolLevel
from savings_app.cases.letter_codes import make_code, seal, unseal_bytes
from savings_app.cases.models import AccessLetter, Heir
from savings_app.deposits.models import Answer, BankAnswer
from savings_app.documents.actions import (
    forget_bytes,
    note_opened,
    request_document,
    withdraw_document,
)
from savings_app.documents.models import Document
from savings_app.documents.rendering import render_document, render_html
from savings_app.documents.rules import (
    DocumentKind,
    DocumentState,
    Genuineness,
    LetterPrintedOnce,
    NothingToPrint,
    StatementNeedsConsent,
    Wanted,
    decoded,
    encoded,
)
from savings_app.documents.verification import check_bytes, check_number, check_token
from savings_app.errors import NotFound
from savings_app.money import Rupiah
from savings_app.policy.rules import Programme
from savings_app.storage import FileKind, sealing_key
from savings_app.tasks.documents import make_document
from tests.builders import (
    actor_of,
    family_actor,
    let_staff_see,
    make_account,
    make_participant,
    make_pledge,
    make_recipient,
    make_user,
)


@pytest.fixture
def recipient(session: Session) -> Heir:
    recipient = make_recipient(session)
    pledge = make_pledge(session, account=make_account(session, recipient=recipient))
    pledge.made_on = date(2026, 9, 1)
    session.add(
        BankAnswer(
            pledge_id=pledge.id,
            on=date(2026, 10, 31),
            asked_amount=Rupiah.of(10_000_000),
            answer=Answer.YES,
            answered_by=make_user(session, role=Role.BANK_OFFICER).id,
            answered_at=datetime.fromisoformat("2026-11-02T02:00:00+00:00"),
            request_key=uuid4(),
            reverses_id=None,
            reason=None,
        )
    )
    session.flush()
    return recipient


def ask(
    session: Session,
    recipient: Heir,
    today: date,
    now: datetime,
    *,
    kind: DocumentKind = DocumentKind.SAVINGS,
    actor: Actor | None = None,
    letter: AccessLetter | None = None,
) -> Document:
    return request_document(
        session,
        actor=actor or family_actor(recipient),
        wanted=Wanted(kind),
        recipient_id=recipient.id,
        today=today,
        now=now,
        letter=letter,
    )


def made(session: Session, document: Document) -> bytes:
    """The bytes a worker makes of it."""
    session.commit()
    make_document(document.id)
    session.expire_all()
    assert document.state is DocumentState.READY, document.failure
    assert document.stored_name is not None
    assert document.stored_sha256 is not None
    return storage.read(FileKind.DOCUMENT, document.stored_name, sha256=document.stored_sha256)


def test_the_statement_is_accessible_genuine_and_says_what_the_bank_said(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    document = ask(session, recipient, today, now)
    html = render_html(document, address="http://layanan.invalid")
    assert "Oktober 2026" in html
    assert "Belum ada kabar dari bank" in html  # September
    assert "Masih ada" in html
    assert "jawaban bank Bank BRI" in html
    assert "Rp10.000.000" in html
    data = made(session, document)
    assert is_accessible(data)
    found = check_bytes(session, data)
    assert (found.status, found.number) == (Genuineness.GENUINE, document.number)
    assert check_token(session, token=document.token).status is Genuineness.GENUINE


def test_one_changed_byte_is_seen(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    document = ask(session, recipient, today, now)
    data = bytearray(made(session, document))
    data[-40] ^= 1
    assert check_bytes(session, bytes(data)).status is Genuineness.CHANGED
    # Where the title stands compressed, and where the table of the file's own objects does.
    for place in range(len(data) - 1200, len(data) - 600, 75):
        broken = bytearray(made_again(document))
        broken[place] ^= 1
        found = check_bytes(session, bytes(broken))
        assert (found.status, found.number) == (Genuineness.CHANGED, document.number)
    resaved = BytesIO()
    with pikepdf.open(BytesIO(made_again(document))) as pdf:
        pdf.save(resaved)
    assert check_bytes(session, resaved.getvalue()).status is Genuineness.CHANGED
    assert check_bytes(session, b"%PDF-1.7 nothing of ours").status is Genuineness.UNKNOWN


def is_accessible(data: bytes) -> bool:
    """PDF/UA-1 and PDF/A-3a, by a validator that passes veraPDF's own test corpus."""
    profiles = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)
    reports = [page.validate_pdf_bytes(data, profile=profile) for profile in profiles]
    for report in reports:
        assert not report.failures, [str(failure) for failure in report.failures]
    return all(report.is_compliant for report in reports)


def made_again(document: Document) -> bytes:
    assert document.stored_name is not None
    assert document.stored_sha256 is not None
    return storage.read(FileKind.DOCUMENT, document.stored_name, sha256=document.stored_sha256)


def test_a_newer_statement_replaces_the_older_and_numbers_have_no_gap(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    first = ask(session, recipient, today, now)
    old = made(session, first)
    second = ask(session, recipient, today, now)
    made(session, second)
    assert second.serial == first.serial + 1
    found = check_bytes(session, old)
    assert (found.status, found.replaced_by) == (Genuineness.REPLACED, second.number)
    assert check_number(session, number=second.number.lower()).status is Genuineness.GENUINE


def test_a_refused_request_takes_no_number(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    first = ask(session, recipient, today, now)
    other = make_recipient(session)
    with pytest.raises(NothingToPrint):
        ask(session, other, today, now)
    assert ask(session, recipient, today, now).serial == first.serial + 1


def test_a_withdrawn_document_says_so(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    document = ask(session, recipient, today, now)
    data = made(session, document)
    staff = actor_of(make_user(session))
    withdraw_document(session, actor=staff, document_id=document.id, reason="salah", now=now)
    session.flush()
    assert check_bytes(session, data).status is Genuineness.WITHDRAWN


def test_staff_get_no_statement_without_the_familys_consent(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    staff = actor_of(make_user(session))
    with pytest.raises(StatementNeedsConsent):
        ask(session, recipient, today, now, actor=staff)
    let_staff_see(session, recipient=recipient)
    assert ask(session, recipient, today, now, actor=staff).number.startswith("LS-2026-")


def test_no_other_family_and_no_other_region_sees_a_document(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    document = ask(session, recipient, today, now)
    strangers = [
        family_actor(make_recipient(session)),
        actor_of(make_user(session, region="75.03.06")),
        actor_of(make_user(session, role=Role.BANK_OFFICER)),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            note_opened(session, actor=stranger, document_id=document.id, now=now)


def test_an_access_letter_is_printed_once_and_forgotten(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    staff = actor_of(make_user(session))
    code = make_code()
    letter = issue_letter(
        session,
        actor=staff,
        recipient_id=recipient.id,
        code_hash="unused here",
        code_sealed=seal(code, key=sealing_key()),
        reason=None,
        now=now,
    )
    document = ask(
        session, recipient, today, now, kind=DocumentKind.ACCESS, actor=staff, letter=letter
    )
    sealed = made(session, document)
    assert not sealed.startswith(b"%PDF")
    data = unseal_bytes(sealed, key=sealing_key())
    assert is_accessible(data)
    assert code not in str(document.content)
    assert letter.code_sealed is None
    assert check_bytes(session, data).status is Genuineness.GENUINE
    note_opened(session, actor=staff, document_id=document.id, now=now)
    forget_bytes(session, document_id=document.id)
    session.flush()
    with pytest.raises(LetterPrintedOnce):
        note_opened(session, actor=staff, document_id=document.id, now=now)


@pytest.mark.parametrize(
    ("months", "total", "says"),
    [
        (2, "Rp10.000.000", "Kepesertaan kurang dari 3 bulan: hanya biaya pemakaman yang dibayar."),
        (None, "Rp42.000.000", "Bulan iuran belum diketahui."),
    ],
)
def test_the_letter_says_why_the_amount_is_less_or_not_sure(
    session: Session, today: date, now: datetime, months: int | None, total: str, says: str
) -> None:
    staff = actor_of(make_user(session))
    case = open_case(
        session,
        actor=staff,
        participant_id=make_participant(session, months=months).id,
        died_on=date(2026, 10, 1),
        programme=Programme.JKM,
        children=[SchoolLevel.SD] * 3,
        reporter_name="Pelapor Uji",
        reporter_relation="tetangga",
        today=today,
        now=now,
    )
    recipient = make_recipient(session, case=case, share=Rupiah.of(6_000_000))
    make_recipient(session, case=case)
    letter = issue_letter(
        session,
        actor=staff,
        recipient_id=recipient.id,
        code_hash="unused here",
        code_sealed=seal(make_code(), key=sealing_key()),
        reason=None,
        now=now,
    )
    document = ask(
        session, recipient, today, now, kind=DocumentKind.ACCESS, actor=staff, letter=letter
    )
    html = render_html(document, address="http://layanan.invalid", code="ABCD-2345")
    assert total in html
    assert says in html
    for promised in (
        "tanpa potongan",
        "Lapor di luar desa: Inspektorat",
        "data:image/png",
        "ABCD-2345",
    ):
        assert promised in html
    assert f"{case.number}-{recipient.position}" in html
    assert "anak pertama" not in html  # of the scholarship, which the letter does not speak of
    for document.language in ("id", "en"):
        data = render_document(document, address="http://layanan.invalid", code="ABCD-2345")
        with pikepdf.open(BytesIO(data)) as pdf:
            assert len(pdf.pages) == 1  # the complaint path at its end is not on a sheet to lose


@pytest.mark.parametrize(
    ("rest", "months", "says"),
    [
        (9_000_000, 4, "cukup untuk 4 bulan"),
        (1_000_000, 0, "kurang dari biaya hidup satu bulan, Rp2.000.000"),
        (0, 0, None),
    ],
)
def test_the_plan_on_paper_says_how_long_the_rest_lasts(
    session: Session,
    recipient: Heir,
    today: date,
    now: datetime,
    rest: int,
    months: int,
    says: str | None,
) -> None:
    document = ask(session, recipient, today, now)
    document.kind = DocumentKind.PLAN
    living = {"kind": "harian", "called": "", "amount": Rupiah.of(20_000_000 - rest)}
    document.content = encoded(
        {
            **decoded(document.content),
            "version": 1,
            "finished_on": today,
            "is_agreed": True,
            "is_assisted": False,
            "amount": Rupiah.of(20_000_000),
            "lines": [living],
            "rest": Rupiah.of(rest),
            "monthly": Rupiah.of(2_000_000),
            "months": months,
            "suggestion": None,
        }
    )
    html = render_html(document, address="http://layanan.invalid")
    assert (says in html) if says else ("bulan" not in html)


def test_making_a_document_twice_keeps_the_first_bytes(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    document = ask(session, recipient, today, now)
    first = made(session, document)
    make_document(document.id)
    session.expire_all()
    assert made_again(document) == first


def test_equal_content_gives_equal_bytes(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    document = ask(session, recipient, today, now)
    address = "http://layanan.invalid"
    assert render_document(document, address=address) == render_document(document, address=address)


def test_the_row_of_a_document_holds_no_gap_after_a_failure(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    document = ask(session, recipient, today, now)
    document.content = {}
    session.commit()
    for _ in range(3):
        make_document(document.id)
    session.expire_all()
    assert document.state is DocumentState.FAILED
    assert session.scalars(select(Document.serial)).all() == [document.serial]


def test_passwords_and_codes_are_hashed_with_argon2id() -> None:
    hashed = make_hash("ABCD2345")
    assert hashed.startswith("$argon2id$")
    assert is_secret("ABCD2345", hashed)
    assert not is_secret("ABCD2346", hashed)
