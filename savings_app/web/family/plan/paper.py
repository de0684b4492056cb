"""The whole paper form keyed in on one page, in the paper's order, by staff beside the family."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import wtforms
from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import ValidationError

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_case, get_own_recipient, recipient_number
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.planning.actions import PaperPlan, StepAnswer, key_paper_plan, seen_of
from savings_app.planning.kinds import (
    PAPER_ROWS,
    STEP_KINDS,
    AmountSource,
    NeedKind,
    PlanStep,
)
from savings_app.planning.queries import PlanMoney, get_plan_money
from savings_app.web.family.plan.blueprint import bp
from savings_app.web.family.plan.forms import (
    STEP_FORMS,
    AmountForm,
    BusinessForm,
    CommemorationForm,
    HouseholdForm,
    LivingForm,
    NeedsForm,
    PotsForm,
    SchoolForm,
    StepForm,
)
from savings_app.web.fields import DateField, Filled
from savings_app.web.forms import Form, choices, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

YES, NOT_NOW = "yes", "not_now"


class PaperForm(Form):
    """Every question of the pages, in their order, then what is ticked and signed."""

    seen = wtforms.HiddenField()
    amount = AmountForm.amount
    household = wtforms.FormField(HouseholdForm)
    needs = wtforms.FormField(NeedsForm)
    commemoration = wtforms.FormField(CommemorationForm)
    school = wtforms.FormField(SchoolForm)
    business = wtforms.FormField(BusinessForm)
    living = wtforms.FormField(LivingForm)
    saving = wtforms.FormField(PotsForm)
    ticked = wtforms.RadioField(
        _("Yang dicentang di lembar"),
        [required(_("Pilih yang dicentang di lembar."))],
        choices=choices([(YES, _("Ya, sebagian disimpan")), (NOT_NOW, _("Belum sekarang"))]),
    )
    signed_on = DateField(
        _("Tanggal ditandatangani"), [Filled(_("Tulis tanggal yang ada di lembar."))]
    )
    is_seen = wtforms.BooleanField(
        _("Saya melihat tanda tangan atau cap jempol di lembar ini."),
        [required(_("Centang sesudah melihat tanda tangan atau cap jempol di lembar."))],
    )

    def asked(self, step: PlanStep) -> StepForm:
        return cast("StepForm", cast("Any", self._fields[step.value]).form)

    def validate_ticked(self, field: wtforms.RadioField) -> None:
        """What is ticked and what is written must say the same; only the family knows which."""
        written = any(row.amount.data for row in self.pots())
        if field.data == YES and not written:
            raise ValidationError(
                gettext('Tulis jumlah yang ingin disimpan, atau pilih "Belum sekarang".')
            )
        if field.data == NOT_NOW and written:
            raise ValidationError(
                gettext(
                    'Di lembar tercentang "Belum sekarang", tetapi ada celengan yang terisi. '
                    "Tanyakan kepada keluarga mana yang benar."
                )
            )

    def pots(self) -> list[Any]:
        return list(cast("PotsForm", self.asked(PlanStep.SAVING)).rows(NeedKind.SAVING))

    def paper(self) -> PaperPlan:
        """
        Raises:
            LivingMonthsImpossible
        """
        not_now = self.ticked.data == NOT_NOW
        answers: dict[PlanStep, StepAnswer] = {
            step: self.asked(step).answer()
            for step in STEP_FORMS
            if not (not_now and step is PlanStep.SAVING)
        }
        return PaperPlan(
            answers=answers,
            signed_on=cast("Any", self.signed_on.data),
            not_now=not_now,
            amount=cast("Any", self._fields["amount"]).data if "amount" in self else None,
        )

    def show(self, refusal: DomainError) -> None:
        """Beside its box, whichever question that is of."""
        for step in STEP_FORMS:
            if refusal.field and refusal.field in self.asked(step):
                self.asked(step).show(refusal)
                return
        super().show(refusal)


@bp.route("/paper", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def key_paper() -> ResponseReturnValue:
    """All questions in one submit. A family by itself has its own pages."""
    if g.actor.assisted_by is None:
        return redirect(url_for(".index"), 303)
    session, whose = get_session(), g.actor.recipient_id
    recipient = get_own_recipient(session, actor=g.actor)
    money = get_plan_money(session, recipient=recipient)
    now_there = seen_of(session, recipient_id=whose)
    form: PaperForm = PaperForm.of_request(seen=now_there, **_empty_rows())
    if money.source is not AmountSource.UNKNOWN:
        del form.amount
    if not form.submitted():
        return _page(form, money)
    try:
        plan_id = _keyed(form)
    except Conflict as refusal:
        form.show(refusal)
        form.seen.data = now_there
        return _page(form, money), 409
    except DomainError as refusal:
        form.show(refusal)
        return _page(form, money)
    if form.ticked.data == NOT_NOW:
        flash(gettext('Lembar tersimpan: keluarga memilih "Belum sekarang".'))
    else:
        flash(gettext("Rencana dari lembar sudah tersimpan."))
    return redirect(url_for(".show_version", plan_id=plan_id), 303)


def _keyed(form: PaperForm) -> UUID:
    paper = form.paper()
    with transaction() as session:
        plan = key_paper_plan(
            session,
            actor=g.actor,
            recipient_id=g.actor.recipient_id,
            paper=paper,
            seen=str(form.seen.data or ""),
            today=clock.today(),
            now=clock.now_utc(),
        )
        return plan.id


def _empty_rows() -> dict[str, dict[str, list[dict[str, object]]]]:
    """As many rows of each kind as the paper has, with nothing in them."""
    return {
        step.value: {kind.value: [{} for _row in range(PAPER_ROWS[kind])] for kind in kinds}
        for step, kinds in STEP_KINDS.items()
        if PAPER_ROWS.keys() >= set(kinds) and kinds
    }


def _page(form: PaperForm, money: PlanMoney) -> str:
    session = get_session()
    recipient = get_own_recipient(session, actor=g.actor)
    case = get_case(session, actor=g.actor, case_id=recipient.case_id)
    return render_template(
        "family/plan/key_paper.html",
        form=form,
        money=money,
        recipient=recipient,
        number=recipient_number(case, recipient),
        earlier=str(form.seen.data or ""),
    )
