"""Reading camt.052, .053 and .054: what each element means, and what no bank would send."""

from __future__ import annotations

import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from savings_app.reconciliation.import_rules import assess
from savings_app.reconciliation.readers import (
    BankFile,
    BankFileBroken,
    BankFileDeclaresEntities,
    BankFileNotText,
    BankFileUnpacksTooLarge,
    UnsupportedFormat,
    read_bank_file,
)
from tests.camt_files import ACCOUNT, balance, detail, entry, message, record

OUTSIDE = Path(__file__).parents[2].parent / "shared" / "data" / "camt"
OPENED, CLOSED = balance("OPBD", "500.00"), balance("CLBD", "1500.00")


def read(text: str) -> BankFile:
    return read_bank_file(text.encode())


def one(*parts: str, kind: str = "053", version: str = "08") -> BankFile:
    return read(message(record(*parts), kind=kind, version=version))


def amounts(found: BankFile) -> list[str]:
    return [str(line.signed) for section in found.sections for line in section.lines]


def places(found: BankFile) -> list[str | None]:
    return [problem.place for problem in found.problems]


@pytest.mark.parametrize("kind", ["052", "053", "054"])
@pytest.mark.parametrize("version", ["02", "03", "04", "05", "06", "07", "08", "12"])
def test_every_message_of_every_version_reads_the_same(kind: str, version: str) -> None:
    status = "<Cd>BOOK</Cd>" if int(version) >= 7 else "BOOK"
    found = one(OPENED, CLOSED, entry(status=status), kind=kind, version=version)
    assert (found.format, found.problems) == (f"camt.{kind}", ())
    (section,) = found.sections
    assert (section.account_text, section.currency) == (ACCOUNT, "IDR")
    assert (str(section.opening), str(section.closing)) == ("500.00", "1500.00")
    assert section.balanced is True
    (line,) = section.lines
    assert (line.on, str(line.amount), line.text) == (date(2026, 3, 5), "1000.00", "SETORAN")


def test_the_first_version_is_refused_by_its_name() -> None:
    with pytest.raises(UnsupportedFormat) as refused:
        one(entry(), version="01")
    assert refused.value.facts["format"] == "camt.053.001.01"


def test_an_envelope_and_prefixes_around_the_document_change_nothing() -> None:
    bare = message(record(entry())).split("\n", 1)[1]
    wrapped = f"<e:Envelope xmlns:e='urn:e'><e:AppHdr/>{bare}</e:Envelope>"
    assert amounts(read(wrapped)) == ["1000.00"]
    prefixed = (
        "<d:Document xmlns:d='urn:x'><d:BkToCstmrStmt><d:Stmt><d:Ntry><d:Amt Ccy='IDR'>5</d:Amt>"
        "<d:CdtDbtInd>DBIT</d:CdtDbtInd><d:Sts>BOOK</d:Sts><d:ValDt><d:Dt>2026-03-06</d:Dt>"
        "</d:ValDt></d:Ntry></d:Stmt></d:BkToCstmrStmt></d:Document>"
    )
    assert amounts(read(prefixed)) == ["-5.00"]


def test_statements_of_one_file_are_kept_apart() -> None:
    found = read(
        message(
            record(OPENED, CLOSED, entry()),
            record(
                balance("OPBD", "7.00", "DBIT"),
                balance("CLBD", "9.00", "DBIT"),
                entry("2.00", "DBIT"),
                account="<IBAN>NL71RABO0123456789</IBAN>",
            ),
        )
    )
    assert found.problems == ()
    first, second = found.sections
    assert second.account_text == "NL71RABO0123456789"
    assert (str(second.opening), str(second.closing)) == ("-7.00", "-9.00")
    assert (first.balanced, second.balanced) == (True, True)


@pytest.mark.parametrize("kind", ["ITBD", "OPAV", "CLAV", "FWAV", "ITAV", "XPCD", "INFO"])
def test_no_other_balance_is_taken_for_an_end_of_the_period(kind: str) -> None:
    found = one(OPENED, CLOSED, balance(kind, "9.09"), entry())
    assert (found.problems, found.sections[0].balanced) == ((), True)
    alone = one(balance(kind, "9.09"), entry()).sections[0]
    assert (alone.opening, alone.closing, alone.balanced) == (None, None, None)


def test_where_the_report_before_closed_is_where_this_one_opens() -> None:
    found = one(balance("PRCD", "500.00"), CLOSED, entry())
    assert (str(found.sections[0].opening), found.problems) == ("500.00", ())
    apart = one(OPENED, balance("PRCD", "400.00"), CLOSED, entry())
    assert (str(apart.sections[0].opening), places(apart)) == ("500.00", ["Stmt[1]"])


