"""The shapes of a bank's tables that were taught: which are used, changed, ended, taken along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.paging import Order, TableSorting
from savings_app.reconciliation.actions.profiles import end_profile, teach_profile
from savings_app.reconciliation.queries.profiles import (
    ProfileRow,
    get_profile,
    list_profiles,
    shape_of,
)
from savings_app.reconciliation.readers import FileFormat
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.profile_file import write_profile
from savings_app.reconciliation.readers.sample import Sample
from savings_app.reconciliation.readers.table_rows import TableRow
from savings_app.web.bank.shape_form import ShapeForm
from savings_app.web.columns import day_column, number_column
from savings_app.web.fields import Filled, TextField
from savings_app.web.forms import STALE, VersionedForm, longest
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import in_wita

bp = Blueprint("shapes", __name__, url_prefix="/files/shapes")
LONGEST_REASON = 300

SORTS: TableSorting[ProfileRow] = TableSorting(
    {
        "name": lambda row: (row.profile.name, -row.profile.revision),
        "taught": lambda row: (row.profile.taught_at,),
        "files": lambda row: (row.files, row.profile.name),
    },
    default=Order("name"),
)


def _state(row: ProfileRow) -> str:
    if row.profile.ended_at is None:
        return gettext("dipakai")
    return gettext("berakhir: %(reason)s", reason=row.profile.end_reason)


LISTING: Listing[ProfileRow] = Listing(
    name="bentuk-berkas-bank",
    endpoint="bank.shapes.index",
    export="bank.shapes.export",
    sorting=SORTS.chosen,
    private=(),
    columns=(
        Column(
            _("Bentuk"),
            lambda row: (row.profile.name, url_for("bank.shapes.show", profile_id=row.id)),
            sort="name",
        ),
        number_column(_("Versi"), lambda row: row.profile.revision),
        Column(_("Keadaan"), _state),
        day_column(
            _("Diajarkan"), lambda row: in_wita(row.profile.taught_at).date(), sort="taught"
        ),
        Column(_("Oleh"), lambda row: row.taught_by or gettext("perintah di server")),
        number_column(_("Berkas diterapkan"), lambda row: row.files, sort="files"),
    ),
)


class EndForm(VersionedForm):
    reason = TextField(
        _("Mengapa diakhiri"), [Filled(_("Tulis alasannya.")), longest(LONGEST_REASON)]
    )


def _rows() -> Sequence[ProfileRow]:
    return SORTS.sorted(list_profiles(get_session(), actor=g.actor), LISTING.order())


@bp.get("/")
@requires(Permission.BANK_FILE_UPLOAD)
def index() -> ResponseReturnValue:
    return render_template("bank/shapes.html", shown=LISTING.page(LISTING.slice(_rows())))


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.BANK_FILE_UPLOAD)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.file(file_type, _rows())


@bp.get("/<uuid:profile_id>")
@requires(Permission.BANK_FILE_UPLOAD)
def show(profile_id: UUID) -> ResponseReturnValue:
    profile = get_profile(get_session(), actor=g.actor, profile_id=profile_id)
    return render_template("bank/shape.html", profile=profile, shape=shape_of(profile))


@bp.get("/<uuid:profile_id>/shape.toml")
@requires(Permission.BANK_FILE_UPLOAD)
def take(profile_id: UUID) -> ResponseReturnValue:
    """For an operator, who may load it on another server: it holds no row of any file."""
    profile = get_profile(get_session(), actor=g.actor, profile_id=profile_id)
    answer = Response(write_profile(shape_of(profile)), mimetype="application/toml")
    answer.headers["Content-Disposition"] = "attachment; filename=bentuk-berkas.toml"
    return answer


def _as_sample(shape: Profile) -> Sample:
    """Its headings stand in for a file: they are all that was kept of one."""
    cells = shape.headings
    cells += ("",) * (len(shape.columns) - len(cells))
    return Sample(FileFormat.CSV, (TableRow(1, cells),), shape.delimiter)


@bp.route("/<uuid:profile_id>/change", methods=["GET", "POST"])
@requires(Permission.BANK_FILE_UPLOAD)
def change(profile_id: UUID) -> ResponseReturnValue:
    """A change is a new version; files that were read keep theirs."""
    profile = get_profile(get_session(), actor=g.actor, profile_id=profile_id)
    if profile.ended_at is not None:
        return redirect(url_for(".show", profile_id=profile_id), 303)
    shape = shape_of(profile)
    sample = _as_sample(shape)
    form: ShapeForm = ShapeForm.of_request()
    form.offer(sample, shape)
    form.name.data = shape.name
    if form.submitted():
        try:
            with transaction() as session:
                taught = teach_profile(
                    session,
                    actor=g.actor,
                    bank_id=profile.bank_id,
                    profile=form.shape(sample),
                    now=clock.now_utc(),
                )
        except (Conflict, NotFound):
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Bentuk disimpan sebagai versi %(number)s.", number=taught.revision))
            return redirect(url_for(".show", profile_id=taught.id), 303)
    return render_template("bank/shape_change.html", profile=profile, form=form, sample=sample)


@bp.route("/<uuid:profile_id>/end", methods=["GET", "POST"])
@requires(Permission.BANK_FILE_UPLOAD)
def end(profile_id: UUID) -> ResponseReturnValue:
    profile = get_profile(get_session(), actor=g.actor, profile_id=profile_id)
    form: Any = EndForm.of_request(version=profile.version)
    status = 200
    if form.submitted():

        def act() -> None:
            with transaction() as session:
                end_profile(
                    session,
                    actor=g.actor,
                    profile_id=profile_id,
                    reason=form.reason.data,
                    seen_version=form.seen_version(),
                    now=clock.now_utc(),
                )

        status = form.attempt(act)
        if status not in (200, STALE):
            flash(gettext("Bentuk diakhiri. Berkas berikutnya tidak dibaca dengannya lagi."))
            return redirect(url_for(".show", profile_id=profile_id), 303)
        profile = get_profile(get_session(), actor=g.actor, profile_id=profile_id)
        if status == STALE:
            form.version.data = str(profile.version)
    return render_template("bank/shape_end.html", form=form, profile=profile), status
