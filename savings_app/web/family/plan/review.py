"""The review: where each rupiah goes, what is left, and the end of the questions."""

from __future__ import annotations

import wtforms
from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.money import Rupiah
from savings_app.planning.actions import finish_plan
from savings_app.planning.beside_rules import business_of_more_than_half
from savings_app.planning.kinds import STEPS, PlanStep
from savings_app.planning.queries import PlanView, find_plan_in_force
from savings_app.web.family.plan.beside import notes_on
from savings_app.web.family.plan.blueprint import bp, end_for_now, find_draft_view, what_arrived
from savings_app.web.family.plan.forms import PlanForm
from savings_app.web.family.plan.sheet import make_sheet
from savings_app.web.guards import requires
from savings_app.words import gettext


class ReviewForm(PlanForm):
    """`shown` is the suggestion on the page, in sen; empty where there was none."""

    shown = wtforms.HiddenField()

    def suggestion_shown(self) -> Rupiah | None:
        text = str(self.shown.data or "")
        return Rupiah(int(text)) if text.isdecimal() and len(text) < len(str(10**18)) else None


@bp.route("/review", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def review() -> ResponseReturnValue:
    if request.form.get("do") == "not_now":
        return end_for_now()
    plan = find_draft_view()
    if plan is None or plan.reached is not PlanStep.REVIEW:
        return redirect(url_for(".index"), 303)
    form = ReviewForm.of_request(**_kept(plan))
    if not form.submitted():
        return _page(plan, form)
    try:
        form.check_about(plan)
        with transaction() as session:
            finished = finish_plan(
                session,
                actor=g.actor,
                plan_id=plan.plan_id,
                shown=form.suggestion_shown(),
                seen=form.seen_version(),
                today=clock.today(),
                now=clock.now_utc(),
            )
    except Conflict as refusal:
        return _newest(refusal)
    except DomainError as refusal:
        form.show(refusal)
        return _page(plan, form)
    flash(gettext("Rencana Anda sudah disimpan. Rencana ini milik Anda dan boleh diubah."))
    return redirect(url_for(".show_version", plan_id=finished.id), 303)


def _newest(refusal: Conflict) -> ResponseReturnValue:
    plan = find_draft_view()
    if plan is None:
        return redirect(url_for(".index"), 303)
    form = ReviewForm(None, data=_kept(plan))
    form.show(refusal)
    return _page(plan, form), 409


def _kept(plan: PlanView) -> dict[str, object]:
    return {
        "version": plan.version,
        "number": plan.number,
        "shown": plan.suggestion.amount.sen if plan.suggestion else "",
    }


def _page(plan: PlanView, form: ReviewForm) -> str:
    return render_template(
        "family/plan/review.html",
        form=form,
        plan=plan,
        sheet=make_sheet(plan, changeable=True),
        notes=notes_on(plan),
        earlier=find_plan_in_force(get_session(), recipient_id=plan.recipient_id),
        many=business_of_more_than_half(plan.lines, amount=plan.amount),
        step=len(STEPS),
        steps=len(STEPS),
        arrived=what_arrived(),
    )