def test_a_missing_end_is_told_of_a_statement_and_not_of_a_report_within_the_day() -> None:
    assert places(one(OPENED, entry())) == ["Stmt[1]"]
    assert places(one(CLOSED, entry())) == ["Stmt[1]"]
    within = one(OPENED, balance("ITBD", "1500.00"), entry(), kind="052")
    assert within.problems == ()
    assert within.sections[0].balanced is None
    assert assess(within, welcome={ACCOUNT}, kept={}).new == 1
    assert assess(one(OPENED, entry()), welcome={ACCOUNT}, kept={}).new == 0


def test_a_statement_that_does_not_add_up_is_told_once() -> None:
    found = one(OPENED, CLOSED, entry("999.99"))
    assert (found.sections[0].balanced, places(found)) == (False, ["Stmt[1]"])


def test_a_reversal_goes_the_way_its_own_mark_says() -> None:
    back = "<RvslInd>true</RvslInd>"
    found = one(
        balance("OPBD", "100.00"),
        balance("CLBD", "130.00"),
        entry("50.00", "CRDT", more=back),
        entry("20.00", "DBIT", more=back),
    )
    assert amounts(found) == ["50.00", "-20.00"]
    assert found.sections[0].balanced is True


@pytest.mark.parametrize("status", ["PDNG", "INFO", "FUTR", "<Cd>PDNG</Cd>"])
def test_what_the_bank_has_not_booked_is_told_and_moves_nothing(status: str) -> None:
    found = one(OPENED, CLOSED, entry("77.00", status=status), entry())
    assert amounts(found) == ["1000.00"]
    assert (places(found), found.unread) == (["Stmt[1].Ntry[1]"], (1,))
    assert found.sections[0].balanced is True
    done = assess(found, welcome={ACCOUNT}, kept={})
    assert (done.rows_in, done.new, done.refused) == (2, 1, 1)


def test_a_status_that_says_nothing_leaves_the_sum_unknown() -> None:
    found = one(OPENED, CLOSED, entry(status=""), entry())
    assert (places(found), found.sections[0].balanced) == (["Stmt[1].Ntry[1]"], None)


@pytest.mark.parametrize(
    ("booked", "on"),
    [
        ("<BookgDt><Dt>2026-03-05</Dt></BookgDt><ValDt><Dt>2026-03-09</Dt></ValDt>", 5),
        ("<ValDt><Dt>2026-03-09</Dt></ValDt>", 9),
        ("<BookgDt><DtTm>2026-03-05T23:30:00+07:00</DtTm></BookgDt>", 5),
        ("<BookgDt><DtTm>2026-03-05T23:30:00</DtTm></BookgDt>", 5),
        ("<BookgDt><DtTm>2026-03-05T15:59:59.999Z</DtTm></BookgDt>", 5),
        ("<BookgDt><DtTm>2026-03-05T16:00:00Z</DtTm></BookgDt>", 6),
        ("<BookgDt><Dt>2026-03-05+07:00</Dt></BookgDt>", 5),
    ],
)
def test_the_booking_day_counts_before_the_value_day(booked: str, on: int) -> None:
    found = one(entry(booked=booked))
    assert [line.on for line in found.sections[0].lines] == [date(2026, 3, on)]


@pytest.mark.parametrize("day", ["2026-02-30", "05/03/2026", "", "2026-13-01", "20260305"])
def test_a_day_that_is_none_costs_its_line_and_not_the_sum(day: str) -> None:
    found = one(OPENED, CLOSED, entry(booked=f"<BookgDt><Dt>{day}</Dt></BookgDt>"))
    assert (amounts(found), found.unread) == ([], (1,))
    assert found.sections[0].balanced is True


@pytest.mark.parametrize(
    ("written", "amount"),
    [("8.850", "8.85"), ("8.85000", "8.85"), ("8", "8.00"), ("0008.5", "8.50"),
     ("999999999999999.99", "999999999999999.99"), (" 8.85 ", "8.85"), ("1.", "1.00")],
)  # fmt: skip
def test_amounts_are_exact(written: str, amount: str) -> None:
    assert amounts(one(entry(written))) == [amount]


