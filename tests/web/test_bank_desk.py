"""The desk of a bank: days that wait, forty typed in one line, looked over, sent, taken back."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.cases.models import Heir
from savings_app.deposits.kinds import Answer
from tests.builders import load_reference, make_letter, make_user
from tests.conftest import Clock
from tests.web.doors import enter_as, enter_with
from tests.web.test_bank_pages import answers, asked, officer, sent

PAGE = "/bank/answers/"


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


def chosen(page: str) -> dict[str, str]:
    """What stands chosen in the rows of a page, as a browser would send it."""
    names = re.findall(r"<input[^>]*type=\"radio\"[^>]*>", page)
    found = {}
    for one in names:
        if " checked" in one:
            found[re.findall(r'name="([^"]+)"', one)[0]] = re.findall(r'value="([^"]+)"', one)[0]
    return found


def hidden(page: str) -> dict[str, str]:
    """What the rows of a page hold that nobody sees."""
    tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    rows = [tag for tag in tags if 'name="rows-' in tag]
    return {
        re.findall(r'name="([^"]+)"', tag)[0]: re.findall(r'value="([^"]*)"', tag)[0]
        for tag in rows
    }


def test_answers_are_looked_over_before_anything_is_recorded(
    client: FlaskClient, session: Session
) -> None:
    first, second = (asked(session, full_name=name) for name in ("Ani Uji", "Budi Uji"))
    enter_as(client, officer(session))
    form = sent((first, "ya"), (second, "tidak"), do="review")
    page = client.post(PAGE, data=form).text
    assert answers(session) == []
    assert "Kirim 2 jawaban" in page
    assert "Masih ada sedikitnya Rp10.000.000 pada 31 Oktober 2026, kata Bank BRI." in page
    assert "Pada 31 Oktober 2026 sudah dipakai, kata Bank BRI." in page
    going = {**hidden(page), "request_key": form["request_key"]}
    back = client.post(PAGE, data={**going, "do": "change"}).text
    assert chosen(back) == {"rows-0-answer": "ya", "rows-1-answer": "tidak"}
    assert answers(session) == []
    client.post(PAGE, data={**going, "do": "send"})
    assert sorted(str(word) for _on, word in answers(session)) == ["tidak", "ya"]


def test_forty_are_typed_in_one_line_and_the_rest_is_counted(
    client: FlaskClient, session: Session
) -> None:
    accounts = [asked(session, full_name=f"Ahli {number:02}") for number in range(40)]
    enter_as(client, officer(session))
    rows = [(account, "") for account in accounts]
    typed = {"typed": "7s 12t 30? 9-", "rest": "36"}
    page = client.post(PAGE, data={**sent(*rows, do="review"), **typed}).text
    assert "Kirim 39 jawaban" in page
    assert "Tetap menunggu: 1" in page
    client.post(PAGE, data={**hidden(page), "request_key": str(uuid4()), "do": "send"})
    words = [word for _on, word in answers(session)]
    assert [words.count(one) for one in Answer] == [36, 1, 1, 1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"typed": "2x", "rest": "1"}, "bukan nomor baris dengan hurufnya"),
        ({"typed": "9t"}, "Baris 9 tidak ada di halaman ini"),
        ({"typed": "1t"}, "dua jawaban yang berbeda"),
        ({"typed": "", "rest": "2"}, "yang belum ada jawabannya 1 baris"),
        ({"rest": "dua"}, "Tulis angka bulat"),
    ],
)
def test_a_wrong_line_records_nothing_and_loses_nothing(
    client: FlaskClient, session: Session, typed: dict[str, str], said: str
) -> None:
    first, second = (asked(session, full_name=name) for name in ("Ani Uji", "Budi Uji"))
    enter_as(client, officer(session))
    for do in ("review", "send"):
        page = client.post(PAGE, data={**sent((first, "ya"), (second, ""), do=do), **typed}).text
        assert said in page
        assert chosen(page) == {"rows-0-answer": "ya"}
        assert all(f'value="{text}"' in page for text in typed.values() if text)
    assert answers(session) == []


def test_who_comes_second_sees_what_was_answered_and_loses_nothing(
    client: FlaskClient, session: Session
) -> None:
    first, second = (asked(session, full_name=name) for name in ("Ani Uji", "Budi Uji"))
    colleague = officer(session)
    enter_as(client, colleague)
    client.post(PAGE, data=sent((first, "tidak")))
    enter_as(client, officer(session))
    both = sent((first, "ya"), (second, "sebagian"), do="review")
    page = client.post(PAGE, data=both).text
    assert f"sementara itu dijawab {colleague.full_name}: Tidak" in page
    assert "Kirim 1 jawaban" in page
    # A slip now: the row that is gone says so, the other keeps its number and its choice.
    page = client.post(PAGE, data={**both, "typed": "zz"}).text
    assert f"sementara itu dijawab {colleague.full_name}: Tidak" in page
    assert chosen(page) == {"rows-1-answer": "sebagian"}
    said = client.post(PAGE, data={**both, "do": "send"}, follow_redirects=True).text
    assert "1 jawaban tersimpan" in said
    assert f"{first.number} (rekan Anda: Tidak)" in said
    assert sorted(str(word) for _on, word in answers(session)) == ["sebagian", "tidak"]


def test_a_page_is_taken_back_right_after_with_a_reason(
    client: FlaskClient, session: Session
) -> None:
    first, second = (asked(session, full_name=name) for name in ("Ani Uji", "Budi Uji"))
    enter_as(client, officer(session))
    key = uuid4()
    after = client.post(PAGE, data=sent((first, "ya"), (second, "ya"), key=key))
    path = f"/bank/answers/sets/{key}"
    assert path in client.get(after.location).text
    assert "Tarik 2 jawaban" in client.get(path).text
    assert "Tulis alasannya" in client.post(path, data={"reason": " "}).text
    for count in (2, 0):  # a second click does nothing more
        page = client.post(path, data={"reason": "salah tanggal"}, follow_redirects=True).text
        assert f"{count} jawaban ditarik kembali" in page
    assert client.get(path).status_code == 404
    assert "2 dari 2 rekening" in client.get(PAGE).text
    enter_as(client, officer(session, "BSG"))
    assert client.post(path, data={"reason": "x"}).status_code == 404


def test_the_days_that_wait_stand_in_their_order_with_what_is_overdue(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    enter_as(client, officer(session))
    assert "Semua sudah dijawab" in client.get("/bank/answers/days").text
    account = asked(session)
    page = client.get("/bank/answers/days").text
    assert "31 Oktober 2026" in page
    assert "Hari yang menunggu jawaban" in client.get("/bank/").text
    file = client.get("/bank/answers/days.csv").text
    assert "2026-10-31;1;Akhir bulan;lewat sejak 10" in file
    paper = client.get("/bank/answers/day/paper?on=2026-10-31").text
    rows = client.get("/bank/answers/day.csv?on=2026-10-31").text
    for text in (paper, rows):
        assert "Hartin Uji" in text
        assert str(account.number) in text
        assert account.number.full not in text
    assert "2026-10-31;Hartin Uji;" in rows
    assert ";10000000;2026-11-10" in rows
    enter_as(client, officer(session, "BSG"))
    for path in ("days.csv", "day.csv", "day/paper", "days"):
        assert "Hartin" not in client.get(f"/bank/answers/{path}").text
    enter_as(client, make_user(session))
    assert client.get("/bank/answers/days").status_code == 403


def test_each_answer_stands_beside_what_the_family_reads(
    client: FlaskClient, session: Session
) -> None:
    account = asked(session)
    enter_as(client, officer(session))
    sentence = "Sebagian dari Rp10.000.000 masih ada pada 31 Oktober 2026, kata Bank BRI."
    assert sentence in client.get(PAGE).text  # among the four, by the example of a row
    key = uuid4()
    client.post(PAGE, data=sent((account, "sebagian"), key=key))
    assert sentence in client.get("/bank/answers/given").text
    page = client.get(f"/bank/answers/{account.id}/{key}/correct").text
    for text in (sentence, "sudah dipakai, kata Bank BRI", "tidak dapat menjawab untuk"):
        assert text in page


def test_a_correction_is_read_with_old_new_and_reason_and_nobody_is_named(
    client: FlaskClient, session: Session
) -> None:
    account = asked(session)
    colleague = officer(session)
    enter_as(client, colleague)
    key, again = uuid4(), uuid4()
    client.post(PAGE, data=sent((account, "tidak"), key=key))
    path = f"/bank/answers/{account.id}/{key}/correct"
    told = "Sebelumnya tertulis: Dipakai. Sekarang: (jawaban baru). Sebabnya: (alasan Anda)."
    assert told in client.get(path).text
    client.post(path, data={"answer": "ya", "reason": "salah baris.", "request_key": str(again)})
    letter = make_letter(session, recipient=session.get_one(Heir, account.recipient_id))
    enter_with(client, letter)
    page = client.get("/family/savings/").text
    assert "Sebelumnya tertulis: Dipakai. Sekarang: Masih ada. Sebabnya: salah baris." in page
    assert "Masih ada sedikitnya Rp10.000.000 pada 31 Oktober 2026" in page
    assert colleague.full_name not in page
    enter_as(client, colleague)
    client.post(f"/bank/answers/sets/{again}", data={"reason": "salah tanggal"})
    enter_with(client, letter)
    page = client.get("/family/savings/").text
    assert "ditarik bank pada 23 November 2026 dan akan ditanyakan lagi" in page
    assert "Belum ada kabar dari bank." in page


def test_each_figure_of_the_familys_page_carries_its_class_of_evidence(
    client: FlaskClient, session: Session
) -> None:
    account = asked(session)
    enter_as(client, officer(session))
    client.post(PAGE, data=sent((account, "ya")))
    enter_with(client, make_letter(session, recipient=session.get_one(Heir, account.recipient_id)))
    assert "kata keluarga" not in client.get("/family/savings/").text
    client.post("/family/savings/checked")
    page = client.get("/family/savings/").text
    for word in ("jawaban bank", "kata keluarga"):
        assert f'<span class="tag plain">{word}</span>' in page
    assert "Masih ada, sedikitnya Rp10.000.000 (jawaban bank untuk" in page
