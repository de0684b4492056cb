"""Pages for the Dinas: caseworkers, supervisors and auditors."""

from flask import Blueprint, g
from flask.blueprints import Blueprint as Topic

from savings_app.actors import Permission
from savings_app.web.government.documents import bp as documents
from savings_app.words import gettext

bp = Blueprint("government", __name__, url_prefix="/government")
topics: tuple[Topic, ...] = (documents,)
for topic in topics:
    bp.register_blueprint(topic)


@bp.context_processor
def _navigation() -> dict[str, object]:
    """The places of this role: (endpoint, label) pairs, added to as pages land."""
    places = [("government.home.index", gettext("Beranda"), Permission.CASE_READ)]
    actor = g.get("actor")
    return {
        "navigation": [
            (endpoint, label)
            for endpoint, label, needs in places
            if actor is not None and actor.may(needs)
        ]
    }
