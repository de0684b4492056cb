"""The files of a list: what goes out to the desa, what returns, and what leaves for BPJS."""

from __future__ import annotations

from contextlib import closing
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField, StringField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.data_updates.actions.delivery import deliver_district, deliver_update
from savings_app.data_updates.actions.files import (
    Returned,
    apply_list,
    discard_list,
    stage_list,
    undo_list,
)
from savings_app.data_updates.actions.updates import mark_sent
from savings_app.data_updates.kinds import Deed
from savings_app.data_updates.queries.files import (
    get_file,
    iterate_file_rows,
    list_file_rows,
)
from savings_app.data_updates.queries.lines import iterate_lines
from savings_app.data_updates.queries.updates import Head, get_head
from savings_app.data_updates.rules import NothingToDeliver, check_deed, is_allowed
from savings_app.data_updates.sheet.bpjs import write_bpjs_file
from savings_app.data_updates.sheet.reading import read_list, read_table
from savings_app.data_updates.sheet.writing import Title, write_list
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.imports.kinds import BatchState
from savings_app.imports.readers import LARGEST_FILE
from savings_app.registry.queries import list_categories
from savings_app.web.forms import Form, VersionedForm, required
from savings_app.web.government.data_update_file_rows import (
    ROWS,
    OutcomeForm,
    outcome_form,
)
from savings_app.web.government.data_updates import ReasonForm, period_label
from savings_app.web.guards import requires
from savings_app.web.spreadsheet import MIME, FileType
from savings_app.words import gettext, ngettext, use_language
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long
from savings_app.words.labels import label
from savings_app.words.refusals import sentence

bp = Blueprint("data_update_files", __name__, url_prefix="/data-updates")


class UploadForm(Form):
    file = FileField(_("Berkas dari desa"), [required(_("Pilih berkasnya dahulu."))])


class DistrictFileForm(Form):
    district = StringField()
    period = StringField()


def _download(data: bytes, *, name: str) -> Response:
    """No name of a person stands in the file's name."""
    answer = Response(data, mimetype=MIME[FileType.XLSX])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _category_names() -> dict[str, str]:
    """Name → code."""
    return {name: code for code, name in list_categories(get_session(), day=clock.today())}


def _who(head: Head) -> str:
    category = head.category or gettext("semua kategori")
    payer = label("payer", head.update.payer) if head.update.payer else gettext("semua penanggung")
    return f"{category}, {payer}"


@bp.post("/<uuid:update_id>/list")
@requires(Permission.DATA_UPDATE_EDIT)
def take_list(update_id: UUID) -> ResponseReturnValue:
    """The list as XLSX, with full NIK and KPJ; who takes it is recorded before it is made."""
    with transaction() as session:
        mark_sent(session, actor=g.actor, update_id=update_id, kind="xlsx", now=clock.now_utc())
    session = get_session()
    head = get_head(session, actor=g.actor, update_id=update_id)
    with use_language("id"):  # the desa reads it, whoever takes it
        title = Title(
            village=head.village,
            district=head.district,
            period=period_label(head.update.period),
            who=_who(head),
            made_on=date_long(head.update.made_on),
        )
    data = write_list(
        title,
        iterate_lines(session, actor=g.actor, update_id=update_id),
        categories={code: name for name, code in _category_names().items()},
    )
    name = f"pemutakhiran-{head.update.region_code}-{head.update.period}"
    return _download(data, name=name)


@bp.get("/<uuid:update_id>/print")
@requires(Permission.DATA_UPDATE_EDIT)
def paper(update_id: UUID) -> ResponseReturnValue:
    """The list on paper: masked, because villagers see it, with boxes to tick."""
    session = get_session()
    head = get_head(session, actor=g.actor, update_id=update_id)
    return render_template(
        "government/data_update_print.html",
        head=head,
        period=period_label(head.update.period),
        who=_who(head),
        rows=list(iterate_lines(session, actor=g.actor, update_id=update_id)),
    )


@bp.post("/<uuid:update_id>/sent")
@requires(Permission.DATA_UPDATE_EDIT)
def sent(update_id: UUID) -> ResponseReturnValue:
    """The printed list went to the desa."""
    with transaction() as session:
        mark_sent(session, actor=g.actor, update_id=update_id, kind="cetak", now=clock.now_utc())
    flash(gettext("Dicatat: daftar ada di desa."))
    return redirect(url_for("government.data_updates.show", update_id=update_id), 303)


@bp.post("/<uuid:update_id>/bpjs-file")
@requires(Permission.DATA_UPDATE_EDIT)
def take_bpjs_file(update_id: UUID) -> ResponseReturnValue:
    """Additions and stops with full numbers, after approval only; taking it is recorded."""
    with transaction() as session:
        delivery = deliver_update(session, actor=g.actor, update_id=update_id, now=clock.now_utc())
    data = write_bpjs_file(delivery.additions, delivery.stops, delivery.reversals)
    return _download(data, name=f"bpjs-{delivery.region_code}-{delivery.period}")


@bp.post("/bpjs-file")
@requires(Permission.DATA_UPDATE_EDIT)
def take_district_file() -> ResponseReturnValue:
    """One file for a kecamatan and a period, of all its lists that are in force."""
    form = DistrictFileForm.of_request()
    district, period = form.district.data or "-", form.period.data or ""
    try:
        with transaction() as session:
            delivery = deliver_district(
                session, actor=g.actor, district=district, period=period, now=clock.now_utc()
            )
    except NothingToDeliver as refusal:
        flash(sentence(refusal))
        return redirect(url_for("government.data_updates.index"), 303)
    data = write_bpjs_file(delivery.additions, delivery.stops, delivery.reversals)
    return _download(data, name=f"bpjs-{delivery.region_code}-{delivery.period}")


