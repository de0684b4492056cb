"""Whatever is handed in: what was written is read, and nothing but a refusal is raised."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from savings_app.errors import DomainError
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction, signed
from savings_app.reconciliation.readers import Line, Section, read_bank_file
from savings_app.reconciliation.rules import identify_lines

EXAMPLES = sorted(
    path for path in (Path(__file__).parents[1] / "examples").iterdir() if path.suffix != ".py"
)
BANK_FILES = [path for path in EXAMPLES if path.suffix in {".sta", ".csv"}]

texts = st.text(
    st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="\ufeff\ufffd"), max_size=20
).map(lambda text: " ".join(text.split()))
rows = st.tuples(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(Direction),
    st.integers(1, 10**14),
    texts,
)


def written(sen: int) -> str:
    whole = f"{abs(sen) // 100:,}".replace(",", ".")
    return f"{'-' if sen < 0 else ''}{whole},{abs(sen) % 100:02}"


def documented(lines: list[tuple[date, Direction, int, str]], opening: int) -> str:
    out = [f"No. Rekening;003901012345678\nMata Uang;IDR\nSaldo Awal;{written(opening)}"]
    out.append("Tanggal;Uraian;Debet;Kredit;Saldo")
    running = opening
    for on, direction, sen, text in lines:
        running += signed(direction, Rupiah(sen)).sen
        sides = [written(sen), ""] if direction is Direction.DEBIT else ["", written(sen)]
        quoted = '"' + text.replace('"', '""') + '"'
        out.append(";".join([f"{on:%d/%m/%Y}", quoted, *sides, written(running)]))
    out.append(f"Saldo Akhir;{written(running)}\n")
    return "\n".join(out)


@given(st.lists(rows, max_size=8), st.integers(-(10**12), 10**12))
def test_what_is_written_in_the_documented_form_is_read_the_same(
    lines: list[tuple[date, Direction, int, str]], opening: int
) -> None:
    found = read_bank_file(documented(lines, opening).encode())
    assert found.problems == ()
    (section,) = found.sections
    assert section.balanced is True
    assert section.opening == Rupiah(opening)
    assert [(x.on, x.direction, x.amount.sen, x.text) for x in section.lines] == lines


@pytest.mark.parametrize("path", BANK_FILES, ids=lambda path: path.name)
def test_a_file_cut_off_anywhere_is_refused_or_read_with_what_is_wrong(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(len(whole)):
        try:
            found = read_bank_file(whole[:length])
        except DomainError as refused:
            assert refused.facts["problems"]  # noqa: PT017
        else:
            lines = [line for section in found.sections for line in section.lines]
            assert all(line.amount for line in lines)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_bank_file(data)
    except DomainError as refused:
        assert refused.facts["problems"]  # noqa: PT017


PIECES = [
    ":20:X", ":25:1", ":60F:C260301IDR1,00", ":61:260310C", "1,00", "NTRFX", "\n", "-", ":",
          ":86:T13", ":62F:C260331IDR", ":34F:", "{4:", '"', ";", "Tanggal;Debet;Kredit", "\r",
          "Saldo Awal;1", "No. Rekening;12345", "05/03/2026", "1.000", ",", "\t", "D", " ",
]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_pieces_of_a_file_are_read_or_refused(text: str) -> None:
    try:
        found = read_bank_file(text.encode())
    except DomainError as refused:
        assert refused.facts["problems"]  # noqa: PT017
    else:
        assert all(problem.place and problem.what for problem in found.problems)


def a_section(lines: list[Line]) -> Section:
    return Section(AccountNumber("003901012345678"), "IDR", None, None, None, tuple(lines))


few_days = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3)), min_size=1, max_size=20).map(
    sorted
)


@given(few_days, st.integers(1, 9), st.integers(1, 9))
def test_equal_rows_are_kept_and_overlapping_files_agree(
    days: list[tuple[int, int]], one: int, other: int
) -> None:
    lines = [
        Line(date(2026, 3, day), Direction.CREDIT, Rupiah.of(amount), "BUNGA")
        for day, amount in days
    ]
    (whole,) = identify_lines([a_section(lines)])
    assert len(set(whole)) == len(lines)
    first, last = sorted((one, other))
    part = [line for line in lines if first <= line.on.day <= last]
    (again,) = identify_lines([a_section(part)])
    assert set(again) <= set(whole)
    news = set(whole) - set(again)
    assert len(news) == len(lines) - len(part)


def test_two_sections_of_one_account_continue_one_count() -> None:
    line = Line(date(2026, 3, 1), Direction.CREDIT, Rupiah.of(5), "BUNGA")
    found = identify_lines([a_section([line]), a_section([line])])
    assert [[identity.occurrence for identity in own] for own in found] == [[1], [2]]


def test_what_bri_appends_the_next_day_makes_no_second_line() -> None:
    same_day, next_day = (
        identify_lines(read_bank_file(path.read_bytes()).sections)
        for path in BANK_FILES
        if path.name.startswith("bri_")
    )
    assert same_day == next_day


def test_another_reference_is_another_line() -> None:
    one = Line(date(2026, 3, 1), Direction.CREDIT, Rupiah.of(5), "A", "R1")
    two = Line(date(2026, 3, 1), Direction.CREDIT, Rupiah.of(5), "A", "R2")
    (found,) = identify_lines([a_section([one, two])])
    assert [identity.occurrence for identity in found] == [1, 1]
    assert found[0].content_hash != found[1].content_hash
