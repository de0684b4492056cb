"""Finished versions: to read, to print, to go on from. An old one never changes."""

from __future__ import annotations

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_case, get_own_recipient, recipient_number
from savings_app.db import get_session, transaction
from savings_app.planning.actions import revise_plan
from savings_app.planning.queries import (
    PlanView,
    find_draft,
    find_plan_in_force,
    get_plan_numbered,
    get_plan_view,
    list_plans,
)
from savings_app.web.family.plan.beside import notes_on
from savings_app.web.family.plan.blueprint import bp
from savings_app.web.family.plan.compare import compared_rows
from savings_app.web.family.plan.sheet import make_sheet
from savings_app.web.guards import requires
from savings_app.web.listing import addresses_beside, place_asked

LONGEST_NUMBER = 6  # digits


@bp.route("/versions")
@requires(Permission.OWN_PLAN)
def list_versions() -> str:
    page = list_plans(
        get_session(), actor=g.actor, recipient_id=g.actor.recipient_id, place=place_asked()
    )
    ids = [version.plan_id for version in page.rows]
    return render_template(
        "family/plan/versions.html",
        versions=page.rows,
        beside=addresses_beside(page, ".list_versions", ids),
    )


@bp.route("/versions/compare")
@requires(Permission.OWN_PLAN)
def compare_versions() -> ResponseReturnValue:
    """Two versions beside each other, by their numbers; without two it is chosen in the list."""
    before = request.args.get("before", type=_number)
    after = request.args.get("after", type=_number)
    if before is None or after is None:
        return redirect(url_for(".list_versions"), 303)
    first, second = numbered(before), numbered(after)
    return render_template(
        "family/plan/compare.html",
        before=first,
        after=second,
        rows=compared_rows(first, second),
    )


def _number(text: str) -> int:
    """A version's number; anything else is no number."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise ValueError
    return int(text)


def numbered(number: int) -> PlanView:
    """The family's own version of this number.

    Raises:
        NotFound
    """
    session, whose = get_session(), g.actor.recipient_id
    plan_id = get_plan_numbered(session, actor=g.actor, recipient_id=whose, number=number)
    return get_plan_view(session, actor=g.actor, recipient_id=whose, plan_id=plan_id)


@bp.route("/versions/<uuid:plan_id>")
@requires(Permission.OWN_PLAN)
def show_version(plan_id: UUID) -> ResponseReturnValue:
    session = get_session()
    plan = get_plan_view(session, actor=g.actor, recipient_id=g.actor.recipient_id, plan_id=plan_id)
    if plan.is_draft:
        return redirect(url_for(".index"), 303)
    in_force = find_plan_in_force(session, recipient_id=g.actor.recipient_id)
    return render_template(
        "family/plan/version.html",
        plan=plan,
        sheet=make_sheet(plan, changeable=False),
        notes=notes_on(plan),
        is_in_force=in_force is not None and in_force.id == plan_id,
        is_being_changed=find_draft(session, recipient_id=g.actor.recipient_id) is not None,
    )


@bp.route("/versions/<uuid:plan_id>/print")
@requires(Permission.OWN_PLAN)
def print_version(plan_id: UUID) -> str:
    """The plan on paper; one made with staff at the device has a place to sign."""
    session = get_session()
    plan = get_plan_view(
        session,
        actor=g.actor,
        recipient_id=g.actor.recipient_id,
        plan_id=plan_id,
        today=clock.today(),
    )
    recipient = get_own_recipient(session, actor=g.actor)
    case = get_case(session, actor=g.actor, case_id=recipient.case_id)
    return render_template(
        "family/plan/paper.html",
        plan=plan,
        sheet=make_sheet(plan, changeable=False),
        notes=notes_on(plan),
        recipient=recipient,
        number=recipient_number(case, recipient),
    )


@bp.route("/revise", methods=["POST"])
@requires(Permission.OWN_PLAN)
def revise() -> ResponseReturnValue:
    """A new version that begins as a copy of the last."""
    with transaction() as session:
        revise_plan(session, actor=g.actor, recipient_id=g.actor.recipient_id, now=clock.now_utc())
    return redirect(url_for(".index"), 303)
