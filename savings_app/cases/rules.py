"""Where a case stands, whose turn it is, and whether BPJS is late. Computed from facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from savings_app.cases.kinds import BringsIt, PaperState, Stage, Turn
from savings_app.money import ZERO, Rupiah, total


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper the claim needs: is it there, and who brings it."""

    state: PaperState
    brings: BringsIt


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """One recipient of the case.

    `paid` is the sum of the payouts of kind *santunan*, reversals taken off. `said_complete` is the
    recipient's latest word on what arrived: all of it, not all of it, or None, nothing yet.
    """

    has_account: bool
    letter_handed: bool
    paid: Rupiah = ZERO
    said_complete: bool | None = None
    plan_finished: bool = False  # "belum sekarang" counts


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that decides stage and turn. A complaint about staff is not among it: it is hidden."""

    recipients: tuple[RecipientFacts, ...]
    papers: tuple[PaperFacts, ...]
    claim_live: bool
    entitled: Rupiah
    pending_correction: bool = False
    open_complaint: bool = False
    from_old_file: bool = False  # taken in from an old spreadsheet: nobody is asked for anything

    @property
    def paid(self) -> Rupiah:
        """What all recipients of the case were paid of the santunan."""
        return total(recipient.paid for recipient in self.recipients)


_TURNS = {
    Stage.READY: Turn.DINAS,
    Stage.CLAIMED: Turn.BPJS,
    Stage.PAID: Turn.FAMILY,
    Stage.ARRIVED: Turn.FAMILY,
    Stage.SHORT: Turn.DINAS,
    Stage.FINISHED: Turn.NOBODY,
}


def stage_of(facts: CaseFacts) -> Stage:
    """Where the case stands; see `Stage` for what each means."""
    if facts.from_old_file:
        return past_stage(paid=facts.paid, entitled=facts.entitled, has_claim=facts.claim_live)
    if facts.paid > ZERO:
        return _stage_once_paid(facts)
    if facts.claim_live:
        return Stage.CLAIMED
    return Stage.READY if _is_ready(facts) else Stage.PAPERS


def past_stage(*, paid: Rupiah, entitled: Rupiah, has_claim: bool) -> Stage:
    """Where a case of an old spreadsheet stands: finished where all of it was paid."""
    if paid > ZERO:
        return Stage.FINISHED if paid == entitled else Stage.SHORT
    return Stage.CLAIMED if has_claim else Stage.PAPERS


def _stage_once_paid(facts: CaseFacts) -> Stage:
    paid = [recipient for recipient in facts.recipients if recipient.paid > ZERO]
    said = [recipient.said_complete for recipient in paid]
    if facts.paid != facts.entitled or False in said:
        return Stage.SHORT
    if None in said:
        return Stage.PAID
    finished = all(recipient.plan_finished for recipient in paid)
    return Stage.FINISHED if finished else Stage.ARRIVED


def _is_ready(facts: CaseFacts) -> bool:
    return (
        bool(facts.recipients)
        and all(paper.state is PaperState.RECEIVED for paper in facts.papers)
        and all(one.has_account and one.letter_handed for one in facts.recipients)
    )


def turn_of(facts: CaseFacts) -> Turn:
    """Whose turn it is. What waits for a second person comes before everything else."""
    if facts.pending_correction or facts.open_complaint:
        return Turn.SUPERVISOR
    if facts.from_old_file:
        return Turn.NOBODY
    stage = stage_of(facts)
    if stage is Stage.PAPERS:
        return _turn_before_claim(facts)
    return _TURNS[stage]


def _turn_before_claim(facts: CaseFacts) -> Turn:
    """The family where it has something to bring; the Dinas runs after everything else.

    Until heirs are written down nobody can know what to bring, so that is the Dinas' turn.
    """
    if not facts.recipients:
        return Turn.DINAS
    waiting_for_family = any(
        paper.state is PaperState.MISSING and paper.brings is BringsIt.FAMILY
        for paper in facts.papers
    ) or any(not recipient.has_account for recipient in facts.recipients)
    return Turn.FAMILY if waiting_for_family else Turn.DINAS


def open_due_on(facts: CaseFacts, *, claim_due_on: date | None) -> date | None:
    """The day BPJS must have paid by, as long as it has not paid everything; else None."""
    if facts.from_old_file:
        return None
    return None if facts.paid >= facts.entitled > ZERO else claim_due_on


def is_late(*, due_on: date | None, today: date) -> bool:
    """The day BPJS had to pay by (None once it did) has passed."""
    return due_on is not None and due_on < today
