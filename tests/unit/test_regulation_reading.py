"""A regulation's file: what is refused, where, and that nothing is left unsaid."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.money import Rupiah
from savings_app.regulation.reading import RegulationRefused, parse_regulation

GOOD = """\
code = "uji"
title = "Uji"
issuer_region = "75.03"
force = "anjuran"

[[version]]
starts = 2027-01-01
status = "rancangan"
included_parts = ["santunan_sekaligus", "santunan_berkala"]
deductible_needs = ["utang", "doa_arwah"]
minimum_free = 5_000_000
no_suggestion_below = 3_000_000
rounding = 50_000

  [[version.bracket]]
  up_to = 10_000_000
  percent = 20

  [[version.bracket]]
  percent = 40
"""
SECOND = GOOD[GOOD.index("[[version]]") :].replace("2027", "2025")


def places(content: str | bytes) -> list[str | None]:
    with pytest.raises(RegulationRefused) as refused:
        parse_regulation(content.encode() if isinstance(content, str) else content)
    problems = refused.value.facts["problems"]
    assert isinstance(problems, list)
    assert all(problem.what for problem in problems)
    return [problem.place for problem in problems]


def test_a_good_file_is_read_and_its_versions_put_in_order() -> None:
    regulation = parse_regulation((GOOD + SECOND).encode())
    assert [version.starts.year for version in regulation.versions] == [2025, 2027]
    assert regulation.versions[0].brackets[0].up_to == Rupiah.of(10_000_000)


def test_a_file_from_windows_is_read() -> None:
    windows = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert parse_regulation(windows) == parse_regulation(GOOD.encode())


@pytest.mark.parametrize("percent", ["12.5", "0", "100", "33.333333", "0.0", "1e1"])
def test_a_percent_may_have_decimals(percent: str) -> None:
    regulation = parse_regulation(GOOD.replace("percent = 20", f"percent = {percent}").encode())
    assert regulation.versions[0].brackets[0].percent == Decimal(percent)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('force = "anjuran"', 'force = "wajib"', "force"),
        ('force = "anjuran"', 'force = "Anjuran"', "force"),
        ('force = "anjuran"', "force = true", "force"),
        ('force = "anjuran"\n', "", "force"),
        ('code = "uji"', 'code = ""', "code"),
        ('code = "uji"', "code = 7", "code"),
        ('code = "uji"\n', "", "code"),
        ('title = "Uji"\n', "", "title"),
        ('"75.03"', '"Bone Bolango"', "issuer_region"),
        ('"75.03"', "75.03", "issuer_region"),
        ('title = "Uji"', 'title = "Uji"\ndenda = 5', "denda"),
        ("rounding = 50_000", "rounding = 50_000\ndenda = 5", "version[1].denda"),
        ("percent = 20", "percent = 20\n  persen = 5", "version[1].bracket[1].persen"),
        ("starts = 2027-01-01", 'starts = "2027-01-01"', "version[1].starts"),
        ("starts = 2027-01-01", "starts = 2027-01-01T00:00:00", "version[1].starts"),
        ("starts = 2027-01-01\n", "", "version[1].starts"),
        ('"rancangan"', '"final"', "version[1].status"),
        ('["utang", "doa_arwah"]', '"utang"', "version[1].deductible_needs"),
        ('["utang", "doa_arwah"]', '["utang", 7]', "version[1].deductible_needs[2]"),
        ('["santunan_sekaligus", ', '["", ', "version[1].included_parts[1]"),
        ("minimum_free = 5_000_000", "minimum_free = -1", "version[1].minimum_free"),
        ("minimum_free = 5_000_000", "minimum_free = 5.0", "version[1].minimum_free"),
        ("minimum_free = 5_000_000", "minimum_free = true", "version[1].minimum_free"),
        ("minimum_free = 5_000_000", 'minimum_free = "5"', "version[1].minimum_free"),
        ("5_000_000", "1_000_000_000_001", "version[1].minimum_free"),
        ("= 3_000_000", "= -3_000_000", "version[1].no_suggestion_below"),
        ("rounding = 50_000", "rounding = 0", "version[1].rounding"),
        ("rounding = 50_000", "rounding = -50_000", "version[1].rounding"),
        ("up_to = 10_000_000", "up_to = 0", "version[1].bracket[1].up_to"),
        ("up_to = 10_000_000", "up_to = -1", "version[1].bracket[1].up_to"),
        ("  up_to = 10_000_000\n", "", "version[1].bracket[1].up_to"),
        ("percent = 40", "percent = 40\n  up_to = 20_000_000", "version[1].bracket[2].up_to"),
        ("percent = 20", "percent = -1", "version[1].bracket[1].percent"),
        ("percent = 20", "percent = 100.1", "version[1].bracket[1].percent"),
        ("percent = 20", "percent = nan", "version[1].bracket[1].percent"),
        ("percent = 20", "percent = inf", "version[1].bracket[1].percent"),
        ("percent = 20", "percent = true", "version[1].bracket[1].percent"),
        ("percent = 20", 'percent = "20"', "version[1].bracket[1].percent"),
        ("percent = 20", "percent = 1e-7", "version[1].bracket[1].percent"),
        ("percent = 20", "percent = 1e99999999999999999999", "version[1].bracket[1].percent"),
        ("  percent = 20\n", "", "version[1].bracket[1].percent"),
        (
            "rounding = 50_000",
            'rounding = 50_000\ncovered_first_by = { motor = "biaya_pemakaman" }',
            "version[1].covered_first_by.motor",
        ),
        (
            "rounding = 50_000",
            "rounding = 50_000\ncovered_first_by = { doa_arwah = 1 }",
            "version[1].covered_first_by.doa_arwah",
        ),
        (
            "rounding = 50_000",
            "rounding = 50_000\ncovered_first_by = 1",
            "version[1].covered_first_by",
        ),
        (
            "rounding = 50_000",
            "rounding = 50_000\nminimum_free_per_member = -1",
            "version[1].minimum_free_per_member",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_key_path(old: str, new: str, place: str) -> None:
    assert old in GOOD
    assert places(GOOD.replace(old, new, 1)) == [place]


def test_a_bracket_that_does_not_rise_is_refused() -> None:
    middle = "  [[version.bracket]]\n  up_to = 10_000_000\n  percent = 30\n\n"
    last = GOOD.rindex("  [[version.bracket]]")
    assert places(GOOD[:last] + middle + GOOD[last:]) == ["version[1].bracket[2].up_to"]


def test_no_bracket_and_no_version_are_refused() -> None:
    assert places(GOOD[: GOOD.index("  [[version.bracket]]")]) == ["version[1].bracket"]
    assert places(GOOD[: GOOD.index("[[version]]")]) == ["version"]
    assert places(GOOD.replace("[[version]]", "[version]")) == ["version"]


def test_two_versions_cannot_start_on_one_day() -> None:
    again = SECOND.replace("2025", "2027")
    assert places(GOOD + again) == ["version[2].starts"]


def test_every_problem_is_named_not_only_the_first() -> None:
    broken = GOOD.replace("anjuran", "wajib").replace("percent = 20", "percent = 120").replace(
        "50_000", "0"
    ) + SECOND.replace("up_to = 10_000_000", "up_to = -5")
    assert places(broken) == [
        "force",
        "version[1].rounding",
        "version[1].bracket[1].percent",
        "version[2].bracket[1].up_to",
    ]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'code = "uji\n', "line 1"),
        (b'code = "uji"\ntitle = \n', "line 2"),
        (b'code = "uji"\ncode = "dua"\n', "line 2"),
        (b'code = "uji"\nstarts = 2026-02-30\n', "line 2"),
        (b'code = "uji"\ntitle = "\xff"\n', "line 2"),
        (b'code = "uji"\nnumber = ' + b"9" * 5000 + b"\n", "line 2"),
        (b"a = " + b"[" * 5000, "line 1"),
        (b'\n\ncode = """uji', "line 3"),
        ("code".encode("utf-16"), "line 1"),
        (b"\x00\x01\x02", "line 1"),
        (b"x" * (1024 * 1024 + 1), None),
    ],
)
def test_what_is_not_toml_is_named_by_its_line(content: bytes, place: str | None) -> None:
    assert places(content) == [place]


def test_an_empty_file_lacks_every_key() -> None:
    assert places(b"") == ["code", "title", "issuer_region", "force", "version"]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    assert places(content)
