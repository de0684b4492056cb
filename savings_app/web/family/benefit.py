"""What is ours by law, to the rupiah, part by part. Another heir's amount is never on the page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, g, render_template

from savings_app.actors import Permission
from savings_app.cases.benefit_rules import read_scholarship, read_warning
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.cases import get_case, get_entitlement, get_own_recipient
from savings_app.db import get_session
from savings_app.errors import NotFound
from savings_app.money import Rupiah
from savings_app.policy.rules import FactStatus
from savings_app.web.guards import requires
from savings_app.words import _
from savings_app.words.labels import label
from savings_app.words.warnings import warning_sentence

bp = Blueprint("benefit", __name__, url_prefix="/benefit")


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part as the table shows it; what we are not sure of is marked."""

    label: str
    amount: Rupiah
    law: str


@bp.route("/")
@requires(Permission.OWN_READ)
def show() -> str:
    session = get_session()
    recipient = get_own_recipient(session, actor=g.actor)
    benefit = find_benefit_in_force(session, case_id=recipient.case_id)
    if benefit is None:
        raise NotFound
    computation = benefit.computation
    return render_template(
        "family/benefit.html",
        case=get_case(session, actor=g.actor, case_id=recipient.case_id),
        entitlement=get_entitlement(session, recipient=recipient),
        computation=computation,
        rows=[
            PartRow(label("part", part.part), part.amount, law_words(part.law, part.status.value))
            for part in benefit.parts
        ],
        scholarship=read_scholarship(computation.scholarship),
        law_words=law_words,
        warnings=[warning_sentence(read_warning(stored)) for stored in computation.warnings],
    )


def law_words(law: str, status: str) -> str:
    """The law, and plainly so where nobody has checked it yet."""
    if status == FactStatus.VERIFIED.value:
        return law
    return _("%(law)s (draf: belum diperiksa)", law=law)
