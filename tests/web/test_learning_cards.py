"""A session from the lessons: cards to show, questions on paper, and what was counted."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.models import Heir
from savings_app.documents.models import Document
from savings_app.documents.rules import Sheet
from tests.builders import VILLAGE, make_recipient, make_user
from tests.web.doors import enter_as
from tests.web.test_learning_session_pages import LIST, plan

pytestmark = pytest.mark.usefixtures("clock")  # 23 November 2026


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session, full_name="Mawarti Uji")


def planned(client: FlaskClient, user: User, recipient: Heir, *lessons: str) -> str:
    sent = {**plan(user, recipient.case_id, topic=""), "lessons": list(lessons)}
    answer = client.post(f"{LIST}plan/{VILLAGE}", data=sent)
    assert answer.status_code == 303
    return answer.location


def held(client: FlaskClient, user: User, recipient: Heir) -> str:
    address = planned(client, user, recipient, "utang")
    sent = {
        "version": "1",
        "on-day": "23",
        "on-month": "11",
        "on-year": "2026",
        "families-0-case": str(recipient.case_id),
        "families-0-people": "3",
    }
    assert client.post(f"{address}/attendance", data=sent).status_code == 303
    return address


def counted(**changes: str) -> dict[str, str]:
    lines = {
        f"questions-{place}-{name}": value
        for place in range(3)
        for name, value in (("key", f"utang-{place + 1}"), ("before", "1"), ("after", "3"))
    }
    return {"version": "", "answered": "3", **lines, **changes}


def test_the_leader_shows_the_cards_one_after_another_and_prints_the_questions(
    client: FlaskClient, user: User, recipient: Heir
) -> None:
    address = planned(client, user, recipient, "sekolah", "utang")
    page = client.get(address).text
    assert "Utang: tahu dulu biayanya; Sekolah: lihat dulu beasiswanya" in page
    cards = client.get(f"{address}/cards").text
    assert cards.index("1. Utang: tahu dulu") < cards.index("2. Sekolah: lihat dulu")
    assert cards.count("<svg") >= 2
    assert "jawaban yang benar" in cards
    paper = client.get(f"{address}/questions").text
    assert "Tanpa nama" in paper
    assert paper.count("Sesudah membayar, tanda lunas tidak perlu diminta.") == 2  # before, after
    assert "jawaban yang benar" not in paper
    assert "Mawarti" not in cards + paper
    assert "PP 82/2019; terverifikasi; diperiksa 22 November 2026" in cards


def test_answers_from_paper_are_counted_and_told_without_names(
    client: FlaskClient, user: User, recipient: Heir
) -> None:
    address = held(client, user, recipient)
    assert "Belum dihitung" in client.get(address).text
    assert "boleh dikosongkan" not in client.get(f"{address}/answers").text  # each is asked for
    too_many = client.post(f"{address}/answers", data=counted(answered="4"))
    assert "1 sampai 3 yang datang" in too_many.text
    missing = client.post(f"{address}/answers", data=counted(**{"questions-1-after": ""}))
    assert "Tulis setiap angka, 0 sampai 3." in missing.text
    assert client.post(f"{address}/answers", data=counted()).status_code == 303
    page = client.get(address).text
    assert page.count("1 dari 3") == 3
    assert page.count("3 dari 3") == 3
    assert 'value="3"' in client.get(f"{address}/answers").text
    assert client.post(f"{address}/answers", data=counted()).status_code == 409


def test_a_session_without_lessons_has_no_cards_and_strangers_find_none(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    bare = client.post(f"{LIST}plan/{VILLAGE}", data=plan(user, recipient.case_id)).location
    for page in ("cards", "questions", "answers"):
        assert client.get(f"{bare}/{page}").status_code == 404
    address = held(client, user, recipient)
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert client.get(f"{address}/cards").status_code == 200
    assert client.get(f"{address}/answers").status_code == 403
    enter_as(client, make_user(session, region="75.03.01"))
    for page in ("cards", "questions", "answers"):
        assert client.get(f"{address}/{page}").status_code == 404


def test_neither_a_lesson_nor_a_topic_is_refused_in_words(
    client: FlaskClient, user: User, recipient: Heir
) -> None:
    nothing = client.post(f"{LIST}plan/{VILLAGE}", data=plan(user, recipient.case_id, topic=""))
    assert "Pilih pelajarannya, atau tulis apa yang dipelajari." in nothing.text


def test_the_materials_are_issued_as_a_document_in_the_language_asked_for(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    address = planned(client, user, recipient, "sekolah", "utang")
    assert "Keluarkan PDF bernomor" in client.get(address).text
    answer = client.post(f"{address}/materials", data={"language": "en", "sheet": "f4"})
    assert answer.status_code == 303
    session.expire_all()
    document = session.scalars(select(Document)).one()
    assert (document.language, document.sheet, document.recipient_id) == ("en", Sheet.F4, None)
    assert document.content["lessons"][0]["title"] == "Debts: know their cost first"
    assert recipient.full_name not in str(document.content)
    page = client.get(answer.location).text
    assert document.number in page
    assert address.split("/")[-1] in page  # the way back
    assert document.number in client.get(address).text


@pytest.mark.parametrize(
    "sent", [{"language": "xx", "sheet": "a4"}, {"language": "id", "sheet": "a5"}]
)
def test_a_language_or_a_sheet_there_is_not_issues_nothing(
    client: FlaskClient, session: Session, user: User, recipient: Heir, sent: dict[str, str]
) -> None:
    address = planned(client, user, recipient, "sekolah")
    assert client.post(f"{address}/materials", data=sent).status_code == 404
    assert session.scalars(select(Document)).first() is None


def test_a_session_without_lessons_has_no_materials(
    client: FlaskClient, user: User, recipient: Heir
) -> None:
    sent = plan(user, recipient.case_id, topic="Dompet digital")
    address = client.post(f"{LIST}plan/{VILLAGE}", data=sent).location
    assert "Keluarkan PDF bernomor" not in client.get(address).text
    answer = client.post(f"{address}/materials", data={"language": "id", "sheet": "a4"})
    assert answer.status_code == 404
