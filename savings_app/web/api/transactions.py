"""Lines of accounts, sent by the bank's own system and taken in by the one rule of bank files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.bank_api.kinds import Scope
from savings_app.bank_api.statement_rules import as_bank_file, pointers
from savings_app.reconciliation.actions.files import import_file
from savings_app.web.guards import requires_scope
from savings_app.web.once import answer_once

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

bp = Blueprint("api_transactions", __name__)


@bp.post("/transactions")
@requires_scope(Scope.TRANSACTIONS)
def push() -> ResponseReturnValue:
    return answer_once("pushTransactions", _take_in)


def _take_in(session: Session, body: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
    data = _canonical(body)
    file, done = import_file(
        session,
        actor=g.actor,
        bank_id=g.actor.bank_id,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        found=as_bank_file(body),
        now=clock.now_utc(),
    )
    return 200, {
        "id": str(file.id),
        "in": done.rows_in,
        "new": done.new,
        "same": done.same,
        "refused": done.refused,
        "problems": pointers(done.summary),
    }


def _canonical(body: Mapping[str, Any]) -> bytes:
    """The body in one spelling: blanks and the order of its names make no other file of it."""
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
