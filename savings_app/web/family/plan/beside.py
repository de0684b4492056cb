"""What stands beside the family's own answers, in words: sums and dates, never a filled box."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from savings_app import clock
from savings_app.db import get_session
from savings_app.money import Rupiah
from savings_app.planning.beside_queries import Beside, get_beside
from savings_app.planning.beside_rules import (
    PotPace,
    SchoolNeed,
    cost_of_each,
    freed_monthly,
    pot_pace,
)
from savings_app.planning.kinds import NeedKind
from savings_app.planning.queries import PlanView
from savings_app.planning.rules import Line
from savings_app.policy.rules import SchoolLevel
from savings_app.web.family.plan.forms import LinesForm, SavingLineForm, SchoolLineForm
from savings_app.words import _
from savings_app.words.formats import date_long, rupiah


@dataclass(frozen=True, slots=True)
class Child:
    """A row of the school page as it stands, saved or only typed."""

    school_level: SchoolLevel | None
    yearly_need: Rupiah | None


def find_beside() -> Beside:
    return get_beside(get_session(), actor=g.actor, recipient_id=g.actor.recipient_id)


def said_of_rows(form: LinesForm, kind: NeedKind, beside: Beside) -> list[str]:
    """A sentence for each row of the page, as it was typed; empty where nothing can be said."""
    rows = list(form.rows(kind))
    if kind is NeedKind.SCHOOL:
        schooled = [row for row in rows if isinstance(row, SchoolLineForm)]
        children = [Child(row.school_level, row.yearly_need.data) for row in schooled]
        return [school_words(need) for need in beside.school(children)]
    if kind is NeedKind.SAVING:
        pots = [row for row in rows if isinstance(row, SavingLineForm)]
        return [pot_words(_pace_of(row)) for row in pots]
    if kind is NeedKind.DEBT:
        return [debt_words(row.line(kind)) for row in rows]
    return [""] * len(rows)


def _pace_of(row: SavingLineForm) -> PotPace | None:
    return pot_pace(
        start=row.amount.data,
        target=row.target.data,
        on=row.wanted_on.data,
        since=clock.today(),
    )


def notes_on(plan: PlanView) -> list[str]:
    """What the lines of a draft mean together: debts paid, the years of school."""
    notes = []
    freed = freed_monthly(plan.lines)
    if freed:
        notes.append(
            _(
                "Bila utang itu lunas, %(freed)s sebulan tidak perlu dibayar lagi.",
                freed=rupiah(freed),
            )
        )
    school = plan.lines_of(NeedKind.SCHOOL)
    needs = find_beside().school(school) if school else ()
    for line, need in zip(school, needs, strict=True):
        words = school_words(need)
        if words:
            notes.append(f"{line.label}: {words}" if line.label else words)
    return notes


def school_words(need: SchoolNeed | None) -> str:
    if need is None:
        return ""
    if need.scholarship is None:
        return _(
            "Butuh %(need)s setahun. Beasiswanya belum pasti, jadi belum dikurangkan.",
            need=rupiah(need.need),
        )
    if not need.scholarship:
        return _(
            "Butuh %(need)s setahun. Tidak ada beasiswa yang dikurangkan.", need=rupiah(need.need)
        )
    return _(
        "Butuh %(need)s, beasiswa %(scholarship)s, sisanya %(rest)s setahun.",
        need=rupiah(need.need),
        scholarship=rupiah(need.scholarship),
        rest=rupiah(need.rest),
    )


def pot_words(pace: PotPace | None) -> str:
    if pace is None:
        return ""
    if not pace.monthly:
        return _("Sudah cukup untuk %(target)s.", target=rupiah(pace.target))
    return _(
        "Agar menjadi %(target)s pada %(on)s: %(monthly)s sebulan selama %(months)s bulan.",
        target=rupiah(pace.target),
        on=date_long(pace.on),
        monthly=rupiah(pace.monthly),
        months=pace.months,
    )


def debt_words(line: Line | None) -> str:
    each = cost_of_each(line) if line else None
    if line is None or each is None:
        return ""
    return _(
        "Biayanya %(cost)s sebulan: %(each)s untuk setiap Rp100.000.",
        cost=rupiah(line.costs_monthly),
        each=rupiah(each),
    )
