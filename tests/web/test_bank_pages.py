"""The bank officer's pages: forty answers at once, least data, nothing of other banks."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import NameCheck
from savings_app.cases.models import Account
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.kinds import Answer
from savings_app.deposits.models import BankAnswer
from tests.builders import NOW, family_actor, get_bank, make_pledge, make_user
from tests.conftest import Clock
from tests.domain.bank_rows import make_agreed
from tests.web.doors import enter_as

MADE = date(2026, 10, 5)
PATHS = ("/bank/", "/bank/names/", "/bank/answers/", "/bank/answers/given")


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


def officer(session: Session, bank: str = "BRI") -> User:
    return make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, bank))


def asked(session: Session, *, full_name: str = "Hartin Uji", bank: str = "BRI") -> Account:
    """An account whose bank is asked about Rp10.000.000."""
    _, account = make_agreed(session, full_name=full_name, bank=bank)
    make_pledge(session, account=account, made_on=MADE)
    return account


def sent(*rows: tuple[Account, str], key: UUID | None = None, do: str = "send") -> dict[str, str]:
    """What the answers form sends; by itself what its second page sends, looked over."""
    data = {"request_key": str(key or uuid4()), "do": do}
    for number, (account, answer) in enumerate(rows):
        data[f"rows-{number}-account"] = str(account.id)
        data[f"rows-{number}-asked"] = "1000000000"
        if answer:
            data[f"rows-{number}-answer"] = answer
    return data


def answers(session: Session) -> list[tuple[date, Answer | None]]:
    session.expire_all()
    return [(row.on, row.answer) for row in session.scalars(select(BankAnswer))]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/bank/", "Beranda"),
        ("/bank/answers/", "Masih ada?"),
        ("/bank/answers/given", "Masih ada?"),
    ],
)
def test_a_title_says_where_the_officer_is(
    client: FlaskClient, session: Session, path: str, place: str
) -> None:
    asked(session)
    enter_as(client, officer(session))
    assert f"<title>{place} – Layanan Keluarga</title>" in client.get(path).text


def test_the_first_page_counts_what_waits(client: FlaskClient, session: Session) -> None:
    asked(session)
    make_agreed(session, name_check=NameCheck.ASKED)
    enter_as(client, officer(session))
    page = client.get("/bank/").text
    assert page.count("1 menunggu") == 3  # a name, an account, a day
    assert "31 Oktober 2026" in page


def test_the_answers_page_shows_the_least_and_nothing_is_chosen(
    client: FlaskClient, session: Session
) -> None:
    mine, other = asked(session), asked(session, full_name="Orang Lain", bank="BSG")
    enter_as(client, officer(session))
    page = client.get("/bank/answers/").text
    assert "Hartin Uji" in page
    assert "Rp10.000.000" in page
    assert mine.number.full not in page
    assert mine.number.full[-4:] in page
    assert "Orang Lain" not in page
    assert str(other.id) not in page
    assert "Yusup Uji" not in page  # who died
    assert "checked" not in page


def test_forty_rows_go_in_with_one_button(client: FlaskClient, session: Session) -> None:
    accounts = [asked(session, full_name=f"Ahli {number:02}") for number in range(41)]
    enter_as(client, officer(session))
    page = client.get("/bank/answers/").text
    assert page.count('role="radiogroup"') == 40
    assert "40 dari 41 rekening" in page
    form = sent(*((account, "ya") for account in accounts[:40]))
    for _twice in range(2):
        answer = client.post("/bank/answers/", data=form)
        assert answer.status_code == 303
    assert answers(session) == [(date(2026, 10, 31), Answer.YES)] * 40
    page = client.get("/bank/answers/").text
    assert "40 jawaban tersimpan" in page
    assert "1 dari 1 rekening" in page


def test_rows_left_alone_wait_and_a_page_without_answers_says_so(
    client: FlaskClient, session: Session
) -> None:
    first, second = asked(session), asked(session)
    enter_as(client, officer(session))
    page = client.post("/bank/answers/", data=sent((first, ""), (second, ""))).text
    assert "Belum ada jawaban yang dipilih" in page
    client.post("/bank/answers/", data=sent((first, ""), (second, "sebagian")))
    assert answers(session) == [(date(2026, 10, 31), Answer.PARTLY)]
    assert str(first.id) in client.get("/bank/answers/").text


def test_a_consent_taken_back_meanwhile_is_named_and_the_rest_stands(
    client: FlaskClient, session: Session
) -> None:
    recipient, revoked = make_agreed(session)
    make_pledge(session, account=revoked, made_on=MADE)
    other = asked(session)
    enter_as(client, officer(session))
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.BANK_ANSWERS,
        now=NOW,
    )
    session.commit()
    page = client.post(
        "/bank/answers/", data=sent((revoked, "ya"), (other, "ya")), follow_redirects=True
    ).text
    assert "1 jawaban tersimpan" in page
    assert f"Tidak disimpan: rekening {revoked.number}" in page
    assert len(answers(session)) == 1


def test_another_day_can_be_chosen_but_none_to_come(client: FlaskClient, session: Session) -> None:
    account = asked(session)
    enter_as(client, officer(session))
    assert (
        "20 November 2026" in client.get("/bank/answers/?on-day=20&on-month=11&on-year=2026").text
    )
    page = client.get("/bank/answers/?on=2026-11-24").text
    assert "Tanggal ini belum tiba" in page
    assert "Tanggal ini tidak ada" in client.get("/bank/answers/?on=2026-02-30").text
    client.post("/bank/answers/?on=2026-11-20", data=sent((account, "tidak")))
    assert answers(session) == [(date(2026, 11, 20), Answer.NO)]


@pytest.mark.parametrize("damage", [{"rows-0-account": "x"}, {"rows-0-asked": "-1"}])
def test_a_damaged_row_is_not_found(
    client: FlaskClient, session: Session, damage: dict[str, str]
) -> None:
    account = asked(session)
    enter_as(client, officer(session))
    answer = client.post("/bank/answers/", data={**sent((account, "ya")), **damage})
    assert answer.status_code == 404
    assert answers(session) == []


def test_an_officer_of_another_bank_answers_nothing(client: FlaskClient, session: Session) -> None:
    account = asked(session)
    enter_as(client, officer(session, "BSG"))
    assert str(account.id) not in client.get("/bank/answers/").text
    assert client.post("/bank/answers/", data=sent((account, "ya"))).status_code == 404
    assert answers(session) == []


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR])
@pytest.mark.parametrize(
    "path", ["/bank/", "/bank/names/", "/bank/answers/", "/bank/answers/given"]
)
def test_the_dinas_does_not_come_in(
    client: FlaskClient, session: Session, role: Role, path: str
) -> None:
    enter_as(client, make_user(session, role=role))
    assert client.get(path).status_code == 403


def test_whole_numbers_are_shown_when_asked_for_and_recorded(
    client: FlaskClient, session: Session
) -> None:
    account = asked(session)
    enter_as(client, officer(session))
    assert account.number.full in client.get("/bank/answers/?numbers=full").text
    opened = session.scalars(
        select(AuditEvent.subject_id).where(AuditEvent.action == "account:open-number")
    ).all()
    assert opened == [account.id]


def test_an_answer_is_put_right_with_a_reason(client: FlaskClient, session: Session) -> None:
    account = asked(session)
    enter_as(client, officer(session))
    key = uuid4()
    client.post("/bank/answers/", data=sent((account, "tidak"), key=key))
    listed = client.get("/bank/answers/given").text
    path = f"/bank/answers/{account.id}/{key}/correct"
    assert path in listed
    assert "Tulis alasannya" in client.post(path, data={"answer": "ya"}).text
    form = {"answer": "ya", "reason": "salah baris", "request_key": str(uuid4())}
    for _twice in range(2):
        answer = client.post(path, data=form)
        assert answer.location == "/bank/answers/given?on=2026-10-31"
    assert sorted(str(word) for _on, word in answers(session)) == ["None", "tidak", "ya"]
    assert client.get(path).status_code == 404
    enter_as(client, officer(session, "BSG"))
    new_key = form["request_key"]
    assert client.get(f"/bank/answers/{account.id}/{new_key}/correct").status_code == 404


def test_names_are_answered_yes_or_no(client: FlaskClient, session: Session) -> None:
    rows = [make_agreed(session, name_check=NameCheck.ASKED)[1] for _ in range(3)]
    hers = make_agreed(session, bank="BSG", name_check=NameCheck.ASKED, full_name="Orang Lain")[1]
    enter_as(client, officer(session))
    page = client.get("/bank/names/").text
    assert "Orang Lain" not in page
    assert len(re.findall('type="radio"', page)) == 6
    assert "checked" not in page
    form = {f"rows-{number}-account": str(row.id) for number, row in enumerate(rows)}
    assert "Belum ada jawaban" in client.post("/bank/names/", data=form).text
    chosen = {**form, "rows-0-matches": "ya", "rows-2-matches": "tidak"}
    assert client.post("/bank/names/", data=chosen).status_code == 303
    session.expire_all()
    assert [row.name_check for row in rows] == [
        NameCheck.CONFIRMED,
        NameCheck.ASKED,
        NameCheck.DIFFERENT,
    ]
    foreign = {"rows-0-account": str(hers.id), "rows-0-matches": "ya"}
    assert client.post("/bank/names/", data=foreign).status_code == 404


def test_an_officer_of_a_bank_that_is_no_partner_sees_empty_pages(
    client: FlaskClient, session: Session
) -> None:
    account = asked(session, bank="BCA")
    enter_as(client, officer(session, "BCA"))
    for path in PATHS:
        page = client.get(path)
        assert page.status_code == 200
        assert account.number.full[-4:] not in page.text
    assert "belum menjadi mitra" in client.get("/bank/").text
