"""Deaths nobody has come for yet: the list, and writing one down."""

from __future__ import annotations

from datetime import date
from typing import cast
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SearchField, SelectField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.deaths.actions.lines import ReportFacts
from savings_app.deaths.actions.matching import match_again
from savings_app.deaths.actions.reporting import record_death
from savings_app.deaths.kinds import DeathSource, DeathState, Found
from savings_app.deaths.queries.listing import (
    SORTING,
    DeathFilter,
    DeathRow,
    iterate_deaths,
    list_deaths,
)
from savings_app.deaths.queries.scope import get_notice
from savings_app.errors import DomainError
from savings_app.identifiers import KPJ, NIK
from savings_app.regions.queries import list_places
from savings_app.web.columns import day_column
from savings_app.web.fields import DateField, Filled, IdentifierField, TextField
from savings_app.web.filters import DistrictFilter, FilterForm, KindFilter
from savings_app.web.forms import (
    MoneyForm,
    choices,
    grouped_choices,
    labelled,
    longest,
    required,
)
from savings_app.web.government.participant_search import by_district
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import in_wita
from savings_app.words.labels import label

bp = Blueprint("deaths", __name__, url_prefix="/deaths")

# What a person of the Dinas writes down; the public page has its own way in.
WRITTEN_DOWN = tuple(one for one in DeathSource if one is not DeathSource.PUBLIC)
EVERYTHING = "semua"


def _sources(row: DeathRow) -> str:
    sources = ", ".join(label("death_source", one) for one in row.sources)
    return gettext("%(sources)s (perlu diperiksa)", sources=sources) if row.to_check else sources


def _match(row: DeathRow) -> str:
    if row.match is None:
        return gettext("Tidak ditemukan")
    return label("death_match", row.match)


def _paid(row: DeathRow) -> str:
    """By whom the month of the death was paid for, as far as a list says so."""
    if row.paid is None or row.payer is None:
        return ""
    payer = label("payer", row.payer)
    return payer if row.paid else gettext("%(payer)s: tidak ada di daftar", payer=payer)


def _state(row: DeathRow) -> str:
    state = label("death_state", row.state)
    if row.case_number:
        return f"{state}: {row.case_number}"
    return f"{state} · {gettext('keluarga sudah dikabari')}" if row.answered_on else state


LISTING: Listing[DeathRow] = Listing(
    name="kematian",
    endpoint="government.deaths.index",
    export="government.deaths.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Nama"),
            lambda row: (row.full_name, url_for("government.death.show", notice_id=row.id)),
            sort="name",
        ),
        day_column(_("Meninggal"), lambda row: row.died_on, sort="died"),
        Column(_("Desa, kecamatan"), lambda row: row.place, sort="place"),
        Column(_("Peserta?"), _match),
        Column(_("Iuran bulan meninggal"), _paid),
        Column(_("Sumber"), _sources),
        day_column(_("Dicatat"), lambda row: in_wita(row.heard_on).date(), sort="recorded"),
        Column(_("Keadaan"), _state, sort="state"),
    ),
)


class DeathFilterForm(FilterForm[DeathFilter]):
    q = SearchField(_("Nama"), [longest(120)])
    state = SelectField(_("Keadaan"), validate_choice=False)
    found = SelectField(_("Di daftar peserta"), validate_choice=False)
    paid = SelectField(_("Iuran bulan meninggal"), validate_choice=False)
    source = KindFilter(_("Sumber"), DeathSource, group="death_source")
    district = DistrictFilter(_("Kecamatan"))
    without_to_check = BooleanField(_("Tanpa yang perlu diperiksa"))

    def wanted(self) -> DeathFilter:
        """Without a word about the state only what waits is shown."""
        state: DeathState | None = DeathState.NO_CASE
        if self.state.data == EVERYTHING:
            state = None
        elif self.state.data in set(DeathState):
            state = DeathState(self.state.data)
        return DeathFilter(
            text=(self.q.data or "").strip()[:120] or None,
            district=self.district.chosen,
            source=self.source.chosen,
            state=state,
            without_to_check=bool(self.without_to_check.data),
            paid={"y": True, "n": False}.get(self.paid.data or ""),
            found=Found(self.found.data) if self.found.data in set(Found) else Found.ANY,
        )


