"""The claim at BPJS: handed in, returned, handed in again; whether BPJS is late."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.claims import file_claim, return_claim
from savings_app.cases.kinds import PaperState
from savings_app.cases.queries.cases import get_case, list_heirs
from savings_app.cases.queries.facts import get_standing
from savings_app.cases.queries.money import get_claim, list_claims
from savings_app.cases.rules import is_late
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import list_live_recipients
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import Form, VersionedForm, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("claim", __name__, url_prefix="/claims")


class ClaimForm(Form):
    filed_on = DateField(
        _("Tanggal berkas diserahkan ke BPJS"), [Filled(_("Tulis tanggal berkas diserahkan."))]
    )
    receipt_number = TextField(_("Nomor tanda terima BPJS"), [longest(60)])


class ReturnForm(VersionedForm):
    returned_on = DateField(
        _("Tanggal berkas dikembalikan"), [Filled(_("Tulis tanggal berkas kembali."))]
    )
    reason = TextField(
        _("Alasan dari BPJS"), [required(_("Tulis alasan yang diberikan BPJS.")), longest(300)]
    )


@bp.get("/<uuid:case_id>")
@requires(Permission.CASE_READ)
def show(case_id: UUID) -> ResponseReturnValue:
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    claims = list_claims(session, case_id=case_id)
    live = next((row for row in claims if row.claim.returned_on is None), None)
    return render_template(
        "government/claim.html",
        case=case,
        claims=claims,
        live=live,
        late=is_late(due_on=case.due_on, today=clock.today()),
        missing=_missing(case_id),
        may_edit=g.actor.may(Permission.CASE_EDIT),
    )


def _missing(case_id: UUID) -> list[str]:
    """What the office should have before it hands in a claim; never a bar to it."""
    session = get_session()
    facts = get_standing(session, case_id=case_id).facts
    consented = list_live_recipients(session, case_id=case_id, kind=ConsentKind.CLAIM_HELP)
    heirs = list_heirs(session, case_id=case_id)
    silent = sum(heir.is_recipient and heir.id not in consented for heir in heirs)
    papers = sum(paper.state is not PaperState.RECEIVED for paper in facts.papers)
    no_letter = sum(not recipient.letter_handed for recipient in facts.recipients)
    no_account = sum(not recipient.has_account for recipient in facts.recipients)
    lines = (
        (silent, gettext("%(count)s penerima belum menyetujui bantuan klaim.", count=silent)),
        (papers, gettext("%(count)s berkas belum ada.", count=papers)),
        (
            no_letter,
            gettext("%(count)s penerima belum memegang surat akses.", count=no_letter),
        ),
        (no_account, gettext("%(count)s penerima belum punya rekening.", count=no_account)),
    )
    return [line for count, line in lines if count]


@bp.route("/<uuid:case_id>/file", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def file(case_id: UUID) -> ResponseReturnValue:
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    form = ClaimForm.of_request()
    if form.submitted():
        try:
            with transaction() as writing:
                claim = file_claim(
                    writing,
                    actor=g.actor,
                    case_id=case_id,
                    filed_on=form.filed_on.data,
                    receipt_number=form.receipt_number.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Klaim dicatat."))
            return redirect(url_for(".show", case_id=claim.case_id), 303)
    return render_template(
        "government/claim_file.html", form=form, case=case, missing=_missing(case_id)
    )


@bp.route("/return/<uuid:claim_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def give_back(claim_id: UUID) -> ResponseReturnValue:
    session = get_session()
    claim = get_claim(session, actor=g.actor, claim_id=claim_id)
    case = get_case(session, actor=g.actor, case_id=claim.case_id)
    form = ReturnForm.of_request(version=claim.version)
    if form.submitted():
        try:
            with transaction() as writing:
                return_claim(
                    writing,
                    actor=g.actor,
                    claim_id=claim_id,
                    returned_on=form.returned_on.data,
                    reason=form.reason.data,
                    seen_version=form.seen_version(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Pengembalian klaim dicatat."))
            return redirect(url_for(".show", case_id=case.id), 303)
    return render_template("government/claim_return.html", form=form, case=case, claim=claim)
