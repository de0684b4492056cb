"""An officer keeps his bank's products and branches; families see them side by side."""

from __future__ import annotations

import gzip
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.banks.actions import load_banks
from savings_app.banks.models import BankBranch, BankProduct, BankProductTerm
from savings_app.money import ZERO
from tests.builders import get_bank, load_reference, make_branch, make_product, make_user
from tests.conftest import Clock
from tests.web.doors import enter_as
from tests.web.test_agreement_pages import day
from tests.web.test_coverage_pages import statements_counted

MOST_BYTES = 14_000


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


@pytest.fixture
def officer(client: FlaskClient, session: Session) -> User:
    load_reference(session)
    user = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session))
    enter_as(client, user)
    return user


def typed(**more: str) -> dict[str, str]:
    return {
        "name": "Tabungan Uji",
        "kind": "tabungan",
        "contract": "konvensional",
        **day("starts", date(2026, 11, 1)),
        "rate": "0,25",
        "free": "y",
        "minimum_opening": "20.000",
        "source": "Surat edaran 5",
        **more,
    }


def test_a_product_is_written_down_with_its_terms_and_gets_new_ones(
    client: FlaskClient, session: Session, officer: User
) -> None:
    answer = client.post("/bank/products/add", data=typed())
    assert answer.status_code == 303
    terms = session.scalars(select(BankProductTerm)).one()
    assert (terms.rate, terms.fee_month, terms.minimum_balance) == (25, ZERO, None)
    page = client.get(answer.location).text
    assert "Bunga 0,25% setahun" in page
    assert "belum tercatat" in page
    new = {**typed(rate="3,25"), **day("starts", date(2027, 1, 1))}
    assert client.post(f"{answer.location}/terms", data=new).status_code == 303
    shown = client.get(answer.location).text
    assert shown.index("3,25%") < shown.index("0,25%")
    listed = client.get("/bank/products/?sort=starts").text
    assert "0,25%" in listed
    assert "3,25%" not in listed
    rows = client.get("/bank/products/export.csv").data.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("Tabungan Uji;Tabungan;")
    ended = {"version": "1", **day("ended_on", date(2026, 11, 23)), "reason": "diganti"}
    assert client.post(f"{answer.location}/end", data=ended).status_code == 303
    assert "Tidak ditawarkan lagi" in client.get(answer.location).text
    assert "Tabungan Uji" not in client.get("/bank-products/").text


def test_what_is_wrong_is_said_and_nothing_is_written(
    client: FlaskClient, session: Session, officer: User
) -> None:
    for sent, said in (
        (typed(contract="wadiah"), "tidak memakai persen setahun"),
        (typed(contract="wadiah", rate="", note="Bunga kecil"), "tidak memakai kata bunga"),
        (typed(rate="0,255"), "Paling banyak dua angka"),
        (typed(source=""), "Tulis sumbernya"),
        (typed(rate="", nisbah="10"), "hanya ada pada akad mudharabah"),
    ):
        page = client.post("/bank/products/add", data=sent)
        assert page.status_code == 200
        assert said in page.text
    assert session.scalar(select(func.count()).select_from(BankProduct)) == 0


def test_branches_are_kept_and_a_stale_change_is_a_conflict(
    client: FlaskClient, session: Session, officer: User
) -> None:
    sent = {"name": "Unit Suwawa", "address": "Jalan Uji 1", "phone": ""}
    assert client.post("/bank/branches/add", data=sent).status_code == 303
    row = session.scalars(select(BankBranch)).one()
    changed = {**sent, "name": "Unit Kabila", "version": str(row.version)}
    assert client.post(f"/bank/branches/{row.id}", data=changed).status_code == 303
    stale = client.post(f"/bank/branches/{row.id}", data={**changed, "name": "Lain"})
    assert stale.status_code == 409
    assert "Unit Kabila" in stale.text
    assert "Unit Kabila: Jalan Uji 1" in client.get("/bank-products/").text
    session.expire_all()
    closed = {"version": str(row.version), **day("closed_on", date(2026, 11, 23))}
    assert client.post(f"/bank/branches/{row.id}/close", data=closed).status_code == 303
    assert "Unit Kabila" not in client.get("/bank/branches/").text
    assert "Unit Kabila" in client.get("/bank/branches/?all=y").text


def test_another_banks_officer_reaches_neither(client: FlaskClient, session: Session) -> None:
    load_reference(session)
    product = make_product(session, bank=get_bank(session), name="Milik BRI")
    branch = make_branch(session, bank=get_bank(session), name="Unit Milik BRI")
    enter_as(client, make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, "BSG")))
    assert "Milik BRI" not in client.get("/bank/products/").text
    assert "Milik BRI" not in client.get("/bank/branches/").text
    for path in (
        f"products/{product.id}",
        f"products/{product.id}/terms",
        f"products/{product.id}/end",
        f"branches/{branch.id}",
        f"branches/{branch.id}/close",
    ):
        assert client.get(f"/bank/{path}").status_code == 404
    enter_as(client, make_user(session))
    assert client.get("/bank/products/").status_code == 403


def test_families_see_them_side_by_side_by_the_alphabet(
    client: FlaskClient, session: Session
) -> None:
    load_banks(session)
    make_branch(session, bank=get_bank(session, "BSG"), name="Unit Bone Bolango")
    session.commit()
    answer = client.get("/bank-products/", headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(answer.data).decode()
    assert len(answer.data) < MOST_BYTES
    kind = page[page.index(">Tabungan</caption>") : page.index(">Tabungan pelajar</caption>")]
    names = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', kind, re.DOTALL)
    shown = [re.sub(r"<[^>]+>|\s+", " ", name).strip() for name in names]
    assert shown == sorted(shown)
    assert len(shown) == 4
    for said in (
        "Tanyakan ke bank; bisa berubah",
        "belum dipastikan bank",
        "Kami tidak menganjurkan satu pun",
        "tidak pernah dijanjikan",
        "Bagi hasil: 4% dari hasilnya",
        "Dijamin LPS",
        "Unit Bone Bolango",
    ):
        assert said in page
    assert "Taplus" not in page  # of a bank that is no partner
    for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL):
        if "Syariah" in row:
            assert not re.search(r"\bbunga", row, re.IGNORECASE)
    assert "/bank-products/" in client.get("/calculators/").text
    english = client.get("/language/en", follow_redirects=True)
    assert english.status_code == 200
    assert "Ask the bank; it can change" in client.get("/bank-products/").text


def test_more_products_ask_no_more_of_the_database(client: FlaskClient, session: Session) -> None:
    load_reference(session)

    def fill(count: int, start: int = 0) -> None:
        for number in range(start, start + count):
            make_product(session, bank=get_bank(session), name=f"Tabungan {number}")
        session.commit()

    fill(1)
    client.get("/bank-products/")
    with statements_counted(session) as few:
        client.get("/bank-products/")
    fill(20, 1)
    with statements_counted(session) as many:
        assert "Tabungan 20" in client.get("/bank-products/").text
    assert len(many) == len(few) <= 5
