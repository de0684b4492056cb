"""What families report. About staff: a queue of its own, which only the Inspektorat opens."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.audit.actions import record
from savings_app.cases.actions.complaints import answer_complaint
from savings_app.cases.complaint_rules import LONGEST_TEXT
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.queries.complaints import (
    count_complaints,
    get_complaint,
    list_complaints,
)
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web.forms import VersionedForm, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("complaints", __name__, url_prefix="/complaints")

ON_A_PAGE = 25


class AnswerForm(VersionedForm):
    answer = TextAreaField(
        _("Jawaban untuk keluarga"),
        [required(_("Tulis jawaban untuk keluarga.")), longest(LONGEST_TEXT)],
    )


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return _list(about_staff=False)


@bp.get("/staff")
@requires(Permission.STAFF_COMPLAINT_READ)
def about_staff() -> ResponseReturnValue:
    return _list(about_staff=True)


def _list(*, about_staff: bool) -> ResponseReturnValue:
    session = get_session()
    page = max(1, request.args.get("page", 1, type=int))
    answered = request.args.get("state") == ComplaintState.ANSWERED
    state = ComplaintState.ANSWERED if answered else ComplaintState.OPEN
    total = count_complaints(session, actor=g.actor, about_staff=about_staff, state=state)
    rows = list_complaints(
        session,
        actor=g.actor,
        about_staff=about_staff,
        state=state,
        offset=(page - 1) * ON_A_PAGE,
        limit=ON_A_PAGE,
    )
    return render_template(
        "government/complaints.html",
        rows=rows,
        total=total,
        state=state,
        about_staff=about_staff,
        page=page,
        pages=max(1, -(-total // ON_A_PAGE)),
    )


@bp.route("/<uuid:complaint_id>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def show(complaint_id: UUID) -> ResponseReturnValue:
    row = get_complaint(get_session(), actor=g.actor, complaint_id=complaint_id)
    form = AnswerForm.of_request(version=row.complaint.version)
    if form.submitted():
        try:
            with transaction() as session:
                answer_complaint(
                    session,
                    actor=g.actor,
                    complaint_id=complaint_id,
                    answer=form.answer.data,
                    seen_version=form.seen_version(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Jawaban dikirim; keluarga membacanya di halamannya."))
            return redirect(url_for(".show", complaint_id=complaint_id), 303)
    _note_reading(complaint_id, row.complaint.case_id)
    row = get_complaint(get_session(), actor=g.actor, complaint_id=complaint_id)
    staff = row.complaint.about is ComplaintAbout.STAFF
    needs = Permission.STAFF_COMPLAINT_READ if staff else Permission.COMPLAINT_ANSWER
    return render_template(
        "government/complaint.html",
        row=row,
        form=form,
        about_staff=staff,
        may_answer=g.actor.may(needs) and row.complaint.state is ComplaintState.OPEN,
    )


def _note_reading(complaint_id: UUID, case_id: UUID) -> None:
    """Who read a family's own words is kept, in a transaction of its own."""
    with transaction() as session:
        record(
            session,
            actor=g.actor,
            now=clock.now_utc(),
            action="complaint:read",
            subject="complaint",
            subject_id=complaint_id,
            case_id=case_id,
        )
