"""One learning session: families are invited, who came is written down, or it is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
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
from savings_app.cases.queries.notes import list_staff_of
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.literacy.actions import (
    Attendance,
    SessionPlan,
    cancel_session,
    hold_session,
    plan_session,
)
from savings_app.literacy.kinds import SessionState
from savings_app.literacy.lessons import lessons_named, list_lessons
from savings_app.literacy.queries import (
    MOST_FAMILIES,
    SessionView,
    get_session_view,
    list_invitable,
)
from savings_app.regions.queries import Place, find_place, list_places
from savings_app.regions.rules import is_within
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import (
    Form,
    MoneyForm,
    VersionedForm,
    choices,
    grouped_choices,
    longest,
    required,
)
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.language import current_language

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


class _CountedInTheRules(Optional):
    """Has to be filled in, which the rules say with the family's number; empty is no number."""

    field_flags: dict[str, bool] = {"required": True}  # noqa: RUF012


class FamilyForm(Form):
    """A line of the attendance sheet."""

    case = HiddenField()
    people = IntegerField(_("Berapa orang datang"), [_CountedInTheRules()])
    recipients = SelectMultipleField(_("Penerima yang datang"), validate_choice=False)


class AttendanceForm(VersionedForm):
    on = DateField(_("Tanggal terlaksana"), [Filled(_("Tulis tanggal terlaksananya."))])
    attendance = StringField(_("Kehadiran"))  # only a place for what is wrong with it
    families = FieldList(FormField(FamilyForm), max_entries=MOST_FAMILIES)
    notes = TextField(_("Catatan untuk rekan"), [Optional(), longest(1000)])

    def people(self) -> dict[UUID, int | None]:
        return {
            case_id: row.people.data
            for row in self.families
            for case_id in _ids([row.case.data or ""])
        }

    def recipients(self) -> set[UUID]:
        return {one for row in self.families for one in _ids(row.recipients.data)}


class CancelForm(VersionedForm):
    reason = TextField(_("Mengapa dibatalkan?"), [required(_("Tulis alasannya.")), longest(300)])


def _ids(values: list[str] | None) -> list[UUID]:
    found = []
    for text in values or []:
        try:
            found.append(UUID(text))
        except ValueError:
            continue  # not from our page
    return found


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
    form.families.choices = [
        (str(one.id), f"{one.number} · {one.full_name}")
        for one in list_invitable(session, actor=g.actor, region_code=village.code)
    ]
    if form.submitted():
        try:
            session_id = _plan(form, village)
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Pertemuan direncanakan. Keluarga membaca undangannya di halamannya."))
            return redirect(url_for(".show", learning_session_id=session_id), 303)
    return render_template("government/learning_session_plan.html", form=form, village=village)


def _plan(form: Any, village: Place) -> UUID:
    with transaction() as session:
        return plan_session(
            session,
            actor=g.actor,
            case_ids=_ids(form.families.data),
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
        ).id


@bp.get("/<uuid:learning_session_id>")
@requires(Permission.CASE_READ)
def show(learning_session_id: UUID) -> ResponseReturnValue:
    view = get_session_view(get_session(), actor=g.actor, learning_session_id=learning_session_id)
    return render_template(
        "government/learning_session.html",
        view=view,
        is_planned=view.event.state is SessionState.PLANNED,
        is_held=view.event.state is SessionState.HELD,
        lessons=lessons_named(view.event.lessons, language=current_language()),
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

    def hold(session: Any) -> None:
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

    return _done(form, hold, view, gettext("Kehadiran dicatat.")) or render_template(
        "government/learning_session_attendance.html", form=form, view=view, families=families
    )


@bp.route("/<uuid:learning_session_id>/cancel", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def cancel(learning_session_id: UUID) -> ResponseReturnValue:
    view = get_session_view(get_session(), actor=g.actor, learning_session_id=learning_session_id)
    form = CancelForm.of_request(version=view.event.version)

    def stop(session: Any) -> None:
        cancel_session(
            session,
            actor=g.actor,
            learning_session_id=learning_session_id,
            reason=form.reason.data,
            seen_version=form.seen_version(),
            now=clock.now_utc(),
        )

    said = gettext("Pertemuan dibatalkan. Undangannya tidak tampil lagi.")
    return _done(form, stop, view, said) or render_template(
        "government/learning_session_cancel.html", form=form, view=view
    )


def _done(
    form: Any, act: Callable[[Any], None], view: SessionView, said: str
) -> ResponseReturnValue | None:
    """The way on once it is done; None where the form is to be shown, with what was refused."""
    if not form.submitted():
        return None
    try:
        with transaction() as session:
            act(session)
    except (NotFound, Conflict):
        raise
    except DomainError as refusal:
        form.show(refusal)
        return None
    flash(said)
    return redirect(url_for(".show", learning_session_id=view.event.id), 303)


@bp.get("/<uuid:learning_session_id>/sheet")
@requires(Permission.CASE_READ)
def sheet(learning_session_id: UUID) -> ResponseReturnValue:
    """The attendance sheet, for paper: names and a place to sign, no number and no amount."""
    view = get_session_view(get_session(), actor=g.actor, learning_session_id=learning_session_id)
    return render_template("government/learning_session_sheet.html", view=view)
