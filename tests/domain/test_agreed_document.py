"""What was agreed, on paper: every line with what was said about it, on one page of A4."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy.orm import Session

from savings_app.cases.benefit_rules import stored_scholarship
from savings_app.cases.models import Heir
from savings_app.documents.models import Document
from savings_app.documents.rendering import render_document, render_html
from savings_app.documents.rules import DocumentKind
from savings_app.money import Rupiah, total
from savings_app.planning.actions import StepAnswer, answer_step, begin_plan, finish_plan
from savings_app.planning.kinds import STEP_KINDS, STEPS, NeedKind, PlanStep
from savings_app.planning.queries import get_plan_view
from savings_app.planning.rules import Line, living_line
from savings_app.policy.rules import Programme, SchoolLevel, compute_benefit
from savings_app.regulation.actions import load_shipped_regulation
from tests.builders import DIED_ON, family_actor, make_case, make_recipient
from tests.domain.test_documents import ask, is_accessible

ADDRESS = "http://layanan.invalid"
LONG = "seragam, sepatu, buku, uang masuk dan ongkos setiap hari untuk anak yang pertama"


def rp(thousands: int) -> Rupiah:
    return Rupiah.of(thousands * 1000)


FULL = (
    Line(NeedKind.DEBT, rp(1_500), f"warung {LONG[:60]}", costs_monthly=rp(150)),
    Line(NeedKind.DEBT, rp(2_000), "koperasi", costs_monthly=rp(40)),
    Line(NeedKind.DEBT, rp(500), "tetangga"),
    Line(NeedKind.MEDICAL, rp(1_000), "rumah sakit"),
    Line(NeedKind.MEDICAL, rp(300), "obat"),
    Line(NeedKind.URGENT, rp(2_000), "atap rumah"),
    Line(NeedKind.URGENT, rp(700), "sumur"),
    Line(NeedKind.COMMEMORATION, rp(4_000)),
    Line(NeedKind.SCHOOL, rp(1_500), LONG, school_level=SchoolLevel.SMP, yearly_need=rp(3_500)),
    Line(NeedKind.SCHOOL, rp(500), "Sitti", school_level=SchoolLevel.SD, yearly_need=rp(2_000)),
    Line(NeedKind.SCHOOL, rp(400), "Adam", school_level=SchoolLevel.TK, yearly_need=rp(900)),
    Line(NeedKind.BUSINESS, rp(5_000), "jualan kue di depan rumah"),
    Line(NeedKind.BUSINESS, rp(1_000), "ayam"),
    living_line(monthly=rp(1_000), months=6),
    Line(
        NeedKind.SAVING,
        rp(8_000),
        LONG,
        target=rp(15_000),
        wanted_on=date(2028, 7, 1),
        in_name_of="anak pertama",
    ),
    Line(NeedKind.SAVING, rp(3_000), "perbaikan rumah", wanted_on=date(2030, 1, 1)),
    Line(NeedKind.SAVING, rp(1_000), "umrah", target=rp(30_000), in_name_of="ibu dari almarhum"),
)


def agreed(
    session: Session, today: date, now: datetime, lines: tuple[Line, ...]
) -> tuple[Heir, Document]:
    """The document of a plan that was answered and finished as families do it."""
    load_shipped_regulation(session, now=now)
    benefit = compute_benefit(programme=Programme.JKM, died_on=DIED_ON, months=40)
    case = make_case(session, scholarship=stored_scholarship(benefit.scholarship))
    recipient = make_recipient(session, case=case)
    actor = family_actor(recipient)
    plan = begin_plan(session, actor=actor, recipient_id=recipient.id, now=now)
    for step in STEPS[:-1]:
        own = tuple(line for line in lines if line.kind in STEP_KINDS[step])
        household = step is PlanStep.HOUSEHOLD
        answer_step(
            session,
            actor=actor,
            plan_id=plan.id,
            step=step,
            answer=StepAnswer(() if household else own, *((5, 3) if household else ())),
            seen=None,
            today=today,
            now=now,
        )
    view = get_plan_view(
        session, actor=actor, recipient_id=recipient.id, plan_id=plan.id, today=today
    )
    finish_plan(
        session,
        actor=actor,
        plan_id=plan.id,
        shown=view.suggestion.amount if view.suggestion else None,
        seen=None,
        today=today,
        now=now,
    )
    return recipient, ask(session, recipient, today, now, kind=DocumentKind.PLAN)


def pages(document: Document) -> int:
    with pikepdf.open(BytesIO(render_document(document, address=ADDRESS))) as pdf:
        return len(pdf.pages)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_full_plan_is_exactly_one_page_a_reader_can_use(
    session: Session, today: date, now: datetime, language: str
) -> None:
    _recipient, document = agreed(session, today, now, FULL)
    document.language = language
    assert pages(document) == 1
    assert is_accessible(render_document(document, address=ADDRESS))


def test_eight_debts_flow_to_a_second_page_that_says_so_and_no_line_is_lost(
    session: Session, today: date, now: datetime
) -> None:
    many = tuple(Line(NeedKind.DEBT, rp(100), f"{LONG[:70]} {at}") for at in range(8))
    more = tuple(
        Line(NeedKind.SCHOOL, rp(100), f"{LONG[:70]} {at}", yearly_need=rp(900)) for at in range(8)
    )
    rest = tuple(line for line in FULL if line.kind not in (NeedKind.DEBT, NeedKind.SCHOOL))
    _recipient, document = agreed(session, today, now, (*many, *more, *rest))
    assert pages(document) == 2
    html = render_html(document, address=ADDRESS)
    assert html.count(LONG[:70]) == 17  # eight, eight, and the pot
    assert 'data-of="dari"' in html  # "Halaman 1 dari 2", at the foot of each page


def test_it_says_of_each_line_what_it_costs_needs_and_whose_it_is(
    session: Session, today: date, now: datetime
) -> None:
    _recipient, document = agreed(session, today, now, FULL)
    html = " ".join(render_html(document, address=ADDRESS).split())
    for sentence in (
        "biaya Rp150.000 sebulan",
        "SMP; butuh Rp3.500.000, beasiswa Rp2.000.000, sisanya Rp1.500.000 setahun",
        "butuh Rp900.000 setahun",  # the third child, for whom the law has no place
        "Rp1.000.000 sebulan × 6 bulan",
        "dibutuhkan Rp15.000.000; dipakai mulai 1 Juli 2028; atas nama anak pertama",
        "dipakai mulai 1 Januari 2030; atas nama penerima",
        "Rekening anak dibuka bersama walinya",
        "Doa arwah (mongaruwa)",
        "5 orang, 3 anak masih sekolah",
        "Saksi, bila ada",
        "Tanda tangan atau cap jempol",
    ):
        assert sentence in html, sentence


def test_the_lines_and_the_rest_add_up_to_the_amount_printed(
    session: Session, today: date, now: datetime
) -> None:
    _recipient, document = agreed(session, today, now, FULL)
    html = render_html(document, address=ADDRESS)
    printed = re.findall(r'<td class="number">Rp([\d.]+)</td>', html)
    *parts, whole = [Rupiah.of(int(text.replace(".", ""))) for text in printed]
    assert len(parts) == len(FULL) + 1
    assert total(parts) == whole == Rupiah.of(42_000_000)
