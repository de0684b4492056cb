"""Calculators for anybody: what is typed is answered, and kept nowhere."""

from __future__ import annotations

import gzip
import re

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
    assert "Biaya menghabiskan saldo dalam" in page


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


CHANGING = {
    "method": "average",
    "rate": "0,75",
    "basis": "365",
    "rows-0-amount": "350.000",
    "rows-0-days": "6",
    "rows-1-amount": "50350000",
    "rows-1-days": "9",
    "rows-2-amount": "45350000",
    "rows-2-days": "4",
    "rows-3-amount": "45000000",
    "rows-3-days": "3",
    "rows-4-amount": "70000000",
    "rows-4-days": "2",
    "rows-5-amount": "80000000",
    "rows-5-days": "6",
}
ONE = {"rate": "6", "basis": "365", "rows-0-amount": "2000000", "rows-0-days": "30"}


def test_a_passbook_of_changing_balances_comes_to_what_the_bank_printed(
    client: FlaskClient,
) -> None:
    page = ask(client, "changing-balance", **CHANGING)
    for said in ("Rp22.876,44", "Rp28.595,55", "Rp5.719,11", "30 hari", "Rp46.388.333"):
        assert said in page


def test_each_method_and_each_length_of_a_year_can_be_chosen(client: FlaskClient) -> None:
    lowest = ask(client, "changing-balance", method="lowest", **ONE)
    assert "Rp9.863,01" in lowest
    short_year = ask(client, "changing-balance", method="daily", **{**ONE, "basis": "360"})
    assert "Rp10.000" in short_year
    leap = {**ONE, "basis": "actual", "rows-0-days": "366"}
    said = {"starts-day": "1", "starts-month": "1", "starts-year": "2028"}
    assert "Rp120.000" in ask(client, "changing-balance", method="daily", **leap, **said)
    assert "Tulis hari pertamanya" in ask(client, "changing-balance", method="daily", **leap)
    never = {**said, "starts-day": "30", "starts-month": "2"}
    assert "Tanggal ini tidak ada." in ask(
        client, "changing-balance", method="daily", **leap, **never
    )


def test_a_balance_below_the_smallest_that_earns_earns_nothing(client: FlaskClient) -> None:
    typed = {**ONE, "bears_from": "2.000.001"}
    assert "Rp0</strong>" in ask(client, "changing-balance", method="daily", **typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"rows-0-days": ""}, "Tulis berapa hari saldo ini bertahan."),
        ({"rows-0-amount": ""}, "Tulis saldonya; 0 boleh."),
        ({"rows-5-days": "3"}, "Tulis saldonya; 0 boleh."),
        ({"rows-5-amount": "0"}, "Tulis berapa hari saldo ini bertahan."),
        ({"rows-0-days": "0"}, "Tulis hari sebagai angka bulat"),
        ({"rows-0-days": "-3"}, "Tulis hari sebagai angka bulat"),
        ({"rows-0-days": "1,5"}, "Tulis angka bulat"),
        ({"rows-0-amount": "-1"}, "Jumlah harus lebih dari nol."),
        ({"rows-0-amount": "9" * 30}, "Jumlah ini terlalu besar."),
        ({"basis": "364"}, "Pilih salah satu pilihan yang ada."),
        ({"method": ""}, "Pilih saldo mana"),
    ],
)
def test_half_a_row_and_what_no_number_can_be_are_told_beside_it(
    client: FlaskClient, typed: dict[str, str], said: str
) -> None:
    page = ask(client, "changing-balance", **{**ONE, "method": "daily", **typed})
    assert "Ada yang perlu diperbaiki" in page
    assert said in page
    # What is wrong behind the click is seen without a click.
    assert ("<details open>" in page) == any(name.startswith("rows-5") for name in typed)


def test_an_account_that_was_empty_for_a_day_has_the_lowest_balance_of_nothing(
    client: FlaskClient,
) -> None:
    typed = {**ONE, "rows-1-amount": "0", "rows-1-days": "1"}
    assert "Rp0</strong>" in ask(client, "changing-balance", method="lowest", **typed)


def test_a_fee_takes_no_more_than_there_is(client: FlaskClient) -> None:
    page = ask(client, "savings-account", balance="5000", rate="0", fee="4000")
    assert "−Rp5.000" in page
    assert "−Rp48.000" not in page
    small = ask(client, "savings-account", balance="700", rate="0", fee="4000")
    assert "kurang dari sebulan" in small