@pytest.mark.parametrize(
    "written",
    ["8.855", "8.00001", "-8.85", "8,85", "1e3", "", "abc", "٨", "9" * 16, "1.234.567", "0x1"],
)
def test_what_is_no_amount_is_told_and_the_next_is_read(written: str) -> None:
    found = one(OPENED, CLOSED, entry(written), entry())
    assert (amounts(found), places(found)) == (["1000.00"], ["Stmt[1].Ntry[1]"])
    assert found.sections[0].balanced is None


def test_an_entry_of_nothing_is_told_and_leaves_the_sum() -> None:
    found = one(OPENED, CLOSED, entry("0.00"), entry())
    assert (places(found), found.sections[0].balanced) == (["Stmt[1].Ntry[1]"], True)


@pytest.mark.parametrize("mark", ["", "CREDIT", "C"])
def test_an_entry_without_a_direction_is_told(mark: str) -> None:
    found = one(entry(mark=mark))
    assert (amounts(found), found.unread) == ([], (1,))


def test_another_currency_in_an_account_is_told_and_never_added() -> None:
    found = one(OPENED, CLOSED, entry(), entry("5.00", currency="USD"))
    assert (amounts(found), places(found)) == (["1000.00"], ["Stmt[1].Ntry[2]"])
    assert found.sections[0].balanced is None
    ends = one(OPENED, balance("CLBD", "1500.00", currency="USD"), entry())
    assert (ends.sections[0].closing, places(ends)) == (None, ["Stmt[1].Bal[2]"])


def test_an_account_in_dollars_is_read_and_its_rows_refused_at_import() -> None:
    dollars = message(record(entry("5.00", currency="USD"))).replace(
        "<Ccy>IDR</Ccy>", "<Ccy>USD</Ccy>"
    )
    found = read(dollars)
    assert (found.sections[0].currency, found.problems) == ("USD", ())
    done = assess(found, welcome={ACCOUNT}, kept={})
    assert (done.new, done.refused) == (0, 1)
    assert done.problems[-1].place == "Stmt[1].Ntry[1]"


def test_a_batch_whose_transactions_add_up_and_name_themselves_is_taken_apart() -> None:
    parts = [detail("600.00", "R1", "SB-7K2M"), detail("400.00", "R2", "SB-9Q4T")]
    found = one(OPENED, CLOSED, entry(details=parts))
    assert [(str(x.amount), x.reference, x.text) for x in found.sections[0].lines] == [
        ("600.00", "R1", "SB-7K2M"), ("400.00", "R2", "SB-9Q4T"),
    ]  # fmt: skip
    assert found.sections[0].balanced is True
    netted = [detail("1200.00", "R1"), detail("200.00", "R2", mark="DBIT")]
    assert amounts(one(OPENED, CLOSED, entry(details=netted))) == ["1200.00", "-200.00"]


@pytest.mark.parametrize(
    "parts",
    [
        [detail("600.00", "R1"), detail("399.99", "R2")],
        [detail("600.00", "R1"), detail("400.00", "R1")],
        [detail("600.00", "NOTPROVIDED"), detail("400.00", "NOTPROVIDED")],
        [detail("600.00", "R1"), detail("x", "R2")],
        [detail("1000.00", "R1"), detail("0.00", "R2")],
        [detail("1000.00", "R1")],
    ],
)
def test_otherwise_the_entry_is_the_movement(parts: list[str]) -> None:
    found = one(OPENED, CLOSED, entry(details=parts))
    assert (amounts(found), found.problems) == (["1000.00"], ())


def test_the_amount_of_a_transaction_may_stand_where_version_2_has_it() -> None:
    old = [
        detail(amount, reference).replace(
            f'<Amt Ccy="IDR">{amount}</Amt>',
            f'<AmtDtls><TxAmt><Amt Ccy="IDR">{amount}</Amt></TxAmt></AmtDtls>',
        )
        for amount, reference in (("600.00", "R1"), ("400.00", "R2"))
    ]
    assert amounts(one(entry(details=old), version="02")) == ["600.00", "400.00"]


def test_the_text_is_the_remittance_then_the_remark_then_the_reference() -> None:
    both = one(entry(details=[detail("1.00", "R1", "UNTUK\n SB-7K2M &amp; C")], remark="TRF"))
    (line,) = both.sections[0].lines
    assert (line.text, line.reference) == ("UNTUK SB-7K2M & C TRF", "R1")
    same = one(entry(details=[detail("1.00", "R1", "TRF")], remark="TRF"))
    assert same.sections[0].lines[0].text == "TRF"
    bare = one(entry(details=[detail("1.00", "SB-7K2M")], remark=""))
    assert bare.sections[0].lines[0].text == "SB-7K2M"
    banks = one(
        entry(more="", remark="A").replace("</Ntry>", "<AcctSvcrRef>B1</AcctSvcrRef></Ntry>")
    )
    assert banks.sections[0].lines[0].reference == "B1"


