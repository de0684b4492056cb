"""Participants: searched for first, added when not there, corrected when wrong."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.listing import find_case_numbers
from savings_app.cases.queries.search import (
    FoundParticipant,
    iterate_found,
    search_participants,
)
from savings_app.corrections.actions import edit_participant_alone
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.identifiers import KPJ, NIK
from savings_app.paging import Page
from savings_app.regions.queries import find_place, list_places
from savings_app.registry.actions import (
    ParticipantFacts,
    add_participant,
    record_numbers_shown,
)
from savings_app.registry.queries import (
    find_category_name,
    get_participant,
    get_record,
    list_categories,
    nik_warnings,
)
from savings_app.registry.queries.merged import list_records_in
from savings_app.registry.rules import Payer, Segment, Sex
from savings_app.web.fields import DateField, Filled, IdentifierField, TextField
from savings_app.web.forms import (
    VersionedForm,
    choices,
    grouped_choices,
    labelled,
    longest,
    required,
)
from savings_app.web.government.coverage_answer import coverage_section
from savings_app.web.government.participant_search import (
    LISTING,
    SearchForm,
    by_district,
    search_form,
)
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label
from savings_app.words.warnings import warning_sentence

bp = Blueprint("participants", __name__, url_prefix="/participants")


# What else the registry offers, as a hub below the search: (text, endpoint, about, permission).
WAYS: tuple[tuple[Any, str, Any, Permission], ...] = (
    (
        _("Impor"),
        "government.imports.index",
        _("Daftar peserta, iuran bulanan, dan daftar lain dari berkas."),
        Permission.IMPORT_RUN,
    ),
    (
        _("Perbaikan data"),
        "government.corrections.index",
        _("Yang diajukan, yang menunggu orang kedua, dan yang sudah diputuskan."),
        Permission.CASE_READ,
    ),
    (
        _("Kematian, belum ada urusan"),
        "government.deaths.index",
        _("Siapa yang meninggal dan belum diurus santunannya, yang paling lama di atas."),
        Permission.CASE_READ,
    ),
    (
        _("Pemutakhiran data"),
        "government.data_updates.index",
        _("Daftar yang keluar ke desa dan kembali, disetujui dua orang, lalu ke BPJS."),
        Permission.CASE_READ,
    ),
    (
        _("Iuran yang perlu diperiksa"),
        "government.payments_to_check.index",
        _("Bulan yang dibayar sesudah meninggal, dibayar lagi, atau sesudah berhenti."),
        Permission.CASE_READ,
    ),
)


class ParticipantForm(VersionedForm):
    full_name = TextField(_("Nama lengkap sesuai KTP"), [Filled(_("Tulis namanya.")), longest(120)])
    nik = IdentifierField(_("NIK"), kind=NIK)
    nik_missing_reason = TextField(_("Alasan belum ada NIK"), [Optional(), longest(200)])
    kpj = IdentifierField(_("Nomor KPJ"), [Optional()], kind=KPJ)
    born_on = DateField(_("Tanggal lahir"))
    sex = RadioField(
        _("Jenis kelamin"),
        [Optional()],
        coerce=Sex,
        choices=labelled("sex", Sex),
    )
    segment = RadioField(
        _("Segmen kepesertaan"),
        [required(_("Pilih segmennya."))],
        coerce=Segment,
        choices=labelled("segment", Segment),
    )
    category = SelectField(_("Kategori"), [required(_("Pilih kategorinya."))])
    payer = RadioField(
        _("Penanggung iuran"),
        [required(_("Pilih penanggung iurannya."))],
        coerce=Payer,
        choices=labelled("payer", Payer),
    )
    months = IntegerField(_("Bulan iuran yang sudah dibayar"), [Optional()])
    region_code = SelectField(
        _("Desa atau kelurahan"), [required(_("Pilih desa atau kelurahannya."))]
    )

    def facts(self) -> ParticipantFacts:
        return ParticipantFacts(
            full_name=self.full_name.data or "",
            nik=self.nik.data,
            nik_missing_reason=self.nik_missing_reason.data,
            kpj=self.kpj.data,
            born_on=self.born_on.data,
            sex=self.sex.data,
            segment=self.segment.data,
            category=self.category.data,
            payer=self.payer.data,
            months_contributed=self.months.data,
            region_code=self.region_code.data,
        )


F = TypeVar("F", bound=ParticipantForm)


def with_choices(form: F) -> F:
    """The form with the desa of the actor's region and the categories of today."""
    session = get_session()
    form.region_code.choices = grouped_choices(
        by_district(list_places(session, region=g.actor.region or "-")),
        empty=gettext("Pilih desa atau kelurahan"),
    )
    categories = list_categories(session, day=clock.today())
    form.category.choices = choices(categories, empty=gettext("Pilih kategori"))
    return form


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """A search is sent and never linked: a name or a NIK in an address stays in histories."""
    return LISTING.search(SearchForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    """Nobody is listed until somebody is searched for, or one desa is chosen."""
    form = search_form()
    answer: Page[FoundParticipant] | None = None
    if form.is_asked:
        try:
            answer = search_participants(
                get_session(),
                actor=g.actor,
                text=form.q.data or "",
                narrowed=form.narrowed(),
                order=LISTING.order(),
                place=LISTING.place(),
            )
        except DomainError as refusal:
            form.show(refusal)
    return render_template(
        "government/participants.html",
        form=form,
        is_asked=form.is_asked,
        shown=LISTING.page(answer) if answer else None,
        ways=[
            (str(text), url_for(endpoint), str(about))
            for text, endpoint, about, permission in WAYS
            if g.actor.may(permission)
        ],
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """What the search found, with masked numbers; without a search there is nothing to take."""
    form = search_form()
    try:
        found = list(
            iterate_found(
                get_session(),
                actor=g.actor,
                text=form.q.data or "",
                narrowed=form.narrowed(),
                order=LISTING.order(),
            )
        )
    except DomainError:
        return redirect(url_for(".index"), 303)
    return LISTING.file(file_type, found)


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add() -> ResponseReturnValue:
    form = with_choices(ParticipantForm.of_request())
    if form.submitted():
        try:
            with transaction() as session:
                participant = add_participant(
                    session,
                    actor=g.actor,
                    facts=form.facts(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Peserta dicatat. Periksa datanya, lalu buka urusan santunan."))
            return redirect(url_for(".show", participant_id=participant.id), 303)
    return render_template(
        "government/participant_form.html", form=form, participant=None, correcting=False
    )


@bp.route("/<uuid:participant_id>")
@requires(Permission.CASE_READ)
def show(participant_id: UUID) -> ResponseReturnValue:
    """The participant with masked numbers."""
    return _page(participant_id, full=False)


@bp.route("/<uuid:participant_id>/numbers", methods=["POST"])
@requires(Permission.CASE_READ)
def show_numbers(participant_id: UUID) -> ResponseReturnValue:
    """The same page with full numbers, after the audit has it."""
    with transaction() as session:
        record_numbers_shown(
            session, actor=g.actor, participant_id=participant_id, now=clock.now_utc()
        )
    return _page(participant_id, full=True)


def _page(participant_id: UUID, *, full: bool) -> str:
    session = get_session()
    participant = get_record(session, actor=g.actor, participant_id=participant_id)
    place = find_place(session, code=participant.region_code)
    if participant.merged_into_id is not None:
        return render_template(
            "government/participant_merged.html",
            participant=participant,
            place=place,
            into=get_record(session, actor=g.actor, participant_id=participant.merged_into_id),
        )
    warnings = nik_warnings(participant, today=clock.today())
    numbers = find_case_numbers(session, actor=g.actor, participant_ids=[participant_id])
    return render_template(
        "government/participant.html",
        participant=participant,
        place=place,
        category=find_category_name(session, code=participant.category),
        warnings=[warning_sentence(warning) for warning in warnings],
        case=numbers.get(participant_id),
        records_in=list_records_in(session, participant_id=participant_id),
        full=full,
        coverage=coverage_section(participant_id),
        label=label,
    )


@bp.route("/<uuid:participant_id>/edit", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit(participant_id: UUID) -> ResponseReturnValue:
    """The form shows full numbers, so opening it is recorded."""
    if request.method == "GET":
        with transaction() as session:
            record_numbers_shown(
                session, actor=g.actor, participant_id=participant_id, now=clock.now_utc()
            )
    participant = get_participant(get_session(), actor=g.actor, participant_id=participant_id)
    form = with_choices(
        ParticipantForm.of_request(obj=participant, months=participant.months_contributed)
    )
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                edit_participant_alone(
                    session,
                    actor=g.actor,
                    participant_id=participant_id,
                    version=form.seen_version(),
                    facts=form.facts(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except Conflict as conflict:
            fresh = get_participant(get_session(), actor=g.actor, participant_id=participant_id)
            form = with_choices(ParticipantForm(obj=fresh, months=fresh.months_contributed))
            form.show(conflict)
            status = 409
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Perubahan disimpan."))
            return redirect(url_for(".show", participant_id=participant_id), 303)
    page = render_template(
        "government/participant_form.html", form=form, participant=participant, correcting=False
    )
    return page, status
