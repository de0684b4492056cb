"""Pages for officers of partner banks: only their own bank's recipients, least data."""

from flask import Blueprint
from flask.blueprints import Blueprint as Topic

bp = Blueprint("bank", __name__, url_prefix="/bank")
topics: tuple[Topic, ...] = ()
for topic in topics:
    bp.register_blueprint(topic)
