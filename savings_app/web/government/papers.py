"""The papers of a case: who brings each, what came, and what cannot be had yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import MultipleFileField, RadioField, SelectField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.papers import receive_papers, set_paper
from savings_app.cases.claim_papers import next_steps
from savings_app.cases.kinds import BringsIt, PaperKind, PaperState
from savings_app.cases.queries.cases import get_case, list_papers
from savings_app.cases.queries.papers import get_paper, list_paper_files, list_paper_receipts
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.web.fields import DateField, TextField
from savings_app.web.forms import MoneyForm, VersionedForm, labelled, longest, required
from savings_app.web.government.uploads import stored_uploads
from savings_app.web.guards import requires
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("papers", __name__)


class PaperForm(VersionedForm):
    state = RadioField(
        _("Keadaan berkas"),
        [required(_("Pilih keadaannya."))],
        coerce=PaperState,
        choices=labelled("paper_state", PaperState),
    )
    received_on = DateField(_("Tanggal diterima"))
    reason = TextField(_("Mengapa belum bisa didapat"), [Optional(), longest(200)])
    next_step = RadioField(_("Apa yang dilakukan selanjutnya"), validate_choice=False)
    brings = SelectField(
        _("Siapa yang membawa"),
        [required(_("Pilih siapa yang membawa."))],
        coerce=BringsIt,
        choices=labelled("brings", BringsIt),
    )
    follow_up_on = DateField(_("Ditunggu paling lambat"))
    files = MultipleFileField(_("Foto atau PDF"))

    def offer(self, kind: PaperKind) -> PaperForm:
        """The steps there are for this paper."""
        self.offered = [step.code for step in next_steps(kind)]
        self.next_step.choices = labelled("next_step", self.offered)
        return self

    def chosen_step(self) -> str | None:
        """The step that was chosen, one of those offered."""
        return self.next_step.data if self.next_step.data in self.offered else None


def in_order(papers: Sequence[Any]) -> list[Any]:
    """The papers as the law and the practice name them, not by the alphabet of their codes."""
    order = list(PaperKind)
    return sorted(papers, key=lambda paper: order.index(paper.kind))


@bp.route("/cases/<uuid:case_id>/papers/", methods=["GET"])
@requires(Permission.CASE_READ)
def index(case_id: UUID) -> ResponseReturnValue:
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    return render_template(
        "government/papers.html",
        case=case,
        papers=in_order(list_papers(session, case_id=case_id)),
        files=_live_files(case_id),
        receipts=list_paper_receipts(session, case_id=case_id),
        receipt_form=MoneyForm(),
        today=clock.today(),
    )


def _live_files(case_id: UUID) -> dict[UUID, list[Any]]:
    rows = list_paper_files(get_session(), case_id=case_id)
    return {
        paper_id: [row for row in found if row.file.withdrawn_at is None]
        for paper_id, found in rows.items()
    }


@bp.route("/cases/<uuid:case_id>/papers/received", methods=["POST"])
@requires(Permission.CASE_EDIT)
def receive(case_id: UUID) -> ResponseReturnValue:
    """What the family brought today, ticked in one go."""
    ticked = []
    for text in request.form.getlist("paper"):
        try:
            ticked.append(UUID(text))
        except ValueError:
            continue  # not from our page
    with transaction() as session:
        new = receive_papers(
            session,
            actor=g.actor,
            case_id=case_id,
            paper_ids=ticked,
            today=clock.today(),
            now=clock.now_utc(),
        )
    if new:
        flash(
            ngettext(
                "%(count)s berkas dicatat diterima hari ini.",
                "%(count)s berkas dicatat diterima hari ini.",
                new,
            )
        )
    else:
        flash(gettext("Belum ada berkas yang dicentang; tidak ada yang berubah."))
    return redirect(url_for(".index", case_id=case_id), 303)


@bp.route("/papers/<uuid:paper_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit(paper_id: UUID) -> ResponseReturnValue:
    """Where it stands, and the photos or PDFs of it. A refused file leaves the rest as typed."""
    case, paper = get_paper(get_session(), actor=g.actor, paper_id=paper_id)
    form = PaperForm.of_request(obj=paper).offer(paper.kind)
    status = 200
    if form.submitted():
        try:
            _save(paper_id, form)
        except Conflict as conflict:
            case, paper = get_paper(get_session(), actor=g.actor, paper_id=paper_id)
            form = PaperForm(obj=paper).offer(paper.kind)
            form.show(conflict)
            status = 409
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Berkas dicatat."))
            return redirect(url_for(".index", case_id=case.id), 303)
    page = render_template(
        "government/paper_form.html",
        form=form,
        case=case,
        paper=paper,
        files=list_paper_files(get_session(), case_id=case.id).get(paper.id, []),
    )
    return page, status


def _save(paper_id: UUID, form: PaperForm) -> None:
    with stored_uploads(form.files.data or ()) as files, transaction() as session:
        set_paper(
            session,
            actor=g.actor,
            paper_id=paper_id,
            version=form.seen_version(),
            state=form.state.data,
            brings=form.brings.data,
            reason=form.reason.data,
            received_on=form.received_on.data,
            next_step=form.chosen_step(),
            follow_up_on=form.follow_up_on.data,
            files=files,
            today=clock.today(),
            now=clock.now_utc(),
        )
