"""A notification (camt.054) and the statement (camt.053) of one movement make one line."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from savings_app.reconciliation.readers import Line, read_bank_file
from savings_app.reconciliation.rules import LineIdentity, identify_lines
from tests.camt_files import detail, entry, message, record


def named_entry(
    reference: str | None, *, amount: int = 5, day: int = 5, remark: str = "", own: str = "",
    mark: str = "CRDT",
) -> str:  # fmt: skip
    """An entry the bank calls by a name, with a remark that each message words in its way."""
    name = f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""
    booked = f"<BookgDt><Dt>2026-03-{day:02}</Dt></BookgDt>{name}"
    details = [detail(f"{amount}.00", own, remark)] if own else []
    return entry(f"{amount}.00", mark, booked=booked, details=details, remark=remark)


def identities(*entries: str, kind: str = "053") -> list[LineIdentity]:
    found = read_bank_file(message(record(*entries), kind=kind).encode())
    assert found.problems == ()
    return [one for own in identify_lines(found.sections) for one in own]


def test_a_movement_the_bank_names_is_one_line_however_it_is_worded() -> None:
    noticed = identities(named_entry("BK-1", remark="SETOR TUNAI", own="E2E-1"), kind="054")
    stated = identities(named_entry("BK-1", remark="CASH DEPOSIT SUWAWA"), kind="053")
    assert noticed == stated


def test_another_amount_day_or_direction_is_another_line_under_the_same_name() -> None:
    (one,) = identities(named_entry("BK-1"))
    for other in (
        named_entry("BK-1", amount=6),
        named_entry("BK-1", day=6),
        named_entry("BK-1", mark="DBIT"),
        named_entry("BK-2"),
        named_entry(None, remark="SETOR"),
    ):
        assert one not in identities(other)


def test_a_running_number_of_the_message_is_no_name() -> None:
    booked = "<BookgDt><Dt>2026-03-05</Dt></BookgDt>"
    numbered = entry(more="<NtryRef>1</NtryRef>", booked=booked, remark="A")
    other = entry(more="<NtryRef>1</NtryRef>", booked=booked, remark="B")
    assert identities(numbered) != identities(other)
    long = "<NtryRef>2026030500001</NtryRef>"
    assert identities(entry(more=long, remark="A")) == identities(entry(more=long, remark="B"))


def test_transactions_of_a_batch_do_not_share_the_name_of_their_entry() -> None:
    batch = "<BookgDt><Dt>2026-03-05</Dt></BookgDt><AcctSvcrRef>BATCH</AcctSvcrRef>"
    parts = [detail("1.00", "E1", "SATU"), detail("1.00", "E2", "DUA")]
    found = read_bank_file(message(record(entry("2.00", booked=batch, details=parts))).encode())
    lines: list[Line] = list(found.sections[0].lines)
    assert [line.bank_reference for line in lines] == [None, None]
    (own,) = identify_lines(found.sections)
    assert own[0].content_hash != own[1].content_hash


# Movements of some days; two with one name, amount and day are two real rows of the account.
movements = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from([None, "BK-A", "BK-B"]), st.integers(1, 2)),
    min_size=1,
    max_size=16,
).map(lambda rows: sorted(rows, key=lambda row: row[0]))


@given(movements, st.integers(1, 6), st.integers(1, 6))
def test_a_statement_and_notices_of_whole_days_of_it_are_together_the_statement(
    rows: list[tuple[int, str | None, int]], one: int, other: int
) -> None:
    """Without a name both messages word it alike here: then the words are what it is known by."""

    def entries(first: int, last: int, words: str) -> list[str]:
        return [
            named_entry(name, amount=amount, day=day, remark=words if name else "TANPA NAMA")
            for day, name, amount in rows
            if first <= day <= last
        ]

    stated = identities(*entries(1, 6, "MENURUT REKENING KORAN"))
    assert len(set(stated)) == len(rows)  # no two real rows are one
    first, last = sorted((one, other))
    noticed = entries(first, last, "MENURUT PEMBERITAHUAN")
    again = identities(*noticed, kind="054") if noticed else []
    assert set(again) <= set(stated)
    # Whichever comes first, what the other adds is exactly what the first did not tell.
    kept, news = set(again), set(stated) - set(again)
    assert len(kept) + len(news) == len(rows)
    assert Counter(one.content_hash for one in kept | news) == Counter(
        one.content_hash for one in stated
    )
