"""What may be done with a list, by whom, and what an answer must say. Pure.

Two persons approve, because a list stops people's cover: a living person struck out by a slip, or
an invented replacement, costs a family its santunan or the kabupaten its money. The two are any two
of the office, but one of them is a supervisor, and one of them neither keyed an answer nor
submitted the list. Whoever submitted may therefore be one of the two, by a deed of its own after
seeing what would change (docs/decisions/0008-two-persons-approve.md says why not stricter).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from savings_app.data_updates.kinds import IN_FORCE, STOPPING, Answer, Deed, Gap, UpdateState
from savings_app.errors import DomainError
from savings_app.identifiers import KPJ, NIK
from savings_app.registry.rules import Sex, StopReason

LINES_A_PAGE = 40
PERSONS_NEEDED = 2
LAST_MONTH = 12
_PERIOD = re.compile(r"(\d{4})-(0[1-9]|1[0-2]|S[12])")

ALLOWED_IN: Mapping[Deed, frozenset[UpdateState]] = {
    Deed.SEND_OUT: frozenset({UpdateState.DRAFT, UpdateState.OUT, UpdateState.BACK}),
    Deed.ANSWER: frozenset({UpdateState.DRAFT, UpdateState.OUT, UpdateState.BACK}),
    Deed.SUBMIT: frozenset({UpdateState.BACK}),
    Deed.SEND_BACK: frozenset({UpdateState.SUBMITTED}),
    Deed.APPROVE: frozenset({UpdateState.SUBMITTED}),
    Deed.DELIVER: IN_FORCE,
    Deed.REVERSE: IN_FORCE,
    Deed.CANCEL: frozenset(
        {UpdateState.DRAFT, UpdateState.OUT, UpdateState.BACK, UpdateState.SUBMITTED}
    ),
}

STOP_REASON: Mapping[Answer, StopReason] = {
    Answer.DIED: StopReason.DIED,
    Answer.MOVED: StopReason.MOVED,
    Answer.DOUBLE_PAYER: StopReason.DOUBLE_PAYER,
    Answer.NOT_ELIGIBLE: StopReason.NOT_ELIGIBLE,
}


class PeriodUnknown(DomainError):
    """Neither a month (2026-11) nor a half year (2026-S2)."""

    field = "period"


class NobodyToAsk(DomainError):
    """No active participant of this choice who is not on another open list already."""

    field = "region_code"


class UpdateNotInThisState(DomainError):
    """The list has gone on: this deed is not for the state it is in."""


class UpdateReasonNeeded(DomainError):
    """Sending back, cancelling and reversing need a reason."""

    field = "reason"


class AnswerNeedsDay(DomainError):
    """ "Meninggal" without the day."""

    field = "died_on"


class AnswerDayInFuture(DomainError):
    """The day of death has not come yet."""

    field = "died_on"


class AnswerDayBeforeBirth(DomainError):
    """The day of death lies before the birth date on record."""

    field = "died_on"


class AnswerNeedsDetail(DomainError):
    """Who says so, where to, by whom, or why: missing."""

    field = "detail"


class AnswerContradicts(DomainError):
    """A day of death beside another answer than "meninggal"."""

    field = "died_on"


class ReplacementWithoutStop(DomainError):
    """A replacement for somebody who stays."""

    field = "answer"


class ReplacementNeedsName(DomainError):
    """Something about a replacement, but no name."""

    field = "full_name"


class LinesUnanswered(DomainError):
    """Some lines have no answer, and nobody said to leave them as they are. Fact: `count`."""

    field = "leave_rest"


class NothingAnswered(DomainError):
    """Not one line has an answer."""


class LinesRefused(DomainError):
    """Some replacements cannot be added. Fact: `count`."""


class ApprovedAlready(DomainError):
    """This person has approved this submission before."""


class NothingToDeliver(DomainError):
    """No list of this kecamatan and period is in force."""


class LineNotInForce(DomainError):
    """The line changed nothing, or was reversed before."""


class ParticipantChangedSince(DomainError):
    """The participant was changed after the list came into force; a new list is the way."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Who is proposed instead; `nik` or `nik_missing_reason`. `category` None: as before."""

    full_name: str
    nik: NIK | None = None
    nik_missing_reason: str | None = None
    kpj: KPJ | None = None
    born_on: date | None = None
    sex: Sex | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who approved, and whether as a supervisor."""

    user_id: UUID
    is_supervisor: bool


def is_allowed(deed: Deed, state: UpdateState) -> bool:
    return state in ALLOWED_IN[deed]


def check_deed(deed: Deed, state: UpdateState) -> None:
    """
    Raises:
        UpdateNotInThisState
    """
    if not is_allowed(deed, state):
        raise UpdateNotInThisState


def approval_gaps(approvers: Iterable[Approver], *, involved: Collection[UUID]) -> tuple[Gap, ...]:
    """What is still missing before the list comes into force; empty: it does.

    `involved` are those who keyed an answer or submitted the list.
    """
    persons = {one.user_id: one for one in approvers}
    missing = {
        Gap.SECOND: len(persons) < PERSONS_NEEDED,
        Gap.SUPERVISOR: not any(one.is_supervisor for one in persons.values()),
        Gap.UNINVOLVED: not any(user_id not in involved for user_id in persons),
    }
    return tuple(gap for gap, lacks in missing.items() if lacks)


def check_answer(
    *,
    answer: Answer,
    died_on: date | None,
    detail: str | None,
    replaced: bool,
    born_on: date | None,
    today: date,
) -> None:
    """
    Raises:
        AnswerNeedsDay, AnswerDayInFuture, AnswerDayBeforeBirth, AnswerContradicts,
        AnswerNeedsDetail, ReplacementWithoutStop
    """
    if answer is Answer.DIED:
        _check_day(died_on, born_on=born_on, today=today)
    elif died_on is not None:
        raise AnswerContradicts
    if answer in STOPPING and not detail:
        raise AnswerNeedsDetail
    if replaced and answer not in STOPPING:
        raise ReplacementWithoutStop


def _check_day(died_on: date | None, *, born_on: date | None, today: date) -> None:
    if died_on is None:
        raise AnswerNeedsDay
    if died_on > today:
        raise AnswerDayInFuture
    if born_on is not None and died_on < born_on:
        raise AnswerDayBeforeBirth


def next_month(day: date) -> date:
    """The first day of the month after."""
    if day.month == LAST_MONTH:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)


def stops_on(*, answer: Answer, died_on: date | None, approved_on: date) -> date:
    """From when nobody pays for this person any more: always the first of a month.

    A death on 4 November ends the contributions with November's; any other reason ends them with
    the month in which the list was approved.
    """
    return next_month(died_on if answer is Answer.DIED and died_on else approved_on)


def check_period(period: str) -> None:
    """
    Raises:
        PeriodUnknown
    """
    if not _PERIOD.fullmatch(period):
        raise PeriodUnknown


def periods_near(today: date) -> list[str]:
    """The half years and months a list may be for, around today; the present month first."""
    months = [_month(today, step) for step in (0, 1, 2, -1, -2)]
    half = 1 if today.month <= LAST_MONTH // 2 else 2
    halves = [f"{today.year}-S{half}", f"{today.year + 1}-S1" if half == 2 else f"{today.year}-S2"]  # noqa: PLR2004
    return [*months, *halves]


def _month(day: date, step: int) -> str:
    years, month = divmod(day.year * LAST_MONTH + day.month - 1 + step, LAST_MONTH)
    return f"{years}-{month + 1:02}"


def period_parts(period: str) -> tuple[int, int, bool]:
    """(year, month or half, whether it is a half year).

    Raises:
        PeriodUnknown
    """
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise PeriodUnknown
    year, part = found.groups()
    return int(year), int(part.removeprefix("S")), part.startswith("S")
