"""Pages for families: where we are now, and one next step."""

from flask import Blueprint

from savings_app.web.family.benefit import bp as benefit
from savings_app.web.family.complaint import bp as complaint
from savings_app.web.family.consents import bp as consents
from savings_app.web.family.documents import bp as documents
from savings_app.web.family.follow_up import bp as follow_up
from savings_app.web.family.home import bp as home
from savings_app.web.family.plan import bp as plan
from savings_app.web.family.pledges import bp as pledges
from savings_app.web.family.receipt import bp as receipt
from savings_app.web.family.reminders import bp as reminders
from savings_app.web.family.savings import bp as savings
from savings_app.web.family.support import bp as support
from savings_app.web.family.voices import bp as voices
from savings_app.web.family.voices import players_here
from savings_app.web.family.word import bp as word

bp = Blueprint("family", __name__, url_prefix="/family")
for topic in (
    home,
    benefit,
    receipt,
    complaint,
    plan,
    consents,
    pledges,
    savings,
    reminders,
    word,
    documents,
    follow_up,
    support,
    voices,
):
    bp.register_blueprint(topic)


@bp.context_processor
def _voices() -> dict[str, object]:
    """Asked by the layout alone, so that what is no page asks nothing."""
    return {"players_here": players_here}
