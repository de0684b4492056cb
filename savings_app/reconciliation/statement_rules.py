"""What is odd about the statements of a file, though nothing in it is refused. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from savings_app.errors import Problem
from savings_app.money import Rupiah, total
from savings_app.reconciliation.import_rules import AcceptedSection
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.readers.types import BankFile, Section
from savings_app.words import _
from savings_app.words.formats import date_long

MOST_ODD = 20
Movement = tuple[str, date, Direction, Rupiah]  # the account's number, whole


@dataclass(frozen=True, slots=True)
class Before:
    """Where the stored statements of an account stood before this one: up to the day `next_on`."""

    next_on: date
    closing: Rupiah | None


def moved_in(section: Section) -> Rupiah:
    """The sum of its lines; where its balances are proven, what they say."""
    if section.balanced and section.opening is not None and section.closing is not None:
        return section.closing - section.opening
    return total(line.signed for line in section.lines)


def list_breaks(
    found: BankFile, sections: Sequence[AcceptedSection], before: Mapping[str, Before]
) -> list[Problem]:
    """Statements that do not go on where the one before of their account ended.

    `before`: by number, what is stored; then the earlier statement of the same file.
    """
    told: list[Problem] = []
    stood = dict(before)
    for accepted in sorted(sections, key=lambda one: one.section.days or (date.max, date.max)):
        section, number = accepted.section, accepted.number.full
        days = section.days
        if days is None:
            continue
        if number in stood and (what := _break(section, days[0], stood[number])):
            place = found.at(section.lines[0].place) if section.lines else None
            told.append(Problem(place, what))
        next_on = days[1] + timedelta(days=1)
        if number not in stood or next_on >= stood[number].next_on:
            stood[number] = Before(next_on, section.closing)
    return told


def _break(section: Section, first_on: date, before: Before) -> str | None:
    last = date_long(before.next_on - timedelta(days=1))
    if before.next_on > first_on:
        return _(
            "Hari-hari sampai %(last)s sudah diceritakan rekening koran lain; baris yang sama "
            "tidak ditambah.",
            last=last,
        )
    known = section.opening is not None and before.closing is not None
    if known and section.opening != before.closing:
        return _(
            "Saldo awalnya lain dari saldo akhir rekening koran sampai %(last)s; mungkin ada yang "
            "terlewat.",
            last=last,
        )
    if before.next_on < first_on:
        return _(
            "Rekening koran sebelumnya berakhir %(last)s; hari-hari di antaranya belum ada.",
            last=last,
        )
    return None


def list_other_lengths(found: BankFile, usual: int | None) -> list[Problem]:
    """Account numbers that are longer or shorter than this bank's usually are."""
    told = []
    for section in found.sections if usual else ():
        number = section.account_number
        if number is None or len(number.full) == usual:
            continue
        what = _(
            "Nomor rekening ini %(found)s angka; bank ini biasanya memakai %(usual)s.",
            found=len(number.full),
            usual=usual,
        )
        told.append(Problem(found.at(section.lines[0].place) if section.lines else None, what))
    return told


def movements_to_compare(sections: Sequence[AcceptedSection]) -> set[Movement]:
    """The new lines of these accounts as what they move."""
    return {
        (accepted.number.full, line.on, line.direction, line.amount)
        for accepted in sections
        for line, _identity in accepted.new
    }


def list_twins(
    found: BankFile, sections: Sequence[AcceptedSection], kept: Mapping[Movement, int]
) -> list[Problem]:
    """New lines that move what a stored line of that day moves, under another name or in other
    words: a notice and the statement of one movement, or two real ones; nobody here can tell.

    `kept`: how many stored lines there are of each movement.
    """
    told: list[Problem] = []
    for accepted in sections:
        new = {line.place for line, _identity in accepted.new}
        same = Counter(
            (line.on, line.direction, line.amount)
            for line in accepted.section.lines
            if line.place not in new
        )
        for line, _identity in accepted.new:
            move = (line.on, line.direction, line.amount)
            if kept.get((accepted.number.full, *move), 0) > same[move]:
                what = _(
                    "Hari itu sudah tersimpan transaksi lain dengan arah dan jumlah yang sama. "
                    "Pastikan ini bukan transaksi yang sama dari pemberitahuan lain."
                )
                told.append(Problem(found.at(line.place), what))
    return told


def shortened(problems: Sequence[Problem]) -> list[Problem]:
    """The first of them, and how many more there are."""
    if len(problems) <= MOST_ODD:
        return list(problems)
    more = len(problems) - MOST_ODD
    rest = Problem(None, _("Masih ada %(more)s hal lain yang tidak ditampilkan.", more=more))
    return [*problems[:MOST_ODD], rest]
