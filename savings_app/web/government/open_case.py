"""Opening a case, with the family at the table: one page, then heirs and papers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.kinds import Programme
from savings_app.cases.queries.listing import find_case_numbers
from savings_app.db import get_session, transaction
from savings_app.deaths.actions.opening import open_heard_of
from savings_app.deaths.queries.notices import find_reporter
from savings_app.deaths.queries.scope import get_notice
from savings_app.deaths.rules import phone_in
from savings_app.errors import DomainError
from savings_app.regions.queries import find_place
from savings_app.registry.coverage_rules import MonthsFrom
from savings_app.registry.queries import get_coverage
from savings_app.web.fields import DateField, Filled, RupiahField, TextField
from savings_app.web.forms import Form, labelled, longest, required
from savings_app.web.government.children import ChildrenField
from savings_app.web.government.coverage_answer import answer_sentence
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

if TYPE_CHECKING:
    from savings_app.deaths.models import DeathNotice

bp = Blueprint("open_case", __name__, url_prefix="/participants/<uuid:participant_id>/open-case")


class OpenCaseForm(Form):
    died_on = DateField(_("Tanggal meninggal"), [Filled(_("Tulis tanggal meninggalnya."))])
    programme = RadioField(
        _("Meninggal karena apa?"),
        [required(_("Pilih JKM atau JKK."))],
        coerce=Programme,
        choices=labelled("programme", Programme),
    )
    wage = RupiahField(_("Upah sebulan yang dilaporkan ke BPJS"), [Optional()])
    children = ChildrenField(_("Anak almarhum yang masih sekolah"), [Optional()])
    reporter_name = TextField(
        _("Nama pelapor"), [Filled(_("Tulis siapa yang melapor.")), longest(120)]
    )
    reporter_relation = TextField(
        _("Hubungan pelapor dengan almarhum"), [Filled(_("Tulis hubungannya.")), longest(60)]
    )
    reporter_phone = TextField(_("Nomor telepon pelapor"), [Optional(), longest(30)])


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def begin(participant_id: UUID) -> ResponseReturnValue:
    """A repeat of the form is refused by name, with the way to the case there is."""
    session = get_session()
    notice = _notice_of_address(participant_id)
    coverage = get_coverage(
        session,
        actor=g.actor,
        participant_id=participant_id,
        day=notice.died_on if notice else clock.today(),
    )
    participant = coverage.participant
    form = OpenCaseForm.of_request(**_carried_over(notice))
    if form.submitted():
        try:
            with transaction() as session:
                case = open_heard_of(
                    session,
                    actor=g.actor,
                    participant_id=participant_id,
                    notice_id=notice.id if notice else None,
                    died_on=form.died_on.data,
                    programme=form.programme.data,
                    wage=form.wage.data,
                    children=form.children.data,
                    reporter_name=form.reporter_name.data,
                    reporter_relation=form.reporter_relation.data,
                    reporter_phone=form.reporter_phone.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Urusan santunan dibuka: %(number)s.", number=case.number))
            flash(_coverage_told(participant_id, form.died_on.data))
            return redirect(url_for("government.heirs.index", case_id=case.id), 303)
    numbers = find_case_numbers(session, actor=g.actor, participant_ids=[participant_id])
    return render_template(
        "government/open_case.html",
        form=form,
        participant=participant,
        place=find_place(session, code=participant.region_code),
        case=numbers.get(participant_id),
        months=coverage.answer,
        notice=notice,
    )


def _coverage_told(participant_id: UUID, died_on: date) -> str:
    """Covered on the day of death or not, and which months the benefit was computed from."""
    coverage = get_coverage(
        get_session(), actor=g.actor, participant_id=participant_id, day=died_on
    )
    answer = coverage.answer
    sentence = answer_sentence(answer)
    if answer.months_from is MonthsFrom.NOTHING:
        return f"{sentence} {gettext('Bulan iurannya belum diketahui.')}"
    months = gettext(
        "Dihitung dengan %(months)s bulan iuran, %(source)s.",
        months=answer.months,
        source=label("months_from", answer.months_from),
    )
    return f"{sentence} {months}"


def _notice_of_address(participant_id: UUID) -> DeathNotice | None:
    """The death that led here, where it is this participant's and still waits."""
    try:
        notice_id = UUID(request.args.get("notice", ""))
    except ValueError:
        return None
    notice = get_notice(get_session(), actor=g.actor, notice_id=notice_id)
    return notice if notice.participant_id == participant_id else None


def _carried_over(notice: DeathNotice | None) -> dict[str, object]:
    """What the sources of the death said already."""
    if notice is None:
        return {}
    known: dict[str, object] = {"died_on": notice.died_on}
    reporter = find_reporter(get_session(), notice_id=notice.id)
    if reporter is not None:
        known["reporter_name"] = reporter.reporter_name
        known["reporter_relation"] = reporter.reporter_relation
        known["reporter_phone"] = phone_in(reporter.reporter_reach)
    return known