def _filter_form() -> DeathFilterForm:
    form = DeathFilterForm(LISTING.sent())
    everything = gettext("Semua")
    form.state.choices = [
        *labelled("death_state", DeathState),
        *choices([(EVERYTHING, everything)]),
    ]
    form.found.choices = labelled("death_found", [Found.ANY, *(f for f in Found if f != Found.ANY)])
    form.paid.choices = choices(
        [("y", gettext("Dibayar")), ("n", gettext("Tidak ada di daftar"))], empty=everything
    )
    return form


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """Keep what was typed, and show the list it filters."""
    return LISTING.search(DeathFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show("government/deaths.html", _filter_form(), list_deaths)


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list, in the order it is shown."""
    return LISTING.take(file_type, _filter_form(), iterate_deaths)


@bp.post("/compare")
@requires(Permission.DEATH_RECORD)
def compare() -> ResponseReturnValue:
    """The registry has grown: look once more for who waits."""
    with transaction() as session:
        compared = match_again(session, actor=g.actor, now=clock.now_utc())
    flash(
        ngettext(
            "%(count)s catatan dibandingkan lagi dengan daftar peserta.",
            "%(count)s catatan dibandingkan lagi dengan daftar peserta.",
            compared,
        )
    )
    return redirect(url_for(".index"), 303)


class RecordDeathForm(MoneyForm):
    """Its request key makes a form that was sent twice one source."""

    source = RadioField(
        _("Dari mana diketahui?"),
        [required(_("Pilih sumbernya."))],
        coerce=DeathSource,
        choices=labelled("death_source", WRITTEN_DOWN),
    )
    full_name = TextField(_("Nama lengkap"), [Filled(_("Tulis namanya.")), longest(120)])
    died_on = DateField(_("Tanggal meninggal"), [Filled(_("Tulis tanggal meninggalnya."))])
    region_code = SelectField(
        _("Desa atau kelurahan"), [required(_("Pilih desa atau kelurahannya."))]
    )
    nik = IdentifierField(_("NIK"), [Optional()], kind=NIK)
    kpj = IdentifierField(_("Nomor KPJ"), [Optional()], kind=KPJ)
    born_on = DateField(_("Tanggal lahir"))
    died_at_place = TextField(_("Tempat meninggal"), [Optional(), longest(120)])
    certificate_number = TextField(_("Nomor akta kematian"), [Optional(), longest(60)])
    certificate_on = DateField(_("Tanggal akta"))
    reporter_name = TextField(_("Nama yang mengabari"), [Optional(), longest(120)])
    reporter_reach = TextField(_("Telepon, atau cara menghubunginya"), [Optional(), longest(120)])
    reporter_relation = TextField(_("Hubungannya dengan almarhum"), [Optional(), longest(60)])

    def facts(self) -> ReportFacts:
        return ReportFacts(
            source=self.source.data,
            full_name=self.full_name.data or "",
            died_on=cast(date, self.died_on.data),  # the form asks for it
            region_code=self.region_code.data,
            nik=self.nik.data,
            kpj=self.kpj.data,
            born_on=self.born_on.data,
            died_at_place=self.died_at_place.data,
            certificate_number=self.certificate_number.data,
            certificate_on=self.certificate_on.data,
            reporter_name=self.reporter_name.data,
            reporter_reach=self.reporter_reach.data,
            reporter_relation=self.reporter_relation.data,
        )


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.DEATH_RECORD)
def add() -> ResponseReturnValue:
    return _write_down(None)


@bp.route("/<uuid:notice_id>/add", methods=["GET", "POST"])
@requires(Permission.DEATH_RECORD)
def add_source(notice_id: UUID) -> ResponseReturnValue:
    """One more source of the same death, filled with what is known."""
    return _write_down(notice_id)


def _write_down(into: UUID | None) -> ResponseReturnValue:
    session = get_session()
    notice = get_notice(session, actor=g.actor, notice_id=into) if into else None
    known = (
        {name: getattr(notice, name) for name in ("full_name", "died_on", "region_code")}
        if notice
        else {}
    )
    form = RecordDeathForm.of_request(**known)
    form.region_code.choices = grouped_choices(
        by_district(list_places(session, region=g.actor.region or "-")),
        empty=gettext("Pilih desa atau kelurahan"),
    )
    if form.submitted():
        try:
            with transaction() as work:
                made = record_death(
                    work,
                    actor=g.actor,
                    facts=form.facts(),
                    request_key=form.key(),
                    into=into,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Kematian dicatat dan dibandingkan dengan daftar peserta."))
            return redirect(url_for("government.death.show", notice_id=made.id), 303)
    return render_template("government/death_form.html", form=form, notice=notice)
