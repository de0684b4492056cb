"""Taught shapes: what the reader makes of them, how they are kept, and what ships."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from savings_app.cli import cli
from savings_app.reconciliation.readers import (
    BankFile,
    HeadingsUnclear,
    UnknownFormat,
    read_bank_file,
)
from savings_app.reconciliation.readers.csv_headings import Role
from savings_app.reconciliation.readers.days import DateOrder
from savings_app.reconciliation.readers.profile import (
    TAUGHT_ROLES,
    Profile,
    ProfileLacksAmounts,
    ProfileLacksDay,
    ProfileMarksClash,
    ProfileNamesTwice,
    check_profile,
)
from savings_app.reconciliation.readers.profile_file import (
    ProfileBroken,
    parse_profile,
    profile_facts,
    profile_of,
    write_profile,
)
from savings_app.reconciliation.readers.sample import masked, sample_table
from savings_app.reconciliation.shipped_shapes import list_shipped, read_shipped

DAILY = Profile(
    name="Harian",
    headings=("hari", "cerita", "arah", "besarnya"),
    columns=(Role.DATE, Role.TEXT, Role.MARK, Role.AMOUNT),
    order=DateOrder.MONTH_FIRST,
    credit=("Setor",),
    debit=("Tarik",),
    footers=("Total", "Dicetak"),
)
TABLE = (
    "Laporan;;;\nHari;Cerita;Arah;Besarnya\n"
    "03/05/2026;A;Setor;1,000.50\n03/06/2026;B;TARIK;250.00\n"
    "Total hari ini;2;;750.50\n03/07/2026;C;Setor;9.00\n"
)


def amounts(found: BankFile) -> list[str]:
    return [str(line.signed) for section in found.sections for line in section.lines]


def read(text: str, *known: Profile, chosen: Profile | None = None) -> BankFile:
    return read_bank_file(text.encode(), known=known, chosen=chosen)


def test_a_table_with_the_headings_of_a_known_shape_is_read_with_it() -> None:
    found = read(TABLE, DAILY)
    assert found.profile == DAILY
    assert found.problems == ()
    assert amounts(found) == ["1000.50", "-250.00"]  # the table ends at its foot
    assert [line.on for line in found.sections[0].lines] == [date(2026, 3, 5), date(2026, 3, 6)]


def test_other_headings_are_not_guessed_at() -> None:
    for other in ("Hari;Cerita;Arah;Besar", "Hari;Cerita;Besarnya;Arah", "Hari;Cerita;Arah"):
        with pytest.raises((HeadingsUnclear, UnknownFormat)):
            read(TABLE.replace("Hari;Cerita;Arah;Besarnya", other), DAILY)
    with pytest.raises(HeadingsUnclear):
        read("Tanggal;Uraian;Debet;Kredit\n05/03/2026;A;;1,00\n", chosen=DAILY)


def test_a_known_shape_goes_before_what_the_reader_knows_by_itself() -> None:
    text = "Tanggal;Uraian;Debet;Kredit\n03/05/2026;A;;1,00\n"
    shape = Profile(
        name="Amerika",
        headings=("tanggal", "uraian", "debet", "kredit"),
        columns=(Role.DATE, Role.TEXT, Role.DEBIT, Role.CREDIT),
        order=DateOrder.MONTH_FIRST,
    )
    assert read(text).sections[0].lines[0].on == date(2026, 5, 3)
    assert read(text, shape).sections[0].lines[0].on == date(2026, 3, 5)
    impossible = read(text.replace("03/05", "13/05"), shape)
    assert [problem.place for problem in impossible.problems] == ["line 2, column Tanggal"]


@pytest.mark.parametrize(
    ("order", "written", "on"),
    [
        (DateOrder.DAY_FIRST, "05/03/26", date(2026, 3, 5)),
        (DateOrder.MONTH_FIRST, "03/05/26", date(2026, 3, 5)),
        (DateOrder.YEAR_FIRST, "26/03/05", date(2026, 3, 5)),
        (DateOrder.YEAR_FIRST, "2026-03-05", date(2026, 3, 5)),
        (DateOrder.MONTH_FIRST, "2026-03-05 10:00", date(2026, 3, 5)),
        (DateOrder.MONTH_FIRST, "31/03/2026", None),
        (DateOrder.YEAR_FIRST, "05/03/2026", None),
    ],
)
def test_the_order_of_a_day_is_the_taught_one_and_no_other(
    order: DateOrder, written: str, on: date | None
) -> None:
    found = read(f"Hari;Cerita;Arah;Besarnya\n{written};A;Setor;1\n", replace(DAILY, order=order))
    assert [line.on for line in found.sections[0].lines] == ([on] if on else [])
    assert len(found.problems) == (on is None)


def test_a_taught_decimal_mark_settles_what_groups_of_three_leave_open() -> None:
    text = "Hari;Cerita;Arah;Besarnya\n03/05/2026;A;Setor;1.500\n"
    assert amounts(read(text, DAILY)) == ["1500.00"]
    point = read(text, replace(DAILY, decimal="."))
    assert amounts(point) == []  # three decimals are no amount of money
    assert amounts(read(text.replace("1.500", "1.50"), replace(DAILY, decimal="."))) == ["1.50"]


def test_a_word_that_was_not_taught_is_told() -> None:
    found = read(TABLE.replace("TARIK", "Pindah"), DAILY)
    assert [problem.place for problem in found.problems] == ["line 4, column Arah"]
    assert amounts(found) == ["1000.50"]


def test_a_workbook_with_the_same_headings_is_read_with_the_same_shape() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Harian")
    for number, row in enumerate(TABLE.splitlines()):
        sheet.write_row(number, 0, row.split(";"))
    book.close()
    found = read_bank_file(out.getvalue(), known=[DAILY])
    assert amounts(found) == ["1000.50", "-250.00"]
    sample = sample_table(out.getvalue())
    assert sample is not None
    assert sample.cells_at(2) == ("Hari", "Cerita", "Arah", "Besarnya")


def test_a_table_without_headings_is_read_only_with_a_chosen_shape() -> None:
    bare = "".join(f"{row}\n" for row in TABLE.splitlines()[2:4])
    shape = replace(DAILY, headings=(), delimiter=";", first_row=2)
    assert amounts(read(bare, chosen=replace(shape, first_row=1))) == ["1000.50", "-250.00"]
    assert amounts(read(bare, chosen=shape)) == ["-250.00"]
    with pytest.raises((HeadingsUnclear, UnknownFormat)):
        read(bare, shape)


def test_rows_between_headings_and_movements_are_left_out() -> None:
    text = TABLE.replace(
        "03/05/2026;A;Setor;1,000.50\n", "(bln/hari);99;1;1\n03/05/2026;A;Setor;7\n"
    )
    found = read(text, replace(DAILY, first_row=2))
    assert found.problems == ()
    assert amounts(found) == ["7.00", "-250.00"]


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ((Role.TEXT, Role.AMOUNT), ProfileLacksDay),
        ((Role.DATE, Role.TEXT), ProfileLacksAmounts),
        ((Role.DATE, Role.DEBIT), ProfileLacksAmounts),
        ((Role.DATE, Role.AMOUNT, Role.AMOUNT), ProfileNamesTwice),
        ((Role.DATE, Role.DEBIT, Role.CREDIT, Role.AMOUNT), ProfileNamesTwice),
    ],
)
def test_a_shape_that_is_no_table_of_a_bank_is_refused(
    columns: tuple[Role, ...], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check_profile(Profile(name="X", columns=columns))


def test_several_columns_of_text_are_joined_and_a_word_is_one_way_only() -> None:
    check_profile(Profile(name="X", columns=(Role.DATE, Role.TEXT, Role.TEXT, Role.AMOUNT)))
    with pytest.raises(ProfileMarksClash):
        check_profile(replace(DAILY, debit=("setor",)))


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
fitting = st.builds(
    Profile,
    name=words.map(str.strip),
    columns=st.lists(st.sampled_from([None, Role.TEXT]), max_size=4).map(
        lambda more: (Role.DATE, Role.AMOUNT, Role.MARK, *more)
    ),
    headings=st.lists(words.map(lambda one: " ".join(one.casefold().split())), max_size=5)
    .filter(lambda found: not found or bool(found[-1]))
    .map(tuple),
    first_row=st.integers(1, 200),
    order=st.sampled_from(DateOrder),
    decimal=st.sampled_from([None, ",", "."]),
    delimiter=st.sampled_from([None, ";", "\t", ",", "|"]),
    credit=st.lists(words.map(lambda one: "+" + one), max_size=3).map(tuple),
    debit=st.lists(words.map(lambda one: "-" + one), max_size=3).map(tuple),
    footers=st.lists(words, max_size=3).map(tuple),
)


@given(fitting)
def test_a_shape_taken_along_is_the_same_where_it_is_loaded(profile: Profile) -> None:
    written = write_profile(profile)
    again = parse_profile(written.encode())
    assert profile_facts(again) == profile_facts(profile)
    assert again.signature == profile.signature
    assert profile_of(profile_facts(profile), name=profile.name) == again


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name = 'X'", "columns"),
        ("columns = ['date', 'amount']", "name"),
        ("name = 'X'\ncolumns = ['date', 'saldo']", "columns"),
        ("name = 'X'\ncolumns = ['date']", "columns"),
        ("name = 'X'\ncolumns = ['date', 'amount']\norder = 'dym'", "order"),
        ("name = 'X'\ncolumns = ['date', 'amount']\ndecimal = ';'", "decimal"),
        ("name = 'X'\ncolumns = ['date', 'amount']\nfirst_row = 0", "first_row"),
        ("name = 'X'\ncolumns = ['date', 'amount']\nfirst_row = true", "first_row"),
        ("name = 'X'\ncolumns = ['date', 'amount']\ncredit = 'K'", "credit"),
        ("name = 'X'\ncolumns = ['date', 'amount']\ncredit = [' ']", "credit"),
        ("name = 'X'\ncolumns = ['date', 'amount']\nlain = 1", "lain"),
        ("name = ", None),
        ("\xff", None),
    ],
)
def test_a_broken_file_of_a_shape_says_which_key(text: str, place: str | None) -> None:
    with pytest.raises(ProfileBroken) as refused:
        parse_profile(text.encode("latin-1"))
    problems = refused.value.facts["problems"]
    assert isinstance(problems, tuple)
    assert place in [problem.place for problem in problems]


@pytest.mark.parametrize("name", list_shipped())
def test_what_ships_reads_a_table_with_its_headings(name: str) -> None:
    shape = read_shipped(name)
    role_cells = {
        Role.DATE: "05/03/2026", Role.AMOUNT: "1000", Role.CREDIT: "1000", Role.DEBIT: "0",
        Role.ACCOUNT: "003901012345678", Role.MARK: "C", Role.BALANCE: "5000",
    }  # fmt: skip
    row = ";".join(role_cells.get(role, "X") if role else "9" for role in shape.columns)
    found = read(";".join(shape.headings) + f"\n{row}\n", shape)
    assert found.problems == ()
    assert found.profile == shape
    assert amounts(found) == ["1000.00"]
    text = (Path(read_shipped.__code__.co_filename).parent / "data" / f"{name}.toml").read_text()
    assert 'status = "draf"' in text


def test_the_command_reads_with_a_file_of_a_shape(tmp_path: Path) -> None:
    table, shape = tmp_path / "harian.csv", tmp_path / "harian.toml"
    table.write_text(TABLE, encoding="utf-8")
    shape.write_text(write_profile(DAILY), encoding="utf-8")
    run = CliRunner().invoke
    assert run(cli, ["bank-file", "check", str(table), "--json"]).exit_code == 1
    done = run(cli, ["bank-file", "check", str(table), "--profile", str(shape), "--json"])
    assert done.exit_code == 0
    assert '"amount": "1000.50"' in done.stdout
    shape.write_text("name = 'X'", encoding="utf-8")
    broken = run(cli, ["bank-file", "check", str(table), "--profile", str(shape), "--json"])
    assert broken.exit_code == 1
    assert '"refused": "ProfileBroken"' in broken.stdout
    wrong = run(cli, ["bank-file", "check", str(table), "--profile", "bri-mutasi", "--json"])
    assert '"refused": "HeadingsUnclear"' in wrong.stdout


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("003901012345678", "0039•••••••5678"),
        ("TRF KE 003901012345678 AN", "TRF KE 0039•••••••5678 AN"),
        ("0039-0101-2345-678", "0039•••••••5678"),
        ("42.000.000,00", "42.000.000,00"),
        ("42000000.00", "42000000.00"),
        ("2026-03-05 08:15:00", "2026-03-05 08:15:00"),
    ],
)
def test_of_long_numbers_only_the_ends_are_shown(written: str, shown: str) -> None:
    assert masked(written) == shown


@pytest.mark.parametrize("columns", [TAUGHT_ROLES])
def test_every_taught_column_has_a_name(columns: tuple[Role, ...]) -> None:
    from savings_app.words.labels import LABELS  # noqa: PLC0415

    assert {role.value for role in columns} == set(LABELS["taught_role"])
