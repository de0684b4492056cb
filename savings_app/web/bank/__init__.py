"""Pages for officers of partner banks: only their own bank's recipients, least data."""

from flask import Blueprint
from flask.blueprints import Blueprint as Topic

from savings_app.words import gettext

bp = Blueprint("bank", __name__, url_prefix="/bank")
topics: tuple[Topic, ...] = ()
for topic in topics:
    bp.register_blueprint(topic)


@bp.context_processor
def _navigation() -> dict[str, object]:
    """An officer's places: (endpoint, label) pairs, added to as pages land."""
    return {"navigation": [("bank.home.index", gettext("Beranda"))]}
