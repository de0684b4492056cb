"""Money was used for something else: from which part, how much; and the plan follows."""

from __future__ import annotations

import wtforms
from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.money import ZERO, Rupiah
from savings_app.planning.actions import use_money
from savings_app.planning.kinds import PlanState
from savings_app.planning.queries import PlanView, find_draft, find_plan_in_force, get_plan_view
from savings_app.planning.use_rules import parts_to_use
from savings_app.web.family.plan.blueprint import bp
from savings_app.web.family.plan.sheet import line_name
from savings_app.web.family.plan.versions import LONGEST_NUMBER, numbered
from savings_app.web.fields import Filled, RupiahField, TextField
from savings_app.web.forms import Form, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import rupiah

FREE = "free"


class UseForm(Form):
    """`number` is the version the family saw, `part` the place of a line in it."""

    number = wtforms.HiddenField()
    part = wtforms.RadioField(
        _("Dari bagian yang mana?"), [required(_("Pilih bagiannya."))], choices=[]
    )
    used = RupiahField(
        _("Berapa yang sudah dipakai?"), [Filled(_("Tulis berapa yang sudah dipakai."))]
    )
    what = TextField(_("Untuk apa?"), [Optional(), longest(80)])

    def place(self) -> int | None:
        return None if self.part.data == FREE else int(self.part.data)


@bp.route("/use", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def use() -> ResponseReturnValue:
    """Nobody asks why: what it was for may stay empty."""
    plan = _agreed()
    if plan is None:
        return redirect(url_for(".index"), 303)
    form = UseForm.of_request(number=plan.number)
    seen = _seen(form) or plan
    form.part.choices = _parts(seen)
    if not form.submitted():
        return _page(seen, form)
    try:
        with transaction() as session:
            after = use_money(
                session,
                actor=g.actor,
                recipient_id=g.actor.recipient_id,
                number=seen.number,
                at=form.place(),
                used=form.used.data,
                what=form.what.data,
                now=clock.now_utc(),
            )
    except Conflict as refusal:
        return _newest(plan, form, refusal)
    except DomainError as refusal:
        form.show(refusal)
        return _page(seen, form)
    flash(gettext("Rencana sudah menyesuaikan. Tidak apa-apa: uang ini milik Anda."))
    return redirect(url_for(".compare_versions", before=seen.number, after=after.number), 303)


def _seen(form: UseForm) -> PlanView | None:
    """The version the form was filled from: its parts are those that were shown."""
    number = str(form.number.data)
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        return None
    try:
        plan = numbered(int(number))
    except NotFound:
        return None
    return None if plan.is_draft else plan


def _newest(plan: PlanView, sent: UseForm, refusal: Conflict) -> ResponseReturnValue:
    """What was written stays; the part is chosen again, among those there are now."""
    kept = {"used": sent.used.data, "what": sent.what.data}
    form = UseForm(None, data={"number": plan.number, **kept})
    form.part.choices = _parts(plan)
    form.show(refusal)
    return _page(plan, form), 409


def _agreed() -> PlanView | None:
    """The agreed plan, where nobody is writing a newer one."""
    session, whose = get_session(), g.actor.recipient_id
    plan = find_plan_in_force(session, recipient_id=whose)
    if plan is None or plan.state is not PlanState.AGREED:
        return None
    if find_draft(session, recipient_id=whose) is not None:
        return None
    return get_plan_view(session, actor=g.actor, recipient_id=whose, plan_id=plan.id)


def _parts(plan: PlanView) -> list[tuple[str, str]]:
    """Each part with what it holds; first what is free anyway."""
    parts = [
        (str(at), _with_amount(line_name(line.kind, line.label, line.in_name_of), line.amount))
        for at in parts_to_use(plan.lines)
        for line in (plan.lines[at],)
    ]
    if plan.rest > ZERO:
        parts.insert(0, (FREE, _with_amount(gettext("Bebas dipakai"), plan.rest)))
    return parts


def _with_amount(name: str, amount: Rupiah) -> str:
    return gettext("%(part)s: %(amount)s", part=name, amount=rupiah(amount))


def _page(plan: PlanView, form: UseForm) -> str:
    return render_template("family/plan/use.html", form=form, plan=plan)
