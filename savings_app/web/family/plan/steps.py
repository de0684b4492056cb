"""Beginning a plan and answering its questions, one a page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.planning.actions import answer_step, begin_plan, change_amount
from savings_app.planning.beside_rules import business_of_more_than_half
from savings_app.planning.kinds import STEP_KINDS, STEPS, AmountSource, NeedKind, PlanStep
from savings_app.planning.queries import PlanView, find_plan_in_force, get_plan_money
from savings_app.planning.rules import PlanFinished, is_reached, next_step, previous_step
from savings_app.web.both import NOT_WRITTEN, Both, compare
from savings_app.web.family.plan.beside import find_beside, said_of_rows
from savings_app.web.family.plan.blueprint import (
    bp,
    end_for_now,
    find_draft_view,
    remember_arrival,
    what_arrived,
)
from savings_app.web.family.plan.forms import STEP_FORMS, AmountForm, LinesForm, StepForm
from savings_app.web.forms import Form
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.refusals import sentence

QUESTIONS = ",".join(step.value for step in STEP_FORMS)


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def index() -> ResponseReturnValue:
    """Where the family left off: the start, the next question, or the finished plan."""
    if request.form.get("do") == "not_now":
        return end_for_now()
    draft = find_draft_view()
    if draft is not None:
        return redirect(_address(draft.reached), 303)
    plan = find_plan_in_force(get_session(), recipient_id=g.actor.recipient_id)
    if plan is not None:
        return redirect(url_for(".show_version", plan_id=plan.id), 303)
    return _start()


def _start() -> ResponseReturnValue:
    recipient = get_own_recipient(get_session(), actor=g.actor)
    money = get_plan_money(get_session(), recipient=recipient)
    unknown = money.source is AmountSource.UNKNOWN
    form = AmountForm.of_request() if unknown else Form.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                begin_plan(
                    session,
                    actor=g.actor,
                    recipient_id=g.actor.recipient_id,
                    amount=form.amount.data if unknown else None,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            return redirect(_address(PlanStep.HOUSEHOLD), 303)
    return render_template(
        "family/plan/start.html", form=form, money=money, outcome=recipient.plan_outcome
    )


@bp.route("/amount", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def amount() -> ResponseReturnValue:
    """What the family will receive, written anew while nobody else knows it."""
    plan = find_draft_view()
    if plan is None or plan.source is not AmountSource.UNKNOWN:
        return redirect(url_for(".index"), 303)
    form = AmountForm.of_request(version=plan.version, amount=plan.amount)
    if form.submitted():
        try:
            with transaction() as session:
                change_amount(
                    session,
                    actor=g.actor,
                    plan_id=plan.plan_id,
                    amount=form.amount.data,
                    seen=form.seen_version(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            return redirect(url_for(".index"), 303)
    return render_template("family/plan/amount.html", form=form)


@bp.route(f"/<any({QUESTIONS}):name>", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def step(name: str) -> ResponseReturnValue:
    """One question. What was answered before stands in it; nothing else does."""
    asked, plan = PlanStep(name), find_draft_view()
    if plan is None:
        if request.method == "POST":
            flash(sentence(PlanFinished()))
        return redirect(url_for(".index"), 303)
    if not is_reached(asked, reached=plan.reached):
        return redirect(_address(plan.reached), 303)
    form = STEP_FORMS[asked].of_request(**_kept(asked, plan))
    if request.method == "GET":
        return _page(asked, plan, form)
    return _pressed(request.form.get("do", "next"), asked, plan, form)


def _pressed(do: str, asked: PlanStep, plan: PlanView, form: StepForm) -> ResponseReturnValue:
    if do == "not_now":
        return end_for_now()
    if do == "show":
        flash(gettext("Yang Anda tulis tadi dan belum terkirim ada di sini lagi."))
        return _page(asked, plan, form)
    if isinstance(form, LinesForm) and do != "next":
        _change_rows(form, do)
        return _page(asked, plan, form)
    return _answered(asked, plan, form)


def _answered(asked: PlanStep, plan: PlanView, form: StepForm) -> ResponseReturnValue:
    if not form.validate():
        return _page(asked, plan, form)
    try:
        form.check_about(plan)
        with transaction() as session:
            answered = answer_step(
                session,
                actor=g.actor,
                plan_id=plan.plan_id,
                step=asked,
                answer=form.answer(),
                seen=form.seen_version(),
                today=clock.today(),
                now=clock.now_utc(),
            )
    except Conflict as refusal:
        return _newest(asked, refusal, mine=form)
    except DomainError as refusal:
        form.show(refusal)
        return _page(asked, plan, form)
    remember_arrival(_address(asked))
    done = answered.reached is PlanStep.REVIEW
    return redirect(_address(PlanStep.REVIEW if done else next_step(asked)), 303)


def _newest(asked: PlanStep, refusal: Conflict, *, mine: StepForm) -> ResponseReturnValue:
    """Another page changed the plan meanwhile: its state now, beside what was written here."""
    plan = find_draft_view()
    if plan is None:
        return redirect(url_for(".index"), 303)
    form = STEP_FORMS[asked](None, data=_kept(asked, plan))
    boxes = compare(mine, form)
    if not boxes:
        form.show(refusal)
    again = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_WRITTEN]
    return _page(asked, plan, form, boxes=boxes, again=again), 409


def _kept(asked: PlanStep, plan: PlanView) -> dict[str, object]:
    return {
        "version": plan.version,
        "number": plan.number,
        **STEP_FORMS[asked].data_of(plan),
    }


def _change_rows(form: LinesForm, do: str) -> None:
    """A line more or less, as its button says: `add-utang`, `drop-utang-2`."""
    verb, _, what = do.partition("-")
    name, _, at = what.partition("-")
    kind = next((kind for kind in form.kinds() if kind.value == name), None)
    if kind is None:
        return
    try:
        if verb == "add":
            form.add_row(kind)
        elif verb == "drop" and at.isdecimal() and len(at) < len("100"):
            form.drop_row(kind, int(at))
    except DomainError as refusal:
        form.show(refusal)


def _page(
    asked: PlanStep,
    plan: PlanView,
    form: Form,
    *,
    boxes: Sequence[Both] = (),
    again: Sequence[tuple[str, str]] = (),
) -> str:
    before, beside = previous_step(asked), find_beside()
    said = {}
    if isinstance(form, LinesForm):
        said = {kind.value: said_of_rows(form, kind, beside) for kind in form.kinds()}
    return render_template(
        f"family/plan/{asked.value}.html",
        form=form,
        plan=plan,
        step=STEPS.index(asked) + 1,
        steps=len(STEPS),
        back=_address(before) if before else url_for("family.home.index"),
        left=plan.rest_without(*STEP_KINDS[asked]),
        kinds=[kind.value for kind in STEP_KINDS[asked]],
        needs=NeedKind,
        beside=beside,
        said=said,
        many=business_of_more_than_half(plan.lines, amount=plan.amount),
        arrived=what_arrived(),
        is_answer=request.method == "POST",
        boxes=boxes,
        again=again,
    )


def _address(asked: PlanStep) -> str:
    if asked is PlanStep.REVIEW:
        return url_for("family.plan.review")
    return url_for("family.plan.step", name=asked.value)
