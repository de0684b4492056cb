"""Pages for officers of partner banks: only their own bank's recipients, least data."""

from flask import Blueprint, g
from flask.blueprints import Blueprint as Topic

from savings_app import clock
from savings_app.banks.queries.agreements import agreed_until
from savings_app.banks.rules import SOON
from savings_app.db import get_session
from savings_app.web.bank.answer_days import bp as answer_days
from savings_app.web.bank.answers import bp as answers
from savings_app.web.bank.answers_given import bp as answers_given
from savings_app.web.bank.branches import bp as branches
from savings_app.web.bank.exceptions import bp as exceptions
from savings_app.web.bank.files import bp as files
from savings_app.web.bank.home import bp as home
from savings_app.web.bank.interest import bp as interest
from savings_app.web.bank.matches import bp as matches
from savings_app.web.bank.mismatches import bp as mismatches
from savings_app.web.bank.missing import bp as missing
from savings_app.web.bank.names import bp as names
from savings_app.web.bank.products import bp as products
from savings_app.web.bank.pulls import bp as pulls
from savings_app.web.bank.quiet import bp as quiet
from savings_app.web.bank.shapes import bp as shapes
from savings_app.web.bank.teaching import bp as teaching
from savings_app.words import gettext

bp = Blueprint("bank", __name__, url_prefix="/bank")
topics: tuple[Topic, ...] = (
    home,
    names,
    answer_days,
    answers,
    answers_given,
    files,
    teaching,
    shapes,
    matches,
    exceptions,
    missing,
    mismatches,
    products,
    branches,
    pulls,
    quiet,
    interest,
)
for topic in topics:
    bp.register_blueprint(topic)


@bp.context_processor
def _navigation() -> dict[str, object]:
    """An officer's places: (endpoint, label) pairs, added to as pages land.

    `agreed_until` is the last day his bank's agreement holds; None: nothing passes today.
    """
    actor, until = g.get("actor"), None
    if actor is not None and actor.bank_id is not None:
        until = agreed_until(get_session(), bank_id=actor.bank_id, today=clock.today())
    return {
        "agreed_until": until,
        "agreement_ends_soon": until is not None and until - clock.today() <= SOON,
        "navigation": [
            ("bank.home.index", gettext("Beranda")),
            ("bank.names.index", gettext("Nama pemilik")),
            ("bank.answers.index", gettext("Masih ada?")),
            ("bank.files.index", gettext("Berkas bank")),
            ("bank.matches.index", gettext("Pencocokan")),
            ("bank.products.index", gettext("Produk")),
        ],
    }
