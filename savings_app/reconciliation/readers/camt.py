"""camt.052, camt.053 and camt.054 (ISO 20022): reports, statements and notifications in XML.

Read as a stream, an entry at a time, from version 2 on: what is asked here has kept its name since,
but for the status, which later stands one element deeper. Namespaces are not compared, as banks
wrap the document in their own envelope. No DOCTYPE is let through, so there is no entity to expand
and nothing to fetch.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from lxml import etree

from savings_app.errors import Problem
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import signed
from savings_app.reconciliation.readers.camt_entries import (
    Detail,
    lines_of,
    named,
    parse_money,
    read_amount,
    read_day,
    read_detail,
    read_direction,
    said,
)
from savings_app.reconciliation.readers.detect import refuse_by_rows, unsupported
from savings_app.reconciliation.readers.numbers import Unreadable
from savings_app.reconciliation.readers.types import (
    INTERIM,
    LINES,
    BankFile,
    BankFileBroken,
    BankFileDeclaresEntities,
    BankFileUnpacksTooLarge,
    Days,
    FileFormat,
    Line,
    Section,
    Sections,
    Span,
    at,
    days_between,
    gap,
    not_balanced,
    parse_account,
    place_in,
    repeated,
)
from savings_app.words import _

_MESSAGES = {
    "BkToCstmrAcctRpt": FileFormat.CAMT_052,
    "BkToCstmrStmt": FileFormat.CAMT_053,
    "BkToCstmrDbtCdtNtfctn": FileFormat.CAMT_054,
}
_RECORDS = {"Rpt", "Stmt", "Ntfctn"}
# No bank's file has more of these together than a table may have rows.
_COUNTED = re.compile(r"<(?:[^\s<>/]+:)?(?:Rpt|Stmt|Ntfctn|Ntry|TxDtls)[\s/>]")
_PARTS = ("Acct", "FrToDt", "Bal", "Ntry", "TxDtls")
_HEARD = [f"{{*}}{name}" for name in (*_MESSAGES, *_RECORDS, *_PARTS)]
# The first version calls its elements otherwise and was used by hardly any bank.
_FIRST_VERSION = re.compile(r"camt\.05[234]\.001\.0[01]\b")
_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A bank's file of the largest size has a third of this; each may be held until its entry ends.
_MOST_ELEMENTS = 1_500_000
_LONGEST_ACCOUNT = 35
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
# PRCD is the closing balance of the report before, which is where this one begins.
_OPENING, _BEFORE, _CLOSING = "OPBD", "PRCD", "CLBD"


@dataclass(slots=True)
class _Record:
    """A section in the making. `unknown` says that an amount could not be read."""

    element: etree._Element
    name: str
    after: int  # entries of the file before its own
    account: AccountNumber | str | None = None
    currency: str | None = None
    balances: dict[str, Rupiah] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)  # by the kind of balance
    period: Days | None = None
    balance_count: int = 0
    lines: list[Line] = field(default_factory=list)
    movements: list[Rupiah] = field(default_factory=list)
    unknown: bool = False

    @property
    def opening(self) -> Rupiah | None:
        return self.balances.get(_OPENING, self.balances.get(_BEFORE))

    @property
    def closing(self) -> Rupiah | None:
        return self.balances.get(_CLOSING)


@dataclass(slots=True)
class _Message:
    """The file while it is read."""

    format: FileFormat | None = None
    record: _Record | None = None
    entries: int = 0
    entry: etree._Element | None = None  # the one being read
    details: list[Detail] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    seen: Sections = field(default_factory=Sections)
    spans: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)

    def complain(self, what: str, place: str | None = None) -> None:
        self.problems.append(Problem(place or place_in(self.spans, self.entries), what))


def read_camt(text: str) -> BankFile:
    """The file's reports, statements or notifications as sections, in its order.

    Raises:
        BankFileDeclaresEntities, BankFileUnpacksTooLarge
        UnsupportedFormat: XML that is no such message, or its first version.
        BankFileBroken: broken off before any message began.
    """
    _refuse_bombs(text)
    message = _Message()
    try:
        _read(message, text)
    except etree.LxmlError as broken:
        line = getattr(broken, "lineno", None) or 1
        what = _("Berkas XML ini rusak atau terpotong di sini; yang sesudahnya tidak terbaca.")
        if message.format is None:
            raise BankFileBroken(problems=(Problem(at(line), what),)) from broken
        message.complain(what, at(line))
        _break_off(message)
    if message.format is None:
        raise unsupported("xml")
    if not message.sections:
        message.complain(_("Berkas ini tidak berisi rekening koran."), at(1))
    return BankFile(
        format=message.format,
        sections=tuple(message.sections),
        problems=tuple(message.problems),
        unread=tuple(message.unread),
        spans=tuple(message.spans) or LINES,
    )


def _refuse_bombs(text: str) -> None:
    if declared := _DECLARES.search(text):
        line = text.count("\n", 0, declared.start()) + 1
        what = _("Berkas XML ini memuat DOCTYPE atau ENTITY; berkas bank tidak memerlukannya.")
        raise BankFileDeclaresEntities(problems=(Problem(at(line), what),))
    refuse_by_rows(sum(1 for _found in _COUNTED.finditer(text)))
    if text.count("<") > _MOST_ELEMENTS:
        what = _("Isi berkas ini jauh lebih banyak dari berkas bank mana pun.")
        raise BankFileUnpacksTooLarge(problems=(Problem(at(1), what),))


def _events(text: str) -> Iterator[tuple[str, etree._Element]]:
    # The text is decoded already, so what its first line says of its letters no longer holds.
    events: Iterator[tuple[str, etree._Element]] = etree.iterparse(
        io.BytesIO(text.lstrip().encode()),
        events=("start", "end"),
        tag=_HEARD,
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return events


def _read(message: _Message, text: str) -> None:
    for event, element in _events(text):
        # By hand: QName checks what a hostile namespace is made of, and raises.
        name = element.tag.rpartition("}")[2]
        if event == "start":
            _begin(message, element, name)
        else:
            _end(message, element, name)


def _begin(message: _Message, element: etree._Element, name: str) -> None:
    if name in _MESSAGES and message.format is None:
        if version := _FIRST_VERSION.search(element.tag.rpartition("}")[0]):
            raise unsupported(version[0])
        message.format = _MESSAGES[name]
    elif name in _RECORDS and message.format is not None and message.record is None:
        number = len(message.sections) + 1
        message.record = _Record(element, f"{name}[{number}]", message.entries)
        message.spans.append(Span(message.entries, f"{name}[{number}].Ntry[", "]"))
    elif name == "Ntry" and message.record is not None and message.entry is None:
        message.entry, message.details = element, []
        message.entries += 1


def _end(message: _Message, element: etree._Element, name: str) -> None:
    record = message.record
    if record is None:
        return
    if element is record.element:
        _finish(message, record)
        message.record = None
    elif element is message.entry:
        _take_entry(message, record, element)
        message.entry = None
    elif message.entry is not None and name == "TxDtls":
        message.details.append(read_detail(element))
    elif name in _TAKEN and element.getparent() is record.element:
        _TAKEN[name](message, record, element)
    else:
        return
    _forget(element)


def _forget(element: etree._Element) -> None:
    """Nothing that was read is held; an element itself may go once the next one has begun."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _take_account(message: _Message, record: _Record, element: etree._Element) -> None:
    written = named(element, "Id", "IBAN") or named(element, "Id", "Othr", "Id")
    if not written:
        message.complain(_("Nomor rekening tidak ada."), record.name)
    else:
        plain = written.isascii() and written.isdecimal()
        record.account = (parse_account(written) if plain else None) or written[:_LONGEST_ACCOUNT]
    currency = named(element, "Ccy")
    if _CURRENCY.fullmatch(currency):
        record.currency = currency


