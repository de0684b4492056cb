"""Exact budgets, which target holds, and how long a legal basis does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pikepdf
import pytest
from PIL import Image

from savings_app.coverage.basis_files import basis_file_type
from savings_app.coverage.kinds import BasisStatus
from savings_app.coverage.rules import (
    BasisFileLocked,
    BasisFileUnreadable,
    MonthsBackwards,
    PeopleImpossible,
    ends_soon,
    holds_on,
    target_of_all,
    target_of_village,
    targets_for,
    year_need,
)
from savings_app.money import Rupiah
from savings_app.policy.contribution import Payer
from savings_app.policy.rules import NotYetInForce
from tests.files import pdf_bytes, picture_bytes

# --- what a year costs -----------------------------------------------------------------------


@pytest.mark.parametrize("payer", [Payer.APBDES, Payer.APBD, Payer.APBN])
def test_a_hundred_people_of_a_desa_cost_20_160_000_a_year(payer: Payer) -> None:
    assert year_need(people=100, payer=payer, year=2026).needed == Rupiah.of(20_160_000)


def test_twenty_thousand_people_cost_4_032_000_000_a_year() -> None:
    need = year_need(people=20_000, payer=Payer.APBD, year=2026)

    assert (need.needed, need.a_month, need.months) == (
        Rupiah.of(4_032_000_000),
        Rupiah.of(16_800),
        12,
    )
    assert need.warnings == ()


def test_who_pays_himself_has_relief_from_april_to_december_2026() -> None:
    need = year_need(people=1, payer=Payer.SELF, year=2026)

    assert need.needed == Rupiah.of(3 * 16_800 + 9 * 8_400)
    assert need.relief_months == tuple(range(4, 13))
    assert year_need(people=1, payer=Payer.SELF, year=2027).needed == Rupiah.of(12 * 16_800)


def test_apbdes_counts_no_relief_and_tells_what_it_would_be() -> None:
    need = year_need(people=100, payer=Payer.APBDES, year=2026)

    assert need.with_relief == Rupiah.of(100 * (3 * 16_800 + 9 * 8_400))
    assert [warning.code for warning in need.warnings] == ["payer_unclear"]
    # Where no month has relief there is nothing unclear.
    assert year_need(people=100, payer=Payer.APBDES, year=2025).warnings == ()


def test_a_part_of_a_year_costs_its_months() -> None:
    need = year_need(people=10, payer=Payer.APBDES, year=2026, first_month=7, last_month=12)

    assert need.needed == Rupiah.of(10 * 6 * 16_800)


def test_what_cannot_be_budgeted_is_refused() -> None:
    with pytest.raises(MonthsBackwards):
        year_need(people=1, payer=Payer.APBD, year=2026, first_month=5, last_month=4)
    with pytest.raises(PeopleImpossible):
        year_need(people=0, payer=Payer.APBD, year=2026)
    with pytest.raises(NotYetInForce):
        year_need(people=1, payer=Payer.APBD, year=2015)


# --- which target holds ------------------------------------------------------------------------


@dataclass
class Wanted:
    region_code: str
    people: int
    payer: Payer = Payer.APBDES
    each_village: bool = False
    category: str | None = None
    year: int = 2023


def test_a_target_holds_until_a_later_one_of_the_same_meaning() -> None:
    old, new = Wanted("75.03", 100, each_village=True), Wanted("75.03", 120, each_village=True)
    new.year = 2025
    withdrawn = Wanted("75.03.11.2003", 0)

    assert targets_for([new, old, withdrawn], year=2024) == [old]
    assert targets_for([new, old, withdrawn], year=2026) == [new]
    assert targets_for([new, old], year=2022) == []


def test_each_desa_has_its_share_and_the_whole_has_none_for_a_desa() -> None:
    each, whole = Wanted("75.03", 100, each_village=True), Wanted("75.03", 16_000)

    assert target_of_village([each, whole], code="75.03.11.2003") == 100
    assert target_of_village([whole], code="75.03.11.2003") is None
    assert target_of_village([each], code="75.04.11.2003") is None


def test_the_same_people_told_twice_are_counted_once() -> None:
    villages = ["75.03.11.2003", "75.03.06.2007"]
    each, whole = Wanted("75.03", 100, each_village=True), Wanted("75.03", 16_000)
    other = Wanted("75.03", 20_000, payer=Payer.APBD)

    assert target_of_all([each, whole, other], villages=villages) == 36_000
    assert target_of_all([each, other], villages=villages) == 20_200
    assert target_of_all([], villages=villages) is None


# --- legal bases -------------------------------------------------------------------------------


@dataclass
class Basis:
    starts: date
    ends: date | None
    status: BasisStatus = BasisStatus.IN_FORCE


@pytest.mark.parametrize(
    ("basis", "holds", "soon"),
    [
        (Basis(date(2026, 1, 1), None), True, False),
        (Basis(date(2026, 1, 1), date(2026, 11, 23)), True, True),
        (Basis(date(2026, 1, 1), date(2027, 1, 22)), True, True),
        (Basis(date(2026, 1, 1), date(2027, 1, 23)), True, False),
        (Basis(date(2026, 1, 1), date(2026, 11, 22)), False, False),
        (Basis(date(2026, 11, 24), None), False, False),
        (Basis(date(2026, 1, 1), None, BasisStatus.DRAFT), False, False),
        (Basis(date(2026, 1, 1), date(2026, 12, 1), BasisStatus.REPEALED), False, False),
    ],
)
def test_a_basis_holds_from_its_first_to_its_last_day(
    basis: Basis,
    holds: bool,  # noqa: FBT001
    soon: bool,  # noqa: FBT001
) -> None:
    day = date(2026, 11, 23)

    assert (holds_on(basis, day), ends_soon(basis, day)) == (holds, soon)


def test_a_file_is_told_by_its_content() -> None:
    assert basis_file_type(pdf_bytes()) == "pdf"
    assert basis_file_type(picture_bytes("JPEG")) == "jpg"
    assert basis_file_type(picture_bytes("PNG")) == "png"


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00 not a document",
        b"%PDF-1.7 and then nothing",
        b"<html><script>alert(1)</script></html>",
        picture_bytes("GIF"),
        picture_bytes("JPEG")[:300],
    ],
)
def test_what_only_looks_like_a_file_is_refused(data: bytes) -> None:
    with pytest.raises(BasisFileUnreadable):
        basis_file_type(data)


def test_a_pdf_with_a_password_is_refused_by_name() -> None:
    with pytest.raises(BasisFileLocked):
        basis_file_type(pdf_bytes(encryption=pikepdf.Encryption(owner="x", user="y")))


def test_a_picture_that_unpacks_to_a_flood_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(BasisFileUnreadable):
        basis_file_type(picture_bytes("PNG"))
