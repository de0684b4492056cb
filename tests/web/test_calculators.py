"""Calculators for anybody: what is typed is answered, and kept nowhere."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from savings_app.web.public.calculators.kinds import CALCULATORS

pytestmark = pytest.mark.usefixtures("clock")


def ask(client: FlaskClient, slug: str, **typed: str) -> str:
    answer = client.post(f"/calculators/{slug}", data=typed)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_every_calculator_is_found_from_the_front_page(client: FlaskClient) -> None:
    assert "/calculators/" in client.get("/").get_data(as_text=True)
    page = client.get("/calculators/").get_data(as_text=True)
    for slug in CALCULATORS:
        assert f"/calculators/{slug}" in page
        assert client.get(f"/calculators/{slug}").status_code == 200


def test_an_unknown_calculator_is_not_found(client: FlaskClient) -> None:
    assert client.get("/calculators/lottery").status_code == 404


def test_the_periodic_part_lasts_two_years(client: FlaskClient) -> None:
    page = ask(client, "how-long-it-lasts", start="12.000.000", monthly="500000")
    assert "24 bulan (2 tahun)" in page
    assert "12.000.000" in page  # what was typed stays


def test_money_that_grows_faster_than_it_is_used_does_not_end(client: FlaskClient) -> None:
    page = ask(client, "how-long-it-lasts", start="12000000", monthly="100", rate="3")
    assert "Cukup terus" in page


def test_what_a_school_in_two_years_takes_a_month(client: FlaskClient) -> None:
    page = ask(client, "how-much-a-month", target="2.400.000", months="24")
    assert "Rp100.000" in page


def test_a_goal_nothing_leads_to_is_said_beside_it(client: FlaskClient) -> None:
    page = ask(client, "when-it-is-reached", target="1000000")
    assert "Tujuan tidak akan tercapai" in page


def test_waiting_is_weighed_without_blame(client: FlaskClient) -> None:
    page = ask(client, "cost-of-waiting", target="2400000", months="24", wait="12")
    assert "Rp200.000" in page
    assert "Mulai nanti juga boleh." in page
    assert "Menunggu harus lebih pendek" in ask(
        client, "cost-of-waiting", target="2400000", months="24", wait="24"
    )


def test_a_fee_of_nothing_may_be_written_or_left_out(client: FlaskClient) -> None:
    without = ask(client, "savings-account", balance="500000", rate="0,25")
    for nothing in ("0", "00"):
        page = ask(client, "savings-account", balance="500000", rate="0,25", fee=nothing)
        assert "Jumlah harus lebih dari nol." not in page
        assert page.count("Rp") == without.count("Rp")
    assert "Jumlah harus lebih dari nol." in ask(client, "savings-account", balance="0", rate="1")


def test_fees_that_eat_a_small_balance_are_shown(client: FlaskClient) -> None:
    page = ask(client, "savings-account", balance="500000", rate="0,25", fee="5000")
    assert "pelan-pelan berkurang" in page
    assert "Biaya menyamai saldo dalam" in page


def test_a_deposit_tells_its_tax_with_the_law(client: FlaskClient) -> None:
    page = ask(client, "term-deposit", kind="interest", principal="10000000", rate="3", months="12")
    assert "Rp10.240.000" in page
    assert "Rp60.000" in page
    assert "PP 131/2000" in page


def test_sharing_is_never_promised(client: FlaskClient) -> None:
    page = ask(client, "term-deposit", kind="sharing", principal="10000000", rate="3", months="12")
    assert "tidak dijanjikan" in page


@pytest.mark.parametrize(
    ("rate", "said"),
    [("12", "tidak lazim"), ("4", "di atas bunga penjaminan LPS"), ("3", None)],
)
def test_unlikely_returns_are_to_be_looked_at_twice(
    client: FlaskClient, rate: str, said: str | None
) -> None:
    page = ask(
        client, "term-deposit", kind="interest", principal="10000000", rate=rate, months="12"
    )
    words = ("tidak lazim", "di atas bunga penjaminan LPS")
    assert [one for one in words if one in page] == ([said] if said else [])


def test_more_than_lps_guarantees_in_one_bank_is_said(client: FlaskClient) -> None:
    page = ask(
        client, "term-deposit", kind="interest", principal="2.000.000.001", rate="3", months="1"
    )
    assert "LPS menjamin paling banyak Rp2.000.000.000" in page


@pytest.mark.parametrize("rate", ["tiga", "-1", "1000", "1e1", "3,12345"])
def test_a_rate_that_is_none_is_answered_with_a_sentence(client: FlaskClient, rate: str) -> None:
    page = ask(client, "how-long-it-lasts", start="1000", monthly="1", rate=rate)
    assert "Ada yang perlu diperbaiki" in page


def test_nothing_typed_is_told_field_by_field(client: FlaskClient) -> None:
    page = ask(client, "how-much-a-month", months="dua")
    assert "Tulis jumlahnya." in page
    assert "Tulis angka bulat" in page


def test_english_is_complete(client: FlaskClient) -> None:
    client.get("/language/en")
    assert "How long" in ask(client, "how-long-it-lasts", start="12000000", monthly="500000")
