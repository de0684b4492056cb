"""Pledges to deposit that are still open, a page at a time."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.bank_api.actions.reading import record_pledges_read
from savings_app.bank_api.document import read_query
from savings_app.bank_api.kinds import Scope
from savings_app.bank_api.queries.pledges import OpenPledge, list_open_pledges
from savings_app.db import get_session, transaction
from savings_app.web.guards import requires_scope

bp = Blueprint("api_pledges", __name__)


@bp.get("/pledges")
@requires_scope(Scope.PLEDGES)
def index() -> ResponseReturnValue:
    asked = read_query("listPledges", request.args.items(multi=True))
    after = UUID(asked["after"]) if "after" in asked else None
    found, more = list_open_pledges(
        get_session(), actor=g.actor, today=clock.today(), after=after, size=asked["limit"]
    )
    with transaction() as session:
        record_pledges_read(session, actor=g.actor, count=len(found), now=clock.now_utc())
    return jsonify(
        pledges=[_told(one) for one in found],
        next=str(found[-1].id) if more else None,
    )


def _told(pledge: OpenPledge) -> dict[str, str]:
    return {
        "id": str(pledge.id),
        "code": pledge.code,
        "account_id": str(pledge.account_id),
        "account_number": pledge.number.full,
        "amount": str(pledge.amount),
        "until": pledge.until_on.isoformat(),
    }
