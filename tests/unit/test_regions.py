from __future__ import annotations

from collections import Counter

import pytest

from savings_app.regions.rules import (
    BONE_BOLANGO,
    RegionKind,
    district_codes,
    is_within,
    load_region_rows,
    region_label,
)

ROWS = load_region_rows()
BY_CODE = {row.code: row for row in ROWS}


def test_bone_bolango_has_18_kecamatan_160_desa_and_5_kelurahan() -> None:
    kinds = Counter(row.kind for row in ROWS if is_within(row.code, BONE_BOLANGO))
    assert kinds == {
        RegionKind.REGENCY: 1,
        RegionKind.DISTRICT: 18,
        RegionKind.VILLAGE: 160,
        RegionKind.URBAN_VILLAGE: 5,
    }


def test_the_five_kelurahan_are_all_in_kabila() -> None:
    urban = [row for row in ROWS if row.kind is RegionKind.URBAN_VILLAGE]
    assert {BY_CODE[row.parent_code or ""].name for row in urban} == {"Kabila"}


def test_every_region_has_one_code_and_its_parent_stands_before_it() -> None:
    assert len(BY_CODE) == len(ROWS) == 1 + 6 + 18 + 165
    seen: set[str | None] = {None}
    for row in ROWS:
        assert row.parent_code in seen
        seen.add(row.code)


@pytest.mark.parametrize(
    ("code", "bps", "bi", "label"),
    [
        ("75.01", "7502", "6301", "Kabupaten Gorontalo"),
        ("75.02", "7501", "6302", "Kabupaten Boalemo"),
        ("75.03", "7504", "6303", "Kabupaten Bone Bolango"),
        ("75.04", "7503", "6304", "Kabupaten Pohuwato"),
        ("75.05", "7505", "6305", "Kabupaten Gorontalo Utara"),
        ("75.71", "7571", "6391", "Kota Gorontalo"),
    ],
)
def test_kemendagri_bps_and_bank_indonesia_number_a_kabupaten_differently(
    code: str, bps: str, bi: str, label: str
) -> None:
    row = BY_CODE[code]
    assert (row.bps_code, row.bi_code, region_label(row, BY_CODE)) == (bps, bi, label)


def test_every_kecamatan_has_its_own_bps_code_in_7504_and_every_desa_a_postcode() -> None:
    districts = [row for row in ROWS if row.kind is RegionKind.DISTRICT]
    assert len({row.bps_code for row in districts}) == 18
    assert all((row.bps_code or "").startswith("7504") for row in districts)
    for row in ROWS:
        if row.kind in {RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE}:
            assert row.postcode == BY_CODE[row.parent_code or ""].postcode
            assert (row.postcode or "").startswith("965")


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("Tamboo", {"75.03.04.2003": "Bonepantai", "75.03.06.2007": "Tilongkabila"}),
        ("Permata", {"75.03.06.2011": "Tilongkabila", "75.03.09.2014": "Bone"}),
        ("Panggulo", {"75.03.07.2002": "Botupingge", "75.03.11.2008": "Suwawa Timur"}),
    ],
)
def test_a_name_that_occurs_twice_is_told_apart_by_code_and_by_kecamatan(
    name: str, places: dict[str, str]
) -> None:
    villages = {row.code: row for row in ROWS if row.name == name}
    labels = {code: region_label(row, BY_CODE) for code, row in villages.items()}
    assert labels == {code: f"{name}, {district}" for code, district in places.items()}


def test_only_three_names_occur_twice_and_no_label_does() -> None:
    villages = [row for row in ROWS if row.code.count(".") == 3]
    twice = {name for name, n in Counter(row.name for row in villages).items() if n > 1}
    assert twice == {"Tamboo", "Permata", "Panggulo"}
    assert len({region_label(row, BY_CODE) for row in villages}) == 165


def test_a_prefix_is_a_region_and_not_a_run_of_letters() -> None:
    assert is_within("75.03.11.2003", "75.03.11")
    assert is_within("75.03", "75.03")
    assert not is_within("75.031", "75.03")


def test_the_kecamatan_of_the_whole_country_are_known_by_code() -> None:
    codes = district_codes()
    assert len(codes) == 7285
    assert {"31.71.01", "75.03.18", "96.01.01", "93.01.01"} <= codes
    assert not {"75.03.19", "99.71.01", "09.50.06"} & codes
    assert {row.code for row in ROWS if row.kind is RegionKind.DISTRICT} <= codes
