"""Where a case stands and whose turn it is: the whole table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from savings_app.cases.kinds import BringsIt, PaperState, Stage, Turn
from savings_app.cases.rules import (
    CaseFacts,
    PaperFacts,
    RecipientFacts,
    is_late,
    open_due_on,
    stage_of,
    turn_of,
)
from savings_app.money import Rupiah

WHOLE = Rupiah.of(42_000_000)
HALF = Rupiah.of(21_000_000)
RECEIVED = PaperFacts(PaperState.RECEIVED, BringsIt.FAMILY)
WAITING = RecipientFacts(has_account=True, letter_handed=True)
PAID = replace(WAITING, paid=WHOLE)
READY = CaseFacts(recipients=(WAITING,), papers=(RECEIVED,), claim_live=False, entitled=WHOLE)


def missing(brings: BringsIt, state: PaperState = PaperState.MISSING) -> PaperFacts:
    return PaperFacts(state, brings)


def paid(*recipients: RecipientFacts) -> CaseFacts:
    return replace(READY, recipients=recipients, claim_live=True)


SAID = replace(PAID, said_complete=True)
DONE = replace(SAID, plan_finished=True)
TABLE = {
    "no recipient yet": (replace(READY, recipients=()), Stage.PAPERS, Turn.DINAS),
    "the family brings a paper": (
        replace(READY, papers=(RECEIVED, missing(BringsIt.FAMILY))),
        Stage.PAPERS,
        Turn.FAMILY,
    ),
    "the civil registry brings a paper, the Dinas runs after it": (
        replace(READY, papers=(missing(BringsIt.CIVIL_REGISTRY),)),
        Stage.PAPERS,
        Turn.DINAS,
    ),
    "a paper the family cannot get yet is the Dinas' to solve": (
        replace(READY, papers=(missing(BringsIt.FAMILY, PaperState.UNAVAILABLE),)),
        Stage.PAPERS,
        Turn.DINAS,
    ),
    "no account yet": (
        replace(READY, recipients=(replace(WAITING, has_account=False),)),
        Stage.PAPERS,
        Turn.FAMILY,
    ),
    "the letter is not handed over": (
        replace(READY, recipients=(WAITING, replace(WAITING, letter_handed=False))),
        Stage.PAPERS,
        Turn.DINAS,
    ),
    "everything is there": (READY, Stage.READY, Turn.DINAS),
    "no paper is asked for": (replace(READY, papers=()), Stage.READY, Turn.DINAS),
    "with BPJS": (replace(READY, claim_live=True), Stage.CLAIMED, Turn.BPJS),
    "with BPJS although a paper is missing": (
        replace(READY, papers=(missing(BringsIt.FAMILY),), claim_live=True),
        Stage.CLAIMED,
        Turn.BPJS,
    ),
    "paid": (paid(PAID), Stage.PAID, Turn.FAMILY),
    "paid too little": (paid(replace(PAID, paid=HALF)), Stage.SHORT, Turn.DINAS),
    "paid too much": (paid(replace(PAID, paid=WHOLE + HALF)), Stage.SHORT, Turn.DINAS),
    "paid, and the family says it is not all": (
        paid(replace(PAID, said_complete=False)),
        Stage.SHORT,
        Turn.DINAS,
    ),
    "paid to two, one has not said anything": (
        paid(replace(SAID, paid=HALF), replace(PAID, paid=HALF)),
        Stage.PAID,
        Turn.FAMILY,
    ),
    "arrived": (paid(SAID), Stage.ARRIVED, Turn.FAMILY),
    "arrived, one of two has finished": (
        paid(replace(DONE, paid=HALF), replace(SAID, paid=HALF)),
        Stage.ARRIVED,
        Turn.FAMILY,
    ),
    "finished": (paid(DONE), Stage.FINISHED, Turn.NOBODY),
    "finished although a recipient is paid nothing": (
        paid(DONE, WAITING),
        Stage.FINISHED,
        Turn.NOBODY,
    ),
    "a plan before the money is not the end": (
        paid(replace(PAID, plan_finished=True)),
        Stage.PAID,
        Turn.FAMILY,
    ),
    "everything reversed": (
        paid(replace(DONE, paid=Rupiah(0))),
        Stage.CLAIMED,
        Turn.BPJS,
    ),
    "a correction waits for a second person": (
        replace(paid(DONE), pending_correction=True),
        Stage.FINISHED,
        Turn.SUPERVISOR,
    ),
    "a complaint waits for an answer": (
        replace(READY, open_complaint=True),
        Stage.READY,
        Turn.SUPERVISOR,
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_where_a_case_stands_and_whose_turn_it_is(name: str) -> None:
    facts, stage, turn = TABLE[name]
    assert stage_of(facts) is stage
    assert turn_of(facts) is turn


def test_every_stage_is_in_the_table() -> None:
    assert {stage for _, stage, _ in TABLE.values()} == set(Stage)
    assert {turn for _, _, turn in TABLE.values()} == set(Turn)


def test_the_due_day_stays_open_until_all_is_paid() -> None:
    due = date(2026, 11, 20)
    assert open_due_on(paid(WAITING), claim_due_on=due) == due
    assert open_due_on(paid(replace(PAID, paid=HALF)), claim_due_on=due) == due
    assert open_due_on(paid(PAID), claim_due_on=due) is None
    assert open_due_on(READY, claim_due_on=None) is None


def test_late_is_the_day_after_the_due_day() -> None:
    due = date(2026, 11, 20)
    assert not is_late(due_on=due, today=due)
    assert is_late(due_on=due, today=date(2026, 11, 21))
    assert not is_late(due_on=None, today=date(2026, 11, 21))
