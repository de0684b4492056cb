"""The tanda terima: given once under a number, printed as often as somebody asks."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.paper_receipts import issue_receipt
from savings_app.cases.queries.papers import get_paper_receipt
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError, NotFound
from savings_app.web.forms import MoneyForm
from savings_app.web.guards import requires
from savings_app.words.refusals import sentence

bp = Blueprint("paper_receipts", __name__)


@bp.post("/cases/<uuid:case_id>/paper-receipts")
@requires(Permission.CASE_EDIT)
def issue(case_id: UUID) -> ResponseReturnValue:
    try:
        with transaction() as session:
            receipt = issue_receipt(
                session,
                actor=g.actor,
                case_id=case_id,
                request_key=MoneyForm.of_request().key(),
                today=clock.today(),
                now=clock.now_utc(),
            )
    except NotFound:
        raise
    except DomainError as refusal:
        flash(sentence(refusal))
        return redirect(url_for("government.papers.index", case_id=case_id), 303)
    return redirect(url_for(".show", paper_receipt_id=receipt.id), 303)


@bp.get("/paper-receipts/<uuid:paper_receipt_id>")
@requires(Permission.CASE_READ)
def show(paper_receipt_id: UUID) -> ResponseReturnValue:
    row = get_paper_receipt(get_session(), actor=g.actor, paper_receipt_id=paper_receipt_id)
    return render_template("government/paper_receipt.html", row=row)
