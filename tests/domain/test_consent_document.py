"""The request for consent: each asked by itself, boxes of one size, the law, on one sheet."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy.orm import Session

from savings_app.consents.kinds import ConsentKind
from savings_app.consents.rules import SCOPE_WORDS, words_of
from savings_app.documents.models import Document
from savings_app.documents.rendering import render_html
from savings_app.documents.rules import DocumentKind, Genuineness
from savings_app.documents.verification import check_bytes
from savings_app.identifiers import AccountNumber
from savings_app.words.language import use_language
from tests.builders import (
    actor_of,
    get_bank,
    make_account,
    make_consent,
    make_recipient,
    make_user,
)
from tests.domain.test_documents import ask, is_accessible, made

ADDRESS = "http://layanan.invalid"
ASKED = (ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS, ConsentKind.STAFF_SEES)


def request(session: Session, today: date, now: datetime, *, accounts: int = 1) -> Document:
    recipient, actor = make_recipient(session), actor_of(make_user(session))
    for number in range(accounts):
        make_account(session, recipient=recipient, number=f"12345678901234{number}")
    return ask(session, recipient, today, now, kind=DocumentKind.CONSENT, actor=actor)


def test_each_consent_says_the_words_of_the_screen_and_not_now_stands_beside_every_yes(
    session: Session, today: date, now: datetime
) -> None:
    html = render_html(request(session, today, now), address=ADDRESS)
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", html, re.DOTALL)
    assert len(rows) == len(ASKED)
    with use_language("id"):
        for kind, row in zip(ASKED, rows, strict=True):
            words = words_of(kind)
            for said in (words.title, words.does, words.does_not, words.when_revoked):
                assert str(said) in row, kind
            boxes = re.findall(r"<p><span class=\"tick\"></span> (.*?)</p>", row)
            assert len(boxes) == (3 if kind is ConsentKind.BANK_ANSWERS else 2)
            assert boxes[-1] == "Belum sekarang"
            assert all(box.startswith("Ya") for box in boxes[:-1])
    assert len(SCOPE_WORDS) == 2


def test_it_names_the_bank_and_masks_the_account_and_says_the_law_with_its_status(
    session: Session, today: date, now: datetime
) -> None:
    html = render_html(request(session, today, now), address=ADDRESS)
    assert get_bank(session).name in html
    assert str(AccountNumber("123456789012340")) in html
    assert "123456789012340" not in html
    assert "POJK 44/2024;" in html  # verified: no mark
    assert "UU 4/2023 (P2SK) Pasal 14 (draf, belum diperiksa);" in html
    assert "UU 27/2022 (PDP) Pasal 20 dan 22 (draf, belum diperiksa)." in html
    assert "santunan dibayar penuh dan bantuan mengurus klaim diberikan, apa pun jawaban" in html
    assert "Saksi 2" in html
    assert "cap jempol" in html


def test_what_was_answered_before_is_not_on_the_paper(
    session: Session, today: date, now: datetime
) -> None:
    recipient, actor = make_recipient(session), actor_of(make_user(session))
    make_account(session, recipient=recipient)
    before = ask(session, recipient, today, now, kind=DocumentKind.CONSENT, actor=actor)
    make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    after = ask(session, recipient, today, now, kind=DocumentKind.CONSENT, actor=actor)
    assert after.content == {**before.content, "replaces": before.number}


def test_a_family_without_an_account_gets_lines_to_write_it_on(
    session: Session, today: date, now: datetime
) -> None:
    html = render_html(request(session, today, now, accounts=0), address=ADDRESS)
    assert "Rekening: bank ____" in html


@pytest.mark.parametrize("accounts", [0, 2])
@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_one_page_a_reader_can_use_and_a_check_knows(
    session: Session, today: date, now: datetime, accounts: int, language: str
) -> None:
    document = request(session, today, now, accounts=accounts)
    document.language = language
    data = made(session, document)
    assert is_accessible(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
    assert document.number.startswith("PP-")
    assert check_bytes(session, data).status is Genuineness.GENUINE
