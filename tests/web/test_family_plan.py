"""The plan's pages as a family walks them, without script: a test client has none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app.cases.kinds import PlanOutcome
from savings_app.cases.models import Heir
from savings_app.money import Rupiah
from savings_app.planning.actions import begin_plan
from savings_app.planning.kinds import PlanState
from savings_app.planning.models import Plan, PlanLine
from savings_app.regulation.actions import load_shipped_regulation
from savings_app.regulation.models import RegulationVersion
from tests.builders import (
    family_actor,
    make_account,
    make_case,
    make_letter,
    make_payout,
    make_recipient,
)
from tests.web.doors import enter_with

BAD_AMOUNTS = {
    "-1": "Jumlah harus lebih dari nol.",
    "1e99": "Jumlah hanya boleh berisi angka dan titik",
    "1.000.000,50": "Tulis rupiah bulat tanpa sen",
    "Rp 1,5 juta": "Tulis jumlah lengkap dengan angka",
}
PLAN = "/family/plan"


@pytest.fixture
def recipient(session: Session, client: FlaskClient, now: datetime) -> Heir:
    load_shipped_regulation(session, now=now)
    recipient = make_recipient(session)
    enter_with(client, make_letter(session, recipient=recipient))
    session.commit()
    return recipient


@pytest.fixture
def send(client: FlaskClient) -> Callable[..., TestResponse]:
    """Send a page's form as the page itself filled it, with these boxes on top."""

    def send(page: str, **boxes: str) -> TestResponse:
        shown = client.get(f"{PLAN}/{page}").text
        hidden = dict(re.findall(r'name="(version|number|shown)"[^>]*value="([^"]*)"', shown))
        return client.post(f"{PLAN}/{page}", data={"do": "next", **hidden, **boxes})

    return send


@pytest.fixture
def walked(recipient: Heir, client: FlaskClient, send: Callable[..., TestResponse]) -> Heir:
    """Every question answered: the review is next."""
    client.post(f"{PLAN}/", data={"do": "begin"})
    send("household", members="4", school_children="2")
    send("needs", **{"utang-0-label": "Warung", "utang-0-amount": "3.000.000"})
    send("commemoration", amount="4.000.000")
    send("school")
    send("business")
    send("living", monthly="1.800.000", months="6")
    answer = send("saving", **{"simpanan-0-label": "SMP", "simpanan-0-amount": "10.000.000"})
    assert answer.location == f"{PLAN}/review"
    return recipient


def the_plan(session: Session) -> Plan:
    session.expire_all()
    return session.scalars(select(Plan).order_by(Plan.number.desc()).limit(1)).one()


def test_from_the_first_question_to_a_plan_that_adds_up(
    client: FlaskClient, session: Session, walked: Heir, send: Callable[..., TestResponse]
) -> None:
    page = client.get(f"{PLAN}/review").text
    shares = ["3.000.000", "4.000.000", "10.800.000", "10.000.000", "14.200.000"]
    for amount in shares:
        assert f"Rp{amount}" in page
    assert sum(int(amount.replace(".", "")) for amount in shares) == 42_000_000
    assert "cukup untuk 7 bulan" in page  # 14.2 million at 1.8 million
    done = send("review", do="finish")
    assert done.status_code == 303
    plan = the_plan(session)
    assert plan.state is PlanState.AGREED
    assert plan.suggestion == Rupiah.of(8_000_000)  # 32 − 7 = 25: 10 × 20 % + 15 × 40 %
    assert session.get_one(Heir, walked.id).plan_outcome is PlanOutcome.AGREED
    assert "Rencana Anda" in client.get(done.location).text
    assert "Rencana keluarga" in client.get(f"{done.location}/print").text
    assert "Versi 1" in client.get(f"{PLAN}/versions").text