def _take_period(message: _Message, record: _Record, element: etree._Element) -> None:
    """What days the bank says it is about; where it does not, the balances tell."""
    try:
        first = read_day(named(element, "FrDtTm") or named(element, "FrDt"))
        until = named(element, "ToDtTm")
        last = read_day(until or named(element, "ToDt"))
        if "T00:00" in until and first < last:
            last -= timedelta(days=1)  # its midnight is where the day before ends
    except Unreadable as wrong:
        message.complain(str(wrong), f"{record.name}.FrToDt")
        return
    if first <= last:
        record.period = (first, last)


def _take_balance(message: _Message, record: _Record, element: etree._Element) -> None:
    """Booked balances of the period's ends; interim, available and expected ones are others."""
    record.balance_count += 1
    kind = named(element, "Tp", "CdOrPrtry", "Cd")
    if kind not in {_OPENING, _BEFORE, _CLOSING}:
        return
    try:
        amount, currency = read_amount(said(element, "Amt"))
        _check_currency(record, currency)
        _keep_balance(record, kind, signed(read_direction(element), amount))
        _keep_day(record, kind, element)
    except Unreadable as wrong:
        record.unknown = True
        message.complain(str(wrong), f"{record.name}.Bal[{record.balance_count}]")


_TAKEN: dict[str, Callable[[_Message, _Record, etree._Element], None]] = {
    "Acct": _take_account,
    "FrToDt": _take_period,
    "Bal": _take_balance,
}


