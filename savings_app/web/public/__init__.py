"""Pages for anybody: what this is, rights, sign-in, verification of a document, health."""

from flask import Blueprint

from savings_app.web.public import family_signin, health, home, language, staff_signin

bp = Blueprint("public", __name__)
for topic in (home, staff_signin, family_signin, language, health):
    bp.register_blueprint(topic.bp)