def test_the_suggestion_stands_beside_an_empty_box_and_nothing_is_filled_in(
    client: FlaskClient, session: Session, recipient: Heir, send: Callable[..., TestResponse]
) -> None:
    client.post(f"{PLAN}/", data={"do": "begin"})
    boxes = {"household": {"members": "3", "school_children": "0"}, "saving": {}}
    for page in ("household", "needs", "commemoration", "school", "business", "living", "saving"):
        shown = client.get(f"{PLAN}/{page}").text
        assert "checked" not in shown
        typed = re.findall(r'<input class="input[^>]*value="([^"]*)"', shown, re.DOTALL)
        assert [text for text in typed if text] == [], page
        if page == "saving":
            assert "Rp10.800.000" in shown  # 32: 10 × 20 % + 22 × 40 %
            assert "belum ada peraturan yang berlaku" in shown
            assert "bukan potongan" in shown
        send(page, **boxes.get(page, {}))


@pytest.mark.parametrize(
    "page", ["household", "needs", "commemoration", "school", "business", "living", "saving"]
)
def test_not_now_is_as_large_as_yes_on_every_page_and_finishes(
    client: FlaskClient, session: Session, walked: Heir, page: str
) -> None:
    shown = client.get(f"{PLAN}/{page}").text
    choice = re.findall(r'<fieldset class="equal">.*?</fieldset>', shown, re.DOTALL)
    assert len(choice) == 1
    assert re.findall(r'<button class="([^"]*)"', choice[0]) == ["button", "button"]
    assert "Belum sekarang" in choice[0]
    answer = client.post(f"{PLAN}/{page}", data={"do": "not_now"}, follow_redirects=True)
    assert "belum sekarang" in answer.text
    assert the_plan(session).state is PlanState.NOT_NOW
    assert session.get_one(Heir, walked.id).plan_outcome is PlanOutcome.NOT_NOW


