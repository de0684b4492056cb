"""What an import of a bank's file would do, row by row. Pure; preview and apply ask the same.

Every row is in one class: new, the same as one kept earlier, or refused with its place and its
reason. A file that does not add up is refused whole, whoever's account it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from uuid import UUID

from savings_app.errors import DomainError, Problem
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.batch_rules import Kept, find_told
from savings_app.reconciliation.readers.types import (
    INTERIM,
    BankFile,
    FileFormat,
    Line,
    Section,
    Sections,
    at,
    not_balanced,
    repeated,
)
from savings_app.reconciliation.rules import LineIdentity, identify_lines
from savings_app.words import _

_RUPIAH = (None, "IDR")
_NO_PARTS: Mapping[str, Mapping[str, Rupiah]] = MappingProxyType({})
# Of a table of problems that is kept; a file of another bank's format has one a row.
MOST_PROBLEMS_KEPT = 500


class BankFileAlreadyApplied(DomainError):
    """The same bytes were applied for this bank. Fact: `on`, that moment."""

    field = "file"


class BankFileAlreadyStaged(DomainError):
    """The same bytes wait for this bank. Fact: `on`, the moment they came."""

    field = "file"


class BankFileNotApplied(DomainError):
    """Only what was applied can be undone."""


class BankFileFollowed(DomainError):
    """A file applied later reaches into its days and rests on its lines. Fact: `on`, its moment."""


class BankFileBeingApplied(DomainError):
    """A large file of this bank is being applied; another would count its lines twice."""


class BankFileInUse(DomainError):
    """A line of it is matched, and its owner took the consent back: nobody here may see it."""


class BankFileNotBalanced(DomainError):
    """A section does not add up, or cannot be shown to. Fact: `problems`."""

    field = "file"


@dataclass(frozen=True, slots=True)
class AcceptedSection:
    """One account's part, of an account with a live consent. `new` are lines not kept yet."""

    number: AccountNumber
    section: Section = field(repr=False)
    new: tuple[tuple[Line, LineIdentity], ...] = field(repr=False)
    same: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """rows_in = new + same + refused. `problems`: one for each refused row, and what else is odd.

    `summary` is the same with neighbouring rows of one reason in one problem, and no endless list.
    `stops` says why the whole file is refused; then nothing is new and every row is refused.
    `other_accounts` counts the sections of accounts that are not to be stored.
    """

    rows_in: int
    new: int
    same: int
    refused: int
    problems: tuple[Problem, ...]
    summary: tuple[Problem, ...]
    stops: tuple[Problem, ...]
    sections: tuple[AcceptedSection, ...]
    other_accounts: int
    first_on: date | None
    last_on: date | None
    profile_id: UUID | None


def numbers_in(found: BankFile) -> frozenset[str]:
    """The account numbers a file is about, all digits of each."""
    return frozenset(
        number.full for section in found.sections if (number := section.account_number) is not None
    )


def assess(
    found: BankFile,
    *,
    welcome: Collection[str],
    kept: Mapping[str, Collection[LineIdentity]],
    parts: Mapping[str, Mapping[str, Rupiah]] = _NO_PARTS,
) -> Assessment:
    """What becomes of each row.

    `welcome`: the account numbers whose lines may be stored. `kept`: what is stored of them, and
    `parts` of which batches how much.
    """
    days = [line.on for section in found.sections for line in section.lines]
    rows_in = len(days) + len(found.unread)
    stops = find_stops(found)
    refused: list[tuple[int, str]] = []
    accepted: list[Section] = []
    others = 0
    earlier = Sections()
    for section in found.sections:
        why = _why_refused(section, earlier=earlier, welcome=welcome)
        if why is None:
            # One account may be written in two ways in one file; its rows are counted together.
            number = section.account_number
            own = section if section.account is number else replace(section, account=number)
            accepted.append(own)
        else:
            refused.extend((line.place, why) for line in section.lines)
            others += 1
    sections = () if stops else _accepted(accepted, kept, parts)
    new, same = sum(len(own.new) for own in sections), sum(own.same for own in sections)
    refused = [] if stops else sorted(refused)
    told = {problem.what for problem in found.problems}
    whole = [stop for stop in stops if stop.what not in told]
    return Assessment(
        rows_in=rows_in,
        new=new,
        same=same,
        refused=rows_in - new - same,
        problems=(
            *whole,
            *found.problems,
            *(Problem(found.at(place), why) for place, why in refused),
        ),
        summary=shortened([*whole, *found.problems, *_in_runs(found, refused)]),
        stops=stops,
        sections=sections,
        other_accounts=others,
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        profile_id=found.profile.id if found.profile else None,
    )


