"""Anyone reports a death. The page never says whether the person was covered, or known here."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from savings_app import clock
from savings_app.db import get_session, transaction
from savings_app.deaths.actions.lines import ReportFacts
from savings_app.deaths.actions.reporting import Visitor, report_publicly
from savings_app.deaths.kinds import DeathSource
from savings_app.deaths.queries.notices import find_report_day
from savings_app.errors import DomainError, NotFound
from savings_app.regions.queries import find_home_regency, list_places
from savings_app.tasks import deaths as tasks
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import grouped_choices, longest, required
from savings_app.web.guards import public
from savings_app.web.public.visitors import PublicForm, sender
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("report_death", __name__, url_prefix="/report-death")


class DeathForm(PublicForm):
    full_name = TextField(
        _("Nama almarhum atau almarhumah"), [Filled(_("Tulis namanya.")), longest(120)]
    )
    region_code = SelectField(
        _("Desa atau kelurahan tempat tinggalnya"), [required(_("Pilih desa atau kelurahannya."))]
    )
    died_on = DateField(
        _("Hari meninggal"), [Filled(_("Tulis hari meninggalnya; perkiraan juga boleh."))]
    )
    reporter_name = TextField(_("Nama Anda"), [Filled(_("Tulis nama Anda.")), longest(120)])
    reporter_reach = TextField(
        _("Nomor telepon, atau cara lain menghubungi Anda"),
        [Filled(_("Tulis nomor telepon, atau di mana Anda dapat ditemui.")), longest(120)],
    )
    reporter_relation = TextField(
        _("Hubungan Anda dengan almarhum"), [Filled(_("Tulis hubungannya.")), longest(60)]
    )

    def facts(self) -> ReportFacts:
        self.check_person()
        return ReportFacts(
            source=DeathSource.PUBLIC,
            full_name=self.full_name.data or "",
            died_on=cast(date, self.died_on.data),  # the form asks for it
            region_code=self.region_code.data,
            reporter_name=self.reporter_name.data,
            reporter_reach=self.reporter_reach.data,
            reporter_relation=self.reporter_relation.data,
        )


@bp.route("/", methods=["GET", "POST"])
@public
def report() -> ResponseReturnValue:
    reading = get_session()
    form = DeathForm.of_request()
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in list_places(reading, region=find_home_regency(reading) or "-"):
        groups.setdefault(place.district, []).append((place.code, place.name))
    form.region_code.choices = grouped_choices(groups, empty=gettext("Pilih"))
    status = 200
    if form.submitted():
        try:
            facts, visitor = form.facts(), Visitor(sender(), form.key())
            with transaction() as work:
                reference = report_publicly(
                    work,
                    facts=facts,
                    visitor=visitor,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            status = form.refuse(refusal)
        else:
            tasks.enqueue_matching()
            return redirect(url_for(".received", reference=reference), 303)
    return render_template("public/report_death.html", form=form), status


@bp.get("/received/<reference>")
@public
def received(reference: str) -> ResponseReturnValue:
    """The receipt: its number and when it was received, nothing else, now or later."""
    received_at = find_report_day(get_session(), reference=reference[:20])
    if received_at is None:
        raise NotFound
    return render_template(
        "public/report_death_received.html", reference=reference.upper(), received_at=received_at
    )
