"""A plan as rows to read: where each rupiah goes, and each answer with a way to change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import url_for

from savings_app import clock
from savings_app.money import Rupiah, total
from savings_app.planning.beside_rules import pot_pace
from savings_app.planning.kinds import STEP_KINDS, STEPS, NeedKind, PlanStep
from savings_app.planning.queries import PlanView
from savings_app.planning.rules import Line
from savings_app.words import _
from savings_app.words.formats import date_long, in_wita, rupiah
from savings_app.words.labels import label


@dataclass(frozen=True, slots=True)
class Share:
    """A piece of the bar."""

    label: str
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class Sheet:
    """`shares` add up to the plan's amount; empty where its lines exceed it.

    `answers` are (question, answer, address to change it or None), one for each step in `asked`.
    """

    asked: ClassVar[tuple[str, ...]] = tuple(step for step in STEPS if step is not PlanStep.REVIEW)

    shares: tuple[Share, ...]
    answers: tuple[tuple[str, str, str | None], ...]
    # Whether an account is to be in a child's or member's name.
    is_of_others: bool = False


def make_sheet(plan: PlanView, *, changeable: bool) -> Sheet:
    """`changeable`: the plan is a draft, and each answer leads to its page.

    What a pot takes a month is counted from the day the plan was finished, of a draft from today.
    """
    since = in_wita(plan.finished_at).date() if plan.finished_at else clock.today()
    answers = [(_household_label(), _household(plan), _change(PlanStep.HOUSEHOLD, changeable))]
    for step, kinds in STEP_KINDS.items():
        if kinds:
            lines = plan.lines_of(*kinds)
            words = "; ".join(_in_words(line, since=since) for line in lines) or _nothing(step)
            answers.append((step_label(step), words, _change(step, changeable)))
    return Sheet(
        shares=() if plan.over else _shares(plan),
        answers=tuple(answers),
        is_of_others=any(line.in_name_of for line in plan.lines),
    )


def step_label(step: PlanStep) -> str:
    """What the lines of a step are called together."""
    if step is PlanStep.NEEDS:
        return _("Utang dan kebutuhan mendesak")
    return label("need", STEP_KINDS[step][0].value)


def line_name(kind: NeedKind, called: str | None, whose: str | None) -> str:
    """What a line of the plan is, in few words, without its amount."""
    name = label("need", kind.value)
    if called:
        name = f"{name}: {called}"
    return _("%(line)s, atas nama %(whose)s", line=name, whose=whose) if whose else name


def _shares(plan: PlanView) -> tuple[Share, ...]:
    shares = [
        Share(step_label(step), total(line.amount for line in plan.lines_of(*kinds)))
        for step, kinds in STEP_KINDS.items()
        if kinds
    ]
    rest = Share(_("Bebas dipakai"), plan.rest)
    return tuple(share for share in (*shares, rest) if share.amount)


def _household_label() -> str:
    return _("Yang hidup dari uang ini")


def _household(plan: PlanView) -> str:
    if plan.household_members is None:
        return _("Belum dijawab")
    if not plan.school_children:
        return _("%(people)s orang", people=plan.household_members)
    return _(
        "%(people)s orang, %(children)s anak masih sekolah",
        people=plan.household_members,
        children=plan.school_children,
    )


def _nothing(step: PlanStep) -> str:
    return _("Belum sekarang") if step is PlanStep.SAVING else _("Tidak ada")


def _in_words(line: Line, *, since: date) -> str:
    if line.monthly is not None:
        return _(
            "%(monthly)s sebulan × %(months)s bulan = %(amount)s",
            monthly=rupiah(line.monthly),
            months=line.months,
            amount=rupiah(line.amount),
        )
    named = line.kind in (NeedKind.DEBT, NeedKind.MEDICAL, NeedKind.URGENT)
    what = line.label or (label("need", line.kind.value) if named else "")
    # Of a school that a scholarship pays nothing is put aside, and no Rp0 stands there.
    words = f"{what} {rupiah(line.amount) if line.amount else ''}".strip()
    return ", ".join(filter(None, [words, *_details(line, since=since)]))


def _details(line: Line, *, since: date) -> Iterator[str]:
    """What else was written about a line: its cost, its day, a child's level and need."""
    if line.costs_monthly:
        yield _("biaya %(cost)s sebulan", cost=rupiah(line.costs_monthly))
    if line.wanted_on:
        yield _("dipakai mulai %(on)s", on=date_long(line.wanted_on))
    if line.target:
        yield _("dibutuhkan %(target)s", target=rupiah(line.target))
    if line.in_name_of:
        yield _("atas nama %(whose)s", whose=line.in_name_of)
    pace = pot_pace(start=line.amount, target=line.target, on=line.wanted_on, since=since)
    if pace and pace.monthly:
        yield _("tambah %(monthly)s sebulan", monthly=rupiah(pace.monthly))
    if line.school_level:
        yield label("school_level", line.school_level.value)
    if line.yearly_need:
        yield _("butuh %(need)s setahun", need=rupiah(line.yearly_need))


def _change(step: PlanStep, changeable: bool) -> str | None:  # noqa: FBT001
    return url_for("family.plan.step", name=step.value) if changeable else None
