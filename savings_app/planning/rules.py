"""The arithmetic of a plan. Pure: parts always add up to the whole, to the sen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from savings_app.errors import DomainError
from savings_app.money import SEN_PER_RUPIAH, Rupiah, total
from savings_app.planning.kinds import STEP_KINDS, STEPS, NeedKind, PlanStep
from savings_app.policy.rules import SchoolLevel

# Above these a number is a slip of the finger, not a household.
MOST_PEOPLE = 40
MOST_MONTHS = 120
MOST_LINES = 8  # of one kind
MOST_DIGITS = 4  # a year of birth; more is a number of some paper


class LinesExceedAmount(DomainError):
    """The lines together are more than there is. Facts: `over`, `amount`."""


class HouseholdImpossible(DomainError):
    """Nobody, or more people than live under one roof. Fact: `most`."""

    field = "members"


class MoreChildrenThanPeople(DomainError):
    """More children at school than people in the household. Fact: `members`."""

    field = "school_children"


class LivingMonthsImpossible(DomainError):
    """No month, or more than ten years of them. Fact: `most`."""

    field = "months"


class WantedOnPassed(DomainError):
    """Saved for a day that is already over. Fact: `on`."""


class NumberInName(DomainError):
    """A NIK or an account number where a child is only called by the family's own word."""

    field = "in_name_of"


class PaperDayAhead(DomainError):
    """The day on a signed paper has not come yet."""

    field = "signed_on"


class PaperBeforeDeath(DomainError):
    """A plan for a santunan is of a day after the death. Fact: `died_on`."""

    field = "signed_on"


class TooManyLines(DomainError):
    """More lines of one kind than a page can hold. Fact: `most`."""


class PlanAmountExceedsBenefit(DomainError):
    """One recipient plans with more than the law gives for this death. Fact: `total`."""

    field = "amount"


class PlanAmountUnknown(DomainError):
    """Several recipients, no stated share: the family types what it will receive."""

    field = "amount"


class PlanFinished(DomainError):
    """A finished plan never changes; a revision is a new version."""


class PlanNotComplete(DomainError):
    """A question of the plan has not been answered yet."""


