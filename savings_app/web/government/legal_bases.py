"""The register of legal bases: what ends soon first, each with its file as a download."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FileField, RadioField, SelectField

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.coverage.actions.bases import (
    BasisFacts,
    BasisFile,
    add_basis,
    edit_basis,
    record_basis_opened,
    withdraw_basis_file,
)
from savings_app.coverage.basis_files import MIME, basis_file_type
from savings_app.coverage.kinds import BasisKind, BasisStatus
from savings_app.coverage.queries.bases import (
    BasisFilter,
    BasisRow,
    basis_sorting,
    count_resting_on,
    get_basis,
    iterate_bases,
    list_bases,
    list_withdrawals,
)
from savings_app.coverage.rules import ends_soon, holds_on
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.regions.queries import find_region
from savings_app.storage import FileKind
from savings_app.web.columns import day_column
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import (
    VersionedForm,
    gettext,
    labelled,
    longest,
    required,
)
from savings_app.web.government.coverage_choices import region_choices
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short
from savings_app.words.labels import label

bp = Blueprint("legal_bases", __name__, url_prefix="/coverage/legal-bases")


def _until(row: BasisRow) -> str:
    if row.basis.ends is None:
        return gettext("tanpa batas")
    ends = date_short(row.basis.ends)
    if row.ends_soon:
        return f"{ends} · {gettext('segera berakhir')}"
    return ends


def _state(row: BasisRow) -> str:
    if row.basis.status is BasisStatus.IN_FORCE and not row.holds:
        started = row.basis.starts <= clock.today()
        return gettext("sudah berakhir") if started else gettext("belum mulai")
    return label("basis_status", row.basis.status)


LISTING: Listing[BasisRow] = Listing(
    name="dasar-hukum",
    endpoint="government.legal_bases.index",
    export="government.legal_bases.export",
    sorting=lambda order: basis_sorting(clock.today()).chosen(order),
    private=(),
    columns=(
        Column(
            _("Nomor"),
            lambda row: (
                row.basis.number,
                url_for("government.legal_bases.show", basis_id=row.id),
            ),
            sort="number",
        ),
        Column(_("Jenis"), lambda row: label("basis_kind", row.basis.kind), sort="kind"),
        Column(_("Tentang"), lambda row: row.basis.title),
        Column(_("Wilayah"), lambda row: row.place, sort="place"),
        day_column(_("Mulai"), lambda row: row.basis.starts, sort="starts"),
        Column(_("Berlaku sampai"), _until, taken=lambda row: row.basis.ends, sort="ends"),
        Column(_("Keadaan"), _state),
    ),
)


class BasisFilterForm(FilterForm[BasisFilter]):
    kind = KindFilter(_("Jenis"), BasisKind, group="basis_kind")
    status = KindFilter(_("Status"), BasisStatus, group="basis_status")
    soon = BooleanField(_("Berakhir dalam 60 hari"))

    def wanted(self) -> BasisFilter:
        return BasisFilter(
            kind=self.kind.chosen,
            status=self.status.chosen,
            soon=bool(self.soon.data),
        )


class BasisForm(VersionedForm):
    kind = RadioField(
        _("Jenis"),
        [required(_("Pilih jenisnya."))],
        coerce=BasisKind,
        choices=labelled("basis_kind", BasisKind),
    )
    number = TextField(_("Nomor"), [Filled(_("Tulis nomornya.")), longest(80)])
    title = TextField(_("Tentang"), [Filled(_("Tulis tentang apa.")), longest(200)])
    issuer = TextField(_("Diterbitkan oleh"), [Filled(_("Tulis penerbitnya.")), longest(120)])
    region_code = SelectField(_("Wilayah"), [required(_("Pilih wilayahnya."))])
    starts = DateField(_("Mulai berlaku"), [Filled(_("Tulis tanggal mulainya."))])
    ends = DateField(_("Berlaku sampai"))
    status = RadioField(
        _("Status"),
        [required(_("Pilih statusnya."))],
        coerce=BasisStatus,
        choices=labelled("basis_status", BasisStatus),
    )
    file = FileField(_("Berkas"))

    def facts(self) -> BasisFacts:
        assert self.starts.data is not None  # noqa: S101  # `Filled` saw it
        return BasisFacts(
            kind=self.kind.data,
            number=self.number.data or "",
            title=self.title.data or "",
            issuer=self.issuer.data or "",
            region_code=self.region_code.data,
            starts=self.starts.data,
            ends=self.ends.data,
            status=self.status.data,
        )

    def stored_file(self) -> BasisFile | None:
        """The file on disk, checked by its content; None where none was chosen.

        Raises:
            FileEmpty, FileTooLarge, BasisFileUnreadable, BasisFileLocked
        """
        if not self.file.data:
            return None
        # One byte more than the limit is enough to know.
        with closing(self.file.data) as sent:
            data = sent.stream.read(storage.LARGEST_BYTES[FileKind.LEGAL_BASIS] + 1)
        storage.check_size(FileKind.LEGAL_BASIS, len(data))
        file_type = basis_file_type(data)
        return BasisFile(storage.store(FileKind.LEGAL_BASIS, data), file_type)


class WithdrawForm(VersionedForm):
    reason = TextField(
        _("Mengapa ditarik"),
        [required(_("Tulis alasannya, misalnya berkasnya milik desa lain.")), longest(200)],
    )


@bp.post("/")
@requires(Permission.COVERAGE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(BasisFilterForm())


@bp.get("/")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/legal_bases.html",
        BasisFilterForm(LISTING.sent()),
        partial(list_bases, today=clock.today()),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.COVERAGE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(
        file_type, BasisFilterForm(LISTING.sent()), partial(iterate_bases, today=clock.today())
    )


@bp.get("/<uuid:basis_id>")
@requires(Permission.COVERAGE_READ)
def show(basis_id: UUID) -> ResponseReturnValue:
    session = get_session()
    basis = get_basis(session, actor=g.actor, basis_id=basis_id)
    targets, budgets = count_resting_on(session, basis_id=basis_id)
    today = clock.today()
    return render_template(
        "government/legal_basis.html",
        basis=basis,
        place=find_region(session, code=basis.region_code),
        holds=holds_on(basis, today),
        soon=ends_soon(basis, today),
        targets=targets,
        budgets=budgets,
        withdrawals=list_withdrawals(session, basis_id=basis_id),
    )


@bp.post("/<uuid:basis_id>/file")
@requires(Permission.COVERAGE_READ)
def download(basis_id: UUID) -> ResponseReturnValue:
    """The file, always as an attachment; who took it is recorded before it leaves."""
    with transaction() as session:
        basis = record_basis_opened(session, actor=g.actor, basis_id=basis_id, now=clock.now_utc())
    assert basis.stored_name is not None  # noqa: S101  # the action saw it
    data = storage.read(FileKind.LEGAL_BASIS, basis.stored_name, sha256=basis.sha256 or "")
    answer = Response(data, mimetype=MIME[basis.file_type or "pdf"])
    name = f"dasar-hukum-{basis.id.hex[:8]}.{basis.file_type}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@bp.route("/<uuid:basis_id>/file/withdraw", methods=["GET", "POST"])
@requires(Permission.COVERAGE_EDIT)
def withdraw(basis_id: UUID) -> ResponseReturnValue:
    """A wrong file: the bytes go once it is recorded that they went."""
    basis = get_basis(get_session(), actor=g.actor, basis_id=basis_id)
    form = WithdrawForm.of_request(obj=basis)
    if form.submitted():
        try:
            with transaction() as session:
                gone = withdraw_basis_file(
                    session,
                    actor=g.actor,
                    basis_id=basis_id,
                    version=form.seen_version(),
                    reason=form.reason.data or "",
                    now=clock.now_utc(),
                )
        except (Conflict, NotFound):
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            storage.discard(FileKind.LEGAL_BASIS, gone)
            flash(gettext("Berkasnya ditarik. Dasar hukumnya tetap tercatat."))
            return redirect(url_for(".show", basis_id=basis_id), 303)
    elif basis.stored_name is None:
        raise NotFound
    return render_template("government/legal_basis_withdraw.html", form=form, basis=basis)


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.COVERAGE_EDIT)
def add() -> ResponseReturnValue:
    form = BasisForm.of_request()
    form.region_code.choices = region_choices()
    if form.submitted():
        try:
            basis_id = _save(form, None)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Dasar hukum dicatat."))
            return redirect(url_for(".show", basis_id=basis_id), 303)
    return render_template("government/legal_basis_form.html", form=form, basis=None)


@bp.route("/<uuid:basis_id>/edit", methods=["GET", "POST"])
@requires(Permission.COVERAGE_EDIT)
def edit(basis_id: UUID) -> ResponseReturnValue:
    basis = get_basis(get_session(), actor=g.actor, basis_id=basis_id)
    form = BasisForm.of_request(obj=basis)
    form.region_code.choices = region_choices()
    status = 200
    if form.submitted():
        try:
            _save(form, basis_id)
        except Conflict as conflict:
            basis = get_basis(get_session(), actor=g.actor, basis_id=basis_id)
            form = BasisForm(obj=basis)
            form.region_code.choices = region_choices()
            form.show(conflict)
            status = 409
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Perubahan disimpan."))
            return redirect(url_for(".show", basis_id=basis_id), 303)
    page = render_template("government/legal_basis_form.html", form=form, basis=basis)
    return page, status


def _save(form: BasisForm, basis_id: UUID | None) -> UUID:
    """The file first, outside the transaction; where the rest is refused, it goes again."""
    file = form.stored_file()
    try:
        with transaction() as session:
            if basis_id is None:
                return add_basis(
                    session, actor=g.actor, facts=form.facts(), file=file, now=clock.now_utc()
                ).id
            return edit_basis(
                session,
                actor=g.actor,
                basis_id=basis_id,
                version=form.seen_version(),
                facts=form.facts(),
                file=file,
                now=clock.now_utc(),
            ).id
    except BaseException:
        if file is not None:
            storage.discard(FileKind.LEGAL_BASIS, file.stored.name)
        raise
