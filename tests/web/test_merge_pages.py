"""One person recorded twice, on the pages: found, seen side by side, approved, told apart."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.corrections.models import CorrectionRequest
from savings_app.registry.models import Participant
from tests.builders import make_case, make_participant, make_user
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")

Pair = tuple[Participant, Participant]


@pytest.fixture
def pair(session: Session) -> Pair:
    one = make_participant(session, full_name="Yusup Ujo")
    one.nik, one.nik_missing_reason = None, "e-KTP masih diurus"
    return one, make_participant(session, full_name="Yusuf Ujo")


def address(pair: Pair, deed: str = "merge") -> str:
    one, other = pair
    return f"/government/participants/{one.id}/{deed}/{other.id}"


def ask(client: FlaskClient, session: Session, pair: Pair, deed: str = "merge") -> str:
    answer = client.post(address(pair, deed), data={"reason": "KTP dilihat"})
    assert answer.status_code == 303, answer.text
    made = session.scalars(
        select(CorrectionRequest).order_by(CorrectionRequest.requested_at.desc())
    ).all()
    return next(f"/government/corrections/{one.id}" for one in made if one.decided_by is None)


def decide(client: FlaskClient, session: Session, where: str) -> None:
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    answer = client.post(f"{where}/decide", data={"decision": "approve", "version": "1"})
    assert answer.status_code == 303, answer.text


def test_the_second_record_is_found_by_likeness_or_by_a_search_that_is_sent(
    client: FlaskClient, session: Session, pair: Pair
) -> None:
    one, other = pair
    enter_as(client, make_user(session))
    assert "Orang ini tercatat dua kali" in client.get(f"/government/participants/{one.id}").text
    one.born_on = other.born_on
    where = f"/government/participants/{one.id}/merge"
    assert "Yusuf Ujo" in client.get(where).text  # born on the same day in the same desa
    assert address(pair) in client.post(where, data={"q": "Yusuf"}).text
    nobody = client.post(where, data={"q": "Tiada Nama"}).text
    assert "Tidak ada yang cocok" in nobody
    assert "3" in client.post(where, data={"q": "Y"}).text  # too short: said, not listed


def test_two_people_merge_and_separate_and_each_page_says_so(
    client: FlaskClient, session: Session, pair: Pair
) -> None:
    one, other = pair
    nik = other.nik
    assert nik is not None
    enter_as(client, make_user(session))
    seen = client.get(address(pair)).text
    assert "(dari data kedua)" in seen
    assert nik.full not in seen
    where = ask(client, session, pair)
    own = client.get(where).text
    assert "Tarik permintaan ini" in own
    assert "Simpan keputusan" not in own
    assert "Dua data, satu orang" in client.get("/government/corrections/").text

    decide(client, session, where)
    assert nik.full in client.post(f"{where}/numbers").text
    gone = client.get(f"/government/participants/{other.id}").text
    assert "digabung ke data Yusup Ujo" in gone
    assert "Digabung ke data ini" in client.get(f"/government/participants/{one.id}").text
    assert client.get(f"/government/participants/{other.id}/edit").status_code == 404

    assert "Ternyata dua orang?" in client.get(address(pair, "separate")).text
    decide(client, session, ask(client, session, pair, "separate"))
    assert client.get(address(pair, "separate")).status_code == 404
    assert (one.nik, other.nik) == (None, nik)


def test_what_cannot_be_merged_says_why_and_offers_nothing(
    client: FlaskClient, session: Session, pair: Pair
) -> None:
    numbers = [make_case(session, participant=one).number for one in pair]
    enter_as(client, make_user(session))
    page = client.get(address(pair)).text
    assert all(number in page for number in numbers)
    assert "Ajukan penggabungan" not in page
    sent = client.post(address(pair), data={"reason": "tetap"})
    assert sent.status_code == 200
    assert session.scalars(select(CorrectionRequest)).all() == []


def test_a_reason_is_needed(client: FlaskClient, session: Session, pair: Pair) -> None:
    enter_as(client, make_user(session))
    assert "orang kedua membacanya" in client.post(address(pair), data={}).text
    assert session.scalars(select(CorrectionRequest)).all() == []


def test_a_stranger_sees_neither_record_nor_request(
    client: FlaskClient, session: Session, pair: Pair
) -> None:
    enter_as(client, make_user(session))
    where = ask(client, session, pair)
    enter_as(client, make_user(session, role=Role.SUPERVISOR, region="75.03.06"))
    for place in (address(pair), where, address(pair, "separate")):
        assert client.get(place).status_code == 404
    assert client.post(f"{where}/decide", data={"decision": "approve"}).status_code == 404
