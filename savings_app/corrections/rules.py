"""Which facts one person changes alone, and which need a second: in one place, with the reason.

One person can work alone on most days. A second person is asked only where somebody else already
relies on the fact: a claim, a benefit or an account in a bank was made out with it, and a slip or
a wish would move money or make a paper false.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

from savings_app.actors import Actor, Permission
from savings_app.cases.benefit_rules import (
    CorrectionChangesNothing,
    CorrectionDecided,
    SamePerson,
)
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.corrections.kinds import CorrectionState, CorrectionStep, CorrectionSubject
from savings_app.errors import Conflict, DomainError, NotPermitted

# Who the person is. BPJS finds the claim by these, and Dukcapil the death certificate.
IDENTITY = frozenset({"full_name", "nik", "nik_missing_reason", "kpj", "born_on"})
# How the person was covered. The benefit and its 3- and 36-month rules rest on these.
COVERAGE = frozenset({"segment", "category", "payer", "months_contributed"})
# Who is paid. The account, the claim and the bank's name check were made out to these.
RECIPIENT = frozenset(
    {
        "full_name",
        "nik",
        "born_on",
        "relation",
        "is_recipient",
        "guardian_name",
        "guardian_nik",
        "guardian_proof",
        "guardian_until",
    }
)
# A telephone, a school level, a sex or the desa of a home change often and move no money.
PROTECTED: Mapping[CorrectionSubject, frozenset[str]] = {
    CorrectionSubject.PARTICIPANT: IDENTITY | COVERAGE,
    CorrectionSubject.HEIR: RECIPIENT,
}

_AFTER: Mapping[CorrectionStep, CorrectionState] = {
    CorrectionStep.APPROVE: CorrectionState.APPROVED,
    CorrectionStep.REJECT: CorrectionState.REJECTED,
    CorrectionStep.WITHDRAW: CorrectionState.WITHDRAWN,
}


class SecondPersonNeeded(DomainError):
    """Something rests on these facts. Fact: `fields`, their names in front of people."""


class CorrectionNotNeeded(DomainError):
    """Nothing rests on these facts: one person changes them alone, at once."""


class EvidenceNeeded(DomainError):
    """A request says where the right fact is written."""

    field = "evidence"


class CorrectionOutdated(Conflict):
    """A fact of the request changed meanwhile; the page shows it as it was, is and was asked."""


class Change(TypedDict):
    """One fact, as JSON keeps it: text, a whole number, true or false, or nothing."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Standing:
    """A change beside what the fact is now."""

    field: str
    before: Any
    now: Any
    after: Any

    @property
    def is_outdated(self) -> bool:
        """Somebody changed it since, and not to what was asked."""
        return self.now not in {self.before, self.after}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The facts that differ, in the order they are written down."""
    return [
        Change(field=name, before=before[name], after=value)
        for name, value in after.items()
        if before[name] != value
    ]


def standings(changes: Sequence[Change], now: Mapping[str, Any]) -> list[Standing]:
    """Each change beside what is written down today."""
    return [
        Standing(change["field"], change["before"], now[change["field"]], change["after"])
        for change in changes
    ]


def needing_second_person(
    subject: CorrectionSubject, changes: Sequence[Change], *, rested_on: bool
) -> list[str]:
    """The names of those changed facts that one person may not change alone."""
    if not rested_on:
        return []
    return [change["field"] for change in changes if change["field"] in PROTECTED[subject]]


def check_request(
    subject: CorrectionSubject,
    changes: Sequence[Change],
    *,
    rested_on: bool,
    reason: str | None,
    evidence: str | None,
) -> None:
    """
    Raises:
        CorrectionChangesNothing, CorrectionNotNeeded, ReasonNeeded, EvidenceNeeded
    """
    if not changes:
        raise CorrectionChangesNothing
    if not needing_second_person(subject, changes, rested_on=rested_on):
        raise CorrectionNotNeeded
    if not reason:
        raise ReasonNeeded
    if not evidence:
        raise EvidenceNeeded


def check_step(
    step: CorrectionStep,
    *,
    state: CorrectionState,
    actor: Actor,
    requested_by: UUID,
    reason: str | None,
) -> CorrectionState:
    """The state after `step`: the only guard there is, whichever page or command asks.

    A request is decided once, by somebody who may approve and did not ask for it; only who asked
    for it takes it back.

    Raises:
        NotPermitted, CorrectionDecided, SamePerson, ReasonNeeded (for a refusal)
    """
    if step is CorrectionStep.WITHDRAW:
        if not actor.may(Permission.CORRECTION_REQUEST) or actor.user_id != requested_by:
            raise NotPermitted
    elif not actor.may(Permission.CORRECTION_APPROVE):
        raise NotPermitted
    if state is not CorrectionState.REQUESTED:
        raise CorrectionDecided
    if step is not CorrectionStep.WITHDRAW and actor.user_id == requested_by:
        raise SamePerson
    if step is CorrectionStep.REJECT and not reason:
        raise ReasonNeeded
    return _AFTER[step]
