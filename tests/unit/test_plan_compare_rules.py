"""Two versions of a plan, line by line."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from savings_app.money import ZERO, Rupiah, total
from savings_app.planning.compare_rules import compare_lines
from savings_app.planning.kinds import NeedKind
from savings_app.planning.rules import Line

BEFORE = (
    Line(NeedKind.DEBT, Rupiah.of(3_000_000), "Warung"),
    Line(NeedKind.COMMEMORATION, Rupiah.of(4_000_000)),
    Line(NeedKind.SAVING, Rupiah.of(6_000_000), "sekolah"),
    Line(NeedKind.SAVING, Rupiah.of(1_000_000), "atap"),
)
AFTER = (
    Line(NeedKind.SAVING, Rupiah.of(2_000_000), "Sekolah"),
    Line(NeedKind.SAVING, Rupiah.of(3_000_000), "sekolah"),
    Line(NeedKind.COMMEMORATION, Rupiah.of(4_000_000)),
    Line(NeedKind.BUSINESS, Rupiah.of(5_000_000), "kue"),
)


def test_lines_of_one_name_are_one_row_in_the_order_of_the_pages() -> None:
    rows = [
        (row.kind, row.called, row.before.rupiah, row.after.rupiah, row.difference.rupiah)
        for row in compare_lines(BEFORE, AFTER)
    ]
    assert rows == [
        (NeedKind.DEBT, "Warung", 3_000_000, 0, -3_000_000),
        (NeedKind.COMMEMORATION, None, 4_000_000, 4_000_000, 0),
        (NeedKind.BUSINESS, "kue", 0, 5_000_000, 5_000_000),
        (NeedKind.SAVING, "sekolah", 6_000_000, 5_000_000, -1_000_000),
        (NeedKind.SAVING, "atap", 1_000_000, 0, -1_000_000),
    ]


def test_no_rupiah_is_lost_between_two_versions() -> None:
    rows = compare_lines(BEFORE, AFTER)
    assert total(row.before for row in rows) == total(line.amount for line in BEFORE)
    assert total(row.after for row in rows) == total(line.amount for line in AFTER)
    assert all(row.difference == ZERO for row in compare_lines(BEFORE, BEFORE))


def test_a_pot_with_a_new_name_is_one_row() -> None:
    pot = uuid4()
    before = Line(NeedKind.SAVING, Rupiah.of(6_000_000), "sekolah", pot_id=pot)
    after = Line(NeedKind.SAVING, Rupiah.of(4_000_000), "SMP Rina", pot_id=pot)
    other = Line(NeedKind.SAVING, Rupiah.of(1_000_000), "sekolah", pot_id=uuid4())
    rows = [
        (row.called, row.in_name_of, row.before.rupiah, row.after.rupiah)
        for row in compare_lines([before], [after, other])
    ]
    assert rows == [("SMP Rina", None, 6_000_000, 4_000_000), ("sekolah", None, 0, 1_000_000)]
    given = replace(before, in_name_of="Rina")
    assert [row.difference.rupiah for row in compare_lines([before], [given])] == [
        -6_000_000,
        6_000_000,
    ]
