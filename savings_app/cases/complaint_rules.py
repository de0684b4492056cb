"""Complaints: what is refused, who may answer, and when the answer is due. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from savings_app.actors import Actor, Permission
from savings_app.cases.complaint_kinds import ComplaintInstance, ReferredTo
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.letter_codes import ALPHABET
from savings_app.errors import DomainError
from savings_app.policy.rules import complaint_answer_days
from savings_app.regions.rules import add_working_days

LONGEST_TEXT = 2000
NUMBER_LETTERS = 8
# The public page, for everybody together: no address of a reader is kept.

# Nobody has answered yet, or not enough.
WAITING: tuple[ComplaintState, ...] = (ComplaintState.OPEN, ComplaintState.APPEALED)


class ComplaintEmpty(DomainError):
    """Nothing was written."""

    field = "text"


class ComplaintTooLong(DomainError):
    """Fact: `longest`, in letters."""

    field = "text"


class StaffComplaintWhileAssisted(DomainError):
    """About staff, with staff at the device: it would not stay hidden from them."""

    field = "about"


class AnswerEmpty(DomainError):
    """Nothing was written."""

    field = "answer"


class ComplaintAlreadyAnswered(DomainError):
    """Somebody answered meanwhile; the answer stands."""


class AlreadyAppealed(DomainError):
    """ "Belum puas" can be said once; after that only others than this service help."""


class NothingToAppeal(DomainError):
    """There is no answer yet to be dissatisfied with."""


class ComplaintNotAnswered(DomainError):
    """A complaint is closed once it was answered, never instead of an answer."""


class ComplaintClosed(DomainError):
    """It is closed already."""


class AlreadyWithInspectorate(DomainError):
    """The Inspektorat has it."""

    field = "referred_to"


class CaseNumberUnknown(DomainError):
    """No case of this number in the officer's region."""

    field = "case_number"


class CaseNumberNeeded(DomainError):
    """A recipient complains, so it is known whose case it is."""

    field = "case_number"


class RecipientUnclear(DomainError):
    """Several recipients: the number on the letter says which. Fact: `example`."""

    field = "case_number"


class ReporterNameNeeded(DomainError):
    """Somebody else than the recipient gave a name, or complains without one."""

    field = "reporter_name"


class ReceivedInFuture(DomainError):
    """It has not come in yet."""

    field = "received_on"


class PlaceNeeded(DomainError):
    """The service works for several kabupaten: only the desa tells whose Dinas it is."""

    field = "place"


class NotToCheck(DomainError):
    """It does not stand marked, or nobody took the mark off: there is nothing to change."""


class ReportNotFound(DomainError):
    """Number or code, or too many tries: the same sentence for all."""


def check_text(text: str) -> str:
    """The text without spaces at its ends.

    Raises:
        ComplaintEmpty, ComplaintTooLong
    """
    plain = text.strip()
    if not plain:
        raise ComplaintEmpty
    if len(plain) > LONGEST_TEXT:
        raise ComplaintTooLong(longest=LONGEST_TEXT)
    return plain


def make_number() -> str:
    """`LP-7K3M-9Q2X`: drawn, so that no gap in a row of numbers tells of a hidden complaint."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LETTERS))
    return f"LP-{drawn[:4]}-{drawn[4:]}"


def read_number(text: str) -> str:
    """A number as people type it: any case, with or without its dashes and `LP`."""
    plain = "".join(c for c in text.upper() if c.isalnum()).removeprefix("LP")
    return f"LP-{plain[:4]}-{plain[4:]}"


def first_instance(about: ComplaintAbout) -> ComplaintInstance:
    """Who answers first: about staff the Inspektorat alone, all else the kepala bidang."""
    if about is ComplaintAbout.STAFF:
        return ComplaintInstance.INSPECTORATE
    return ComplaintInstance.SUPERVISOR


def answer_due_on(received_on: date, holidays: AbstractSet[date]) -> date:
    """The last working day for the answer.

    Raises:
        NotYetInForce
    """
    days = complaint_answer_days(on=received_on).amount
    return add_working_days(received_on, days, holidays)


def is_overdue(*, state: ComplaintState, due_on: date, today: date) -> bool:
    """The day of the answer has passed and there is none."""
    return state in WAITING and due_on < today


def check_answerable(state: ComplaintState) -> None:
    """
    Raises:
        ComplaintAlreadyAnswered
    """
    if state not in WAITING:
        raise ComplaintAlreadyAnswered


def can_appeal(*, state: ComplaintState, appealed_at: datetime | None) -> bool:
    """It was answered, and "belum puas" was not said before."""
    return appealed_at is None and state not in WAITING


def check_appeal(*, state: ComplaintState, appealed_at: datetime | None) -> None:
    """
    Raises:
        AlreadyAppealed, NothingToAppeal
    """
    if appealed_at is not None:
        raise AlreadyAppealed
    if not can_appeal(state=state, appealed_at=appealed_at):
        raise NothingToAppeal


def check_close(state: ComplaintState) -> None:
    """
    Raises:
        ComplaintNotAnswered, ComplaintClosed
    """
    if state is ComplaintState.CLOSED:
        raise ComplaintClosed
    if state is not ComplaintState.ANSWERED:
        raise ComplaintNotAnswered


def check_referral(*, about: ComplaintAbout, to: ReferredTo) -> None:
    """
    Raises:
        AlreadyWithInspectorate
    """
    if to is ReferredTo.INSPECTORATE and about is ComplaintAbout.STAFF:
        raise AlreadyWithInspectorate


def check_mark(*, to_check: bool, checked: bool, wanted: bool) -> None:
    """Take the mark off (`wanted`) or put it on again: only of what came with it.

    Raises:
        NotToCheck
    """
    if not to_check or checked == wanted:
        raise NotToCheck


def check_received(*, received_on: date, today: date) -> None:
    """
    Raises:
        ReceivedInFuture
    """
    if received_on > today:
        raise ReceivedInFuture


def answers_with(instance: ComplaintInstance) -> Permission:
    """What one needs to answer a complaint that lies with this instance."""
    if instance is ComplaintInstance.INSPECTORATE:
        return Permission.STAFF_COMPLAINT_READ
    return Permission.COMPLAINT_ANSWER


def may_mark(actor: Actor, instance: ComplaintInstance) -> bool:
    """Who says that what came in a flood was looked at: who writes complaints down, or answers."""
    return actor.may(Permission.COMPLAINT_RECORD) or actor.may(answers_with(instance))
