"""One entry (`Ntry`) of a camt message: its amount, its day, its status, and the lines it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lxml import etree

from savings_app.money import Rupiah, total
from savings_app.reconciliation.kinds import Direction, signed
from savings_app.reconciliation.readers.days import make_day
from savings_app.reconciliation.readers.numbers import Unreadable, parse_number
from savings_app.reconciliation.readers.types import Batch, Line
from savings_app.words import _

_DIRECTIONS = {"CRDT": Direction.CREDIT, "DBIT": Direction.DEBIT}
_AMOUNT = re.compile(r"\+?(\d{1,18})(?:\.(\d{0,5}))?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_SEN = 2
_DAY = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):\d\d(?::\d\d(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_UTC = ("Z", "+00:00", "-00:00")
_NEXT_DAY_HERE = 16  # from 16:00 UTC on it is tomorrow in WITA
_SHORTEST_NAME = 8
_NO_REFERENCE = ("", "NOTPROVIDED", "NONREF")
_OWN_REFERENCES = ("EndToEndId", "InstrId", "TxId", "ChqNb", "ClrSysRef")


@dataclass(frozen=True, slots=True)
class Movement:
    """What an entry moves; `why_not_booked` is the sentence for one that moves nothing yet."""

    direction: Direction
    amount: Rupiah
    currency: str
    why_not_booked: str | None

    @property
    def signed(self) -> Rupiah:
        """What the account gained."""
        return signed(self.direction, self.amount)


@dataclass(frozen=True, slots=True)
class Detail:
    """One transaction of an entry. What it does not state, or not readably, is None."""

    amount: Rupiah | None
    currency: str | None
    direction: Direction | None
    reference: str | None
    bank_reference: str | None
    text: str


def said(element: etree._Element, *path: str) -> etree._Element | None:
    """The first element down this path, in whichever namespace."""
    return element.find("/".join(f"{{*}}{name}" for name in path))


def named(element: etree._Element, *path: str) -> str:
    """Its text, spaces made one; empty where it is absent."""
    found = said(element, *path)
    return "" if found is None else _plain(found)


def _plain(element: etree._Element) -> str:
    return " ".join((element.text or "").split())


def read_amount(element: etree._Element | None) -> tuple[Rupiah, str]:
    """An amount and its currency.

    Raises:
        Unreadable: none, below zero, finer than a sen, more than fifteen digits, or no currency.
    """
    matched = None if element is None else _AMOUNT.fullmatch(_plain(element))
    if element is None or matched is None:
        raise Unreadable(_("Ini bukan jumlah uang."))
    currency = (element.get("Ccy") or "").strip()
    if not _CURRENCY.fullmatch(currency):
        raise Unreadable(_("Mata uang bukan tiga huruf, misalnya IDR."))
    # The standard allows five decimals; zeros beyond the sen say nothing.
    decimals = (matched[2] or "").rstrip("0").ljust(_SEN, "0")
    return parse_number(f"{matched[1]}.{decimals}", "."), currency


def read_direction(element: etree._Element) -> Direction:
    """Which way its amount goes.

    Raises:
        Unreadable: it does not say.
    """
    direction = _DIRECTIONS.get(named(element, "CdtDbtInd"))
    if direction is None:
        raise Unreadable(_("Tidak jelas apakah ini debet atau kredit."))
    return direction


def parse_money(entry: etree._Element) -> Movement:
    """The entry's movement.

    `CdtDbtInd` is the direction of this very entry, also of a reversal: with `RvslInd` it was the
    original that went the other way (ISO 20022, ReportEntry: usage of ReversalIndicator), as
    MT940's RC takes money out. So `RvslInd` turns nothing.

    Raises:
        Unreadable
    """
    amount, currency = read_amount(said(entry, "Amt"))
    direction = read_direction(entry)
    if not amount:
        # It moves nothing, so no sum is in doubt: it is told and left out, as one not booked.
        return Movement(direction, amount, "", _("Jumlahnya nol."))
    # From version 7 on the status stands in a `Cd` or `Prtry` of its own.
    status = named(entry, "Sts", "Cd") or named(entry, "Sts", "Prtry") or named(entry, "Sts")
    return Movement(direction, amount, currency, _why_not_booked(status))


def _why_not_booked(status: str) -> str | None:
    """Only BOOK is in the bank's books and in its booked balances (ISO 20022, EntryStatus)."""
    if status == "BOOK":
        return None
    if status in {"PDNG", "FUTR"}:
        return _("Transaksi ini belum dibukukan bank (%(status)s).", status=status)
    if status == "INFO":
        return _("Baris ini hanya pemberitahuan (INFO); bank tidak membukukannya.")
    raise Unreadable(_("Tidak jelas apakah transaksi ini sudah dibukukan (Sts)."))


