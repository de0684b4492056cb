"""The paper form is keyed in whole, in the paper's order, and becomes the plan the pages make."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Heir
from savings_app.documents.rendering import render_html
from savings_app.documents.rules import DocumentKind
from savings_app.errors import NotPermitted
from savings_app.money import Rupiah
from savings_app.planning.actions import PaperPlan, StepAnswer, key_paper_plan
from savings_app.planning.kinds import PAPER_ROWS, NeedKind, PlanState, PlanStep
from savings_app.planning.models import Plan, PlanLine
from savings_app.planning.queries import list_lines
from savings_app.planning.rules import Line, living_line
from savings_app.policy.rules import SchoolLevel
from savings_app.regulation.actions import load_shipped_regulation
from tests.builders import family_actor, make_case, make_letter, make_recipient, make_user
from tests.conftest import Clock
from tests.domain.test_documents import ask
from tests.web.doors import enter_as, enter_with

PAGE = "/family/plan/paper"
FULL = {
    "household-members": "4",
    "household-school_children": "2",
    "needs-utang-0-label": "warung",
    "needs-utang-0-amount": "1500000",
    "needs-utang-0-costs_monthly": "150000",
    "needs-pengobatan-0-label": "rumah sakit",
    "needs-pengobatan-0-amount": "1.000.000",
    "commemoration-amount": "4000000",
    "school-sekolah-0-label": "Rahma",
    "school-sekolah-0-level": "smp",
    "school-sekolah-0-yearly_need": "3500000",
    "school-sekolah-0-amount": "1500000",
    "business-usaha-0-label": "jualan kue",
    "business-usaha-0-amount": "5000000",
    "living-monthly": "1000000",
    "living-months": "6",
    "saving-simpanan-0-label": "sekolah",
    "saving-simpanan-0-amount": "8000000",
    "saving-simpanan-0-target": "15000000",
    "saving-simpanan-0-wanted_on-month": "7",
    "saving-simpanan-0-wanted_on-year": "2099",
    "saving-simpanan-0-in_name_of": "anak pertama",
    "saving-simpanan-1-label": "atap",
    "saving-simpanan-1-amount": "2000000",
    "ticked": "yes",
    "signed_on-day": "22",
    "signed_on-month": "11",
    "signed_on-year": "2026",
    "is_seen": "y",
}
LINES = (
    Line(NeedKind.DEBT, Rupiah.of(1_500_000), "warung", costs_monthly=Rupiah.of(150_000)),
    Line(NeedKind.MEDICAL, Rupiah.of(1_000_000), "rumah sakit"),
    Line(NeedKind.COMMEMORATION, Rupiah.of(4_000_000)),
    Line(
        NeedKind.SCHOOL,
        Rupiah.of(1_500_000),
        "Rahma",
        school_level=SchoolLevel.SMP,
        yearly_need=Rupiah.of(3_500_000),
    ),
    Line(NeedKind.BUSINESS, Rupiah.of(5_000_000), "jualan kue"),
    living_line(monthly=Rupiah.of(1_000_000), months=6),
    Line(
        NeedKind.SAVING,
        Rupiah.of(8_000_000),
        "sekolah",
        target=Rupiah.of(15_000_000),
        wanted_on=date(2099, 7, 1),
        in_name_of="anak pertama",
    ),
    Line(NeedKind.SAVING, Rupiah.of(2_000_000), "atap"),
)


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session)


@pytest.fixture
def recipient(session: Session, now: datetime) -> Heir:
    load_shipped_regulation(session, now=now)
    return make_recipient(session)


@pytest.fixture
def beside(
    client: FlaskClient, session: Session, user: User, recipient: Heir, clock: Clock
) -> FlaskClient:
    """A caseworker who sits with the family, opened at the page that keys in the paper."""
    enter_as(client, user)
    session.commit()
    begun = client.post(f"/government/visits/begin/{recipient.id}", data={"to": "paper"})
    assert begun.location == PAGE
    return client


def boxes(client: FlaskClient, **changes: str) -> dict[str, str]:
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', client.get(PAGE).text)
    assert seen is not None
    return {"seen": seen.group(1), **FULL, **changes}


def plans(session: Session) -> list[Plan]:
    session.expire_all()
    return list(session.scalars(select(Plan).order_by(Plan.number)))


def test_the_whole_paper_becomes_one_agreed_plan_marked_as_assisted(
    beside: FlaskClient, session: Session, user: User
) -> None:
    kept = beside.post(PAGE, data=boxes(beside))
    assert kept.status_code == 303, kept.text
    (plan,) = plans(session)
    assert (plan.state, plan.household_members, plan.school_children) == (PlanState.AGREED, 4, 2)
    assert (plan.assisted_by, plan.paper_on) == (user.id, date(2026, 11, 22))
    assert plan.suggestion is None  # the paper showed none
    assert list_lines(session, plan_id=plan.id) == LINES
    deeds = session.scalars(
        select(AuditEvent.action).where(AuditEvent.subject == "plan").order_by(AuditEvent.sequence)
    ).all()
    assert deeds == ["plan:begin", *["plan:answer"] * 7, "plan:finish"]
    shown = beside.get(kept.location).text
    assert "Disalin petugas dari lembar kertas bertanda tangan, tanggal 22 November 2026" in shown


def test_nothing_is_filled_in_and_there_are_as_many_lines_as_on_the_paper(
    beside: FlaskClient,
) -> None:
    page = beside.get(PAGE).text
    typed = re.findall(r'<input[^>]*type="text"[^>]*>', page)
    assert typed
    assert all('value=""' in box for box in typed)
    assert "checked" not in page
    for kind, rows in PAPER_ROWS.items():
        assert len(re.findall(rf'name="\w+-{kind.value}-\d-label"', page)) == rows


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"business-usaha-0-amount": "20000000"}, "lebih Rp2.000.000 dari uang"),
        ({"needs-utang-0-amount": ""}, "Tulis jumlahnya"),
        ({"living-months": "0"}, "Jumlah bulan antara 1 dan 120"),
        ({"living-months": ""}, "Tulis untuk berapa bulan"),
        ({"household-school_children": "9"}, "paling banyak 4"),
        ({"signed_on-year": "2027"}, "Tanggal di lembar ini belum tiba"),
        ({"signed_on-year": "2020"}, "sebelum hari wafat"),
        ({"signed_on-day": "31"}, "Tanggal ini tidak ada"),
        ({"ticked": "not_now"}, "Tanyakan kepada keluarga mana yang benar"),
        ({"saving-simpanan-0-in_name_of": "7503114108159001"}, "Tulis sebutannya saja"),
        ({"saving-simpanan-0-wanted_on-year": "2026"}, "sudah lewat"),
    ],
)
def test_a_mistake_has_its_sentence_and_nothing_that_was_typed_is_lost(
    beside: FlaskClient, session: Session, changes: dict[str, str], said: str
) -> None:
    sent = boxes(beside, **changes)
    answer = beside.post(PAGE, data=sent)
    assert answer.status_code == 200
    assert said in answer.text
    assert 'role="alert"' in answer.text
    for name, typed in sent.items():
        if typed and name not in {"ticked", "is_seen", "school-sekolah-0-level"}:
            assert re.search(rf'name="{name}"[^>]*value="{typed}"', answer.text), name
    assert re.search(r'<option selected value="smp">', answer.text)
    assert answer.text.count("checked") == 2
    assert plans(session) == []
    assert session.scalars(select(PlanLine)).all() == []


def test_without_a_tick_that_the_signature_was_seen_nothing_is_kept(
    beside: FlaskClient, session: Session
) -> None:
    sent = boxes(beside)
    del sent["is_seen"]
    assert "Centang sesudah melihat tanda tangan" in beside.post(PAGE, data=sent).text
    assert plans(session) == []


def test_not_now_on_paper_is_kept_with_what_was_written_and_is_as_finished(
    beside: FlaskClient, session: Session, recipient: Heir
) -> None:
    saved = {name: "" for name in FULL if name.startswith("saving-")}
    done = beside.post(PAGE, data=boxes(beside, ticked="not_now", **saved))
    assert done.status_code == 303
    (plan,) = plans(session)
    assert (plan.state, plan.paper_on) == (PlanState.NOT_NOW, date(2026, 11, 22))
    assert list_lines(session, plan_id=plan.id) == LINES[:6]


def test_the_same_form_sent_twice_is_kept_once_and_says_so(
    beside: FlaskClient, session: Session
) -> None:
    sent = boxes(beside)
    assert beside.post(PAGE, data=sent).status_code == 303
    again = beside.post(PAGE, data=sent)
    assert again.status_code == 409
    assert 'value="rumah sakit"' in again.text
    assert len(plans(session)) == 1


def test_a_second_paper_is_a_new_version_with_nothing_of_the_first_beside_it(
    beside: FlaskClient, session: Session
) -> None:
    beside.post(PAGE, data=boxes(beside))
    none = {name: "" for name in FULL if name.startswith(("needs-", "school-", "business-"))}
    more = {"commemoration-amount": "6000000", "saving-simpanan-0-amount": "20000000"}
    assert "Sudah ada rencana" in beside.get(PAGE).text
    assert beside.post(PAGE, data=boxes(beside, **none, **more)).status_code == 303
    first, second = plans(session)
    assert (first.state, second.state) == (PlanState.REPLACED, PlanState.AGREED)
    amounts = [line.amount.rupiah for line in list_lines(session, plan_id=second.id)]
    assert amounts == [6_000_000, 6_000_000, 20_000_000, 2_000_000]


def test_where_shares_are_unknown_the_amount_stands_on_the_paper_too(
    client: FlaskClient, session: Session, user: User, clock: Clock, today: date, now: datetime
) -> None:
    case = make_case(session)
    one, _other = make_recipient(session, case=case), make_recipient(session, case=case)
    enter_as(client, user)
    client.post(f"/government/visits/begin/{one.id}", data={"to": "paper"})
    for_them = "Berapa rupiah yang akan Anda terima?"
    assert for_them in client.get(PAGE).text
    document = ask(session, one, today, now, kind=DocumentKind.PLAN_FORM)
    assert for_them in render_html(document, address="http://layanan.invalid")
    sent = boxes(client)
    assert "Tulis jumlahnya dalam rupiah" in client.post(PAGE, data=sent).text
    assert client.post(PAGE, data={**sent, "amount": "40000000"}).status_code == 303
    (plan,) = plans(session)
    assert plan.amount == Rupiah.of(40_000_000)


def test_a_family_by_itself_has_its_own_pages_and_its_word_is_no_paper(
    client: FlaskClient, session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    enter_with(client, make_letter(session, recipient=recipient))
    session.commit()
    assert client.get(PAGE).location == "/family/plan/"
    assert client.post(PAGE, data=FULL).location == "/family/plan/"
    assert plans(session) == []


def test_boxes_of_paper_and_page_have_the_same_words_in_the_same_order(
    beside: FlaskClient, session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    document = ask(session, recipient, today, now, kind=DocumentKind.PLAN_FORM)
    paper = render_html(document, address="http://layanan.invalid")
    tables = re.findall(r'<table class="fill">(.*?)</table>', paper, re.DOTALL)
    printed: list[str] = []
    for table in tables:
        heads = re.findall(r"<th[^>]*>(.*?)</th>", table)
        if heads[0].endswith(": Tanggal"):
            assert heads[1:] == ["Bulan", "Tahun"]
            heads = [heads[0].removesuffix(": Tanggal")]
        heads = [head.rpartition(": ")[2] for head in heads]
        lines = len(re.findall(r"<tr>", table)) - 1
        printed += heads * lines
    page = beside.get(PAGE).text
    form = page[page.index('name="seen"') :]
    parts = {"Tanggal", "Bulan", "Tahun"}  # of a day
    named = re.findall(r"<(?:label|legend)[^>]*>(.*?)</(?:label|legend)>", form, re.DOTALL)
    keyed = [" ".join(words.split()) for words in named]
    ticks = {"Ya, sebagian disimpan", "Belum sekarang", "Yang dicentang di lembar"}
    ticks.add("Saya melihat tanda tangan atau cap jempol di lembar ini.")
    keyed = [
        re.sub(r"\s*<span.*", "", words)
        for words in keyed
        if words not in parts | ticks and not re.search(r" \d$", words)
    ]
    assert keyed == printed
    questions = r"<h2>(\d\. [^<]*)</h2>"
    assert re.findall(questions, form) == re.findall(questions, paper)


def test_staff_must_be_beside_the_family(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    paper = PaperPlan({PlanStep.HOUSEHOLD: StepAnswer((), 4, 2)}, today, not_now=True)
    with pytest.raises(NotPermitted):
        key_paper_plan(
            session,
            actor=family_actor(recipient),
            recipient_id=recipient.id,
            paper=paper,
            seen="",
            today=today,
            now=now,
        )
