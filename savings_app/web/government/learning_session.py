"""One learning session: families are invited, who came is written down, or it is cancelled."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.event_kinds import EventState
from savings_app.cases.queries.notes import list_staff_of
from savings_app.db import get_session
from savings_app.documents.office_queries import list_office_documents
from savings_app.documents.rules import DocumentKind
from savings_app.errors import NotFound
from savings_app.literacy.actions import (
    Attendance,
    SessionPlan,
    cancel_session,
    hold_session,
    plan_session,
)
from savings_app.literacy.lessons import lessons_named, list_lessons
from savings_app.literacy.queries import (
    MOST_FAMILIES,
    get_session_view,
    list_invitable,
)
from savings_app.regions.queries import find_place, list_places
from savings_app.regions.rules import is_within
from savings_app.web.fields import AskedByTheRules, DateField, Filled, TextField
from savings_app.web.forms import (
    Form,
    MoneyForm,
    choices,
    grouped_choices,
    longest,
    required,
)
from savings_app.web.government.events import HeldForm, cancel_page, done, family_choices, ticked
from savings_app.web.government.office_documents import PrintForm
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.language import current_language

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

bp = Blueprint("learning_session", __name__, url_prefix="/learning-sessions")


class VillageForm(Form):
    region_code = SelectField(_("Desa atau kelurahan"), [required(_("Pilih desanya."))])


class SessionForm(MoneyForm):
    """Its request key makes a form that was sent twice one session."""

    on = DateField(_("Tanggal"), [Filled(_("Tulis tanggalnya."))])
    starts_at = TextField(_("Jam"), [Optional(), longest(40)])
    place = TextField(_("Tempat"), [required(_("Tulis tempatnya.")), longest(120)])
    lessons = SelectMultipleField(_("Pelajaran yang dibahas"), validate_choice=False)
    topic = TextField(_("Yang dipelajari, dengan kata sendiri"), [Optional(), longest(200)])
    leader = SelectField(_("Pemandu"), [required(_("Pilih siapa yang memandu."))])
    families = SelectMultipleField(_("Keluarga yang diundang"), validate_choice=False)
    notes = TextField(_("Catatan untuk rekan"), [Optional(), longest(1000)])


class FamilyForm(Form):
    """A line of the attendance sheet."""

    case = HiddenField()
    people = IntegerField(_("Berapa orang datang"), [AskedByTheRules()])
    recipients = SelectMultipleField(_("Penerima yang datang"), validate_choice=False)


class AttendanceForm(HeldForm):
    attendance = StringField(_("Kehadiran"))  # only a place for what is wrong with it
    families = FieldList(FormField(FamilyForm), max_entries=MOST_FAMILIES)
    notes = TextField(_("Catatan untuk rekan"), [Optional(), longest(1000)])

    def people(self) -> dict[UUID, int | None]:
        return {
            case_id: row.people.data
            for row in self.families
            for case_id in ticked([row.case.data or ""])
        }

    def recipients(self) -> set[UUID]:
        return {one for row in self.families for one in ticked(row.recipients.data)}


@bp.route("/plan", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def choose() -> ResponseReturnValue:
    """In which desa; its families come on the next page."""
    form = VillageForm.of_request()
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in list_places(get_session(), region=g.actor.region or "-"):
        groups.setdefault(place.district, []).append((place.code, place.name))
    form.region_code.choices = grouped_choices(groups, empty=gettext("Pilih"))
    if form.submitted():
        return redirect(url_for(".plan", region_code=form.region_code.data), 303)
    return render_template("government/learning_session_village.html", form=form)


@bp.route("/plan/<region_code>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def plan(region_code: str) -> ResponseReturnValue:
    session = get_session()
    village = find_place(session, code=region_code[:13])
    if village is None or not is_within(village.code, g.actor.region or "-"):
        raise NotFound
    form = SessionForm.of_request()
    staff = list_staff_of(session, region_code=village.code)
    form.leader.choices = choices(
        [(str(user_id), name) for user_id, name in staff], empty=gettext("Pilih")
    )
    form.lessons.choices = [
        (one.slug, one.title) for one in list_lessons(language=current_language())
    ]
    form.families.choices = family_choices(
        list_invitable(session, actor=g.actor, region_code=village.code)
    )

    def act(session: Session) -> str:
        event = plan_session(
            session,
            actor=g.actor,
            case_ids=ticked(form.families.data),
            plan=SessionPlan(
                on=form.on.data,
                region_code=village.code,
                place=form.place.data,
                topic=form.topic.data,
                leader_id=UUID(form.leader.data),
                starts_at=form.starts_at.data,
                notes=form.notes.data,
                lessons=form.lessons.data or (),
            ),
            request_key=form.key(),
            today=clock.today(),
            now=clock.now_utc(),
        )
        return url_for(".show", learning_session_id=event.id)

    said = gettext("Pertemuan direncanakan. Keluarga membaca undangannya di halamannya.")
    return done(form, act, said) or render_template(
        "government/learning_session_plan.html", form=form, village=village
    )


@bp.get("/<uuid:learning_session_id>")
@requires(Permission.CASE_READ)
def show(learning_session_id: UUID) -> ResponseReturnValue:
    view = get_session_view(get_session(), actor=g.actor, learning_session_id=learning_session_id)
    return render_template(
        "government/learning_session.html",
        view=view,
        is_planned=view.event.state is EventState.PLANNED,
        is_held=view.event.state is EventState.HELD,
        lessons=lessons_named(view.event.lessons, language=current_language()),
        printing=PrintForm(),
        documents=list_office_documents(
            get_session(),
            actor=g.actor,
            kind=DocumentKind.SESSION_MATERIALS,
            subject_id=view.event.id,
        ),
        may_edit=g.actor.may(Permission.CASE_EDIT),
    )


@bp.route("/<uuid:learning_session_id>/attendance", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def attend(learning_session_id: UUID) -> ResponseReturnValue:
    """The sheet that came back on paper is keyed in."""
    view = get_session_view(get_session(), actor=g.actor, learning_session_id=learning_session_id)
    form = AttendanceForm.of_request(
        version=view.event.version,
        notes=view.event.notes,
        families=[{"case": str(family.case.id)} for family in view.families],
    )
    families = {str(family.case.id): family for family in view.families}
    for row in form.families:
        family = families.get(row.case.data or "")
        row.recipients.choices = [
            (str(heir.id), heir.full_name) for heir in (family.recipients if family else ())
        ]

    def act(session: Session) -> str:
        hold_session(
            session,
            actor=g.actor,
            learning_session_id=learning_session_id,
            attendance=Attendance(
                on=form.on.data,
                people=form.people(),
                recipients=form.recipients(),
                notes=form.notes.data,
            ),
            seen_version=form.seen_version(),
            today=clock.today(),
            now=clock.now_utc(),
        )
        return url_for(".show", learning_session_id=learning_session_id)

    return done(form, act, gettext("Kehadiran dicatat.")) or render_template(
        "government/learning_session_attendance.html", form=form, view=view, families=families
    )


@bp.route("/<uuid:learning_session_id>/cancel", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def cancel(learning_session_id: UUID) -> ResponseReturnValue:
    return cancel_page(
        "government/learning_session_cancel.html",
        get_session_view(get_session(), actor=g.actor, learning_session_id=learning_session_id),
        partial(cancel_session, learning_session_id=learning_session_id),
        then=url_for(".show", learning_session_id=learning_session_id),
        said=gettext("Pertemuan dibatalkan. Undangannya tidak tampil lagi."),
    )


@bp.get("/<uuid:learning_session_id>/sheet")
@requires(Permission.CASE_READ)
def sheet(learning_session_id: UUID) -> ResponseReturnValue:
    """The attendance sheet, for paper: names and a place to sign, no number and no amount."""
    view = get_session_view(get_session(), actor=g.actor, learning_session_id=learning_session_id)
    return render_template("government/learning_session_sheet.html", view=view)
