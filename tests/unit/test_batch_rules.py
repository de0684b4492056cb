"""A batch told as one line and as its transactions is one money: dated examples."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.batch_rules import StoredLine, find_twice
from savings_app.reconciliation.class_rules import ToldLine, classify_lines
from savings_app.reconciliation.fit_rules import OpenLine
from savings_app.reconciliation.import_rules import Assessment, assess
from savings_app.reconciliation.kinds import Direction, ExceptionCause, LineClass, signed
from savings_app.reconciliation.line_words import line_words
from savings_app.reconciliation.readers import Line, read_bank_file
from savings_app.reconciliation.rules import LineIdentity, hash_batch, identify_lines
from tests.camt_files import ACCOUNT, detail, entry, message, record

# On 5 March 2026 Rp3,000,000 came in as one booking of three transfers: 1,000,000 + 1,500,000 +
# 500,000, under the bank's name BK-7.
PARTS = (("1000000.00", "E1"), ("1500000.00", "E2"), ("500000.00", "E3"))
WHOLE = "3000000.00"


def as_one(name: str = "BK-7", *, amount: str = WHOLE, day: int = 5) -> str:
    return entry(amount, booked=booked(name, day), remark="SETORAN GABUNGAN")


def as_parts(
    name: str = "BK-7", *, parts: Sequence[tuple[str, str]] = PARTS, words: str = "", day: int = 5
) -> str:
    details = [detail(amount, own, words) for amount, own in parts]
    whole = f"{sum(float(amount) for amount, _own in parts):.2f}"
    return entry(whole, booked=booked(name, day), details=details, remark="SETORAN GABUNGAN")


def booked(name: str, day: int) -> str:
    own = f"<AcctSvcrRef>{name}</AcctSvcrRef>" if name else ""
    return f"<BookgDt><Dt>2026-03-{day:02}</Dt></BookgDt>{own}"


class Store:
    """What is kept of the account, as apply would keep it: lines with what they are parts of."""

    def __init__(self) -> None:
        self.lines: list[tuple[Line, LineIdentity]] = []

    def take(self, *entries: str, kind: str) -> Assessment:
        found = read_bank_file(message(record(*entries), kind=kind).encode())
        assert found.problems == ()
        parts: dict[str, Rupiah] = {}
        for line, _identity in self.lines:
            if line.batch is not None:
                name = hash_batch(line.on, line.batch)
                parts[name] = parts.get(name, Rupiah(0)) + line.signed
        done = assess(
            found,
            welcome=[ACCOUNT],
            kept={ACCOUNT: {identity for _line, identity in self.lines}},
            parts={ACCOUNT: parts},
        )
        assert done.rows_in == done.new + done.same + done.refused
        for section in done.sections:
            self.lines += section.new
        return done

    @property
    def rupiah(self) -> int:
        return sum(line.signed.rupiah for line, _identity in self.lines)


def test_the_statement_after_the_notice_adds_nothing() -> None:
    store = Store()
    assert store.take(as_parts(), kind="054").new == 3
    done = store.take(as_one(), kind="053")
    assert (done.new, done.same, store.rupiah) == (0, 1, 3_000_000)


def test_the_notice_after_the_statement_adds_nothing() -> None:
    store = Store()
    assert store.take(as_one(), kind="053").new == 1
    done = store.take(as_parts(), kind="054")
    assert (done.new, done.same, store.rupiah) == (0, 3, 3_000_000)


def test_the_same_transactions_in_other_words_add_nothing() -> None:
    store = Store()
    store.take(as_parts(words="TRANSFER"), kind="054")
    done = store.take(as_parts(words="MENURUT REKENING KORAN"), kind="053")
    assert (done.new, done.same, store.rupiah) == (0, 3, 3_000_000)


def test_another_day_name_or_sum_is_other_money() -> None:
    for other in (as_one(day=6), as_one("BK-8"), as_one(amount="2999999.00")):
        store = Store()
        store.take(as_parts(), kind="054")
        assert store.take(other, kind="053").new == 1


def test_two_batches_under_one_name_are_two() -> None:
    store = Store()
    assert store.take(as_parts(), as_parts(), kind="054").new == 6
    done = store.take(as_one(), as_one(), kind="053")
    assert (done.new, done.same, store.rupiah) == (0, 2, 6_000_000)
    store = Store()
    store.take(as_one(), kind="053")
    done = store.take(as_parts(), as_parts(), kind="054")  # the second is news
    assert (done.new, done.same, store.rupiah) == (3, 3, 6_000_000)
    done = store.take(as_parts(), as_parts(), kind="054")
    assert (done.new, store.rupiah) == (0, 6_000_000)


def test_of_some_parts_alone_nobody_knows_the_whole() -> None:
    """The sum of what is kept is no multiple of the batch: the one line is kept, and held."""
    store = Store()
    store.take(as_parts(), kind="054")
    del store.lines[0]
    assert store.take(as_one(), kind="053").new == 1
    stored = [
        StoredLine(
            line.on, line.signed, identity.content_hash,
            hash_batch(line.on, line.batch) if line.batch else None, line.batch is None,
        )
        for line, identity in store.lines
    ]  # fmt: skip
    assert find_twice(stored) == {2: (0, 1)}


def test_a_part_that_the_bank_names_is_known_by_its_own_name_too() -> None:
    named = [
        detail(amount, own).replace("<Refs>", f"<Refs><AcctSvcrRef>T-{own}</AcctSvcrRef>")
        for amount, own in PARTS
    ]
    store = Store()
    first = entry("1000000.00", booked=booked("T-E1", 5), remark="SATU")
    assert store.take(first, kind="052").new == 1
    batch = entry(WHOLE, booked=booked("BK-7", 5), details=named)
    done = store.take(batch, kind="054")
    assert (done.new, done.same, store.rupiah) == (2, 1, 3_000_000)


# --- what no name decides -------------------------------------------------------------------------


def kept(
    *lines: tuple[int, str | None, int], direction: Direction = Direction.CREDIT
) -> list[ToldLine]:
    """Lines of 5 March: rupiah, the batch they are parts of, and their statement."""
    on = date(2026, 3, 5)
    return [
        ToldLine(
            OpenLine(
                place, AccountNumber(ACCOUNT), on, direction, Rupiah.of(rupiah), f"SETOR {place}"
            ),
            None,
            StoredLine(on, signed(direction, Rupiah.of(rupiah)), f"hash-{place}", batch, section),
        )
        for place, (rupiah, batch, section) in enumerate(lines)
    ]


def causes(lines: Sequence[ToldLine]) -> list[ExceptionCause | None]:
    return [one.cause for one in classify_lines(lines, (), line_words())]


TWICE, NO_TARGET = ExceptionCause.BATCH_TWICE, ExceptionCause.NO_TARGET


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # 1,000,000 + 2,000,000 in the notice (statement 1), 3,000,000 in the statement (2).
        ([(1_000_000, "B", 1), (2_000_000, "B", 1), (3_000_000, None, 2)],
         [NO_TARGET, NO_TARGET, TWICE]),
        # Another sum is another money.
        ([(1_000_000, "B", 1), (2_000_000, "B", 1), (2_999_999, None, 2)], [NO_TARGET] * 3),
        # One statement tells each movement once.
        ([(1_000_000, "B", 1), (2_000_000, "B", 1), (3_000_000, None, 1)], [NO_TARGET] * 3),
        # Without a batch of the bank, two lines that add up to a third mean nothing.
        ([(1_000_000, None, 1), (2_000_000, None, 1), (3_000_000, None, 2)], [NO_TARGET] * 3),
    ],
)  # fmt: skip
def test_money_that_may_stand_twice_waits_for_a_person(
    lines: list[tuple[int, str | None, int]], expected: list[ExceptionCause]
) -> None:
    assert causes(kept(*lines)) == expected


def test_once_the_one_line_counts_its_parts_wait_and_once_it_does_not_they_do_not() -> None:
    *parts, one = kept((1_000_000, "B", 1), (2_000_000, "B", 1), (3_000_000, None, 2))
    matched = ToldLine(one.line, LineClass.DEPOSIT, one.stored)
    assert causes([*parts, matched]) == [TWICE, TWICE, None]
    spoken_of = ToldLine(one.line, LineClass.OTHER_IN, one.stored)
    assert causes([*parts, spoken_of]) == [NO_TARGET, NO_TARGET, None]


def test_identities_of_lines_did_not_change_with_the_batch_and_the_mark() -> None:
    """These hashes stand in the stores of who runs this."""
    found = read_bank_file(message(record(as_parts(), as_one("BK-9")), kind="053").encode())
    (own,) = identify_lines(found.sections)
    assert [one.content_hash[:12] for one in own] == [
        "3fd5db0bcd29", "ecb6eff5af4e", "78d65cea185c", "5741e97699b4",
    ]  # fmt: skip
