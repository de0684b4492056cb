"""What was agreed, on one page: each line with what the family said about it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Heir
from savings_app.documents.asked import Asked
from savings_app.documents.rules import NothingToPrint
from savings_app.planning.beside_queries import get_beside
from savings_app.planning.beside_rules import SchoolNeed
from savings_app.planning.kinds import NeedKind, PlanState
from savings_app.planning.queries import PlanView, find_plan_in_force, get_plan_view
from savings_app.planning.rules import Line
from savings_app.words.formats import in_wita


def plan_content(session: Session, asked: Asked) -> dict[str, Any]:
    """The plan in force, with the suggestion as it was shown; lines and rest are its amount.

    Raises:
        NothingToPrint: no plan has been finished yet.
    """
    actor, recipient = asked.actor, asked.recipient
    plan = find_plan_in_force(session, recipient_id=recipient.id)
    if plan is None:
        raise NothingToPrint
    view = get_plan_view(session, actor=actor, recipient_id=recipient.id, plan_id=plan.id)
    shown = view.suggestion
    return {
        "version": view.number,
        "finished_on": in_wita(view.finished_at).date() if view.finished_at else None,
        "is_agreed": view.state is PlanState.AGREED,
        "is_assisted": view.is_assisted,
        "amount": view.amount,
        "members": view.household_members,
        "school_children": view.school_children,
        "lines": _lines(view, _school(session, actor, recipient, view)),
        "rest": view.rest,
        "monthly": view.monthly,
        "months": view.months,
        "suggestion": shown
        and {
            "amount": shown.amount,
            "title": shown.title,
            "is_issued": shown.is_issued,
        },
    }


def _school(
    session: Session, actor: Actor, recipient: Heir, view: PlanView
) -> list[SchoolNeed | None]:
    """Each child's need against the scholarship, in the order of the plan."""
    children = view.lines_of(NeedKind.SCHOOL)
    if not children:
        return []
    beside = get_beside(session, actor=actor, recipient_id=recipient.id)
    return list(beside.school(children))


def _lines(view: PlanView, school: list[SchoolNeed | None]) -> list[dict[str, Any]]:
    needs = iter(school)
    return [
        _line(line, next(needs) if line.kind is NeedKind.SCHOOL else None) for line in view.lines
    ]


def _line(line: Line, need: SchoolNeed | None) -> dict[str, Any]:
    """`need`: of a child with a yearly need; its `scholarship` is None where it is not known."""
    return {
        "kind": line.kind.value,
        "called": line.label,
        "amount": line.amount,
        "monthly": line.monthly,
        "months": line.months,
        "costs_monthly": line.costs_monthly,
        "level": line.school_level and line.school_level.value,
        "need": need and {"year": need.need, "scholarship": need.scholarship, "rest": need.rest},
        "target": line.target,
        "wanted_on": line.wanted_on,
        "in_name_of": line.in_name_of,
    }
