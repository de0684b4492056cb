"""Accounts a bank opened for heirs, and what it says does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, g, jsonify
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.bank_api.actions.reports import register_account, report_mismatch
from savings_app.bank_api.kinds import MismatchAbout, MismatchKind, Scope
from savings_app.bank_api.queries.reports import get_mismatch, get_registration
from savings_app.db import get_session
from savings_app.identifiers import AccountNumber
from savings_app.web.guards import requires_scope
from savings_app.web.once import answer_once

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from savings_app.bank_api.models import Mismatch

bp = Blueprint("api_reports", __name__)


@bp.post("/accounts")
@requires_scope(Scope.ACCOUNTS)
def register() -> ResponseReturnValue:
    return answer_once("registerAccount", _register)


def _register(session: Session, body: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
    row = register_account(
        session,
        actor=g.actor,
        client=g.caller.client,
        number=AccountNumber(body["account_number"]),
        holder_name=body["holder_name"],
        branch=body.get("branch"),
        reference=body["reference"],
        now=clock.now_utc(),
    )
    return 202, {"id": str(row.id), "status": row.state.value}


@bp.get("/accounts/<uuid:registration_id>")
@requires_scope(Scope.ACCOUNTS)
def registered(registration_id: UUID) -> ResponseReturnValue:
    row = get_registration(get_session(), actor=g.actor, registration_id=registration_id)
    return jsonify(id=str(row.id), status=row.state.value)


@bp.post("/mismatches")
@requires_scope(Scope.MISMATCHES)
def report() -> ResponseReturnValue:
    return answer_once("reportMismatch", _report)


def _report(session: Session, body: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
    row = report_mismatch(
        session,
        actor=g.actor,
        client=g.caller.client,
        about=MismatchAbout(body["about"]),
        subject_id=UUID(body["id"]),
        kind=MismatchKind(body["kind"]),
        note=body.get("note"),
        now=clock.now_utc(),
    )
    return 201, _told(row)


@bp.get("/mismatches/<uuid:mismatch_id>")
@requires_scope(Scope.MISMATCHES)
def reported(mismatch_id: UUID) -> ResponseReturnValue:
    return jsonify(_told(get_mismatch(get_session(), actor=g.actor, mismatch_id=mismatch_id)))


def _told(row: Mismatch) -> dict[str, Any]:
    answered = row.answered_at.isoformat() if row.answered_at else None
    return {
        "id": str(row.id),
        "status": "answered" if row.answered_at else "open",
        "received_at": row.received_at.isoformat(),
        "answer": row.answer,
        "answered_at": answered,
    }