def _keep_day(record: _Record, kind: str, element: etree._Element) -> None:
    """A balance counts also where its day cannot be read; then it tells of no period."""
    with suppress(Unreadable):
        on = read_day(named(element, "Dt", "Dt") or named(element, "Dt", "DtTm"))
        record.days.setdefault(kind, on)


def _keep_balance(record: _Record, kind: str, amount: Rupiah) -> None:
    if record.balances.setdefault(kind, amount) != amount:
        raise Unreadable(_("Saldo ini sudah disebut dengan jumlah lain."))


def _check_currency(record: _Record, currency: str) -> None:
    if record.currency is None:
        record.currency = currency
    elif record.currency != currency:
        raise Unreadable(_("Mata uangnya lain dari mata uang rekening ini."))


def _take_entry(message: _Message, record: _Record, element: etree._Element) -> None:
    try:
        movement = parse_money(element)
        if movement.currency:
            _check_currency(record, movement.currency)
    except Unreadable as wrong:
        record.unknown = True
        message.unread.append(message.entries)
        message.complain(str(wrong))
        return
    if movement.why_not_booked:
        # No balance of a statement counts it, so the sums still hold without it.
        message.unread.append(message.entries)
        message.complain(movement.why_not_booked)
        return
    record.movements.append(movement.signed)
    try:
        record.lines.extend(lines_of(element, movement, message.details, place=message.entries))
    except Unreadable as wrong:
        message.unread.append(message.entries)
        message.complain(str(wrong))


def _break_off(message: _Message) -> None:
    record = message.record
    if message.entry is not None:
        message.unread.append(message.entries)
    if record is not None:
        record.unknown = True
        _finish(message, record)


def _finish(message: _Message, record: _Record) -> None:
    section = Section(
        account=record.account,
        currency=record.currency,
        opening=record.opening,
        closing=record.closing,
        balanced=_balance(message, record),
        lines=tuple(record.lines),
        stated_days=record.period
        or days_between(
            record.days.get(_OPENING, record.days.get(_BEFORE)),
            record.days.get(_CLOSING),
            (line.on for line in record.lines),
        ),
    )
    if message.seen.have(section):
        message.complain(repeated(), record.name)
    message.sections.append(section)


def _balance(message: _Message, record: _Record) -> bool | None:
    opening, closing = record.opening, record.closing
    if opening is not None and record.balances.get(_BEFORE, opening) != opening:
        what = _("Saldo awal (OPBD) lain dari saldo penutup sebelumnya (PRCD).")
        message.complain(what, record.name)
    if record.unknown or (opening is None and closing is None):
        return None
    if opening is None or closing is None:
        if message.format not in INTERIM:
            missing = _OPENING if opening is None else _CLOSING
            what = _("Saldo %(kind)s tidak ada; berkas ini mungkin terpotong.", kind=missing)
            message.complain(what, record.name)
        return None
    balanced = not gap(opening, record.movements, closing)
    if not balanced:
        message.complain(not_balanced(), record.name)
    return balanced
