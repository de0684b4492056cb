"""Asked again, by somebody who never touched the case: has all of it arrived?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.receipt_checks import Asked, ask_again
from savings_app.cases.complaint_kinds import CheckAnswer, CheckChannel
from savings_app.cases.queries.cases import get_case, get_entitlement, get_recipient
from savings_app.cases.queries.receipt_checks import (
    SORTING,
    AskingRow,
    find_paid,
    has_handled,
    iterate_to_ask,
    list_checks,
    list_to_ask,
)
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError, NotFound
from savings_app.policy.rules import second_asking_days
from savings_app.web.columns import day_column
from savings_app.web.fields import DateField, Filled, RupiahField, TextField
from savings_app.web.filters import DistrictFilter
from savings_app.web.forms import Form, MoneyForm, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import in_wita

bp = Blueprint("asking", __name__, url_prefix="/asking")

LISTING: Listing[AskingRow] = Listing(
    name="tanya-ulang",
    endpoint="government.asking.index",
    export="government.asking.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Nomor"),
            lambda row: (row.number, url_for("government.asking.ask", recipient_id=row.id)),
            sort="number",
        ),
        Column(_("Penerima"), lambda row: row.full_name, sort="name"),
        Column(_("Desa, kecamatan"), lambda row: row.place, sort="place"),
        day_column(_("Dibayar"), lambda row: row.paid_on, sort="paid"),
        day_column(_("Kabar pertama"), lambda row: in_wita(row.said_at).date()),
        Column(_("Sudah dicoba"), lambda row: str(row.tries or ""), number=True),
    ),
    private=(),
)


class AskingFilterForm(Form):
    district = DistrictFilter(_("Kecamatan"))

    def wanted(self) -> str | None:
        return self.district.chosen


class AskForm(MoneyForm):
    channel = RadioField(
        _("Bagaimana Anda bertanya?"),
        [required(_("Pilih bagaimana Anda bertanya."))],
        coerce=CheckChannel,
        choices=labelled("check_channel", CheckChannel),
    )
    asked_on = DateField(_("Tanggal bertanya"), [Filled(_("Tulis tanggal Anda bertanya."))])
    answer = RadioField(
        _("Jawaban penerima"),
        [required(_("Pilih jawaban penerima."))],
        coerce=CheckAnswer,
        choices=labelled("check_answer", CheckAnswer),
    )
    amount = RupiahField(_("Berapa yang masuk, menurut penerima"))
    note = TextField(_("Catatan, dengan kata penerima"), [Optional(), longest(1000)])


def said_before() -> datetime:
    """First words of before this moment are old enough to be asked again."""
    return clock.now_utc() - timedelta(days=second_asking_days(on=clock.today()))


@bp.post("/")
@requires(Permission.COMPLAINT_RECORD)
def search() -> ResponseReturnValue:
    return LISTING.search(AskingFilterForm())


@bp.get("/")
@requires(Permission.COMPLAINT_RECORD)
def index() -> ResponseReturnValue:
    form = AskingFilterForm(LISTING.sent())
    page = list_to_ask(
        get_session(),
        actor=g.actor,
        said_before=said_before(),
        district=form.wanted(),
        order=LISTING.order(),
        place=LISTING.place(),
    )
    return render_template(
        "government/asking.html",
        form=form,
        shown=LISTING.page(page),
        is_filtered=form.wanted() is not None,
        days=second_asking_days(on=clock.today()),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.COMPLAINT_RECORD)
def export(file_type: str) -> ResponseReturnValue:
    rows = iterate_to_ask(
        get_session(),
        actor=g.actor,
        said_before=said_before(),
        district=AskingFilterForm(LISTING.sent()).wanted(),
        order=LISTING.order(),
    )
    return LISTING.file(file_type, rows)


@bp.route("/<uuid:recipient_id>", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_RECORD)
def ask(recipient_id: UUID) -> ResponseReturnValue:
    """The words to be read aloud, and what the recipient answered."""
    session = get_session()
    recipient = get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    form = AskForm.of_request()
    if form.submitted():
        try:
            _ask(form, recipient_id)
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            return _asked(form.answer.data)
    session = get_session()
    paid, paid_on = find_paid(session, recipient_id=recipient_id)
    return render_template(
        "government/asking_ask.html",
        form=form,
        recipient=recipient,
        case=get_case(session, actor=g.actor, case_id=recipient.case_id),
        paid=paid,
        paid_on=paid_on,
        own=get_entitlement(session, recipient=recipient).own,
        checks=list_checks(session, recipient_id=recipient_id),
        handled=has_handled(session, case_id=recipient.case_id, user_id=g.actor.user_id),
    )


def _ask(form: Any, recipient_id: UUID) -> None:
    with transaction() as session:
        ask_again(
            session,
            actor=g.actor,
            recipient_id=recipient_id,
            asked=Asked(
                channel=form.channel.data,
                answer=form.answer.data,
                asked_on=form.asked_on.data,
                amount=form.amount.data,
                note=form.note.data,
            ),
            request_key=form.key(),
            today=clock.today(),
            now=clock.now_utc(),
        )


def _asked(answer: CheckAnswer) -> ResponseReturnValue:
    said = {
        CheckAnswer.ALL: gettext("Jawaban dicatat: semua sudah masuk."),
        CheckAnswer.SHORT: gettext(
            "Jawaban dicatat. Laporan tentang jumlah terbuka dengan sendirinya."
        ),
    }
    flash(said.get(answer) or gettext("Dicatat. Penerima tetap ada di daftar untuk ditanya lagi."))
    return redirect(url_for(".index"), 303)
