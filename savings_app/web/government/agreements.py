"""The register of agreements with banks: what data pass for what, until when, with the file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FileField, SelectField, SelectMultipleField

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.banks.actions.agreements import (
    AgreementFacts,
    AgreementFile,
    add_agreement,
    edit_agreement,
    end_agreement,
    record_agreement_opened,
)
from savings_app.banks.kinds import AgreementStand, DataPass
from savings_app.banks.queries import get_bank, list_banks
from savings_app.banks.queries.agreements import (
    AgreementFilter,
    AgreementRow,
    agreement_sorting,
    get_agreement,
    iterate_agreements,
    list_agreements,
)
from savings_app.banks.rules import last_day, stand_on
from savings_app.coverage.basis_files import MIME, basis_file_type
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.storage import FileKind
from savings_app.web.columns import day_column
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.filters import FilterForm, RowFilter
from savings_app.web.forms import (
    STALE,
    VersionedForm,
    choices,
    gettext,
    labelled,
    longest,
    required,
)
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

if TYPE_CHECKING:
    from savings_app.banks.models import CooperationAgreement

bp = Blueprint("agreements", __name__, url_prefix="/coverage/agreements")


def _passes(row: AgreementRow) -> str:
    return "; ".join(label("data_pass", one) for one in row.agreement.passes)


LISTING: Listing[AgreementRow] = Listing(
    name="perjanjian-bank",
    endpoint="government.agreements.index",
    export="government.agreements.export",
    sorting=lambda order: agreement_sorting(clock.today()).chosen(order),
    private=(),
    columns=(
        Column(
            _("Nomor"),
            lambda row: (
                row.agreement.number,
                url_for("government.agreements.show", agreement_id=row.id),
            ),
            sort="number",
        ),
        Column(_("Bank"), lambda row: row.bank_name, sort="bank"),
        day_column(_("Hari pertama"), lambda row: row.agreement.starts, sort="starts"),
        day_column(_("Hari terakhir"), lambda row: last_day(row.agreement), sort="ends"),
        Column(_("Keadaan"), lambda row: label("agreement_stand", row.stand)),
        Column(
            _("Data yang lewat"),
            lambda row: gettext("%(count)s macam", count=len(row.agreement.passes)),
            taken=_passes,
        ),
    ),
)


class AgreementFilterForm(FilterForm[AgreementFilter]):
    bank = RowFilter(_("Bank"))
    holds = BooleanField(_("Hanya yang berlaku hari ini"))
    soon = BooleanField(_("Berakhir dalam 60 hari"))

    def wanted(self) -> AgreementFilter:
        return AgreementFilter(
            bank=UUID(self.bank.chosen) if self.bank.chosen else None,
            holds=bool(self.holds.data),
            soon=bool(self.soon.data),
        )


def _filter_form() -> AgreementFilterForm:
    form = AgreementFilterForm(LISTING.sent())
    form.bank.offer(_bank_pairs())
    return form


def _bank_pairs() -> list[tuple[str, str]]:
    return [(str(bank.id), bank.name) for bank in list_banks(get_session())]


class AgreementForm(VersionedForm):
    bank_id = SelectField(_("Bank"), [required(_("Pilih banknya."))])
    number = TextField(_("Nomor perjanjian"), [Filled(_("Tulis nomornya.")), longest(80)])
    parties = TextField(_("Para pihak"), [Filled(_("Tulis para pihaknya.")), longest(300)])
    starts = DateField(_("Hari pertama"), [Filled(_("Tulis hari pertamanya."))])
    ends = DateField(_("Hari terakhir"), [Filled(_("Tulis hari terakhirnya."))])
    passes = SelectMultipleField(
        _("Data yang boleh lewat, dan untuk apa"),
        [required(_("Pilih sedikitnya satu."))],
        choices=labelled("data_pass", DataPass),
    )
    file = FileField(_("Berkas"))

    def facts(self) -> AgreementFacts:
        assert self.starts.data is not None  # noqa: S101  # `Filled` saw it
        assert self.ends.data is not None  # noqa: S101
        return AgreementFacts(
            bank_id=UUID(self.bank_id.data),
            number=self.number.data or "",
            parties=self.parties.data or "",
            starts=self.starts.data,
            ends=self.ends.data,
            passes=[DataPass(one) for one in self.passes.data or ()],
        )

    def stored_file(self) -> AgreementFile | None:
        """The file on disk, checked by its content; None where none was chosen.

        Raises:
            FileEmpty, FileTooLarge, BasisFileUnreadable, BasisFileLocked
        """
        if not self.file.data:
            return None
        # One byte more than the limit is enough to know.
        with closing(self.file.data) as sent:
            data = sent.stream.read(storage.LARGEST_BYTES[FileKind.AGREEMENT] + 1)
        storage.check_size(FileKind.AGREEMENT, len(data))
        file_type = basis_file_type(data)
        return AgreementFile(storage.store(FileKind.AGREEMENT, data), file_type)


class EndForm(VersionedForm):
    ended_on = DateField(
        _("Tidak berlaku lagi sejak"), [Filled(_("Tulis sejak kapan tidak berlaku lagi."))]
    )
    reason = TextField(_("Mengapa diakhiri"), [required(_("Tulis alasannya.")), longest(300)])


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(AgreementFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/agreements.html",
        _filter_form(),
        partial(list_agreements, today=clock.today()),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, _filter_form(), partial(iterate_agreements, today=clock.today()))


@bp.get("/<uuid:agreement_id>")
@requires(Permission.CASE_READ)
def show(agreement_id: UUID) -> ResponseReturnValue:
    session, today = get_session(), clock.today()
    agreement = get_agreement(session, actor=g.actor, agreement_id=agreement_id)
    stand = stand_on(agreement, today)
    return render_template(
        "government/agreement.html",
        agreement=agreement,
        bank=get_bank(session, bank_id=agreement.bank_id),
        stand=stand,
        last=last_day(agreement),
        is_over=stand in (AgreementStand.OVER, AgreementStand.ENDED_EARLY),
    )


@bp.post("/<uuid:agreement_id>/file")
@requires(Permission.CASE_READ)
def download(agreement_id: UUID) -> ResponseReturnValue:
    """The file, always as an attachment; who took it is recorded before it leaves."""
    with transaction() as session:
        agreement = record_agreement_opened(
            session, actor=g.actor, agreement_id=agreement_id, now=clock.now_utc()
        )
    assert agreement.stored_name is not None  # noqa: S101  # the action saw it
    data = storage.read(FileKind.AGREEMENT, agreement.stored_name, sha256=agreement.sha256 or "")
    answer = Response(data, mimetype=MIME[agreement.file_type or "pdf"])
    name = f"perjanjian-{agreement.id.hex[:8]}.{agreement.file_type}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
def add() -> ResponseReturnValue:
    form = AgreementForm.of_request()
    form.bank_id.choices = choices(_bank_pairs(), empty=gettext("Pilih bank"))
    if form.submitted():
        try:
            agreement_id = _save(form, None)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Perjanjian dicatat."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
    return render_template("government/agreement_form.html", form=form, agreement=None)


@bp.route("/<uuid:agreement_id>/edit", methods=["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
def edit(agreement_id: UUID) -> ResponseReturnValue:
    agreement = get_agreement(get_session(), actor=g.actor, agreement_id=agreement_id)
    form = _of_one_bank(AgreementForm.of_request(obj=agreement), agreement)
    status = 200
    if form.submitted():
        try:
            _save(form, agreement_id)
        except Conflict as conflict:
            agreement = get_agreement(get_session(), actor=g.actor, agreement_id=agreement_id)
            form = _of_one_bank(AgreementForm(obj=agreement), agreement)
            form.show(conflict)
            status = STALE
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Perubahan disimpan."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
    page = render_template("government/agreement_form.html", form=form, agreement=agreement)
    return page, status


def _of_one_bank(form: AgreementForm, agreement: CooperationAgreement) -> AgreementForm:
    """An agreement stays that of its bank."""
    bank = get_bank(get_session(), bank_id=agreement.bank_id)
    form.bank_id.choices = choices([(str(bank.id), bank.name)])
    return form


def _save(form: AgreementForm, agreement_id: UUID | None) -> UUID:
    """The file first, outside the transaction; where the rest is refused, it goes again."""
    file = form.stored_file()
    act: Callable[..., CooperationAgreement] = add_agreement
    if agreement_id is not None:
        act = partial(edit_agreement, agreement_id=agreement_id, version=form.seen_version())
    try:
        with transaction() as session:
            return act(
                session, actor=g.actor, facts=form.facts(), file=file, now=clock.now_utc()
            ).id
    except BaseException:
        if file is not None:
            storage.discard(FileKind.AGREEMENT, file.stored.name)
        raise


@bp.route("/<uuid:agreement_id>/end", methods=["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
def end(agreement_id: UUID) -> ResponseReturnValue:
    """Before its last day: from then on the bank's officers and the desk see nothing of it."""
    agreement = get_agreement(get_session(), actor=g.actor, agreement_id=agreement_id)
    form = EndForm.of_request(version=agreement.version)
    status = 200
    if form.submitted():
        status = form.attempt(partial(_end, form, agreement_id))
        if status not in (200, STALE):
            flash(gettext("Perjanjian diakhiri. Catatannya tetap ada."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        agreement = get_agreement(get_session(), actor=g.actor, agreement_id=agreement_id)
        if status == STALE:
            form.version.data = str(agreement.version)
    page = render_template(
        "government/agreement_end.html",
        form=form,
        agreement=agreement,
        bank=get_bank(get_session(), bank_id=agreement.bank_id),
    )
    return page, status


def _end(form: EndForm, agreement_id: UUID) -> None:
    with transaction() as session:
        end_agreement(
            session,
            actor=g.actor,
            agreement_id=agreement_id,
            version=form.seen_version(),
            ended_on=form.ended_on.data,  # type: ignore[arg-type]  # `Filled` saw it
            reason=form.reason.data or "",
            today=clock.today(),
            now=clock.now_utc(),
        )