def read_detail(element: etree._Element) -> Detail:
    """A transaction below an entry. It is only trusted with an amount if all add up."""
    try:
        stated = said(element, "Amt")
        if stated is None:
            stated = said(element, "AmtDtls", "TxAmt", "Amt")
        amount, currency = read_amount(stated)
    except Unreadable:
        amount, currency = None, None
    own = (named(element, "Refs", name) for name in _OWN_REFERENCES)
    return Detail(
        amount=amount,
        currency=currency,
        direction=_DIRECTIONS.get(named(element, "CdtDbtInd")),
        reference=next((one for one in own if one not in _NO_REFERENCE), None),
        bank_reference=_reference(element, "Refs", "AcctSvcrRef"),
        text=_text_of(element),
    )


def _reference(element: etree._Element, *path: str) -> str | None:
    written = named(element, *path)
    return None if written in _NO_REFERENCE else written


def _text_of(detail: etree._Element) -> str:
    information = said(detail, "RmtInf")
    parts: list[str] = []
    if information is not None:
        parts.extend(_plain(one) for one in information.iterfind("{*}Ustrd"))
        for block in information.iterfind("{*}Strd"):
            parts.append(named(block, "CdtrRefInf", "Ref"))
            parts.extend(_plain(one) for one in block.iterfind("{*}AddtlRmtInf"))
    return _joined([*parts, named(detail, "AddtlTxInf")])


def _joined(parts: Iterable[str]) -> str:
    """Each part once: banks repeat the remark of a transaction in its entry."""
    return " ".join(dict.fromkeys(part for part in parts if part))


def lines_of(
    entry: etree._Element, movement: Movement, details: Sequence[Detail], *, place: int
) -> list[Line]:
    """The entry as one line, or one for each of its transactions.

    A batch is taken apart only where that is certain: every transaction has an amount in the
    entry's currency and a reference of its own, and together they are the entry's amount.

    Raises:
        Unreadable: no day, or one that does not exist.
    """
    on = _booked_on(entry)
    remark, bank_reference = named(entry, "AddtlNtryInf"), _reference(entry, "AcctSvcrRef")
    own_name = bank_reference or _long(_reference(entry, "NtryRef"))
    takes_back = named(entry, "RvslInd").casefold() in {"true", "1"}
    if _adds_up(movement, details):
        batch = Batch(own_name, movement.direction, movement.amount, remark)
        # The entry's own reference is that of all its transactions and tells none from another.
        apart = len({one.bank_reference for one in details} - {None}) == len(details)
        return [
            Line(
                on=on,
                direction=one.direction or movement.direction,
                amount=one.amount,
                text=one.text or remark or one.reference or "",
                reference=_both(one.reference, one.bank_reference or bank_reference),
                bank_reference=one.bank_reference if apart else None,
                place=place,
                batch=batch,
                takes_back=takes_back,
            )
            for one in details
            if one.amount is not None
        ]
    alone = details[0] if len(details) == 1 else None
    reference = alone.reference if alone else None
    own = alone.bank_reference if alone else None
    return [
        Line(
            on=on,
            direction=movement.direction,
            amount=movement.amount,
            text=_joined([*(one.text for one in details), remark]) or reference or "",
            reference=_both(reference, bank_reference or own),
            bank_reference=own_name or own,
            place=place,
            takes_back=takes_back,
        )
    ]


def _long(reference: str | None) -> str | None:
    """An entry's reference, where it can be more than its number within the message."""
    return reference if reference and len(reference) >= _SHORTEST_NAME else None


def _both(reference: str | None, bank_reference: str | None) -> str | None:
    return "//".join(dict.fromkeys(part for part in (reference, bank_reference) if part)) or None


def _adds_up(movement: Movement, details: Sequence[Detail]) -> bool:
    if len(details) < 2:  # noqa: PLR2004
        return False
    own = {(one.reference, one.bank_reference) for one in details}
    if len(own) < len(details) or (None, None) in own:
        return False
    moved = [
        signed(one.direction or movement.direction, one.amount)
        for one in details
        if one.amount and one.currency == movement.currency
    ]
    return len(moved) == len(details) and total(moved) == movement.signed


def _booked_on(entry: etree._Element) -> date:
    """The booking day, else the value day, as the bank writes it."""
    booked = said(entry, "BookgDt")
    element = said(entry, "ValDt") if booked is None else booked
    return read_day("" if element is None else named(element, "Dt") or named(element, "DtTm"))


def read_day(written: str) -> date:
    """A day, or that of a moment.

    A moment in UTC is no bank's own calendar and is told in WITA; other offsets are the bank's.

    Raises:
        Unreadable
    """
    matched = _DAY.fullmatch(written)
    if matched is None:
        raise Unreadable(_("Tanggal ini tidak ada."))
    on = make_day(matched[1], int(matched[2]), matched[3])
    late = matched[4] is not None and int(matched[4]) >= _NEXT_DAY_HERE
    return on + timedelta(days=1) if late and matched[5] in _UTC else on
