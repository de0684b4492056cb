"""Who may do what with a request in which state, as a whole table; what one person does alone."""

from __future__ import annotations

from itertools import product
from uuid import UUID, uuid4

import pytest

from savings_app.actors import Actor, Role
from savings_app.cases.benefit_rules import (
    CorrectionChangesNothing,
    CorrectionDecided,
    SamePerson,
)
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.corrections.kinds import CorrectionState, CorrectionStep, CorrectionSubject
from savings_app.corrections.rules import (
    Change,
    CorrectionNotNeeded,
    EvidenceNeeded,
    changed,
    check_request,
    check_step,
    needing_second_person,
    standings,
)
from savings_app.errors import DomainError, NotPermitted

ASKER = UUID(int=1)
REQUESTED, APPROVED = CorrectionState.REQUESTED, CorrectionState.APPROVED
REJECTED, WITHDRAWN = CorrectionState.REJECTED, CorrectionState.WITHDRAWN
APPROVE, REJECT = CorrectionStep.APPROVE, CorrectionStep.REJECT
WITHDRAW = CorrectionStep.WITHDRAW

# (role, asked for it themselves, step) → what comes of it while the request is open.
OPEN: dict[tuple[Role, bool, CorrectionStep], CorrectionState | type[DomainError]] = {
    (Role.CASEWORKER, True, WITHDRAW): WITHDRAWN,
    (Role.SUPERVISOR, True, APPROVE): SamePerson,
    (Role.SUPERVISOR, True, REJECT): SamePerson,
    (Role.SUPERVISOR, True, WITHDRAW): WITHDRAWN,
    (Role.SUPERVISOR, False, APPROVE): APPROVED,
    (Role.SUPERVISOR, False, REJECT): REJECTED,
}
# Everything else is not theirs to do, in whatever state.
MAY_TRY = set(OPEN)


@pytest.mark.parametrize(
    ("state", "step", "role", "own"),
    list(product(CorrectionState, CorrectionStep, Role, [True, False])),
)
def test_the_whole_table_of_states_steps_and_roles(
    state: CorrectionState,
    step: CorrectionStep,
    role: Role,
    own: bool,  # noqa: FBT001
) -> None:
    actor = Actor(role=role, user_id=ASKER if own else uuid4(), region="75.03")
    expected: CorrectionState | type[DomainError] = OPEN.get((role, own, step), NotPermitted)
    if (role, own, step) in MAY_TRY and state is not REQUESTED:
        expected = CorrectionDecided

    def take() -> CorrectionState:
        return check_step(
            step, state=state, actor=actor, requested_by=ASKER, reason="Bukti tidak cocok"
        )

    if isinstance(expected, CorrectionState):
        assert take() is expected
    else:
        with pytest.raises(expected):
            take()


def test_a_refusal_says_why_and_an_approval_need_not() -> None:
    second = Actor(role=Role.SUPERVISOR, user_id=uuid4(), region="75.03")
    with pytest.raises(ReasonNeeded):
        check_step(REJECT, state=REQUESTED, actor=second, requested_by=ASKER, reason=None)
    assert (
        check_step(APPROVE, state=REQUESTED, actor=second, requested_by=ASKER, reason=None)
        is APPROVED
    )


NAME = Change(field="full_name", before="Yusup Ujo", after="Yusup Uji")
PHONE = Change(field="phone", before=None, after="081200000001")
SEX = Change(field="sex", before="L", after="P")


@pytest.mark.parametrize(
    ("subject", "change", "rested_on", "needed"),
    [
        (CorrectionSubject.PARTICIPANT, NAME, True, ["full_name"]),
        (CorrectionSubject.PARTICIPANT, NAME, False, []),
        (CorrectionSubject.PARTICIPANT, SEX, True, []),
        (CorrectionSubject.HEIR, NAME, True, ["full_name"]),
        (CorrectionSubject.HEIR, NAME, False, []),
        (CorrectionSubject.HEIR, PHONE, True, []),
    ],
)
def test_a_second_person_is_asked_only_where_somebody_relies_on_the_fact(
    subject: CorrectionSubject,
    change: Change,
    rested_on: bool,  # noqa: FBT001
    needed: list[str],
) -> None:
    assert needing_second_person(subject, [change], rested_on=rested_on) == needed


@pytest.mark.parametrize(
    ("changes", "rested_on", "reason", "evidence", "refusal"),
    [
        ([], True, "salah ketik", "KTP", CorrectionChangesNothing),
        ([NAME], False, "salah ketik", "KTP", CorrectionNotNeeded),
        ([SEX], True, "salah ketik", "KTP", CorrectionNotNeeded),
        ([NAME], True, None, "KTP", ReasonNeeded),
        ([NAME], True, "salah ketik", None, EvidenceNeeded),
    ],
)
def test_a_request_changes_something_that_needs_it_and_says_why(
    changes: list[Change],
    rested_on: bool,  # noqa: FBT001
    reason: str | None,
    evidence: str | None,
    refusal: type[DomainError],
) -> None:
    with pytest.raises(refusal):
        check_request(
            CorrectionSubject.PARTICIPANT,
            changes,
            rested_on=rested_on,
            reason=reason,
            evidence=evidence,
        )


def test_a_fact_is_outdated_when_it_is_neither_what_it_was_nor_what_was_asked() -> None:
    for now, outdated in (("Yusup Ujo", False), ("Yusup Uji", False), ("Yusuf Uji", True)):
        [standing] = standings([NAME], {"full_name": now})
        assert standing.is_outdated is outdated


def test_only_what_differs_is_a_change() -> None:
    before = {"full_name": "Yusup Ujo", "nik": None}
    assert changed(before, {"full_name": "Yusup Uji", "nik": None}) == [NAME]
