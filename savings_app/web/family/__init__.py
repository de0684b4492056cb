"""Pages for families: where we are now, and one next step."""

from flask import Blueprint

from savings_app.web.family.documents import bp as documents
from savings_app.web.family.word import bp as word

bp = Blueprint("family", __name__, url_prefix="/family")
for topic in (word, documents):
    bp.register_blueprint(topic)
