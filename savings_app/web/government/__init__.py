"""Pages for the Dinas: caseworkers, supervisors and auditors."""

from flask import Blueprint
from flask.blueprints import Blueprint as Topic

bp = Blueprint("government", __name__, url_prefix="/government")
topics: tuple[Topic, ...] = ()
for topic in topics:
    bp.register_blueprint(topic)
