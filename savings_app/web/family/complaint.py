"""What went wrong, told to somebody outside the village, and the answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.complaints import appeal_complaint, open_complaint
from savings_app.cases.complaint_kinds import ComplaintDeed
from savings_app.cases.complaint_rules import LONGEST_TEXT, WAITING, can_appeal
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cases.queries.complaints import (
    HistoryLine,
    get_complaint,
    list_complaints,
    list_history,
)
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.web.forms import MoneyForm, VersionedForm, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import addresses_beside, place_asked
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long, moment_long
from savings_app.words.labels import label

bp = Blueprint("complaint", __name__, url_prefix="/complaints")

ON_A_PAGE = 10


class ComplaintForm(MoneyForm):
    """The key makes a double click one complaint."""

    about = RadioField(
        _("Tentang apa?"),
        [required(_("Pilih laporan ini tentang apa."))],
        choices=[],  # in the words of the language in use: see `index`
    )
    text = TextAreaField(
        _("Apa yang terjadi?"),
        [required(_("Tulis apa yang terjadi, dengan kata Anda sendiri.")), longest(LONGEST_TEXT)],
    )


class NotEnoughForm(VersionedForm):
    text = TextAreaField(
        _("Apa yang belum cukup?"),
        [required(_("Tulis apa yang belum cukup, dengan kata Anda sendiri.")), longest(1500)],
    )


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.OWN_RECEIPT)
def index() -> ResponseReturnValue:
    form = ComplaintForm.of_request()
    form.about.choices = [
        (kind.value, label("complaint_about", kind.value)) for kind in ComplaintAbout
    ]
    if form.submitted():
        try:
            with transaction() as session:
                open_complaint(
                    session,
                    actor=g.actor,
                    recipient_id=g.actor.recipient_id,
                    about=ComplaintAbout(form.about.data),
                    text=form.text.data,
                    request_key=form.key(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Laporan Anda sudah dikirim. Jawabannya akan ada di halaman ini."))
            return redirect(url_for(".index"), 303)
    session = get_session()
    page = list_complaints(session, actor=g.actor, place=place_asked(), size=ON_A_PAGE)
    complaints = [row.complaint for row in page.rows]
    ids = [one.id for one in complaints]
    histories = list_history(session, complaint_ids=ids)
    return render_template(
        "family/complaint.html",
        form=form,
        complaints=[(one, _told(one, histories[one.id]), _may_appeal(one)) for one in complaints],
        beside=addresses_beside(page, ".index", ids),
    )


@bp.route("/<uuid:complaint_id>/appeal", methods=["GET", "POST"])
@requires(Permission.OWN_RECEIPT)
def appeal(complaint_id: UUID) -> ResponseReturnValue:
    """ "Belum puas", once: the Inspektorat looks at it."""
    complaint = get_complaint(get_session(), actor=g.actor, complaint_id=complaint_id).complaint
    form = NotEnoughForm.of_request(version=complaint.version)
    if form.submitted():
        try:
            with transaction() as session:
                appeal_complaint(
                    session,
                    actor=g.actor,
                    complaint_id=complaint_id,
                    text=form.text.data,
                    seen_version=form.seen_version(),
                    now=clock.now_utc(),
                )
        except (NotFound, Conflict):
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Sudah diteruskan ke Inspektorat. Jawabannya akan ada di halaman ini."))
            return redirect(url_for(".index"), 303)
    return render_template("family/complaint_appeal.html", form=form, complaint=complaint)


def _may_appeal(complaint: Any) -> bool:
    return can_appeal(state=complaint.state, appealed_at=complaint.appealed_at)


def _told(complaint: Any, history: list[HistoryLine]) -> list[dict[str, object]]:
    """The way of a complaint in the family's words: what was done, and no name of the staff."""
    about = label("complaint_about", complaint.about)
    events: list[dict[str, object]] = [
        {"title": about, "on": moment_long(complaint.opened_at), "text": complaint.text}
    ]
    first_reading = next((line for line in history if line.deed is ComplaintDeed.READ), None)
    events += [
        _event(line)
        for line in history
        if line.deed not in (ComplaintDeed.OPENED, ComplaintDeed.READ) or line is first_reading
    ]
    if complaint.state in WAITING:
        due = gettext("Dijawab paling lambat %(day)s", day=date_long(complaint.due_on))
        events.append({"title": gettext("Belum dijawab"), "on": due, "coming": True})
    return events


def _event(line: HistoryLine) -> dict[str, object]:
    title, text = label("complaint_deed", line.deed), line.note or ""
    if line.deed is ComplaintDeed.ANSWERED:
        title = gettext("Jawaban")
    elif line.deed is ComplaintDeed.APPEALED:
        title = gettext("Anda belum puas")
    elif line.referred_to is not None:
        text = label("referred_to", line.referred_to)
    return {"title": title, "on": moment_long(line.at), "text": text}
