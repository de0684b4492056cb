"""The words of a plan: states, lines, steps. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum


class PlanState(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    NOT_NOW = "not_now"  # "Belum sekarang": finished, and as good as any plan
    REPLACED = "replaced"


class NeedKind(StrEnum):
    """The lines of a plan; names shared with the regulation's `deductible_needs`."""

    DEBT = "utang"
    MEDICAL = "pengobatan"
    URGENT = "mendesak"
    COMMEMORATION = "doa_arwah"
    SCHOOL = "sekolah"
    BUSINESS = "usaha"
    LIVING = "harian"
    SAVING = "simpanan"


class PlanStep(StrEnum):
    """One question a page, in this order."""

    HOUSEHOLD = "household"
    NEEDS = "needs"
    COMMEMORATION = "commemoration"
    SCHOOL = "school"
    BUSINESS = "business"
    LIVING = "living"
    SAVING = "saving"
    REVIEW = "review"


STEPS = tuple(PlanStep)

# Which lines a step asks for; the household and the review ask for none.
STEP_KINDS: dict[PlanStep, tuple[NeedKind, ...]] = {
    PlanStep.HOUSEHOLD: (),
    PlanStep.NEEDS: (NeedKind.DEBT, NeedKind.MEDICAL, NeedKind.URGENT),
    PlanStep.COMMEMORATION: (NeedKind.COMMEMORATION,),
    PlanStep.SCHOOL: (NeedKind.SCHOOL,),
    PlanStep.BUSINESS: (NeedKind.BUSINESS,),
    PlanStep.LIVING: (NeedKind.LIVING,),
    PlanStep.SAVING: (NeedKind.SAVING,),
    PlanStep.REVIEW: (),
}


# How many lines of each kind the paper form has room for, and so the page that keys it in.
PAPER_ROWS: dict[NeedKind, int] = {
    NeedKind.DEBT: 3,
    NeedKind.MEDICAL: 2,
    NeedKind.URGENT: 2,
    NeedKind.SCHOOL: 3,
    NeedKind.BUSINESS: 2,
    NeedKind.SAVING: 3,
}


def step_of(kind: NeedKind) -> PlanStep:
    """The page on which this kind of line is asked."""
    return next(step for step, kinds in STEP_KINDS.items() if kind in kinds)


class AmountSource(StrEnum):
    """Where the amount a plan divides comes from."""

    RECEIVED = "received"  # the family's own word, where not all of it arrived
    PAID = "paid"  # what BPJS paid
    ENTITLED = "entitled"  # before any payout: the recipient's own by law
    UNKNOWN = "unknown"  # several recipients who have not stated their shares
