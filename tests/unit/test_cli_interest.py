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


def test_savings_print_interest_tax_net_method_and_days() -> None:
    assert run(*SAVINGS, "--balance", "10000000x30") == (
        0,
        {
            "interest": "49315.07",
            "tax": "9863.01",
            "net": "39452.06",
            "method": "daily",
            "days": 30,
        },
    )


def test_a_deposit_prints_what_comes_back() -> None:
    assert run(*DEPOSIT, "--months", "6") == (
        0,
        {
            "interest": "200000.00",
            "tax": "40000.00",
            "net": "160000.00",
            "maturity": "10160000.00",
        },
    )


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
    assert run("plan", *arguments, "--rate", "0") == (0, document)


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
