from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.registry.nik import NikCheck, Sex, ShapeFault, check_nik

TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "identity" / "nik_examples.json"


def check(text: str, born_on: date | None = None, sex: Sex | None = None) -> NikCheck:
    return check_nik(text, today=TODAY, born_on=born_on, sex=sex)


def codes(found: NikCheck) -> list[str]:
    return [warning.code for warning in found.warnings]


@pytest.mark.parametrize(
    ("nik", "born", "sex", "region"),
    [
        ("3171011708450001", date(1945, 8, 17), Sex.MALE, "31.71.01"),
        ("3171015708450001", date(1945, 8, 17), Sex.FEMALE, "31.71.01"),
        ("3171012902001234", date(2000, 2, 29), Sex.MALE, "31.71.01"),
        ("7105100607610439", date(1961, 7, 6), Sex.MALE, "71.05.10"),
        ("9601015708850001", date(1985, 8, 17), Sex.FEMALE, "96.01.01"),
        ("7504014101909001", date(1990, 1, 1), Sex.FEMALE, "75.04.01"),
        ("7503017112909999", date(1990, 12, 31), Sex.FEMALE, "75.03.01"),
    ],
)
def test_a_nik_says_birth_date_sex_and_kecamatan(
    nik: str, born: date, sex: Sex, region: str
) -> None:
    assert check(nik) == NikCheck(None, born, sex, region)


@pytest.mark.parametrize(
    ("nik", "fault"),
    [
        ("", ShapeFault.DIGITS),
        ("317101570845000", ShapeFault.DIGITS),
        ("31710157084500011", ShapeFault.DIGITS),
        ("3171-0157-0845-0001", ShapeFault.DIGITS),
        ("317101570845000A", ShapeFault.DIGITS),
        ("٣١٧١٠١١٧٠٨٤٥٠٠٠١", ShapeFault.DIGITS),
        ("3171010008450001", ShapeFault.DAY),
        ("3171013208450001", ShapeFault.DAY),
        ("3171014008450001", ShapeFault.DAY),
        ("3171017208450001", ShapeFault.DAY),
        ("7503018101900001", ShapeFault.DAY),
        ("7105101613610439", ShapeFault.MONTH),
        ("7105101600610439", ShapeFault.MONTH),
        ("7503010101900000", ShapeFault.SERIAL),
    ],
)
def test_what_cannot_be_a_nik_says_nothing_else(nik: str, fault: ShapeFault) -> None:
    found = check(nik)
    assert found == NikCheck(fault)
    assert not found.shape_ok


def test_spaces_are_ignored() -> None:
    assert check(" 3171 0157 0845 0001\t") == check("3171015708450001")
    assert check("3171\N{NO-BREAK SPACE}015708450001") == check("3171015708450001")


def test_a_day_no_calendar_has_is_a_warning() -> None:
    found = check("3171013002001234")
    assert (found.shape_ok, found.birth_date, codes(found)) == (True, None, ["impossible_date"])
    assert codes(check("7105102902020439")) == ["impossible_date"]


def test_the_century_is_the_latest_that_is_not_in_the_future() -> None:
    assert check("7503012211260001").birth_date == TODAY
    assert check("7503012311260001").birth_date == date(1926, 11, 23)
    assert check("7503012902280001").birth_date == date(1928, 2, 29)


def test_the_century_follows_the_stated_birth_date() -> None:
    assert check("7503011508150002").birth_date == date(2015, 8, 15)
    stated = check("7503011508150002", born_on=date(1915, 8, 15))
    assert (stated.birth_date, codes(stated)) == (date(1915, 8, 15), [])


def test_a_stated_date_just_over_the_century_moves_the_birth_by_a_day_only() -> None:
    found = check("7503013112990001", born_on=date(2000, 1, 1))
    assert (found.birth_date, codes(found)) == (date(1999, 12, 31), ["birth_date_mismatch"])


def test_a_birth_date_or_sex_that_disagrees_is_a_warning() -> None:
    found = check("3171015708450001", born_on=date(1945, 8, 18), sex=Sex.MALE)
    assert found.birth_date == date(1945, 8, 17)
    assert codes(found) == ["birth_date_mismatch", "sex_mismatch"]
    assert codes(check("3171015708450001", born_on=date(1945, 8, 17), sex=Sex.FEMALE)) == []


def test_an_unknown_kecamatan_is_a_warning_and_never_a_refusal() -> None:
    found = check("9971011708450001")
    assert (found.shape_ok, found.region, codes(found)) == (True, None, ["unknown_region"])


@given(st.text())
def test_no_text_breaks_the_check(text: str) -> None:
    found = check(text)
    assert found.shape_ok or found == NikCheck(found.fault)


@given(
    born=st.dates(date(1927, 1, 1), TODAY), sex=st.sampled_from(Sex), serial=st.integers(1, 9999)
)
def test_a_nik_made_from_a_birth_date_gives_it_back(born: date, sex: Sex, serial: int) -> None:
    day = born.day + (40 if sex is Sex.FEMALE else 0)
    found = check(f"750301{day:02}{born:%m%y}{serial:04}", born_on=born, sex=sex)
    assert (found.birth_date, found.sex, found.warnings) == (born, sex, ())


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the outside examples are not here")
def test_the_examples_of_other_projects_are_read_as_the_law_says() -> None:
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    # Ours by rule: province and calendar only warn; where others refuse for those, we do not.
    warned = {"9971011708450001", "3171013002001234", "7105102902020439", "0950060607610439"}
    for row in examples["stdnum"] + examples["idnumbers"]:
        found = check(row["nik"])
        assert found.shape_ok is (row.get("sah", True) or row["nik"] in warned), row
        assert (row["nik"] in warned) is bool(found.warnings), row
        if row.get("lahir"):
            assert found.birth_date == date.fromisoformat(row["lahir"])
    traps = {
        row["nik"]: check(row["nik"]) for row in examples["jebakan_dicoba_pada_stdnum_006192e"]
    }
    assert traps["9301010101230001"].region == "93.01.01"
    assert traps["7504014101900001"].region == "75.04.01"
    assert not traps["7503010101900000"].shape_ok
    assert not traps["7503018101900001"].shape_ok
