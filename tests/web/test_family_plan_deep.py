"""What debts cost, school by level, pots with a goal, and the days beside the plan's questions."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app.cases.benefit_rules import stored_scholarship
from savings_app.cases.models import Heir
from savings_app.money import Rupiah
from savings_app.planning.actions import begin_plan
from savings_app.planning.models import PlanLine
from savings_app.policy.rules import Programme, SchoolLevel, compute_benefit
from savings_app.regulation.actions import load_shipped_regulation
from tests.builders import DIED_ON, family_actor, make_case, make_letter, make_recipient
from tests.web.doors import enter_with

Send = Callable[..., TestResponse]
Walk = Callable[[str], None]
PLAN = "/family/plan"
MOST_BYTES = 14_000
LOADED = ("app.css", "icon.svg", "keep.js", "say.js")
STEPS = ("household", "needs", "commemoration", "school", "business", "living", "saving")
SMP = {
    "sekolah-0-label": "Rahma",
    "sekolah-0-level": "smp",
    "sekolah-0-yearly_need": "3.500.000",
}
POT = {
    "simpanan-0-label": "sekolah",
    "simpanan-0-amount": "10.000.000",
    "simpanan-0-target": "15.000.000",
    "simpanan-0-wanted_on-month": "7",
    "simpanan-0-wanted_on-year": "2099",
}


@pytest.fixture
def recipient(
    session: Session, client: FlaskClient, now: datetime, request: pytest.FixtureRequest
) -> Heir:
    """A family with the first question before it; `param` is the months of contributions."""
    load_shipped_regulation(session, now=now)
    months = getattr(request, "param", 40)
    benefit = compute_benefit(programme=Programme.JKM, died_on=DIED_ON, months=months)
    stored = stored_scholarship(benefit.scholarship)
    recipient = make_recipient(session, case=make_case(session, scholarship=stored))
    enter_with(client, make_letter(session, recipient=recipient))
    session.commit()
    client.post(f"{PLAN}/", data={"do": "begin"})
    return recipient


@pytest.fixture
def send(client: FlaskClient, recipient: Heir) -> Send:
    def send(page: str, **boxes: str) -> TestResponse:
        shown = client.get(f"{PLAN}/{page}").text
        hidden = dict(re.findall(r'name="(version|number|shown)"[^>]*value="([^"]*)"', shown))
        return client.post(f"{PLAN}/{page}", data={"do": "next", **hidden, **boxes})

    return send


@pytest.fixture
def walk(send: Send) -> Walk:
    """Answer the questions before this one, most of them with nothing."""

    def walk(until: str) -> None:
        for page in STEPS[: STEPS.index(until)]:
            boxes = {"members": "4", "school_children": "2"} if page == "household" else {}
            send(page, **boxes)

    return walk


def test_debts_stand_with_the_dearest_first_and_a_rule_of_thumb(
    client: FlaskClient, session: Session, send: Send, walk: Walk
) -> None:
    walk("needs")
    send(
        "needs",
        **{
            "utang-0-label": "bank",
            "utang-0-amount": "10.000.000",
            "utang-0-costs_monthly": "200.000",
            "utang-1-label": "tetangga",
            "utang-1-amount": "1.000.000",
            "utang-1-costs_monthly": "150.000",
        },
    )
    page = client.get(f"{PLAN}/needs").text
    assert page.index('value="tetangga"') < page.index('value="bank"')
    assert "Rp15.000 untuk setiap Rp100.000" in page
    assert "yang paling mahal biayanya dibayar dahulu. Minta tanda lunas." in page
    for word in ("boros", "habis", "jangan", "rentenir"):
        assert word not in page.lower()
    for step in STEPS[2:6]:
        send(step)
    send("saving", **POT)
    assert "Rp350.000 sebulan tidak perlu dibayar lagi" in client.get(f"{PLAN}/review").text


def test_what_a_debt_costs_without_the_debt_gets_a_sentence(send: Send, walk: Walk) -> None:
    walk("needs")
    answer = send("needs", **{"utang-0-costs_monthly": "200.000"})
    assert answer.status_code == 200
    assert "Tulis jumlahnya" in answer.text


@pytest.mark.parametrize(
    ("recipient", "sentence"),
    [
        (40, "Butuh Rp3.500.000, beasiswa Rp2.000.000, sisanya Rp1.500.000 setahun."),
        (None, "Beasiswanya belum pasti"),
        (30, "Tidak ada beasiswa yang dikurangkan"),
    ],
    indirect=["recipient"],
)
def test_the_scholarship_is_set_against_the_need_where_the_case_has_it(
    client: FlaskClient, session: Session, send: Send, walk: Walk, sentence: str
) -> None:
    walk("school")
    counted = send("school", do="count", **SMP)
    assert counted.status_code == 200
    assert sentence in counted.text
    assert 'name="sekolah-0-amount"\n' in counted.text
    assert not re.search(r'name="sekolah-0-amount"\s+value="[^"]', counted.text)
    assert session.scalars(select(PlanLine)).all() == []
    kept = send("school", **SMP, **{"sekolah-0-amount": "1.500.000"})
    assert kept.status_code == 303
    line = session.scalars(select(PlanLine)).one()
    assert (line.school_level, line.yearly_need) == (SchoolLevel.SMP, Rupiah.of(3_500_000))
    assert sentence in client.get(f"{PLAN}/school").text


def test_a_level_that_is_none_of_ours_is_refused(send: Send, walk: Walk) -> None:
    walk("school")
    odd = {**SMP, "sekolah-0-level": "s3", "sekolah-0-amount": "1000"}
    answer = send("school", **odd)
    assert answer.status_code == 200
    assert "Pilih salah satu pilihan yang ada." in answer.text


def test_a_pot_has_a_goal_and_a_month_and_says_what_it_takes(
    client: FlaskClient, session: Session, send: Send, walk: Walk
) -> None:
    walk("saving")
    counted = send("saving", do="count", **POT).text
    assert "Agar menjadi Rp15.000.000 pada 1 Juli 2099" in counted
    assert session.scalars(select(PlanLine)).all() == []
    for page in range(1, 3):
        assert ("add-simpanan" in send("saving", do="add-simpanan", **many(page)).text) == (
            page < 2
        )
    assert send("saving", **POT).location == f"{PLAN}/review"
    goal = "dipakai mulai 1 Juli 2099, dibutuhkan Rp15.000.000, tambah Rp"
    assert goal in client.get(f"{PLAN}/review").text
    done = send("review", do="finish").location
    assert goal in client.get(done).text
    client.post(f"{PLAN}/revise")
    shown = client.get(f"{PLAN}/saving").text
    assert re.search(r'name="simpanan-0-target"\s+value="15.000.000"', shown)


def many(pots: int) -> dict[str, str]:
    return {f"simpanan-{row}-amount": "1.000.000" for row in range(pots)}


def test_the_days_of_mongaruwa_stand_as_dates_and_no_cost_stands_beside_them(
    client: FlaskClient, walk: Walk
) -> None:
    walk("commemoration")
    page = client.get(f"{PLAN}/commemoration").text
    for day in ("Hari ke-3", "Hari ke-5", "Hari ke-7", "Hari ke-40", "Hari ke-100"):
        assert day in page
    assert "Hari ke-100, di sebagian keluarga" in page
    for word in ("wrong", "boros", "habis", "jangan", "biasanya", "rata-rata", "notice"):
        assert word not in page.lower()


def test_the_law_says_how_many_months_part_of_the_money_stands_for(
    client: FlaskClient, walk: Walk
) -> None:
    walk("living")
    page = client.get(f"{PLAN}/living").text
    assert "Rp12.000.000 dari seluruh santunan itu untuk 24 bulan, Rp500.000 sebulan" in page
    assert "PP 82/2019" in page


def test_one_business_for_more_than_half_is_told_calmly_and_goes_on(
    client: FlaskClient, send: Send, walk: Walk
) -> None:
    walk("business")
    half = {"usaha-0-label": "warung", "usaha-0-amount": "21.000.000"}
    send("business", **half)
    assert "Lebih dari separuh" not in client.get(f"{PLAN}/business").text
    more = send("business", **{**half, "usaha-0-amount": "21.000.001"})
    assert more.location == f"{PLAN}/living"
    page = client.get(f"{PLAN}/business").text
    assert "Lebih dari separuh untuk satu usaha" in page
    assert "Ini boleh" in page
    send("living")
    send("saving", **many(1))
    assert "Lebih dari separuh untuk satu usaha" in client.get(f"{PLAN}/review").text


def test_every_question_is_small_on_its_first_load(
    client: FlaskClient, session: Session, send: Send, walk: Walk
) -> None:
    walk("saving")
    send("saving", **POT)
    static = Path("savings_app/static")
    beside = sum(len(gzip.compress((static / name).read_bytes())) for name in LOADED)
    for page in (*STEPS, "review", "versions"):
        size = len(gzip.compress(client.get(f"{PLAN}/{page}").data))
        assert size + beside < MOST_BYTES, page


def test_two_versions_stand_beside_each_other_without_a_judging_word(
    client: FlaskClient, send: Send, walk: Walk
) -> None:
    walk("saving")
    send("saving", **POT)
    send("review", do="finish")
    assert "Bandingkan" not in client.get(f"{PLAN}/versions").text
    client.post(f"{PLAN}/revise")
    send("saving", **{**POT, "simpanan-0-amount": "7.500.000"})
    send("commemoration", amount="4.000.000")
    send("review", do="finish")
    chosen = re.findall(r'<option value="(\d)" selected>', client.get(f"{PLAN}/versions").text)
    assert chosen == ["1", "2"]
    page = client.get(f"{PLAN}/versions/compare?before=1&after=2").text
    cells = [" ".join(cell.split()) for cell in re.findall(r"<span>([^<]*)</span>", page)]
    assert cells[:3] == ["tidak ada", "Rp4.000.000", "+Rp4.000.000"]
    assert cells[3:6] == ["Rp10.000.000", "Rp7.500.000", "−Rp2.500.000"]
    assert cells[6:9] == ["Rp32.000.000", "Rp30.500.000", "−Rp1.500.000"]
    assert cells[9:12] == ["Rp42.000.000", "Rp42.000.000", "sama"]
    for word in ("lebih baik", "lebih buruk", "turun", "naik", "boros", "sayang"):
        assert word not in page.lower()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("", 303),
        ("?before=1", 303),
        ("?before=x&after=1", 303),
        ("?before=1&after=" + "9" * 5000, 303),
        ("?before=1&after=2", 404),
        ("?before=0&after=1", 404),
    ],
)
def test_a_version_that_is_not_there_is_not_compared(
    client: FlaskClient, recipient: Heir, asked: str, status: int
) -> None:
    assert client.get(f"{PLAN}/versions/compare{asked}").status_code == status


def test_another_familys_versions_are_never_among_ours(
    client: FlaskClient, session: Session, recipient: Heir, now: datetime
) -> None:
    stranger = make_recipient(session)
    begin_plan(session, actor=family_actor(stranger), recipient_id=stranger.id, now=now).number = 2
    session.commit()
    assert client.get(f"{PLAN}/versions/compare?before=2&after=2").status_code == 404
    assert client.get(f"{PLAN}/versions/compare?before=1&after=1").status_code == 200


def test_a_pot_says_in_whose_name_its_account_is_and_keeps_it_into_the_next_version(
    client: FlaskClient, session: Session, send: Send, walk: Walk
) -> None:
    walk("saving")
    assert "Rekening anak dibuka bersama walinya" in client.get(f"{PLAN}/saving").text
    pots = {**POT, "simpanan-0-in_name_of": "anak pertama", "simpanan-1-amount": "1.000.000"}
    send("saving", **pots)
    first = client.get(send("review", do="finish").location).text
    assert "atas nama anak pertama" in first
    assert "Rekening anak dibuka bersama walinya" in first
    client.post(f"{PLAN}/revise")
    shown = client.get(f"{PLAN}/saving").text
    assert re.search(r'name="simpanan-0-in_name_of"[^>]*value="anak pertama"', shown)
    assert re.search(r'name="simpanan-1-in_name_of"[^>]*value=""', shown)
    send("saving", **{**pots, "simpanan-0-in_name_of": ""})
    send("review", do="finish")
    compared = client.get(f"{PLAN}/versions/compare?before=1&after=2").text
    assert "Disimpan: sekolah, atas nama anak pertama" in compared
    assert "Disimpan: sekolah<" in re.sub(r"\s+<", "<", compared)


def test_a_number_of_a_paper_is_no_name_of_a_child(
    session: Session, send: Send, walk: Walk
) -> None:
    walk("saving")
    answer = send("saving", **POT, **{"simpanan-0-in_name_of": "7503114108159001"})
    assert answer.status_code == 200
    assert "Tulis sebutannya saja" in answer.text
    assert session.scalars(select(PlanLine)).all() == []


def test_what_is_left_and_what_was_written_is_said_in_words(
    client: FlaskClient, send: Send, walk: Walk
) -> None:
    """Somebody who reads figures slowly hears one nought too many."""
    walk("commemoration")
    assert "empat puluh dua juta rupiah" in client.get(f"{PLAN}/commemoration").text
    send("commemoration", amount="4.500.000")
    page = client.get(f"{PLAN}/commemoration").text
    assert '<output class="said" for="amount">empat juta lima ratus ribu rupiah</output>' in page
    client.get("/language/en")
    page = client.get(f"{PLAN}/commemoration").text
    assert "four million five hundred thousand rupiah" in page


def test_every_question_has_its_icon_and_the_words_beside_it_say_the_same(
    client: FlaskClient, send: Send, walk: Walk
) -> None:
    walk("saving")
    send("saving", **POT)
    drawn = set()
    for step in (*STEPS, "review"):
        page = client.get(f"{PLAN}/{step}").text
        heading = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
        assert heading is not None
        icon = re.search(
            r'<svg class="icon"[^>]*aria-hidden="true"[^>]*>.*?</svg>', heading[1], re.DOTALL
        )
        assert icon is not None, step
        assert re.sub("<.*?>", "", heading[1], flags=re.DOTALL).strip()
        drawn.add(icon[0])
    assert len(drawn) == len(STEPS) + 1


def test_a_nought_in_a_box_is_the_same_as_an_empty_one(
    client: FlaskClient, session: Session, send: Send, walk: Walk
) -> None:
    walk("needs")
    debt = {"utang-0-label": "warung", "utang-0-amount": "1.500.000", "utang-0-costs_monthly": "0"}
    assert send("needs", **debt).location == f"{PLAN}/commemoration"
    assert send("commemoration", amount="0").location == f"{PLAN}/school"
    assert send("school", **{"sekolah-0-amount": "0"}).location == f"{PLAN}/business"
    assert send("business", **{"usaha-0-amount": "Rp 0"}).location == f"{PLAN}/living"
    assert send("living", monthly="0", months="0").location == f"{PLAN}/saving"
    lines = session.scalars(select(PlanLine)).all()
    assert [(line.label, line.costs_monthly) for line in lines] == [("warung", None)]
    refused = send("saving", **{"simpanan-0-amount": "0"})
    assert "atau pilih &#34;Belum sekarang&#34;" in refused.text
    named = send("business", **{"usaha-0-label": "kios", "usaha-0-amount": "0"})
    assert "Tulis jumlahnya dalam rupiah" in named.text


def test_a_child_whose_scholarship_pays_all_needs_nothing_put_aside(
    client: FlaskClient, session: Session, send: Send, walk: Walk
) -> None:
    """The need and the scholarship are part of the plan, also where nothing is put aside."""
    walk("school")
    paid = {**SMP, "sekolah-0-yearly_need": "1.500.000"}
    assert send("school", **paid).location == f"{PLAN}/business"
    line = session.scalars(select(PlanLine)).one()
    assert (line.amount, line.yearly_need) == (Rupiah.of(0), Rupiah.of(1_500_000))
    again = client.get(f"{PLAN}/school").text
    assert "Butuh Rp1.500.000, beasiswa Rp2.000.000, sisanya Rp0 setahun." in again
    assert re.search(r'name="sekolah-0-amount"\s+value=""', again)
    for step in STEPS[4:6]:
        send(step)
    send("saving", **POT)
    review = client.get(f"{PLAN}/review").text
    assert "Rahma, SMP, butuh Rp1.500.000 setahun" in review
    assert "Rahma Rp0" not in review
    assert send("review", do="finish").status_code == 303
    client.post(f"{PLAN}/revise")
    assert "1.500.000" in client.get(f"{PLAN}/school").text


def test_a_month_that_is_half_written_gets_its_own_sentence(send: Send, walk: Walk) -> None:
    walk("saving")
    for month, year in (("7", "28"), ("7", ""), ("13", "2028")):
        half = {"simpanan-0-wanted_on-month": month, "simpanan-0-wanted_on-year": year}
        page = send("saving", **{**POT, **half}).text
        assert "Tulis bulan dan tahun lengkap, misalnya 7 dan 2028." in page


def test_what_was_agreed_says_what_debts_cost_and_what_the_scholarship_leaves_also_on_paper(
    client: FlaskClient, send: Send, walk: Walk
) -> None:
    walk("needs")
    debt = {"utang-0-label": "warung", "utang-0-amount": "1.500.000"}
    send("needs", **{**debt, "utang-0-costs_monthly": "150.000"})
    send("commemoration")
    send("school", **{**SMP, "sekolah-0-amount": "1.500.000"})
    for step in STEPS[4:6]:
        send(step)
    send("saving", **POT)
    agreed = send("review", do="finish").location
    for page in (agreed, f"{agreed}/print"):
        text = client.get(page).text
        assert "Rp150.000 sebulan tidak perlu dibayar lagi" in text
        assert "beasiswa Rp2.000.000, sisanya Rp1.500.000 setahun" in text
        assert "empat puluh dua juta rupiah" in text


def test_a_changed_plan_stands_beside_the_agreed_one_before_it_is_decided(
    client: FlaskClient, send: Send, walk: Walk
) -> None:
    walk("saving")
    send("saving", **POT)
    assert "Bandingkan dengan" not in client.get(f"{PLAN}/review").text
    agreed = send("review", do="finish").location
    assert "Bandingkan dengan" not in client.get(agreed).text
    client.post(f"{PLAN}/revise")
    send("saving", **{**POT, "simpanan-0-amount": "7.500.000"})
    review = client.get(f"{PLAN}/review").text
    asked = re.search(r'href="([^"]*compare[^"]*)">Bandingkan dengan versi 1<', review)
    assert asked is not None
    side_by_side = client.get(asked[1].replace("&amp;", "&")).text
    assert "−Rp2.500.000" in side_by_side
    later = send("review", do="finish").location
    assert "Bandingkan dengan versi 1" in client.get(later).text