class HasAmount(Protocol):
    """Whatever uses some of the money."""

    @property
    def amount(self) -> Rupiah: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One use of the money. Of LIVING, `amount` is `monthly` × `months`."""

    kind: NeedKind
    amount: Rupiah
    label: str | None = None
    monthly: Rupiah | None = None
    months: int | None = None
    wanted_on: date | None = None
    costs_monthly: Rupiah | None = None  # of DEBT
    school_level: SchoolLevel | None = None  # of SCHOOL
    yearly_need: Rupiah | None = None  # of SCHOOL
    target: Rupiah | None = None  # of SAVING
    in_name_of: str | None = None  # of SAVING; None: the recipient's own account
    # Of SAVING: which pot it is in every version. It is no answer, so two lines may be the same.
    pot_id: UUID | None = field(default=None, compare=False)

    @property
    def words(self) -> str:
        """What it is called, as two spellings of one name are compared; empty without a name."""
        return words_of(self.label)


def words_of(label: str | None) -> str:
    """A name as it is compared: capitals and spaces do not matter."""
    return " ".join((label or "").split()).casefold()


def pots_again(before: Sequence[Line], now: Sequence[Line]) -> list[UUID | None]:
    """For each line of `now` the pot of `before` it goes on with; None where it is a new one.

    A pot keeps its name, or, where only the name changed, its amounts, its day and whose it is;
    without a day that may be chance. Each pot goes on once. `before` has the latest form first.
    """
    latest: dict[UUID, Line] = {}
    for line in before:
        if line.pot_id is not None:
            latest.setdefault(line.pot_id, line)
    again: list[UUID | None] = [None] * len(now)
    for same in (_is_told, _is_called_the_same, _is_only_renamed):
        for at, line in enumerate(now):
            free = (pot for pot in latest if pot not in again)
            if again[at] is None:
                again[at] = next((pot for pot in free if same(latest[pot], line)), None)
    return again


def _is_told(old: Line, new: Line) -> bool:
    return new.pot_id == old.pot_id


def _is_called_the_same(old: Line, new: Line) -> bool:
    return new.pot_id is None and bool(new.words) and new.words == old.words


def _is_only_renamed(old: Line, new: Line) -> bool:
    def facts(line: Line) -> tuple[object, ...]:
        return line.amount, line.target, line.wanted_on, line.in_name_of

    return new.pot_id is None and new.wanted_on is not None and facts(new) == facts(old)


def living_line(*, monthly: Rupiah, months: int) -> Line:
    """Daily living for this many months, as one line.

    Raises:
        LivingMonthsImpossible
    """
    if not 1 <= months <= MOST_MONTHS:
        raise LivingMonthsImpossible(most=MOST_MONTHS)
    return Line(NeedKind.LIVING, monthly * months, monthly=monthly, months=months)


def check_household(*, members: int, school_children: int) -> None:
    """
    Raises:
        HouseholdImpossible, MoreChildrenThanPeople
    """
    if not 1 <= members <= MOST_PEOPLE:
        raise HouseholdImpossible(most=MOST_PEOPLE)
    if not 0 <= school_children <= members:
        raise MoreChildrenThanPeople(members=members)


def check_lines(lines: Sequence[Line], *, step: PlanStep, today: date) -> None:
    """The lines are of this step, not more than a page holds, and for days to come.

    Raises:
        TooManyLines, WantedOnPassed, NumberInName
    """
    for line in lines:
        check_called(line.in_name_of)
        if line.wanted_on is not None and line.wanted_on <= today:
            raise WantedOnPassed(on=line.wanted_on)
    for kind in NeedKind:
        of_kind = sum(line.kind is kind for line in lines)
        assert not of_kind or kind in STEP_KINDS[step]  # noqa: S101  # our own pages send these
        if of_kind > MOST_LINES:
            raise TooManyLines(most=MOST_LINES)


def check_called(in_name_of: str | None) -> None:
    """In whose name an account is to be is a word such as "anak pertama", and no number.

    Raises:
        NumberInName
    """
    if sum(letter.isdigit() for letter in in_name_of or "") > MOST_DIGITS:
        raise NumberInName


def check_paper_day(*, signed_on: date, died_on: date, today: date) -> None:
    """
    Raises:
        PaperDayAhead, PaperBeforeDeath
    """
    if signed_on > today:
        raise PaperDayAhead
    if signed_on < died_on:
        raise PaperBeforeDeath(died_on=died_on)


def check_fits(lines: Sequence[HasAmount], *, amount: Rupiah) -> None:
    """The lines use no more than there is.

    Raises:
        LinesExceedAmount
    """
    rest = free_rest(lines, amount=amount)
    if rest < Rupiah(0):
        raise LinesExceedAmount(over=-rest, amount=amount)


def free_rest(lines: Sequence[HasAmount], *, amount: Rupiah) -> Rupiah:
    """What no line uses: "bebas dipakai". Below zero where the lines use too much."""
    return amount - total(line.amount for line in lines)


def months_covered(rest: Rupiah, *, monthly: Rupiah | None) -> int | None:
    """Whole months of living the rest pays for; None where no monthly amount is known."""
    if monthly is None or monthly <= Rupiah(0):
        return None
    return max(0, rest.sen) // monthly.sen


def next_step(step: PlanStep) -> PlanStep:
    """The page after this one; the review is the last."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def previous_step(step: PlanStep) -> PlanStep | None:
    """The page before this one; the first has none."""
    at = STEPS.index(step)
    return STEPS[at - 1] if at else None


def is_reached(step: PlanStep, *, reached: PlanStep) -> bool:
    """Whether a page may be opened: everything before it has been answered."""
    return STEPS.index(step) <= STEPS.index(reached)


def furthest(first: PlanStep, second: PlanStep) -> PlanStep:
    return max(first, second, key=STEPS.index)


def split_in_proportion(amount: Rupiah, parts: Mapping[str, Rupiah]) -> dict[str, Rupiah]:
    """`amount` divided over the parts as they stand to one another, adding up exactly.

    A whole number of rupiah is divided in whole rupiah. Each part is rounded down; what is left
    over goes one by one to the parts that lost most by rounding (earlier parts first). With
    `amount` the sum of the parts this is the parts themselves. Of parts that are all zero nothing
    can be said, and nothing is divided.
    """
    whole = total(parts.values()).sen
    if whole == 0:
        return dict(parts)
    unit = 1 if amount.sen % SEN_PER_RUPIAH else SEN_PER_RUPIAH
    units = amount.sen // unit
    down = {name: units * part.sen // whole for name, part in parts.items()}
    by_loss = sorted(parts, key=lambda name: -(units * parts[name].sen % whole))
    for name in by_loss[: units - sum(down.values())]:
        down[name] += 1
    return {name: Rupiah(count * unit) for name, count in down.items()}