def find_stops(found: BankFile) -> tuple[Problem, ...]:
    """Why the whole file is refused, whoever's account it is; of a file in order, nothing."""
    if not found.unread and not any(_tells_something(one, found) for one in found.sections):
        return (Problem(at(1), _("Berkas ini tidak berisi transaksi dan tidak menyebut saldo.")),)
    stops = []
    for section in found.sections:
        place = found.at(section.lines[0].place) if section.lines else None
        if section.balanced is False:
            stops.append(Problem(place, not_balanced()))
        elif section.balanced is None and _states_a_sum(section, found):
            stops.append(Problem(place, unproven()))
    return tuple(stops)


def _tells_something(section: Section, found: BankFile) -> bool:
    """A row or a balance; or that none is of the days that were asked for, which only a pull is."""
    if section.lines or section.closing is not None:
        return True
    return found.format is FileFormat.SNAP and section.stated_days is not None


def _states_a_sum(section: Section, found: BankFile) -> bool:
    """A report within the day may say where it began; only its end would claim a sum."""
    return section.closing is not None or (
        section.opening is not None and found.format not in INTERIM
    )


def unproven() -> str:
    """The sentence for a section that states a balance which cannot be proven from its rows."""
    return _(
        "Saldo bagian ini tidak dapat dibuktikan: ada baris yang tidak terbaca, atau berkasnya "
        "terpotong."
    )


def _why_refused(section: Section, *, earlier: Sections, welcome: Collection[str]) -> str | None:
    number = section.account_number
    if earlier.have(section):
        return repeated()
    if number is None:
        return _("Nomor rekening untuk baris ini tidak ada atau tidak terbaca.")
    if section.currency not in _RUPIAH:
        return _("Rekening ini bukan dalam rupiah.")
    if number.full not in welcome:
        # One sentence for both, so that a file tells nobody whose family is known here.
        return _("Rekening ini tidak tercatat di sini atau tanpa persetujuan; tidak disimpan.")
    return None


def _accepted(
    sections: Sequence[Section],
    kept: Mapping[str, Collection[LineIdentity]],
    parts: Mapping[str, Mapping[str, Rupiah]],
) -> tuple[AcceptedSection, ...]:
    accepted = []
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for section, identities in zip(sections, identify_lines(sections), strict=True):
        number = section.account_number
        if number is None:  # refused before
            continue
        known = kept.get(number.full, ())
        told: frozenset[int] = frozenset()
        if any(line.batch or line.bank_reference for line in section.lines):
            lines = Counter(one.content_hash for one in known)
            stored = Kept(lines, parts.get(number.full, {}))
            told = find_told(section.lines, identities, stored, seen[number.full])
        new = [
            (line, identity)
            for place, (line, identity) in enumerate(zip(section.lines, identities, strict=True))
            if identity not in known and place not in told
        ]
        accepted.append(
            AcceptedSection(
                number=number,
                section=section,
                new=tuple(new),
                same=len(section.lines) - len(new),
            )
        )
    return tuple(accepted)


def _in_runs(found: BankFile, refused: Sequence[tuple[int, str]]) -> list[Problem]:
    """Refused rows with one reason that follow one another, as one problem: `line 7–90`."""
    if not refused:
        return []
    places = {line.place for section in found.sections for line in section.lines}
    order = {place: number for number, place in enumerate(sorted(places | {*found.unread}))}
    runs: list[tuple[int, int, str]] = []
    for place, why in refused:
        goes_on = runs and runs[-1][2] == why and order[place] - order[runs[-1][1]] in {0, 1}
        if goes_on and found.are_beside(runs[-1][1], place):
            runs[-1] = (runs[-1][0], place, why)
        else:
            runs.append((place, place, why))
    return [Problem(found.between(first, last), why) for first, last, why in runs]


def shortened(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """No endless list: the first `MOST_PROBLEMS_KEPT`, and how many more there are."""
    if len(problems) <= MOST_PROBLEMS_KEPT:
        return tuple(problems)
    more = len(problems) - MOST_PROBLEMS_KEPT
    rest = Problem(None, _("Masih ada %(more)s hal lain yang tidak ditampilkan.", more=more))
    return (*problems[:MOST_PROBLEMS_KEPT], rest)
