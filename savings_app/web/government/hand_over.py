"""One hand-over: planned for families of a desa, held before witnesses, and its papers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import (
    FieldList,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.hand_overs import (
    Held,
    Plan,
    cancel_hand_over,
    hold_hand_over,
    plan_hand_over,
)
from savings_app.cases.event_kinds import EventState
from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.hand_over_rules import Witness, fortieth_day
from savings_app.cases.queries.cases import get_case
from savings_app.cases.queries.hand_overs import (
    find_live_hand_over,
    get_hand_over,
    list_neighbours,
)
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import list_live_recipients
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError, NotFound
from savings_app.identifiers import NIK
from savings_app.web.fields import DateField, Filled, IdentifierField, TextField
from savings_app.web.forms import Form, labelled, longest, required
from savings_app.web.government.events import HeldForm, cancel_page, done, family_choices, ticked
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

bp = Blueprint("hand_over", __name__, url_prefix="/hand-overs")

WITNESSES = 4


class PlanForm(Form):
    on = DateField(_("Tanggal penyerahan"), [Filled(_("Tulis tanggal penyerahan."))])
    occasion = SelectField(
        _("Acara"),
        [required(_("Pilih acaranya."))],
        coerce=Occasion,
        choices=labelled("occasion", Occasion),
    )
    place = TextField(_("Tempat"), [required(_("Tulis tempatnya.")), longest(120)])
    office = TextField(
        _("Kantor yang menyerahkan"), [required(_("Tulis kantor yang menyerahkan.")), longest(120)]
    )
    officials = TextAreaField(_("Nama yang menyerahkan"), [Optional(), longest(500)])
    others = SelectMultipleField(_("Keluarga lain dari desa ini"), validate_choice=False)
    notes = TextField(_("Catatan"), [Optional(), longest(1000)])


class WitnessForm(Form):
    """One witness; an empty row is none."""

    full_name = TextField(_("Nama"), [Optional(), longest(120)])
    role = TextField(_("Jabatan atau hubungan"), [Optional(), longest(60)])
    nik = IdentifierField(_("NIK"), kind=NIK)


class HoldForm(HeldForm):
    officials = TextAreaField(
        _("Nama yang menyerahkan"),
        [required(_("Tulis siapa yang menyerahkan, satu nama satu baris.")), longest(500)],
    )
    present = SelectMultipleField(_("Keluarga yang hadir"), validate_choice=False)
    people = FieldList(FormField(WitnessForm), min_entries=WITNESSES, max_entries=WITNESSES)
    witnesses = StringField(_("Saksi"))  # only a place for what is wrong with them
    notes = TextField(_("Catatan"), [Optional(), longest(1000)])

    def seen(self) -> list[Witness]:
        return [
            Witness(row.full_name.data, row.role.data or "", row.nik.data)
            for row in self.people
            if row.full_name.data
        ]


@bp.route("/of/<uuid:case_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def plan(case_id: UUID) -> ResponseReturnValue:
    """Plan one for this family, and for others of its desa; where there is one, go there."""
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    there = find_live_hand_over(session, case_id=case_id)
    form = PlanForm.of_request(office=gettext("Dinas Nakerkum Kabupaten Bone Bolango"))
    form.others.choices = family_choices(list_neighbours(session, actor=g.actor, case=case))
    if form.submitted():
        try:
            hand_over_id = _plan(form, case_id)
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Penyerahan direncanakan."))
            return redirect(url_for(".show", hand_over_id=hand_over_id), 303)
    elif there is not None:
        return redirect(url_for(".show", hand_over_id=there.id), 303)
    return render_template(
        "government/hand_over_plan.html",
        form=form,
        case=case,
        fortieth=fortieth_day(case.died_on),
    )


def _plan(form: Any, case_id: UUID) -> UUID:
    with transaction() as session:
        return plan_hand_over(
            session,
            actor=g.actor,
            case_ids=[case_id, *ticked(form.others.data)],
            plan=Plan(
                on=form.on.data,
                place=form.place.data,
                occasion=form.occasion.data,
                office=form.office.data,
                officials=_lines(form.officials.data),
                notes=form.notes.data,
            ),
            now=clock.now_utc(),
        ).id


def _lines(text: str | None) -> str | None:
    """Names as typed, one a line, without empty lines and doubled spaces."""
    lines = [" ".join(line.split()) for line in (text or "").splitlines()]
    return "\n".join(filter(None, lines)) or None


@bp.get("/<uuid:hand_over_id>")
@requires(Permission.CASE_READ)
def show(hand_over_id: UUID) -> ResponseReturnValue:
    session = get_session()
    view = get_hand_over(session, actor=g.actor, hand_over_id=hand_over_id)
    photo = {
        recipient
        for family in view.families
        for recipient in list_live_recipients(
            session, case_id=family.case.id, kind=ConsentKind.PHOTO
        )
    }
    return render_template(
        "government/hand_over.html",
        view=view,
        photo=photo,
        is_planned=view.event.state is EventState.PLANNED,
        may_edit=g.actor.may(Permission.CASE_EDIT),
    )


@bp.route("/<uuid:hand_over_id>/hold", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def hold(hand_over_id: UUID) -> ResponseReturnValue:
    """It happened: when, before whom, and which families came."""
    view = get_hand_over(get_session(), actor=g.actor, hand_over_id=hand_over_id)
    event = view.event
    form = HoldForm.of_request(version=event.version, officials=event.officials, notes=event.notes)
    form.present.choices = family_choices(one.case for one in view.families)

    def act(session: Session) -> str:
        hold_hand_over(
            session,
            actor=g.actor,
            hand_over_id=hand_over_id,
            held=Held(
                on=form.on.data,
                witnesses=form.seen(),
                present=ticked(form.present.data),
                officials=_lines(form.officials.data),
                notes=form.notes.data,
            ),
            seen_version=form.seen_version(),
            today=clock.today(),
            now=clock.now_utc(),
        )
        return url_for(".show", hand_over_id=hand_over_id)

    said = gettext("Penyerahan dicatat. Berita acara dapat dibuat untuk tiap penerima.")
    return done(form, act, said) or render_template(
        "government/hand_over_hold.html", form=form, view=view
    )


@bp.route("/<uuid:hand_over_id>/cancel", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def cancel(hand_over_id: UUID) -> ResponseReturnValue:
    return cancel_page(
        "government/hand_over_cancel.html",
        get_hand_over(get_session(), actor=g.actor, hand_over_id=hand_over_id),
        partial(cancel_hand_over, hand_over_id=hand_over_id),
        then=url_for(".show", hand_over_id=hand_over_id),
        said=gettext("Penyerahan dibatalkan. Keluarganya dapat direncanakan lagi."),
    )


@bp.get("/<uuid:hand_over_id>/sheet")
@requires(Permission.CASE_READ)
def sheet(hand_over_id: UUID) -> ResponseReturnValue:
    """The attendance sheet, for paper: names and a place to sign, no number and no amount."""
    view = get_hand_over(get_session(), actor=g.actor, hand_over_id=hand_over_id)
    return render_template("government/hand_over_sheet.html", view=view)
