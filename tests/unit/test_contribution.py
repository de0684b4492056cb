"""What a month costs, in the examples of the law and of the command's contract."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from savings_app.cli import cli
from savings_app.money import Rupiah
from savings_app.policy.contribution import (
    MonthDue,
    Payer,
    PuWageNeeded,
    Sector,
    WageNotAsked,
    month_due,
)
from savings_app.policy.rules import FactStatus, NotYetInForce, Segment, WageImpossible
from savings_app.policy.series import parameter

JUNE = date(2026, 6, 1)
LAW = Path(__file__).parents[2].parent / "shared" / "data" / "law"
EXAMPLES = LAW / "contribution_relief_pp50_2025.json"
PAYERS = {"sendiri": Payer.SELF, "apbd": Payer.APBD, "apbn": Payer.APBN}
SECTORS = {"lain": Sector.OTHER, "transportasi": Sector.TRANSPORT}


def bpu(payer: Payer, month: date, sector: Sector = Sector.OTHER) -> MonthDue:
    return month_due(segment=Segment.BPU, payer=payer, month=month, sector=sector)


def test_the_lowest_band_costs_16_800() -> None:
    due = bpu(Payer.APBD, JUNE)

    assert (due.jkk, due.jkm, due.total) == (
        Rupiah.of(10_000),
        Rupiah.of(6_800),
        Rupiah.of(16_800),
    )
    assert (due.law, due.status, due.warnings) == (
        "PP 44/2015 Lampiran II",
        FactStatus.VERIFIED,
        (),
    )


@pytest.mark.parametrize(
    ("month", "sector", "wanted"),
    [
        (date(2025, 12, 1), Sector.TRANSPORT, 16_800),
        (date(2026, 1, 1), Sector.TRANSPORT, 8_400),
        (date(2027, 3, 1), Sector.TRANSPORT, 8_400),
        (date(2027, 4, 1), Sector.TRANSPORT, 16_800),
        (date(2026, 3, 1), Sector.OTHER, 16_800),
        (date(2026, 4, 1), Sector.OTHER, 8_400),
        (date(2026, 12, 1), Sector.OTHER, 8_400),
        (date(2027, 1, 1), Sector.OTHER, 16_800),
    ],
)
def test_relief_begins_and_ends_with_its_months(month: date, sector: Sector, wanted: int) -> None:
    due = bpu(Payer.SELF, month, sector)

    assert due.total == Rupiah.of(wanted)
    assert due.law.startswith("PP 50/2025" if wanted == 8_400 else "PP 44/2015")


@pytest.mark.parametrize("payer", [Payer.APBD, Payer.APBN, Payer.APBDES])
def test_who_is_paid_for_by_a_budget_has_no_relief(payer: Payer) -> None:
    for sector in Sector:
        due = bpu(payer, JUNE, sector)
        assert (due.total, due.relief_percent) == (Rupiah.of(16_800), 0)


def test_apbdes_is_unclear_and_says_so() -> None:
    due = bpu(Payer.APBDES, JUNE)

    assert [warning.code for warning in due.warnings] == ["payer_unclear"]
    assert due.status is FactStatus.DRAFT
    assert bpu(Payer.APBDES, date(2025, 6, 1)).status is FactStatus.VERIFIED


def test_a_wage_decides_for_pu_and_rounds_half_up_to_the_sen() -> None:
    due = month_due(segment=Segment.PU, payer=Payer.APBD, month=JUNE, wage=Rupiah(350_000_001))

    assert (str(due.jkk), str(due.jkm)) == ("8400.00", "10500.00")
    assert str(due.total) == "18900.00"
    assert due.status is FactStatus.DRAFT


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(PuWageNeeded):
        month_due(segment=Segment.PU, payer=Payer.APBD, month=JUNE)
    with pytest.raises(WageImpossible):
        month_due(segment=Segment.PU, payer=Payer.APBD, month=JUNE, wage=Rupiah.of(-1))
    with pytest.raises(WageNotAsked):
        month_due(segment=Segment.BPU, payer=Payer.APBD, month=JUNE, wage=Rupiah.of(1_000_000))
    with pytest.raises(NotYetInForce):
        bpu(Payer.SELF, date(2015, 6, 1))
    assert bpu(Payer.SELF, date(2015, 7, 1)).total == Rupiah.of(16_800)


def test_the_bands_begin_with_the_lowest() -> None:
    bands = parameter("contribution_bpu_bands").on(JUNE).amounts
    lowest = parameter("contribution_bpu").on(JUNE).amounts

    assert list(bands.values()) == sorted(bands.values())
    assert bands["up_to_1_099_000"] // 100 == lowest["jkk_rupiah"]


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the outside cases are not here")
def test_the_worked_cases_of_the_relief() -> None:
    cases = json.loads(EXAMPLES.read_text(encoding="utf-8"))["kasus"]
    assert cases
    for case in cases:
        month = date.fromisoformat(f"{case['bulan']}-01")
        due = bpu(PAYERS[case["pembayar"]], month, SECTORS[case["sektor"]])
        assert due.total == Rupiah.of(case["harapan"]), case


# --- the command ---------------------------------------------------------------------------------

COMMAND = ["contribution", "--segment", "bpu", "--sector", "other", "--json"]


def run(*arguments: str, exit_code: int = 0) -> Any:
    result = CliRunner().invoke(cli, [*COMMAND, *arguments])
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout) if result.stdout else None


def test_every_key_is_there_and_amounts_are_text() -> None:
    assert run("--payer", "mandiri", "--month", "2026-04") == {
        "jkk": "5000.00",
        "jkm": "3400.00",
        "total": "8400.00",
        "law": "PP 50/2025",
        "status": "terverifikasi",
        "warnings": [],
    }


def test_a_warning_has_its_code_and_its_sentence() -> None:
    (warning,) = run("--payer", "apbdes", "--month", "2026-06")["warnings"]
    assert warning["code"] == "payer_unclear"
    assert "BPJS" in warning["text"]


def test_a_month_before_the_law_is_refused_by_name() -> None:
    found = run("--payer", "apbd", "--month", "2015-06", exit_code=1)
    assert found["refused"] == "NotYetInForce"


def test_pu_without_a_wage_is_refused_by_name() -> None:
    found = run("--payer", "apbd", "--month", "2026-06", "--segment", "pu", exit_code=1)
    assert found["refused"] == "PuWageNeeded"
    assert found["problems"][0]["place"] == "wage"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--payer", "apbd", "--month", "2026-13"),
        ("--payer", "apbd", "--month", "2026-6"),
        ("--payer", "apbd", "--month", "2026-06-01"),
        ("--payer", "desa", "--month", "2026-06"),
        ("--payer", "apbd"),
        ("--payer", "apbd", "--month", "2026-06", "--wage", "banyak"),
    ],
)
def test_a_wrong_option_leaves_stdout_empty(arguments: tuple[str, ...]) -> None:
    assert run(*arguments, exit_code=2) is None
