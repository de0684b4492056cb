"""Pages for anybody: what this is, rights, sign-in, verification of a document, health."""

from flask import Blueprint

from savings_app.web.public.bank_products import bp as bank_products
from savings_app.web.public.calculators import bp as calculators
from savings_app.web.public.certificates import bp as certificates
from savings_app.web.public.family_signin import bp as family_signin
from savings_app.web.public.health import bp as health
from savings_app.web.public.home import bp as home
from savings_app.web.public.language import bp as language
from savings_app.web.public.lessons import bp as lessons
from savings_app.web.public.offline import bp as offline
from savings_app.web.public.password import bp as password
from savings_app.web.public.report import bp as report
from savings_app.web.public.report_death import bp as report_death
from savings_app.web.public.staff_signin import bp as staff_signin
from savings_app.web.public.static_files import bp as static_files
from savings_app.web.public.stop import bp as stop
from savings_app.web.public.verify import bp as verify

bp = Blueprint("public", __name__)
for topic in (
    home,
    staff_signin,
    password,
    family_signin,
    report_death,
    language,
    static_files,
    verify,
    certificates,
    health,
    report,
    stop,
    calculators,
    bank_products,
    lessons,
    offline,
):
    bp.register_blueprint(topic)