@bp.route("/<uuid:update_id>/upload", methods=["GET", "POST"])
@requires(Permission.DATA_UPDATE_EDIT)
def upload(update_id: UUID) -> ResponseReturnValue:
    """Read outside the transaction, staged inside it; the bytes are not kept."""
    head = get_head(get_session(), actor=g.actor, update_id=update_id)
    check_deed(Deed.ANSWER, head.update.state)
    form = UploadForm.of_request()
    if form.submitted():
        try:
            returned = _read(form)
            with transaction() as session:
                batch = stage_list(
                    session,
                    actor=g.actor,
                    update_id=update_id,
                    returned=returned,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            return redirect(url_for(".show", update_batch_id=batch.id), 303)
    return render_template(
        "government/data_update_upload.html",
        head=head,
        period=period_label(head.update.period),
        form=form,
    )


def _read(form: Any) -> Returned:
    # One byte more than the limit is enough to know.
    with closing(form.file.data) as file:
        data = file.stream.read(LARGEST_FILE + 1)
    cells = read_table(data)
    return Returned(data, cells.format, read_list(cells, categories=_category_names()))


@bp.post("/files/<uuid:update_batch_id>")
@requires(Permission.DATA_UPDATE_EDIT)
def search(update_batch_id: UUID) -> ResponseReturnValue:
    get_file(get_session(), actor=g.actor, batch_id=update_batch_id)
    return ROWS.search(OutcomeForm(), update_batch_id=update_batch_id)


@bp.get("/files/<uuid:update_batch_id>/export.<any(csv, xlsx):file_type>")
@requires(Permission.DATA_UPDATE_EDIT)
def export(update_batch_id: UUID, file_type: str) -> ResponseReturnValue:
    session = get_session()
    _update, batch = get_file(session, actor=g.actor, batch_id=update_batch_id)
    rows = iterate_file_rows(
        session, batch_id=batch.id, outcome=outcome_form().outcome.chosen, order=ROWS.order()
    )
    return ROWS.file(file_type, rows)


@bp.get("/files/<uuid:update_batch_id>")
@requires(Permission.DATA_UPDATE_EDIT)
def show(update_batch_id: UUID) -> ResponseReturnValue:
    return _page(update_batch_id, ReasonForm())


def _page(update_batch_id: UUID, reason_form: ReasonForm) -> ResponseReturnValue:
    session = get_session()
    update, batch = get_file(session, actor=g.actor, batch_id=update_batch_id)
    head = get_head(session, actor=g.actor, update_id=update.id)
    rows_form = outcome_form()
    rows = list_file_rows(
        session,
        batch_id=batch.id,
        outcome=rows_form.outcome.chosen,
        order=ROWS.order(),
        place=ROWS.place(),
    )
    open_ = is_allowed(Deed.ANSWER, update.state)
    return render_template(
        "government/data_update_file.html",
        head=head,
        period=period_label(update.period),
        batch=batch,
        form=reason_form,
        version_form=VersionedForm(data={"version": batch.version}),
        rows_form=rows_form,
        is_filtered=rows_form.outcome.chosen is not None,
        shown=ROWS.page(rows, update_batch_id=batch.id),
        can_apply=open_ and batch.state is BatchState.STAGED,
        can_undo=open_ and batch.state is BatchState.APPLIED,
    )


@bp.post("/files/<uuid:update_batch_id>/apply")
@requires(Permission.DATA_UPDATE_EDIT)
def apply(update_batch_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        update, _batch = get_file(session, actor=g.actor, batch_id=update_batch_id)
        changed = apply_list(
            session,
            actor=g.actor,
            batch_id=update_batch_id,
            version=VersionedForm.of_request().seen_version(),
            now=clock.now_utc(),
        )
    flash(ngettext("%(count)s jawaban disimpan.", "%(count)s jawaban disimpan.", changed))
    return redirect(url_for("government.data_updates.show", update_id=update.id), 303)


@bp.post("/files/<uuid:update_batch_id>/discard")
@requires(Permission.DATA_UPDATE_EDIT)
def discard(update_batch_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        update = discard_list(session, actor=g.actor, batch_id=update_batch_id, now=clock.now_utc())
    flash(gettext("Berkas dibuang. Tidak ada yang disimpan darinya."))
    return redirect(url_for("government.data_updates.show", update_id=update.id), 303)


@bp.post("/files/<uuid:update_batch_id>/undo")
@requires(Permission.DATA_UPDATE_EDIT)
def undo(update_batch_id: UUID) -> ResponseReturnValue:
    form = ReasonForm.of_request()
    if not form.submitted():
        return _page(update_batch_id, form)
    try:
        with transaction() as session:
            update = undo_list(
                session,
                actor=g.actor,
                batch_id=update_batch_id,
                reason=form.reason.data,
                now=clock.now_utc(),
            )
    except DomainError as refusal:
        form.show(refusal)
        return _page(update_batch_id, form)
    flash(gettext("Berkas ditarik. Setiap baris kembali seperti sebelumnya."))
    return redirect(url_for("government.data_updates.show", update_id=update.id), 303)
