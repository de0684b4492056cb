"""Everything that was done and seen, for the auditors, with the proof that nobody changed it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from savings_app.access.queries import names_of
from savings_app.actors import Permission
from savings_app.audit.queries import ChainProof, prove_chain
from savings_app.cases.queries.trail import list_trail
from savings_app.db import get_session
from savings_app.web.guards import requires
from savings_app.words.labels import find_label

bp = Blueprint("audit", __name__, url_prefix="/audit")

ON_A_PAGE = 50


@bp.get("/")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    return _page(None)


@bp.post("/proof")
@requires(Permission.AUDIT_READ)
def prove() -> ResponseReturnValue:
    """Reads and changes nothing; a POST, because it reads every row there is."""
    return _page(prove_chain(get_session()))


def _page(proof: ChainProof | None) -> str:
    session = get_session()
    case_id = request.args.get("case", type=UUID)
    before = request.args.get("before", type=int)
    # One more than is shown says whether there are older ones.
    found = list_trail(session, actor=g.actor, case_id=case_id, before=before, limit=ON_A_PAGE + 1)
    events = found[:ON_A_PAGE]
    people = {event.user_id for event in events} | {event.assisted_by for event in events}
    return render_template(
        "government/audit.html",
        events=events,
        words={event.action: _words(event.action) for event in events},
        names=names_of(session, {person for person in people if person is not None}),
        older=events[-1].sequence if len(found) > ON_A_PAGE else None,
        before=before,
        case_id=case_id,
        proof=proof,
    )


def _words(action: str) -> str:
    """What was done; an action without words of its own stands by its code."""
    return find_label(action, "told", "audit") or action