def test_one_entry_cannot_be_read_and_all_others_are() -> None:
    entries = [entry(f"{n}.00") for n in range(1, 301)]
    entries[149] = entry("rusak")
    found = one(*entries)
    assert len(amounts(found)) == 299
    assert places(found) == ["Stmt[1].Ntry[150]"]


@pytest.mark.parametrize("end", ["</Ntry>", "<Amt", "</Stmt>", "&"])
def test_a_file_that_breaks_off_keeps_what_came_before_and_proves_nothing(end: str) -> None:
    whole = message(record(OPENED, CLOSED, entry()), record(OPENED, CLOSED, entry(), entry()))
    found = read(whole[: whole.rindex(end)] if end != "&" else whole.replace("M1", "M1&x;"))
    assert found.problems
    if end == "&":
        assert found.sections == ()
    else:
        assert found.sections[0].balanced is True
        assert found.sections[-1].balanced is None
        assert assess(found, welcome={ACCOUNT}, kept={}).new == 0


BOMB = (
    '<!DOCTYPE Document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    [
        BOMB,
        '<!DOCTYPE Document SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE Document [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]>',
        "<!doctype Document>",
    ],
)
def test_entities_are_refused_by_name_and_nothing_is_fetched(declared: str, encoding: str) -> None:
    first, rest = message(record(entry(remark="&c;"))).split("\n", 1)
    with pytest.raises(BankFileDeclaresEntities) as refused:
        read_bank_file(f"{first}\n{declared}\n{rest}".encode(encoding))
    assert refused.value.facts["problems"][0].place == "line 2"  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("<html><body>maaf</body></html>", UnsupportedFormat),
        ("<Document><Lain/></Document>", UnsupportedFormat),
        ("<", BankFileBroken),
        ("<a><b></a>", BankFileBroken),
        ("<a>" * 3000, BankFileBroken),
        ("<a/>" * 1_600_000, BankFileUnpacksTooLarge),
        (message(record(entry(remark="A\x00B"))), BankFileNotText),
    ],
)
def test_what_is_no_message_is_refused_by_name(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read(text)


def test_a_year_of_entries_is_read_without_holding_the_tree() -> None:
    many = message(record(*[entry(remark="X" * 400)] * 15_000))
    tracemalloc.start()
    found = read(many)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(amounts(found)) == 15_000
    assert peak < 8 * len(many)
    assert held < peak


@pytest.mark.skipif(not OUTSIDE.exists(), reason="the outside samples are not here")
@pytest.mark.parametrize("path", sorted(OUTSIDE.glob("*.xml")), ids=lambda path: path.stem)
def test_outside_statements_read_as_another_reader_reads_them(path: Path) -> None:
    """Entry, day, text, account and balances; of two kinds of opening theirs names the first."""
    found = read_bank_file(path.read_bytes())
    expected = json.loads(path.with_suffix(".json").read_text())
    theirs = expected["getEntries"][-1]
    section = found.sections[-1]
    line = section.lines[-1]
    wanted = int(theirs["getAmount"]["getAmount"])
    assert line.signed.sen == wanted
    assert f"{line.on}" == theirs["getBookingDate"]["0"][:10]
    assert section.currency == theirs["getAmount"]["getCurrency"]["getCode"]
    record_ = theirs["getRecord"]
    assert section.account_text == record_["getAccount"]["getIdentification"]
    message_ = theirs["getTransactionDetail"]["getRemittanceInformation"]
    assert line.text == ("" if message_ is None else message_["getMessage"])
    stated: dict[str, int] = {}
    for one_balance in record_["getBalances"]:
        money = one_balance["getAmount"]
        if money["getCurrency"]["getCode"] == section.currency:
            stated.setdefault(one_balance["getType"], int(money["getAmount"]))
    if "five" in path.name:
        stated["closing"] = 2705
    ours = {"opening": section.opening, "closing": section.closing}
    assert {kind: found_.sen for kind, found_ in ours.items() if found_ is not None} == {
        kind: sen for kind, sen in stated.items() if kind in ours
    }
    unproven = {"five.decimals": False, "all-balance-types": False, "multi.statement": True}
    name = path.stem.removeprefix("camt053.v2.")
    assert section.balanced is unproven.get(name)
