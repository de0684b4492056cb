"""The commands `interest` and `plan`: their documents, refusals and slips."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from savings_app.cli import cli


def run(*arguments: str) -> tuple[int, Any]:
    done = CliRunner().invoke(cli, [*arguments, "--json"])
    return done.exit_code, json.loads(done.stdout) if done.stdout else None


SAVINGS = ("interest", "savings", "--method", "daily", "--rate", "6", "--basis", "365")
DEPOSIT = ("interest", "deposit", "--principal", "10000000", "--rate", "4")

LASTS = ("plan", "lasts", "--start", "1", "--monthly", "1")


BESIDE = {"convention", "tax_rule", "law", "status", "warnings"}


def figures(*arguments: str) -> dict[str, Any]:
    """The answer without what stands beside it."""
    code, document = run(*arguments)
    assert code == 0
    return {name: said for name, said in document.items() if name not in BESIDE}


def test_savings_print_interest_tax_net_method_and_days() -> None:
    assert figures(*SAVINGS, "--balance", "10000000x30") == {
        "interest": "49315.07",
        "tax": "9863.01",
        "net": "39452.06",
        "method": "daily",
        "days": 30,
    }


def test_a_deposit_prints_what_comes_back() -> None:
    assert figures(*DEPOSIT, "--months", "6") == {
        "interest": "200000.00",
        "tax": "40000.00",
        "net": "160000.00",
        "maturity": "10160000.00",
    }


@pytest.mark.parametrize(
    ("arguments", "document"),
    [
        (("how-long", "--start", "0", "--monthly", "100", "--target", "250"), {"months": 3}),
        (("how-much", "--start", "0", "--target", "250", "--months", "3"), {"monthly": "84.00"}),
        (("lasts", "--start", "250", "--monthly", "100"), {"months": 2}),
        (("lasts", "--start", "250", "--monthly", "0"), {"months": None}),
    ],
)
def test_a_plan_prints_one_answer(arguments: tuple[str, ...], document: dict[str, Any]) -> None:
    assert figures("plan", *arguments, "--rate", "0") == document


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*SAVINGS, "--balance", "1x1"), ("Saldo harian", "365 hari", "sampai sen")),
        ((*SAVINGS[:3], "lowest", *SAVINGS[4:], "--balance", "1x1"), ("Saldo terendah",)),
        ((*DEPOSIT, "--days", "30"), ("Bunga sederhana", "1/365")),
        ((*DEPOSIT, "--months", "3"), ("Bunga sederhana", "seperdua belas tahun")),
        ((*DEPOSIT, "--months", "3", "--compound-months", "1"), ("Bunga masuk pokok",)),
    ],
)
def test_interest_says_its_convention_and_the_law_of_its_tax(
    arguments: tuple[str, ...], said: tuple[str, ...]
) -> None:
    _code, document = run(*arguments)
    for words in (*said, "Pajak dipotong bank"):
        assert words in document["convention"]
    assert "20 persen bila di atas Rp7.500.000" in document["tax_rule"]
    assert (document["law"], document["status"]) == (
        "PP 131/2000 jo. PP 123/2015 Pasal 2 dan 3",
        "draf",
    )


PLANS = {
    "how-long": ("--start", "0", "--monthly", "100", "--target", "250"),
    "how-much": ("--start", "0", "--target", "250", "--months", "3"),
    "lasts": ("--start", "250", "--monthly", "100"),
}


@pytest.mark.parametrize("kind", PLANS)
def test_a_plan_says_its_convention(kind: str) -> None:
    _code, document = run("plan", kind, *PLANS[kind], "--rate", "3")
    assert "akar pangkat dua belas" in document["convention"]
    assert document["warnings"] == []


@pytest.mark.parametrize(
    ("rate", "codes"),
    [
        ("3.5", []),
        ("3.51", ["above_guaranteed_rate"]),
        ("10", ["above_guaranteed_rate"]),
        ("10.1", ["return_unlikely"]),
    ],
)
def test_every_command_warns_at_a_return_no_safe_money_has(rate: str, codes: list[str]) -> None:
    given = [
        ("interest", "savings", "--method", "daily", "--basis", "365", "--balance", "1x1"),
        ("interest", "deposit", "--principal", "1", "--days", "1"),
        *(("plan", kind, *options) for kind, options in PLANS.items()),
    ]
    for arguments in given:
        code, document = run(*arguments, "--rate", rate)
        assert code == 0
        assert [one["code"] for one in document["warnings"]] == codes
        assert all(one["text"] for one in document["warnings"])


def test_more_than_lps_covers_in_one_bank_is_warned_of() -> None:
    _code, document = run(
        "interest", "deposit", "--principal", "2000000000.01", "--rate", "3", "--days", "1"
    )
    assert [one["code"] for one in document["warnings"]] == ["above_guaranteed_amount"]


def test_people_read_the_convention_the_law_and_the_warning_below_the_figures() -> None:
    done = CliRunner().invoke(cli, [*DEPOSIT[:-1], "12", "--months", "6"])
    figures_first, *_rest = done.stdout.splitlines()
    assert figures_first.split() == ["Bunga", "Rp600.000"]
    for said in ("Bunga sederhana", "PP 131/2000", "draf, belum diperiksa", "! Hasil 12 persen"):
        assert said in done.stdout
    lasting = CliRunner().invoke(cli, ["plan", "lasts", *PLANS["lasts"], "--rate", "12"])
    assert lasting.stdout.startswith("2 bulan\n")
    assert "! Hasil 12 persen" in lasting.stdout


@pytest.mark.parametrize(
    ("arguments", "refused", "place"),
    [
        ((*SAVINGS, "--balance", "1x0"), "DaysImpossible", "balance"),
        ((*SAVINGS, "--balance", "1x1.5"), "DaysImpossible", "balance"),
        ((*SAVINGS, "--balance", "-1x1"), "AmountRefused", "balance"),
        ((*DEPOSIT, "--days", "1e9"), "DaysImpossible", "days"),
        ((*DEPOSIT, "--months", "NaN"), None, None),
        ((*DEPOSIT, "--months", "1", "--compound-months", "0"), "CompoundingImpossible", None),
        (
            ("plan", "lasts", "--start", "1", "--monthly", "1", "--rate", "101"),
            "RateImpossible",
            "rate",
        ),
        (
            ("plan", "how-much", "--start", "0", "--target", "1", "--months", "0", "--rate", "1"),
            "TermImpossible",
            "months",
        ),
        (
            ("plan", "how-long", "--start", "0", "--monthly", "0", "--target", "1", "--rate", "1"),
            "TargetNeverReached",
            "target",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_place(
    arguments: tuple[str, ...], refused: str | None, place: str | None
) -> None:
    code, document = run(*arguments)
    if refused is None:
        assert (code, document) == (2, None)
        return
    assert code == 1
    assert document["refused"] == refused
    if place is not None:
        assert document["problems"][0]["place"] == place


@pytest.mark.parametrize(
    "arguments",
    [
        SAVINGS,
        (*SAVINGS, "--balance", "100"),
        (*SAVINGS, "--balance", "satux1"),
        DEPOSIT,
        (*DEPOSIT, "--days", "1", "--months", "1"),
        (*SAVINGS[:3], "weekly", *SAVINGS[4:], "--balance", "1x1"),
        ("plan", "lasts", "--start", "1"),
    ],
)
def test_a_slip_in_the_options_prints_nothing(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == (2, None)
