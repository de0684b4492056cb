"""The blank plan: the questions of the screen in their order, on paper, with nothing filled in."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy.orm import Session

from savings_app.documents.rendering import render_html
from savings_app.documents.rules import DocumentKind, Genuineness
from savings_app.documents.verification import check_bytes
from savings_app.planning.kinds import STEPS, PlanStep
from savings_app.web.family.plan.forms import (
    STEP_FORMS,
    CommemorationForm,
    DebtLineForm,
    HouseholdForm,
    LineForm,
    LivingForm,
    SavingLineForm,
    SchoolLineForm,
)
from savings_app.web.forms import Form
from savings_app.words.language import SOURCE_LANGUAGE, use_language
from tests.builders import actor_of, make_recipient, make_user
from tests.domain.test_documents import ask, is_accessible, made

ADDRESS = "http://layanan.invalid"
ASKED: tuple[type[Form], ...] = (
    HouseholdForm,
    DebtLineForm,
    LineForm,
    CommemorationForm,
    SchoolLineForm,
    LivingForm,
    SavingLineForm,
)


@pytest.fixture
def form(session: Session, today: date, now: datetime) -> str:
    recipient, actor = make_recipient(session), actor_of(make_user(session))
    kind = DocumentKind.PLAN_FORM
    document = ask(session, recipient, today, now, kind=kind, actor=actor)
    return render_html(document, address=ADDRESS)


def test_every_box_of_the_screen_is_on_the_paper_by_its_name(form: str) -> None:
    with use_language(SOURCE_LANGUAGE):
        for boxes in ASKED:
            for field in boxes(None):
                if field.type != "HiddenField":
                    assert str(field.label.text) in form, (boxes, field.name)
    assert set(STEP_FORMS) == set(STEPS) - {PlanStep.REVIEW}  # seven questions, as many numbers
    assert re.findall(r"<h2>(\d)\.", form) == [str(number) for number in range(1, 8)]


def test_every_box_is_empty_and_not_now_stands_beside_yes(form: str) -> None:
    cells = re.findall(r"<td>(.*?)</td>", form)
    assert cells
    assert set(cells) == {"&nbsp;"}
    assert re.search(r"Ya, sebagian disimpan\s+<span[^>]*></span> Belum sekarang", form)
    assert "Tanda tangan atau cap jempol" in form


def test_the_days_and_the_months_of_the_law_stand_beside_the_boxes(form: str) -> None:
    assert "Hari ke-40" in form
    assert "Rp12.000.000 dari seluruh santunan itu untuk 24 bulan" in form
    assert "Hak beasiswa belum pasti" in form


def test_the_form_is_two_pages_a_reader_can_use_and_a_check_knows(
    session: Session, today: date, now: datetime
) -> None:
    recipient, actor = make_recipient(session), actor_of(make_user(session))
    kind = DocumentKind.PLAN_FORM
    document = ask(session, recipient, today, now, kind=kind, actor=actor)
    data = made(session, document)
    assert is_accessible(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) <= 2
    assert document.number.startswith("LR-")
    assert check_bytes(session, data).status is Genuineness.GENUINE
