"""Calls to a bank on this machine that checks what the standard asks for, and that misbehaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction
from savings_app.snap import client as client_module
from savings_app.snap.client import CallFailed, SnapClient, external_id
from savings_app.snap.kinds import PullCause
from savings_app.snap.pull_rules import Span
from savings_app.snap.reading_rules import Pages, read_pages
from savings_app.snap.settings import read_bank
from tests.snap_bank import (
    TOKEN_PATH,
    Bank,
    another_key,
    balances,
    bank_server,
    row,
    set_up,
)

ACCOUNT = AccountNumber("003901012345678")
SPAN = Span(date(2026, 11, 1), date(2026, 11, 20))
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ROWS = [
    row("2026-11-02T09:00:00+07:00", "42000000.00", number="T1", balance="42000000.00"),
    row("2026-11-05T10:00:00+07:00", "500000.00", "DEBIT", number="T2", balance="41500000.00"),
    row("2026-11-05T10:00:00+07:00", "6500.00", "Debit", number="T3", balance="41493500.00"),
    row("2026-11-20T22:59:59+07:00", "100.50", "Credit", number="T4", balance="41493600.50"),
]


@pytest.fixture
def bank() -> Iterator[Bank]:
    with bank_server() as made:
        made.rows[ACCOUNT.full] = list(ROWS)
        yield made


class Watch:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.now = NINE


@pytest.fixture
def watch() -> Watch:
    return Watch()


Make = Callable[..., SnapClient]


@pytest.fixture
def make(bank: Bank, tmp_path: Path, watch: Watch) -> Iterator[Make]:
    """A client of the bank, with settings changed as told."""
    made: list[SnapClient] = []

    def build(**changed: Any) -> SnapClient:
        folder = set_up(tmp_path, bank, **changed)
        made.append(SnapClient(read_bank(str(folder), "BRI", secrets={}), now=lambda: watch.now))
        return made[-1]

    yield build
    for client in made:
        client.close()


def pull(client: SnapClient, **facts: Any) -> Pages:
    return client.pull(account=ACCOUNT, span=SPAN, may_go_on=lambda: True, **facts)


def why(client: SnapClient) -> tuple[PullCause, str | None]:
    with pytest.raises(CallFailed) as failed:
        pull(client)
    return failed.value.cause, failed.value.code


def test_a_statement_is_pulled_signed_and_proven(bank: Bank, make: Make) -> None:
    bank.head[ACCOUNT.full] = {
        "balance": balances("0.00", "41493600.50"),
        "totalCreditEntries": {
            "numberOfEntries": "2",
            "amount": {"value": "42000100.50", "currency": "IDR"},
        },
        "totalDebitEntries": {
            "numberOfEntries": "2",
            "amount": {"value": "506500.00", "currency": "IDR"},
        },
    }
    found = read_pages(pull(make()))
    (section,) = found.sections
    assert section.account == ACCOUNT
    assert (section.opening, section.closing) == (Rupiah(0), Rupiah(4149360050))
    assert section.balanced is True
    assert found.problems == ()
    assert [(one.on, one.direction, one.amount, one.reference) for one in section.lines] == [
        (date(2026, 11, 2), Direction.CREDIT, Rupiah.of(42_000_000), "T1"),
        (date(2026, 11, 5), Direction.DEBIT, Rupiah.of(500_000), "T2"),
        (date(2026, 11, 5), Direction.DEBIT, Rupiah.of(6_500), "T3"),
        # 22.59 in Jakarta is 23.59 here; a second later it would be the day after.
        (date(2026, 11, 20), Direction.CREDIT, Rupiah(10050), "T4"),
    ]
    (asked,) = bank.of_service()
    assert asked.body["fromDateTime"] == "2026-10-31T23:00:00+07:00"
    assert asked.body["toDateTime"] == "2026-11-20T22:59:59+07:00"
    assert asked.headers["X-TIMESTAMP"] == "2026-11-23T08:00:00+07:00"


def test_one_second_before_midnight_in_jakarta_is_the_next_day_here(bank: Bank, make: Make) -> None:
    bank.rows[ACCOUNT.full] = [row("2026-11-10T23:00:00+07:00", "1000.00", number="X")]
    (line,) = read_pages(pull(make())).sections[0].lines
    assert line.on == date(2026, 11, 11)


def test_a_bank_that_takes_our_key_for_calls_too_is_signed_with_it(bank: Bank, make: Make) -> None:
    bank.asymmetric = True
    assert len(pull(make(signature="asimetris")).rows) == 4


def test_pages_are_read_to_the_last_and_a_row_on_two_of_them_is_one(bank: Bank, make: Make) -> None:
    # Two rows of one second lie over the border of two pages.
    bank.page_size = 3
    pages = pull(make())
    assert [one["transactionId"] for one in pages.rows] == ["T1", "T2", "T3", "T4"]
    assert pages.repeated == 2
    found = read_pages(pages)
    assert found.sections[0].balanced is True
    assert len({call.headers["X-EXTERNAL-ID"] for call in bank.of_service()}) == len(
        bank.of_service()
    )


def test_two_equal_rows_of_one_page_both_stay(bank: Bank, make: Make) -> None:
    same = row("2026-11-05T10:00:00+07:00", "50000.00")
    bank.rows[ACCOUNT.full] = [same, same, row("2026-11-06T10:00:00+07:00", "1.00")]
    pages = pull(make())
    assert len(pages.rows) == 3
    assert pages.repeated == 0


def test_equal_rows_of_the_second_at_which_a_page_begins_are_those_of_the_page_before(
    bank: Bank, make: Make
) -> None:
    same = row("2026-11-05T10:00:00+07:00", "50000.00")
    bank.rows[ACCOUNT.full] = [
        row("2026-11-04T10:00:00+07:00", "1.00"),
        same,
        same,
        row("2026-11-07T10:00:00+07:00", "2.00"),
    ]
    bank.page_size = 3
    pages = pull(make())
    assert [one["amount"]["value"] for one in pages.rows] == [
        "1.00",
        "50000.00",
        "50000.00",
        "2.00",
    ]
    assert pages.repeated == 2


def test_a_list_of_transactions_is_paged_by_number(bank: Bank, make: Make) -> None:
    bank.rows[ACCOUNT.full] = [
        {
            "dateTime": f"2026-11-{day:02}T09:00:00+07:00",
            "amount": {"value": "1000.00", "currency": "IDR"},
            "remark": "SETORAN",
            "status": "SUCCESS",
            "type": "CREDIT",
        }
        for day in range(1, 8)
    ]
    found = read_pages(pull(make(service="transaction-history-list", page_size=3)))
    assert len(found.sections[0].lines) == 7
    assert found.sections[0].balanced is None
    assert [call.body["pageNumber"] for call in bank.of_service()] == ["0", "1", "2"]
    assert found.at(4) == "page 2, row 1"


def test_a_bank_that_gives_the_first_page_for_ever_is_left(bank: Bank, make: Make) -> None:
    endless = {"responseCode": "2001200", "detailData": [ROWS[0]] * 3}
    for _page in range(3):
        bank.next(200, endless)
    client = make(service="transaction-history-list", page_size=3)
    assert why(client) == (PullCause.ENDLESS, "2001200")
    assert len(bank.of_service()) == 2


@pytest.mark.parametrize("last", ["", "2026-11-01T00:00:00+08:00", "kemarin", None])
def test_a_page_that_goes_no_further_is_the_end_of_patience(
    bank: Bank, make: Make, last: object
) -> None:
    page = {
        "responseCode": "2001400",
        "hasMore": "Y",
        "detailData": ROWS,
        "lastRecordDateTime": last,
    }
    bank.next(200, page)
    assert why(make())[0] is PullCause.ENDLESS


def test_more_pages_than_agreed_are_not_read(bank: Bank, make: Make) -> None:
    bank.page_size = 1
    bank.rows[ACCOUNT.full] = [
        row(f"2026-11-{day:02}T09:00:00+07:00", "1.00", number=f"N{day}") for day in range(1, 19)
    ]
    # A page of one row is that row again, so the page after it brings nothing new.
    assert why(make(most_pages=5))[0] is PullCause.ENDLESS


def test_a_wrong_private_key_is_a_wrong_signature(
    bank: Bank, make: Make, tmp_path: Path, watch: Watch
) -> None:
    make()
    pem = another_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "BRI.pem").write_bytes(pem)
    client = SnapClient(read_bank(str(tmp_path), "BRI", secrets={}), now=lambda: watch.now)
    assert why(client) == (PullCause.SIGNATURE, "4017300")
    assert bank.of_service() == []
    client.close()


def test_a_wrong_secret_is_a_wrong_signature(
    bank: Bank, make: Make, tmp_path: Path, watch: Watch
) -> None:
    make()
    told = read_bank(str(tmp_path), "BRI", secrets={"BRI": "rahasia-lain"})
    client = SnapClient(told, now=lambda: watch.now)
    assert why(client) == (PullCause.SIGNATURE, "4011400")
    client.close()


def test_a_token_is_used_until_its_time_is_nearly_over(
    bank: Bank, make: Make, watch: Watch
) -> None:
    client = make()
    pull(client)
    watch.now += timedelta(minutes=13)
    pull(client)
    assert [call.path for call in bank.calls].count(TOKEN_PATH) == 1
    watch.now += timedelta(minutes=1)
    pull(client)
    assert [call.path for call in bank.calls].count(TOKEN_PATH) == 2


def test_a_token_the_bank_forgot_is_renewed_once(bank: Bank, make: Make) -> None:
    client = make()
    client.get_token()
    bank.forget_tokens()
    assert len(pull(client).rows) == 4
    bank.refuse("4011401")
    bank.refuse("4011401")
    assert why(client) == (PullCause.TOKEN, "4011401")


def test_a_number_taken_today_is_replaced_at_once(bank: Bank, make: Make) -> None:
    bank.refuse("4091400")
    assert len(pull(make()).rows) == 4
    for _time in range(3):
        bank.refuse("4091400")
    assert why(make()) == (PullCause.EXTERNAL_ID, "4091400")


def test_the_number_of_a_call_is_36_digits_and_no_other_has_it() -> None:
    numbers = {external_id(NINE) for _time in range(2000)}
    assert len(numbers) == 2000
    assert all(len(one) == 36 and one.isdecimal() for one in numbers)


@pytest.mark.parametrize(
    ("status", "code", "cause"),
    [
        (200, "4001400", PullCause.REFUSED),
        (200, "5001400", PullCause.BANK_DOWN),
        (200, "4291400", PullCause.TOO_OFTEN),
        (200, "4031401", PullCause.REFUSED),
        (429, "4291400", PullCause.TOO_OFTEN),
        (504, "5041400", PullCause.BANK_DOWN),
        # A success of another service, or beside a status that denies it, is none.
        (200, "2001100", PullCause.UNREADABLE),
        (500, "2001400", PullCause.BANK_DOWN),
    ],
)
def test_a_failing_response_code_is_a_failure_whatever_the_status(
    bank: Bank, make: Make, status: int, code: str, cause: PullCause
) -> None:
    bank.next(status, {"responseCode": code, "detailData": ROWS})
    assert why(make()) == (cause, code)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"<html>",
        b"\xff\xfe",
        b'{"responseCode": 2001400}',
        b'{"responseCode": "20014"}',
        b"{}",
        b'{"responseCode": "2001400", "detailData": {}}',
        b"[" * 100_000,
        b'{"responseCode": "2001400", "n": ' + b"9" * 5_000 + b"}",
    ],
)
def test_an_answer_that_cannot_be_read_says_so(bank: Bank, make: Make, body: bytes) -> None:
    bank.next(200, body)
    assert why(make())[0] is PullCause.UNREADABLE


def test_a_gateway_in_between_that_answers_in_html_is_the_bank_not_answering(
    bank: Bank, make: Make
) -> None:
    bank.next(502, b"<html>Bad Gateway</html>")
    assert why(make())[0] is PullCause.BANK_DOWN


def test_how_long_the_bank_wants_us_to_wait_is_heard(bank: Bank, make: Make) -> None:
    bank.next(429, {"responseCode": "4291400"}, Retry_After="900")
    with pytest.raises(CallFailed) as failed:
        pull(make())
    assert failed.value.wait == timedelta(minutes=15)


def test_nothing_found_is_an_account_that_rested(bank: Bank, make: Make) -> None:
    bank.rows.clear()
    found = read_pages(pull(make()))
    assert found.unread == ()
    (section,) = found.sections
    assert (section.lines, section.closing) == ((), None)
    assert section.days == (SPAN.first, SPAN.last)  # that nothing moved is told of these days


def test_a_redirect_is_never_followed(bank: Bank, make: Make) -> None:
    bank.next(302, b"", Location=f"{bank.base}/lain")
    assert why(make())[0] is PullCause.REDIRECTED
    assert all(call.path != "/lain" for call in bank.calls)


def test_an_answer_without_end_is_left(
    bank: Bank, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "LARGEST_ANSWER", 10_000)
    bank.next(200, {"responseCode": "2001400", "x": "y" * 10_000})
    assert why(make())[0] is PullCause.TOO_LARGE


def test_many_pages_together_have_their_bound_too(
    bank: Bank, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "LARGEST_PULL", 1_000)
    bank.page_size = 3
    assert why(make())[0] is PullCause.TOO_LARGE


def test_a_bank_that_does_not_answer_in_time_is_left(
    bank: Bank, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "TIMEOUT", (5, 0.2))

    def never(handler: Any) -> None:
        bank.released.wait(30)
        handler.close_connection = True

    bank.told.append(never)
    assert why(make())[0] is PullCause.NO_ANSWER


def test_an_answer_that_drips_is_left(
    bank: Bank, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "LONGEST_CALL", 0.2)

    def drip(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        while not bank.released.wait(0.02):
            handler.wfile.write(b" ")

    bank.told.append(drip)
    assert why(make())[0] is PullCause.NO_ANSWER


def test_a_connection_cut_in_the_middle_is_no_answer(bank: Bank, make: Make) -> None:
    def cut(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"responseCode": "2001400"')
        handler.close_connection = True

    bank.told.append(cut)
    assert why(make())[0] in {PullCause.NO_ANSWER, PullCause.UNREADABLE}


def test_nobody_there_is_no_answer(make: Make) -> None:
    assert why(make(base="http://127.0.0.1:1"))[0] is PullCause.NO_ANSWER


def test_a_consent_taken_back_between_two_pages_stops_the_next(bank: Bank, make: Make) -> None:
    bank.page_size = 3
    with pytest.raises(CallFailed) as failed:
        make().pull(account=ACCOUNT, span=SPAN, may_go_on=lambda: len(bank.of_service()) < 1)
    assert failed.value.cause is PullCause.CONSENT
    assert len(bank.of_service()) == 1


def test_nothing_secret_and_no_number_shows_in_what_is_printed(make: Make) -> None:
    client = make()
    pages = pull(client)
    for shown in (repr(client.bank), repr(pages), str(CallFailed(PullCause.TOKEN))):
        assert "rahasia" not in shown
        assert ACCOUNT.full not in shown
        assert "KUNCI" not in shown


def test_the_hours_of_the_bank_are_its_own(make: Make) -> None:
    hours = make().bank.hours
    assert (hours.opens, hours.closes, hours.offset) == (time(6), time(21), 7)