def test_not_now_before_anything_is_finished_and_the_door_stays_open(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    page = client.post(f"{PLAN}/", data={"do": "not_now"}, follow_redirects=True).text
    assert "tidak apa-apa" in page
    assert "Mulai" in page
    session.expire_all()
    assert session.get_one(Heir, recipient.id).plan_outcome is PlanOutcome.NOT_NOW


@pytest.mark.parametrize(("typed", "sentence"), BAD_AMOUNTS.items())
@pytest.mark.parametrize(
    ("page", "box"),
    [
        ("needs", "utang-0-amount"),
        ("needs", "mendesak-0-amount"),
        ("commemoration", "amount"),
        ("school", "sekolah-0-amount"),
        ("business", "usaha-0-amount"),
        ("living", "monthly"),
        ("saving", "simpanan-0-amount"),
    ],
)
def test_a_wrong_amount_gets_a_sentence_and_stays_in_its_box(
    client: FlaskClient,
    session: Session,
    walked: Heir,
    send: Callable[..., TestResponse],
    page: str,
    box: str,
    typed: str,
    sentence: str,
) -> None:
    before = the_plan(session).version
    answer = send(page, **{box: typed})
    assert answer.status_code == 200
    assert sentence in answer.text
    assert re.search(rf'name="{box}"\s+value="{re.escape(typed)}"', answer.text)
    assert the_plan(session).version == before


@pytest.mark.parametrize("members", ["", "0", "-1", "empat", "1e99", "99999", "9" * 5000])
def test_a_household_of_nobody_or_of_a_village_gets_a_sentence(
    client: FlaskClient, recipient: Heir, send: Callable[..., TestResponse], members: str
) -> None:
    client.post(f"{PLAN}/", data={"do": "begin"})
    answer = send("household", members=members, school_children="0")
    assert answer.status_code == 200
    assert 'class="error"' in answer.text


def test_too_much_is_said_by_how_much_and_kept_in_the_box(
    walked: Heir, send: Callable[..., TestResponse]
) -> None:
    answer = send("commemoration", amount="42.000.000")
    assert answer.status_code == 200
    assert "lebih Rp23.800.000" in answer.text  # 3 + 42 + 10.8 + 10 − 42
    assert 'value="42.000.000"' in answer.text


def test_lines_are_added_and_taken_away_by_buttons_alone(
    client: FlaskClient, session: Session, recipient: Heir, send: Callable[..., TestResponse]
) -> None:
    client.post(f"{PLAN}/", data={"do": "begin"})
    send("household", members="1", school_children="0")
    typed = {"utang-0-label": "Warung", "utang-0-amount": "1,5 juta"}
    more = send("needs", do="add-utang", **typed).text
    assert 'value="1,5 juta"' in more
    assert 'name="utang-1-amount"' in more
    assert 'class="error"' not in more
    less = send("needs", do="drop-utang-0", **typed, **{"utang-1-amount": "2.000.000"}).text
    assert "1,5 juta" not in less
    assert 'value="2.000.000"' in less
    full = {f"utang-{row}-amount": "1000" for row in range(8)}
    assert "Paling banyak 8 baris" in send("needs", do="add-utang", **full).text
    send("needs", **{"utang-0-amount": "1000", "utang-4-amount": "2000"})
    lines = session.scalars(select(PlanLine.amount).order_by(PlanLine.position)).all()
    assert lines == [Rupiah.of(1000), Rupiah.of(2000)]


@pytest.mark.parametrize("do", ["add-", "add-rumah", "drop-utang", "drop-utang-x", "x", "drop"])
def test_a_button_that_is_not_ours_changes_nothing(
    recipient: Heir, client: FlaskClient, send: Callable[..., TestResponse], do: str
) -> None:
    client.post(f"{PLAN}/", data={"do": "begin"})
    send("household", members="1", school_children="0")
    assert send("needs", do=do).status_code == 200


def test_half_an_answer_gets_a_sentence(walked: Heir, send: Callable[..., TestResponse]) -> None:
    assert "Tulis jumlahnya" in send("needs", **{"utang-0-label": "Warung"}).text
    assert "berapa bulan" in send("living", monthly="1000").text
    assert "Tulis jumlahnya" in send("living", months="3").text
    assert "Jumlah bulan antara 1 dan 120" in send("living", monthly="1000", months="500").text
    assert "pilih &#34;Belum sekarang&#34;" in send("saving").text
    past = {"simpanan-0-amount": "1000", "simpanan-0-wanted_on": "2020-01-01"}
    assert "sudah lewat" in send("saving", **past).text


def test_a_page_from_another_tab_gets_the_newest_state_and_a_sentence(
    client: FlaskClient, session: Session, walked: Heir
) -> None:
    version = the_plan(session).version
    sent = {"do": "next", "version": str(version - 1), "number": "1", "amount": "1000"}
    answer = client.post(f"{PLAN}/commemoration", data=sent)
    assert answer.status_code == 409
    assert "diubah" in answer.text
    assert 'value="4.000.000"' in answer.text
    stale = {"do": "finish", "version": str(version - 1), "number": "1", "shown": ""}
    assert client.post(f"{PLAN}/review", data=stale).status_code == 409
    other = {"do": "finish", "version": str(version), "number": "7", "shown": ""}
    assert client.post(f"{PLAN}/review", data=other).status_code == 409
    assert the_plan(session).state is PlanState.DRAFT


def test_it_is_gone_on_with_where_it_was_left(
    client: FlaskClient, recipient: Heir, send: Callable[..., TestResponse]
) -> None:
    client.post(f"{PLAN}/", data={"do": "begin"})
    send("household", members="4", school_children="2")
    assert client.get(f"{PLAN}/").location == f"{PLAN}/needs"
    assert client.get(f"{PLAN}/saving").location == f"{PLAN}/needs"
    assert client.get(f"{PLAN}/review").location == f"{PLAN}/"
    assert 'value="4"' in client.get(f"{PLAN}/household").text


def test_a_double_click_on_begin_is_one_plan(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    for _twice in range(2):
        assert client.post(f"{PLAN}/", data={"do": "begin"}).status_code == 303
    assert len(session.scalars(select(Plan)).all()) == 1


def test_a_revision_is_a_new_version_and_the_old_one_stays(
    client: FlaskClient, session: Session, walked: Heir, send: Callable[..., TestResponse]
) -> None:
    first = send("review", do="finish").location
    old = client.get(first).text
    assert client.post(f"{PLAN}/revise").status_code == 303
    assert send("commemoration", amount="5.000.000").location == f"{PLAN}/review"
    second = send("review", do="finish").location
    assert second != first
    assert "Rp5.000.000" in client.get(second).text
    assert "Rp4.000.000" in old
    assert "Rp4.000.000" in client.get(first).text
    assert "Sudah diganti versi baru" in client.get(f"{PLAN}/versions").text


def test_finishing_a_plan_that_was_finished_elsewhere_says_so(
    client: FlaskClient, walked: Heir, send: Callable[..., TestResponse]
) -> None:
    send("review", do="finish")
    page = client.post(
        f"{PLAN}/commemoration", data={"do": "next", "amount": "1"}, follow_redirects=True
    )
    assert "tidak berubah lagi" in page.text


def test_less_money_than_planned_is_said_and_a_plan_over_it_is_not_finished(
    client: FlaskClient, session: Session, walked: Heir, send: Callable[..., TestResponse]
) -> None:
    make_payout(session, account=make_account(session, recipient=walked), amount=20_000_000)
    session.commit()
    page = client.get(f"{PLAN}/review").text
    assert "lebih Rp7.800.000" in page  # 27.8 million planned
    answer = send("review", do="finish")
    assert answer.status_code == 200
    assert "lebih Rp7.800.000" in answer.text
    assert the_plan(session).state is PlanState.DRAFT
    assert send("living").location == f"{PLAN}/review"
    assert send("review", do="finish").status_code == 303
    assert the_plan(session).amount == Rupiah.of(20_000_000)


def test_without_any_regulation_the_plan_is_made_all_the_same(
    client: FlaskClient, session: Session, walked: Heir, send: Callable[..., TestResponse]
) -> None:
    session.execute(delete(RegulationVersion))
    session.commit()
    assert "Saran" not in client.get(f"{PLAN}/saving").text
    assert send("review", do="finish").status_code == 303
    assert the_plan(session).suggestion is None


def test_a_small_amount_has_no_suggestion_and_says_so(
    client: FlaskClient, walked: Heir, send: Callable[..., TestResponse]
) -> None:
    send("living")
    send("needs", **{"utang-0-amount": "26.000.000"})  # with 4 for doa arwah, 2 of 32 remain
    assert "tidak ada saran menabung" in client.get(f"{PLAN}/saving").text


def test_several_recipients_without_shares_are_asked_for_their_amount(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    case = make_case(session)
    recipient = make_recipient(session, case=case)
    make_recipient(session, case=case)
    enter_with(client, make_letter(session, recipient=recipient))
    session.commit()
    page = client.get(f"{PLAN}/").text
    assert "tidak membagi warisan" in page
    for typed, sentence in {
        **BAD_AMOUNTS,
        "": "Tulis jumlahnya",
        "50000000": "lebih besar",
    }.items():
        answer = client.post(f"{PLAN}/", data={"do": "begin", "amount": typed})
        assert sentence in answer.text
        assert f'value="{typed}"' in answer.text
    assert client.post(f"{PLAN}/", data={"do": "begin", "amount": "15.000.000"}).status_code == 303
    assert 'value="15.000.000"' in client.get(f"{PLAN}/amount").text
    plan = the_plan(session)
    sent = {"version": str(plan.version), "amount": "16000000"}
    assert client.post(f"{PLAN}/amount", data=sent).status_code == 303
    assert the_plan(session).amount == Rupiah.of(16_000_000)


def test_another_familys_plan_is_not_there(
    client: FlaskClient, session: Session, recipient: Heir, now: datetime
) -> None:
    stranger = make_recipient(session)
    plan = begin_plan(session, actor=family_actor(stranger), recipient_id=stranger.id, now=now)
    plan.state = PlanState.NOT_NOW
    session.commit()
    assert client.get(f"{PLAN}/versions/{plan.id}").status_code == 404
    assert client.get(f"{PLAN}/versions/{plan.id}/print").status_code == 404
    assert client.post(f"{PLAN}/revise").status_code == 404


def test_nobody_signed_in_is_led_to_the_door(client: FlaskClient) -> None:
    for page in ("", "household", "review", "versions", "amount"):
        answer = client.get(f"{PLAN}/{page}")
        assert answer.status_code == 303
        assert "/sign-in" in answer.location


def test_doa_arwah_is_a_line_like_any_other(walked: Heir, client: FlaskClient) -> None:
    page = client.get(f"{PLAN}/commemoration").text
    assert "sesuai kemampuan" in page
    for word in ("wrong", "boros", "habis", "jangan", "biasanya", "rata-rata"):
        assert word not in page.lower()


def hidden_boxes(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(version|number|shown)"[^>]*value="([^"]*)"', page))


def test_an_answer_that_arrives_twice_goes_on_and_is_kept_once(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    client.post(f"{PLAN}/", data={"do": "begin"})
    seen = hidden_boxes(client.get(f"{PLAN}/household").text)
    sent = {"do": "next", "members": "4", "school_children": "2", **seen}
    versions = set()
    for _time in range(2):
        assert client.post(f"{PLAN}/household", data=sent).location == f"{PLAN}/needs"
        versions.add(the_plan(session).version)
    assert len(versions) == 1
    debt = {"utang-0-label": "Warung", "utang-0-amount": "3.000.000"}
    seen = hidden_boxes(client.get(f"{PLAN}/needs").text)
    versions = set()
    for _time in range(2):
        answer = client.post(f"{PLAN}/needs", data={"do": "next", **seen, **debt})
        assert answer.location == f"{PLAN}/commemoration"
        versions.add(the_plan(session).version)
    assert len(versions) == 1


def test_the_page_after_an_answer_says_once_that_it_arrived(
    client: FlaskClient, recipient: Heir, send: Callable[..., TestResponse]
) -> None:
    client.post(f"{PLAN}/", data={"do": "begin"})
    send("household", members="4", school_children="2")
    assert f'data-arrived="{PLAN}/household"' in client.get(f"{PLAN}/needs").text
    assert 'data-arrived=""' in client.get(f"{PLAN}/needs").text


def test_two_answers_to_one_question_are_both_shown_and_either_can_be_taken(
    client: FlaskClient, session: Session, walked: Heir, send: Callable[..., TestResponse]
) -> None:
    seen = hidden_boxes(client.get(f"{PLAN}/needs").text)
    send("needs", **{"utang-0-label": "Warung", "utang-0-amount": "2.000.000"})
    mine = {
        "utang-0-label": "Warung",
        "utang-0-amount": "5.000.000",
        "utang-1-label": "Koperasi",
        "utang-1-amount": "1.000.000",
    }
    answer = client.post(f"{PLAN}/needs", data={"do": "next", **seen, **mine})
    assert answer.status_code == 409
    page = answer.text
    assert "Dua orang mengisi halaman ini" in page
    assert "Tidak ada yang ditimpa." in page
    boxes = re.findall(
        r'role="rowheader">([^<]+)</th>.*?<span>([^<]*)</span>.*?<span>([^<]*)<', page, re.S
    )
    assert boxes == [
        ("Utang 1: Sisa utang", "Rp5.000.000", "Rp2.000.000"),
        ("Utang 2: Kepada siapa", "Koperasi", "–"),
        ("Utang 2: Sisa utang", "Rp1.000.000", "–"),
    ]
    again = hidden_boxes(page) | dict(
        re.findall(r'<input type="hidden" name="(utang[^"]+)" value="([^"]*)"', page)
    )
    assert {name: again[name] for name in mine} == mine
    assert client.post(f"{PLAN}/needs", data={"do": "next", **again}).status_code == 303
    session.expire_all()
    kept = session.scalars(select(PlanLine.amount).where(PlanLine.kind == "utang")).all()
    assert sorted(one.rupiah for one in kept) == [1_000_000, 5_000_000]


def test_what_was_typed_and_not_sent_is_shown_and_not_kept(
    client: FlaskClient, session: Session, recipient: Heir, send: Callable[..., TestResponse]
) -> None:
    client.post(f"{PLAN}/", data={"do": "begin"})
    answer = send("household", do="show", members="9", school_children="")
    assert 'value="9"' in answer.text
    assert "belum terkirim ada di sini lagi" in answer.text
    assert "Perlu diperbaiki" not in answer.text
    assert the_plan(session).household_members is None
