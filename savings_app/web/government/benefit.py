"""The benefit by law, line by line; its corrections beside it, and the second person's word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, RadioField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.access.queries import names_of
from savings_app.actors import Permission
from savings_app.cases.actions.benefit import correct_benefit, decide_correction
from savings_app.cases.benefit_rules import BenefitFacts, read_scholarship, read_warning
from savings_app.cases.kinds import PayoutKind, Programme, Relation
from savings_app.cases.queries.assents import get_benefit_approvals
from savings_app.cases.queries.benefit import Benefit, list_benefits
from savings_app.cases.queries.cases import get_case, list_heirs
from savings_app.cases.queries.corrections import facts_in_force, get_computation
from savings_app.cases.queries.money import get_paid_summary
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.registry.rules import Segment
from savings_app.web.fields import DateField, Filled, RupiahField, TextField
from savings_app.web.forms import Form, choices, labelled, longest, required
from savings_app.web.government.children import ChildrenField
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label
from savings_app.words.warnings import warning_sentence

bp = Blueprint("benefit", __name__)


class CorrectionForm(Form):
    died_on = DateField(_("Tanggal meninggal"), [Filled(_("Tulis tanggal meninggalnya."))])
    programme = RadioField(
        _("Program"),
        [required(_("Pilih JKM atau JKK."))],
        coerce=Programme,
        choices=labelled("programme", Programme),
    )
    segment = RadioField(
        _("Segmen kepesertaan"),
        [required(_("Pilih segmennya."))],
        coerce=Segment,
        choices=labelled("segment", Segment),
    )
    months = IntegerField(_("Bulan iuran yang sudah dibayar"), [Optional()])
    wage = RupiahField(_("Upah sebulan yang dilaporkan ke BPJS"), [Optional()])
    children = ChildrenField(_("Anak almarhum yang masih sekolah"), [Optional()])
    reason = TextField(
        _("Apa yang keliru, dan dari mana diketahui"), [Filled(_("Tulis alasannya.")), longest(300)]
    )

    def facts(self) -> BenefitFacts:
        assert self.died_on.data is not None  # noqa: S101  # the form was submitted
        jkk = self.programme.data is Programme.JKK
        return BenefitFacts(
            died_on=self.died_on.data,
            programme=self.programme.data,
            segment=self.segment.data,
            months=self.months.data,
            wage=self.wage.data if jkk else None,
            children=self.children.data,
        )


class DecisionForm(Form):
    decision = RadioField(
        _("Keputusan Anda"),
        [required(_("Pilih setuju atau tolak."))],
        choices=choices([("approve", _("Setuju, angka baru berlaku")), ("reject", _("Tolak"))]),
    )
    reason = TextField(_("Alasan"), [Optional(), longest(300)])


@bp.route("/cases/<uuid:case_id>/benefit")
@requires(Permission.CASE_READ)
def show(case_id: UUID) -> ResponseReturnValue:
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    return _page(case, DecisionForm.of_request())


def _page(case: Any, form: DecisionForm) -> str:
    session = get_session()
    benefits = list_benefits(session, case_id=case.id)
    in_force = [benefit for benefit in benefits if benefit.is_effective][-1]
    users = {b.computation.made_by for b in benefits}
    users |= {b.approval.decided_by for b in benefits if b.approval}
    pending = next((benefit for benefit in benefits if benefit.is_pending), None)
    approvals = None
    if pending is not None:
        approvals = get_benefit_approvals(session, computation=pending.computation)
        users |= set(approvals.given_by)
    return render_template(
        "government/benefit.html",
        case=case,
        form=form,
        benefits=benefits,
        in_force=in_force,
        pending=pending,
        approvals=approvals,
        scholarship=read_scholarship(in_force.computation.scholarship),
        warnings=_warnings(in_force),
        children_differ=_children_differ(case.id, in_force),
        beside=_beside(case.id),
        names=names_of(session, users),
        facts=_facts,
    )


def _warnings(benefit: Benefit) -> list[str]:
    return [warning_sentence(read_warning(one)) for one in benefit.computation.warnings]


def _beside(case_id: UUID) -> list[tuple[str, Any]]:
    """What may come on top of the benefit, each a line of its own, with what was paid of it."""
    paid = dict(get_paid_summary(get_session(), case_id=case_id).other)
    kinds = [kind for kind in PayoutKind if kind is not PayoutKind.BENEFIT]
    return [(kind.value, paid.get(kind)) for kind in kinds]


def _children_differ(case_id: UUID, benefit: Benefit) -> bool:
    """The levels the heirs have are not those the scholarship was counted with."""
    heirs = list_heirs(get_session(), case_id=case_id)
    named = sorted(
        heir.school_level
        for heir in heirs
        if heir.relation is Relation.CHILD and heir.school_level is not None
    )
    return bool(named) and named != sorted(benefit.computation.children)


def _facts(benefit: Benefit) -> list[tuple[str, str, Any]]:
    """(name, kind of value, value) of the facts behind a computation, for the comparison."""
    made = benefit.computation
    children = ", ".join(label("school_level", level) for level in made.children)
    months = "–" if made.months_contributed is None else str(made.months_contributed)
    return [
        (gettext("Tanggal meninggal"), "date", made.died_on),
        (gettext("Program"), "text", label("programme", made.programme)),
        (gettext("Segmen"), "text", label("segment", made.segment)),
        (gettext("Bulan iuran"), "text", months),
        (gettext("Upah sebulan"), "money", made.wage),
        (gettext("Anak sekolah"), "text", children or "–"),
        *((label("part", part.part), "money", part.amount) for part in benefit.parts),
        (gettext("Jumlah"), "money", made.total),
    ]


@bp.route("/cases/<uuid:case_id>/benefit/correct", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def correct(case_id: UUID) -> ResponseReturnValue:
    """New facts and the reason; the numbers in force stay until a second person agrees."""
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    facts = facts_in_force(list_benefits(session, case_id=case_id))
    form = CorrectionForm.of_request(obj=facts)
    if form.submitted():
        try:
            with transaction() as session:
                correct_benefit(
                    session,
                    actor=g.actor,
                    case_id=case_id,
                    facts=form.facts(),
                    reason=form.reason.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Perbaikan diajukan. Orang kedua yang memutuskan."))
            return redirect(url_for(".show", case_id=case_id), 303)
    return render_template("government/benefit_correct.html", form=form, case=case)


@bp.route("/benefit/<uuid:computation_id>/decide", methods=["POST"])
@requires(Permission.BENEFIT_APPROVE)
def decide(computation_id: UUID) -> ResponseReturnValue:
    session = get_session()
    case, _computation, _approval = get_computation(
        session, actor=g.actor, computation_id=computation_id
    )
    form = DecisionForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                decide_correction(
                    session,
                    actor=g.actor,
                    computation_id=computation_id,
                    approved=form.decision.data == "approve",
                    reason=form.reason.data,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Keputusan dicatat."))
            return redirect(url_for(".show", case_id=case.id), 303)
    return _page(case, form)
