"""Pages for families: where we are now, and one next step."""

from flask import Blueprint, request

from savings_app.web.family.benefit import bp as benefit
from savings_app.web.family.complaint import bp as complaint
from savings_app.web.family.consents import bp as consents
from savings_app.web.family.documents import bp as documents
from savings_app.web.family.follow_up import bp as follow_up
from savings_app.web.family.home import bp as home
from savings_app.web.family.passbook import bp as passbook
from savings_app.web.family.plan import bp as plan
from savings_app.web.family.pledges import bp as pledges
from savings_app.web.family.receipt import bp as receipt
from savings_app.web.family.registered import bp as registered
from savings_app.web.family.reminders import bp as reminders
from savings_app.web.family.savings import bp as savings
from savings_app.web.family.support import bp as support
from savings_app.web.family.voices import bp as voices
from savings_app.web.family.voices import players_here
from savings_app.web.family.word import bp as word
from savings_app.words import lazy_gettext as _

bp = Blueprint("family", __name__, url_prefix="/family")
# What a page's title says before the name of the service. A phone is shared, and its history shows
# titles: none names anybody or a death, and whoever complains leaves no word of it.
TOPICS = {
    home: _("Beranda"),
    benefit: _("Hak Anda menurut hukum"),
    receipt: _("Dana masuk"),
    complaint: None,
    plan: _("Rencana Anda"),
    consents: _("Persetujuan Anda"),
    pledges: _("Niat menabung"),
    savings: _("Simpanan Anda"),
    passbook: _("Foto buku tabungan"),
    registered: _("Rekening Anda"),
    reminders: _("Pengingat Anda"),
    word: _("Kata masuk"),
    documents: _("Surat Anda"),
    follow_up: _("Kunjungan"),
    support: None,
    voices: None,
}
for topic in TOPICS:
    bp.register_blueprint(topic)
_TITLES = {f"{bp.name}.{topic.name}": title for topic, title in TOPICS.items()}


@bp.context_processor
def _voices() -> dict[str, object]:
    """Asked by the layout alone, so that what is no page asks nothing."""
    return {"players_here": players_here}


@bp.context_processor
def _topic() -> dict[str, object]:
    return {"topic": _TITLES.get(request.blueprint or "")}