def test_a_taxed_balance_is_eaten_by_what_tax_leaves(client: FlaskClient) -> None:
    """Rp8 million at 1 percent earn 80,000 and keep 64,000: less than fees of 66,000."""
    page = ask(client, "savings-account", balance="8000000", rate="1", fee="5500")
    assert "−Rp2.000" in page
    assert "Biaya menghabiskan saldo dalam" in page


def test_money_for_less_than_a_month_is_said_so(client: FlaskClient) -> None:
    page = ask(client, "how-long-it-lasts", start="400000", monthly="500000")
    assert "kurang dari sebulan" in page
    assert "0 bulan" not in page


def test_sharia_words_say_no_interest(client: FlaskClient) -> None:
    page = ask(client, "term-deposit", kind="sharing", principal="10000000", rate="3", months="12")
    answer = page[page.index('role="status"') : page.index("</section>")]
    assert "Perkiraan bagi hasil" in answer
    assert "Bunga" not in answer
    assert "bunga" not in answer


@pytest.mark.parametrize("slug", ["savings-account", "changing-balance", "term-deposit"])
def test_where_money_lies_in_a_bank_the_three_conditions_of_lps_stand(
    client: FlaskClient, slug: str
) -> None:
    page = client.get(f"/calculators/{slug}").get_data(as_text=True)
    assert "tercatat di buku bank, bunganya tidak di atas bunga penjaminan" in page
    assert "merugikan bank" in page


GUARANTEED = {"kind": "bank", "amount": "12000000", "rate": "3,5", "recorded": "yes"}


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ({}, "Rp12.000.000"),
        ({"amount": "2000000000"}, "Rp2.000.000.000"),
        ({"amount": "2500000000"}, "Rp2.000.000.000"),
        ({"rate": "3,51"}, "Rp0"),
        ({"rate": "6", "kind": "bpr"}, "Rp12.000.000"),
        ({"rate": "6,01", "kind": "bpr"}, "Rp0"),
        ({"recorded": "no"}, "Rp0"),
    ],
)
def test_the_guarantee_stands_on_three_conditions_and_a_limit(
    client: FlaskClient, typed: dict[str, str], figure: str
) -> None:
    page = ask(client, "deposit-guarantee", **{**GUARANTEED, **typed})
    assert f"<strong>{figure}</strong>" in page
    for condition in ("Syarat 1: tercatat", "Syarat 2: bunga", "Syarat 3: tidak merugikan"):
        assert condition in page
    assert "sejak 1 Juni 2026, draf, belum diperiksa" in page


@pytest.mark.parametrize("slug", CALCULATORS)
def test_each_says_how_it_counts_in_both_languages(client: FlaskClient, slug: str) -> None:
    page = client.get(f"/calculators/{slug}").get_data(as_text=True)
    assert page.count('<p class="soft">') >= 2
    client.get("/language/en")
    english = client.get(f"/calculators/{slug}").get_data(as_text=True)
    for said in re.findall(r'<p class="soft">(.*?)</p>', page):
        assert said not in english


@pytest.mark.parametrize("slug", CALCULATORS)
def test_nothing_typed_is_told_in_words_of_the_page(client: FlaskClient, slug: str) -> None:
    page = ask(client, slug)
    assert "Ada yang perlu diperbaiki" in page
    assert "Tulis angka bulat" not in page  # an empty box is no wrong number


def test_money_is_asked_before_its_rate(client: FlaskClient) -> None:
    for slug in ("how-long-it-lasts", "how-much-a-month", "when-it-is-reached", "cost-of-waiting"):
        names = re.findall(r'<input[^>]*name="(\w+)"', client.get(f"/calculators/{slug}").text)
        assert names[-1] == "rate"


@pytest.mark.parametrize("slug", CALCULATORS)
def test_a_calculator_with_its_style_is_far_below_what_a_first_load_may_be(
    client: FlaskClient, slug: str
) -> None:
    style = client.get("/static/app.css").data
    refused = client.post(f"/calculators/{slug}").data  # the longest: every question has an error
    assert len(gzip.compress(refused)) + len(gzip.compress(style)) < 10_000
    assert b"<script" not in refused
