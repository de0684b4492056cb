"""Sitting with a family: begun and ended here, with the page that is signed afterwards."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.visits import begin_visit, end_visit, record_signature
from savings_app.cases.queries.cases import recipient_number
from savings_app.cases.queries.visits import (
    SORTING,
    UnsignedVisit,
    VisitDeed,
    get_visit,
    iterate_unsigned_visits,
    list_deeds,
    list_unsigned_visits,
)
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.rules import words_of
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web import signin
from savings_app.web.fields import DateField, Filled
from savings_app.web.forms import Form
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import in_wita, moment_long
from savings_app.words.labels import find_label

bp = Blueprint("visits", __name__, url_prefix="/visits")

LISTING: Listing[UnsignedVisit] = Listing(
    name="pendampingan",
    endpoint="government.visits.index",
    export="government.visits.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Mulai"),
            lambda row: (
                moment_long(row.began_at),
                url_for("government.visits.show", visit_id=row.id),
            ),
            sort="began",
        ),
        Column(
            _("Selesai"),
            lambda row: moment_long(row.ended_at) if row.ended_at else gettext("masih terbuka"),
        ),
        Column(_("Penerima"), lambda row: row.recipient, sort="recipient"),
        Column(_("Nomor santunan"), lambda row: row.number, sort="number"),
        Column(_("Petugas"), lambda row: row.assisted_by, sort="by"),
    ),
)
# Looking is no deed to sign for, and a finished plan is told once.
NO_DEEDS = frozenset(
    {"document:open", "document:preview", "plan:outcome", "session:begin", "session:end"}
)
# Who signs for a consent signs for that one.
OF_CONSENT = frozenset({"consent:give", "consent:revoke"})


class SignatureForm(Form):
    signed_on = DateField(
        _("Kapan halaman ini ditandatangani atau dicap jempol?"),
        [Filled(_("Tulis tanggal halaman ditandatangani."))],
    )


@bp.get("/")
@requires(Permission.FAMILY_ASSIST)
def index() -> ResponseReturnValue:
    page = list_unsigned_visits(
        get_session(), actor=g.actor, order=LISTING.order(), place=LISTING.place()
    )
    return render_template(
        "government/visits.html",
        shown=LISTING.page(page),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.FAMILY_ASSIST)
def export(file_type: str) -> ResponseReturnValue:
    """The same list for a spreadsheet."""
    rows = iterate_unsigned_visits(get_session(), actor=g.actor, order=LISTING.order())
    return LISTING.file(file_type, rows)


@bp.post("/begin/<uuid:recipient_id>")
@requires(Permission.FAMILY_ASSIST)
def begin(recipient_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        visit = begin_visit(session, actor=g.actor, recipient_id=recipient_id, now=clock.now_utc())
    signin.begin_visit(visit.id)
    keying = request.form.get("to") == "paper"
    page = "family.plan.key_paper" if keying else "family.home.index"
    return redirect(url_for(page), 303)


@bp.post("/end")
@bp.post("/end/<uuid:visit_id>")
@requires(Permission.FAMILY_ASSIST)
def end(visit_id: UUID | None = None) -> ResponseReturnValue:
    """The visit of this browser, or one that was left open when the browser forgot it."""
    ending = visit_id or signin.current_visit_id()
    if ending is None:
        return redirect(url_for(".index"), 303)
    with transaction() as session:
        end_visit(session, actor=g.actor, visit_id=ending, now=clock.now_utc())
    if ending == signin.current_visit_id():
        signin.end_visit()
    flash(gettext("Pendampingan selesai. Cetak halaman ini untuk ditandatangani."))
    return redirect(url_for(".show", visit_id=ending), 303)


@bp.route("/<uuid:visit_id>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def show(visit_id: UUID) -> ResponseReturnValue:
    session = get_session()
    row = get_visit(session, actor=g.actor, visit_id=visit_id)
    deeds = list_deeds(session, visit=row.visit)
    may_edit = g.actor.may(Permission.CASE_EDIT)
    form = SignatureForm.of_request()
    if may_edit and form.submitted():
        try:
            with transaction() as writing:
                record_signature(
                    writing,
                    actor=g.actor,
                    visit_id=visit_id,
                    signed_on=form.signed_on.data,
                    began_on=in_wita(row.visit.began_at).date(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Tanda tangan dicatat."))
            return redirect(url_for(".show", visit_id=visit_id), 303)
    return render_template(
        "government/visit.html",
        form=form,
        row=row,
        number=recipient_number(row.case, row.recipient),
        deeds=[(_words(deed), deed.happened_at) for deed in deeds if deed.action not in NO_DEEDS],
        may_edit=may_edit,
        may_end=row.visit.ended_at is None and row.visit.user_id == g.actor.user_id,
    )


def _words(deed: VisitDeed) -> str:
    """What was done; a deed without words of its own is still on the page."""
    words = find_label(deed.action, "deed")
    if words and deed.kind and deed.action in OF_CONSENT:
        return f"{words}: {words_of(ConsentKind(deed.kind)).title}"
    return words or gettext("Langkah lain (%(action)s)", action=deed.action)
