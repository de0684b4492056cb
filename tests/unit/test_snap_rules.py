"""When a bank may be asked and for which days; what a row must be; what settings must say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.import_rules import assess, unproven
from savings_app.reconciliation.readers.types import BankFile, not_balanced
from savings_app.snap.kinds import PullCause, Service
from savings_app.snap.pull_rules import (
    Hours,
    PullOutsideHours,
    PullRangeBackwards,
    PullRangeTooLong,
    PullTooEarly,
    Span,
    check_hours,
    check_span,
    due_span,
    next_try,
)
from savings_app.snap.reading_rules import Pages, read_pages
from savings_app.snap.settings import SnapNotSetUp, SnapSettingsWrong, list_codes, read_bank
from tests.snap_bank import Bank, balances, row, set_up

ACCOUNT = AccountNumber("003901012345678")
SPAN = Span(date(2026, 11, 1), date(2026, 11, 20))
DAY = "2026-11-02T09:00:00+07:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


# --- days and hours -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        ("2026-11-21T00:14:59+08:00", True),
        ("2026-11-21T00:15:00+08:00", False),
        ("2026-11-20T23:59:59+08:00", True),
    ],
)
def test_a_day_is_asked_for_a_quarter_of_an_hour_after_it_ended(now: str, *, refused: bool) -> None:
    if refused:
        with pytest.raises(PullTooEarly) as early:
            check_span(SPAN, longest=31, now=at(now))
        assert early.value.facts == {"last_on": date(2026, 11, 20)}
    else:
        check_span(SPAN, longest=31, now=at(now))


def test_at_most_31_days_are_asked_for_at_once() -> None:
    now = at("2026-12-24T09:00:00+08:00")
    check_span(Span(date(2026, 10, 1), date(2026, 10, 31)), longest=31, now=now)
    with pytest.raises(PullRangeTooLong):
        check_span(Span(date(2026, 10, 1), date(2026, 11, 1)), longest=31, now=now)
    with pytest.raises(PullRangeBackwards):
        check_span(Span(date(2026, 10, 2), date(2026, 10, 1)), longest=31, now=now)


HOURS = Hours(time(6), time(21), 7)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T05:59:59+07:00", "2026-11-23T06:00:00+07:00"),
        ("2026-11-23T06:00:00+07:00", "2026-11-23T06:00:00+07:00"),
        ("2026-11-23T20:59:59+07:00", "2026-11-23T20:59:59+07:00"),
        ("2026-11-23T21:00:00+07:00", "2026-11-24T06:00:00+07:00"),
        ("2026-11-24T00:30:00+08:00", "2026-11-24T06:00:00+07:00"),
    ],
)
def test_a_bank_is_asked_in_its_own_hours(now: str, opens: str) -> None:
    assert HOURS.next_opening(at(now)) == at(opens)
    if now == opens:
        check_hours(HOURS, at(now))
    else:
        with pytest.raises(PullOutsideHours) as outside:
            check_hours(HOURS, at(now))
        assert outside.value.facts == {"opens": "06.00", "closes": "21.00", "zone": "UTC+7"}


def test_what_is_due_is_all_since_the_last_day_told() -> None:
    now = at("2026-11-23T09:00:00+08:00")
    assert due_span(told_until=None, longest=31, now=now) == Span(
        date(2026, 10, 23), date(2026, 11, 22)
    )
    assert due_span(told_until=date(2026, 11, 20), longest=31, now=now) == Span(
        date(2026, 11, 20), date(2026, 11, 22)
    )
    assert due_span(told_until=date(2026, 11, 22), longest=31, now=now) is None
    # Far behind, it catches up range by range.
    assert due_span(told_until=date(2026, 8, 1), longest=31, now=now) == Span(
        date(2026, 8, 1), date(2026, 8, 31)
    )
    # Ten past midnight yesterday is not told yet.
    early = at("2026-11-23T00:10:00+08:00")
    assert due_span(told_until=date(2026, 11, 21), longest=31, now=early) is None


@given(
    st.dates(date(2025, 1, 1), date(2026, 11, 22)) | st.none(),
    st.integers(1, 31),
    st.datetimes(datetime(2026, 11, 23), datetime(2026, 12, 31)),  # noqa: DTZ001
)
def test_what_is_due_may_always_be_asked_for(
    told: date | None, longest: int, moment: datetime
) -> None:
    now = moment.replace(tzinfo=UTC)
    span = due_span(told_until=told, longest=longest, now=now)
    if span is not None:
        check_span(span, longest=longest, now=now)
        assert told is None or span.first == told


def test_waits_grow_and_end() -> None:
    now = at("2026-11-23T09:00:00+08:00")
    waits = [next_try(PullCause.BANK_DOWN, tries=tries, now=now) for tries in range(1, 6)]
    minutes = [None if one is None else (one - now) // timedelta(minutes=1) for one in waits]
    assert minutes == [1, 5, 30, 120, None]
    asked = next_try(PullCause.TOO_OFTEN, tries=1, now=now, asked_for=timedelta(minutes=15))
    assert asked == now + timedelta(minutes=15)
    endless = next_try(PullCause.TOO_OFTEN, tries=1, now=now, asked_for=timedelta(days=30))
    assert endless == now + timedelta(hours=6)
    for cause in (PullCause.SIGNATURE, PullCause.CONSENT, PullCause.NOT_BALANCED):
        assert next_try(cause, tries=1, now=now) is None


# --- rows ------------------------------------------------------------------------------------


def read(*rows: Any, **head: Any) -> BankFile:
    pages = Pages(account=ACCOUNT, span=SPAN)
    pages.add({"detailData": list(rows), **head})
    return read_pages(pages)


@pytest.mark.parametrize(
    "value",
    [
        "100000",
        "100.000,00",
        "100,000.00",
        "100000.0",
        "100000.000",
        "1e5",
        " 100000.00",
        "1000000000000000.00",
        "٣.00",
        "",
        100000.00,
        100000,
        None,
        {},
    ],
)
def test_an_amount_that_is_not_a_text_with_two_decimals_is_no_amount(value: object) -> None:
    found = read(row(DAY, "1.00", amount={"value": value, "currency": "IDR"}))
    assert found.unread == (1,)
    assert [(one.place, one.what) for one in found.problems] == [
        ("page 1, row 1", "Jumlahnya bukan rupiah dengan dua angka di belakang titik.")
    ]


def test_an_amount_with_two_decimals_is_exact() -> None:
    assert read(row(DAY, "100000.00")).sections[0].lines[0].amount == Rupiah.of(100_000)
    assert read(row(DAY, "999999999999999.99")).sections[0].lines[0].amount.sen == 10**17 - 1


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"amount": {"value": "1.00", "currency": "USD"}}, "Jumlahnya bukan rupiah"),
        ({"amount": {"value": "0.00", "currency": "IDR"}}, "Jumlahnya nol atau kurang."),
        ({"amount": {"value": "-1.00", "currency": "IDR"}}, "Jumlahnya nol atau kurang."),
        ({"type": "TRANSFER"}, "Tidak disebut apakah uang masuk atau keluar."),
        ({"type": None}, "Tidak disebut apakah uang masuk atau keluar."),
        ({"transactionDate": "2026-11-02T09:00:00"}, "Waktunya tidak terbaca"),
        ({"transactionDate": "02/11/2026"}, "Waktunya tidak terbaca"),
        ({"transactionDate": "2026-12-02T09:00:00+07:00"}, "Tanggalnya di luar rentang"),
        ({"transactionDetailStatus": "PENDING"}, "Belum dibukukan oleh bank."),
        ({"status": "INIT"}, "Belum dibukukan oleh bank."),
    ],
)
def test_a_row_that_cannot_be_a_line_says_why(changed: dict[str, Any], what: str) -> None:
    found = read(row(DAY, "1.00"), row(DAY, "2.00") | changed)
    assert found.unread == (2,)
    (problem,) = found.problems
    assert problem.place == "page 1, row 2"
    assert problem.what.startswith(what)
    done = assess(found, welcome=[ACCOUNT.full], kept={})
    assert (done.rows_in, done.new, done.refused) == (2, 1, 1)


def test_what_is_no_row_is_counted_all_the_same() -> None:
    found = read(row(DAY, "1.00"), None, 7, "x", [])
    assert found.unread == (2, 3, 4, 5)


def test_a_running_balance_that_does_not_run_is_refused_whole() -> None:
    found = read(
        row(DAY, "100.00", balance="100.00", number="1"),
        row(DAY, "100.00", balance="200.00", number="2"),
        row(DAY, "50.00", "DEBIT", balance="140.00", number="3"),
    )
    assert found.sections[0].balanced is False
    done = assess(found, welcome=[ACCOUNT.full], kept={})
    assert [one.what for one in done.stops] == [not_balanced()]
    assert (done.new, done.refused) == (0, 3)


def test_the_newest_row_may_come_first() -> None:
    found = read(
        row(DAY, "50.00", "DEBIT", balance="150.00", number="3"),
        row(DAY, "100.00", balance="200.00", number="2"),
        row(DAY, "100.00", balance="100.00", number="1"),
    )
    (section,) = found.sections
    assert (section.opening, section.closing) == (Rupiah(0), Rupiah(15_000))
    assert section.balanced is True


def test_an_opening_and_a_closing_that_do_not_meet_are_refused_whole() -> None:
    found = read(row(DAY, "100.00"), balance=balances("0.00", "101.00"))
    assert found.sections[0].balanced is False


def test_an_unread_row_leaves_a_stated_balance_unproven() -> None:
    found = read(row(DAY, "1e2"), balance=balances("0.00", "100.00"))
    done = assess(found, welcome=[ACCOUNT.full], kept={})
    assert [one.what for one in done.stops] == [unproven()]


@pytest.mark.parametrize(
    ("number", "value", "fits"),
    [
        ("2", "300.00", True),
        (2, "300.00", True),
        ("3", "300.00", False),
        ("2", "301.00", False),
    ],
)
def test_totals_the_bank_states_are_those_of_the_rows(
    number: object, value: str, *, fits: bool
) -> None:
    totals = {"numberOfEntries": number, "amount": {"value": value, "currency": "IDR"}}
    found = read(row(DAY, "100.00"), row(DAY, "200.00"), totalCreditEntries=totals)
    assert (found.sections[0].balanced is False) is not fits


def test_totals_may_be_of_each_page() -> None:
    pages = Pages(account=ACCOUNT, span=SPAN)
    for value in ("100.00", "200.00"):
        total = {"numberOfEntries": "1", "amount": {"value": value, "currency": "IDR"}}
        pages.add({"detailData": [row(DAY, value, number=value)], "totalCreditEntries": total})
    assert read_pages(pages).sections[0].balanced is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "amount",
                    "value",
                    "currency",
                    "type",
                    "transactionDate",
                    "detailBalance",
                    "endAmount",
                    "balance",
                    "startingBalance",
                    "totalDebitEntries",
                    "numberOfEntries",
                    "remark",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(st.lists(_JSON, max_size=4), max_size=3), st.dictionaries(st.text(), _JSON))
def test_whatever_a_bank_sends_every_row_is_a_line_or_unread(
    sent: list[list[Any]], head: dict[str, Any]
) -> None:
    pages = Pages(account=ACCOUNT, span=SPAN)
    for rows in sent:
        pages.add({**head, "detailData": rows})
    found = read_pages(pages)
    lines = sum(len(section.lines) for section in found.sections)
    assert lines + len(found.unread) + pages.repeated == sum(map(len, sent))
    done = assess(found, welcome=[ACCOUNT.full], kept={})
    assert done.rows_in == done.new + done.same + done.refused


# --- settings --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return set_up(tmp_path, Bank(base="https://bank.example"))


def read_in(folder: Path, **secrets: str) -> Any:
    return read_bank(str(folder), "BRI", secrets=secrets)


def test_without_a_folder_no_bank_is_called(folder: Path) -> None:
    assert list_codes("") == []
    assert list_codes(str(folder / "nowhere")) == []
    for told in ("", str(folder / "nowhere")):
        with pytest.raises(SnapNotSetUp):
            read_bank(told, "BRI", secrets={})
    assert list_codes(str(folder)) == ["BRI"]


def test_what_is_published_of_a_bank_stands_under_what_the_operator_wrote(tmp_path: Path) -> None:
    set_up(tmp_path, Bank(base="https://bank.example"), token_path=None, statement_path=None)
    found = read_in(tmp_path)
    assert found.token_path == "/snap/v1.0/access-token/b2b"
    assert found.path == "/snap/v1.1/bank-statement"
    assert (found.status, found.service) == ("draf", Service.STATEMENT)


def test_a_bank_that_is_not_switched_on_is_not_called(tmp_path: Path) -> None:
    for enabled in (False, None, "yes"):
        set_up(tmp_path, Bank(base="https://bank.example"), enabled=enabled)
        with pytest.raises(SnapNotSetUp):
            read_in(tmp_path)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"base": "http://bank.example"}, "base"),
        ({"base": "https://user:secret@bank.example"}, "base"),
        ({"base": "https://bank.example/path"}, "base"),
        ({"base": "bank.example"}, "base"),
        ({"token_path": "no-slash"}, "token_path"),
        ({"statement_path": "/x?y=z"}, "statement_path"),
        ({"service": "balance-inquiry"}, "service"),
        ({"signature": "tanpa"}, "signature"),
        ({"client_key": "a\r\nb"}, "client_key"),
        ({"partner_id": ""}, "partner_id"),
        ({"channel_id": None}, "channel_id"),
        ({"longest_range": 32}, "longest_range"),
        ({"longest_range": "31"}, "longest_range"),
        ({"offset": 0}, "offset"),
        ({"opens": "6"}, "opens"),
        ({"opens": "21:00", "closes": "06:00"}, "closes"),
        ({"client_secret": "x"}, "client_secret"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, changed: dict[str, Any], what: str
) -> None:
    set_up(tmp_path, Bank(base="https://bank.example"), **changed)
    with pytest.raises(SnapSettingsWrong) as wrong:
        read_in(tmp_path)
    assert wrong.value.facts == {"code": "BRI", "what": what}


@pytest.mark.parametrize("name", ["BRI.pem", "BRI.secret"])
def test_a_secret_that_others_may_read_is_refused(folder: Path, name: str) -> None:
    (folder / name).chmod(0o640)
    with pytest.raises(SnapSettingsWrong) as wrong:
        read_in(folder)
    assert wrong.value.facts["what"] == f"{name} (chmod 600)"
    (folder / name).unlink()
    with pytest.raises(SnapSettingsWrong):
        read_in(folder)


def test_the_secret_may_stand_in_the_environment(folder: Path) -> None:
    (folder / "BRI.secret").unlink()
    assert read_in(folder, BRI="dari-lingkungan").secret == "dari-lingkungan"


def test_settings_that_are_no_toml_are_named(folder: Path) -> None:
    (folder / "BRI.toml").write_text("enabled = = true", encoding="utf-8")
    with pytest.raises(SnapSettingsWrong):
        read_in(folder)
