"""What came of an experiment, as a supervisor may read it: no figure shows a family.

A share is shown where at least five families had the outcome and at least five had not: "all" and
"none" tell of everybody as much as a small count does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from savings_app.experiments.interval_rules import Interval, newcombe, verdict, wilson
from savings_app.experiments.kinds import Outcome, Variant, Verdict
from savings_app.experiments.models import Experiment
from savings_app.experiments.outcome_rules import Arm, Tally
from savings_app.experiments.queries.outcomes import get_arms
from savings_app.reports.rules import SMALLEST_SHOWN, Hidden, shown_counts


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """The share of this wording less that of the ordinary one."""

    value: float
    interval: Interval
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ShownTally:
    """`yes` of `counted`; the others are counted apart. `share` and what follows may be hidden.

    `is_begun`: the months of at least one family are over.
    """

    is_begun: bool
    yes: int | Hidden
    counted: int | Hidden
    waiting: int | Hidden
    silent: int | Hidden
    share: float | None = None
    interval: Interval | None = None
    difference: ShownDifference | None = None


@dataclass(frozen=True, slots=True)
class ShownArm:
    """One wording. `families` take part today, `left` took their consent back."""

    variant: Variant
    families: int | Hidden
    left: int | Hidden
    tallies: Mapping[Outcome, ShownTally]


def get_results(session: Session, *, experiment: Experiment, today: date) -> tuple[ShownArm, ...]:
    """By wording, the ordinary one first, of an experiment the caller may already see."""
    arms = get_arms(session, experiment=experiment, today=today)
    return tuple(shown_arm(arm, ordinary=arms[0]) for arm in arms)


def shown_arm(arm: Arm, *, ordinary: Arm) -> ShownArm:
    """The arm with its small counts hidden; differences are those to `ordinary`."""
    families, left = (_few(count) for count in (arm.families, arm.left))
    return ShownArm(
        variant=arm.variant,
        families=families,
        left=left,
        tallies={
            outcome: _shown(tally, ordinary.tallies[outcome] if arm is not ordinary else None)
            for outcome, tally in arm.tallies.items()
        },
    )


def _shown(tally: Tally, ordinary: Tally | None) -> ShownTally:
    counted, waiting, silent = shown_counts([tally.counted, tally.waiting, tally.silent])
    is_begun = tally.counted + tally.silent > 0
    if not _tells_nobody(tally):
        yes = Hidden.FEW if tally.yes < SMALLEST_SHOWN else Hidden.WITH_IT
        return ShownTally(is_begun, yes if tally.counted else 0, counted, waiting, silent)
    silent = _few(tally.silent)
    return ShownTally(
        is_begun,
        yes=tally.yes,
        counted=tally.counted,
        # A share needs its `counted`; so who had no word would be the families less the others.
        waiting=Hidden.WITH_IT if silent is Hidden.FEW else tally.waiting,
        silent=silent,
        share=tally.yes / tally.counted,
        interval=wilson(tally.yes, tally.counted),
        difference=_difference(tally, ordinary) if ordinary else None,
    )


def _difference(tally: Tally, ordinary: Tally) -> ShownDifference | None:
    if not _tells_nobody(ordinary):
        return None
    interval = newcombe(tally.yes, tally.counted, ordinary.yes, ordinary.counted)
    value = tally.yes / tally.counted - ordinary.yes / ordinary.counted
    return ShownDifference(value, interval, verdict(interval))


def _tells_nobody(tally: Tally) -> bool:
    return min(tally.yes, tally.no) >= SMALLEST_SHOWN


def _few(count: int) -> int | Hidden:
    return Hidden.FEW if 0 < count < SMALLEST_SHOWN else count
