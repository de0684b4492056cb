"""Who agreed to a request so far, and how many the money that was paid asks for."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.queries.assents import Approvals
from savings_app.cases.queries.money import get_paid_to
from savings_app.corrections.models import CorrectionAssent, CorrectionRequest
from savings_app.money import Rupiah
from savings_app.policy.approvers import approvers_needed
from savings_app.words.formats import in_wita


def get_approvals(session: Session, *, request: CorrectionRequest) -> Approvals:
    """The amount is what was paid to the recipient whose facts change; of others none."""
    paid = Rupiah(0)
    if request.heir_id is not None:
        paid = get_paid_to(session, recipient_id=request.heir_id)
    rule = approvers_needed(amount=paid, on=in_wita(request.requested_at).date())
    given = session.scalars(
        select(CorrectionAssent.decided_by)
        .where(CorrectionAssent.request_id == request.id)
        .order_by(CorrectionAssent.decided_at)
    ).all()
    return Approvals(rule, given)
