"""Which papers a claim needs, who usually brings each, and what a state asks for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from savings_app.cases.kinds import BringsIt, PaperKind, PaperState, Programme, Relation
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.errors import DomainError

# PP 44/2015 Ps. 40(3) names card, death certificate and heirs' letter; the rest is practice.
_ALWAYS = {
    PaperKind.PARTICIPANT_CARD: BringsIt.FAMILY,
    PaperKind.DEATH_CERTIFICATE: BringsIt.CIVIL_REGISTRY,
    PaperKind.HEIR_LETTER: BringsIt.VILLAGE,
    PaperKind.HEIR_IDENTITY: BringsIt.FAMILY,
    PaperKind.FAMILY_CARD: BringsIt.FAMILY,
    PaperKind.PASSBOOK: BringsIt.FAMILY,
}


class PaperDayNeeded(DomainError):
    """A paper that is here came on a day."""

    field = "received_on"


class PaperDayImpossible(DomainError):
    """Received before the death, or on a day that has not come."""

    field = "received_on"


def needed_papers(
    *, programme: Programme, recipients: Iterable[Relation]
) -> dict[PaperKind, BringsIt]:
    """The papers of a case and who usually brings each, in the order they are shown.

    A spouse who receives brings the marriage book; a JKK death has an accident report.
    """
    papers = dict(_ALWAYS)
    if Relation.SPOUSE in recipients:
        papers[PaperKind.MARRIAGE_BOOK] = BringsIt.FAMILY
    if programme is Programme.JKK:
        papers[PaperKind.ACCIDENT_REPORT] = BringsIt.EMPLOYER
    return papers


def check_paper(
    *,
    state: PaperState,
    reason: str | None,
    received_on: date | None,
    died_on: date,
    today: date,
) -> None:
    """
    Raises:
        ReasonNeeded, PaperDayNeeded, PaperDayImpossible
    """
    if state is PaperState.UNAVAILABLE and not reason:
        raise ReasonNeeded
    if state is not PaperState.RECEIVED:
        return
    if received_on is None:
        raise PaperDayNeeded
    if not died_on <= received_on <= today:
        raise PaperDayImpossible
