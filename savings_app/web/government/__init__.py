"""Pages for the Dinas: caseworkers, supervisors and auditors."""

from flask import Blueprint, g
from flask.blueprints import Blueprint as Topic

from savings_app.actors import Permission
from savings_app.web.government.accounts import bp as accounts
from savings_app.web.government.agreements import bp as agreements
from savings_app.web.government.api_clients import bp as api_clients
from savings_app.web.government.asking import bp as asking
from savings_app.web.government.audit import bp as audit
from savings_app.web.government.bank_pulls import bp as bank_pulls
from savings_app.web.government.bank_reports import bp as bank_reports
from savings_app.web.government.benefit import bp as benefit
from savings_app.web.government.budget import bp as budget
from savings_app.web.government.case import bp as case
from savings_app.web.government.cases import bp as cases
from savings_app.web.government.claim import bp as claim
from savings_app.web.government.claim_sheet import bp as claim_sheet
from savings_app.web.government.complaint import bp as complaint
from savings_app.web.government.complaints import bp as complaints
from savings_app.web.government.consent_letters import bp as consent_letters
from savings_app.web.government.correction_asking import bp as correction_asking
from savings_app.web.government.corrections import bp as corrections
from savings_app.web.government.coverage import bp as coverage
from savings_app.web.government.data_update_files import bp as data_update_files
from savings_app.web.government.data_update_keying import bp as data_update_keying
from savings_app.web.government.data_update_lines import bp as data_update_lines
from savings_app.web.government.data_updates import bp as data_updates
from savings_app.web.government.death import bp as death
from savings_app.web.government.deaths import bp as deaths
from savings_app.web.government.document_run import bp as document_run
from savings_app.web.government.document_runs import bp as document_runs
from savings_app.web.government.documents import bp as documents
from savings_app.web.government.experiment import bp as experiment
from savings_app.web.government.experiments import bp as experiments
from savings_app.web.government.follow_ups import bp as follow_ups
from savings_app.web.government.hand_over import bp as hand_over
from savings_app.web.government.hand_overs import bp as hand_overs
from savings_app.web.government.handler import bp as handler
from savings_app.web.government.heir_search import bp as heir_search
from savings_app.web.government.heirs import bp as heirs
from savings_app.web.government.holidays import bp as holidays
from savings_app.web.government.home import bp as home
from savings_app.web.government.import_columns import bp as import_columns
from savings_app.web.government.imports import bp as imports
from savings_app.web.government.learning_cards import bp as learning_cards
from savings_app.web.government.learning_session import bp as learning_session
from savings_app.web.government.learning_sessions import bp as learning_sessions
from savings_app.web.government.legal_bases import bp as legal_bases
from savings_app.web.government.letters import bp as letters
from savings_app.web.government.merges import bp as merges
from savings_app.web.government.messages import bp as messages
from savings_app.web.government.missing import bp as missing
from savings_app.web.government.months import bp as months
from savings_app.web.government.open_case import bp as open_case
from savings_app.web.government.overview import bp as overview
from savings_app.web.government.paper_files import bp as paper_files
from savings_app.web.government.paper_message import bp as paper_message
from savings_app.web.government.paper_receipts import bp as paper_receipts
from savings_app.web.government.papers import bp as papers
from savings_app.web.government.participants import bp as participants
from savings_app.web.government.payments_to_check import bp as payments_to_check
from savings_app.web.government.payouts import bp as payouts
from savings_app.web.government.recordings import bp as recordings
from savings_app.web.government.reference import bp as reference
from savings_app.web.government.referrals import bp as referrals
from savings_app.web.government.retention import bp as retention
from savings_app.web.government.savings import bp as savings
from savings_app.web.government.stop_cost import bp as stop_cost
from savings_app.web.government.support import bp as support
from savings_app.web.government.targets import bp as targets
from savings_app.web.government.village_months import bp as village_months
from savings_app.web.government.visits import bp as visits
from savings_app.web.government.warnings import bp as warnings
from savings_app.web.government.webhooks import bp as webhooks
from savings_app.web.government.work import bp as work
from savings_app.words import gettext

bp = Blueprint("government", __name__, url_prefix="/government")
topics: tuple[Topic, ...] = (
    home,
    participants,
    deaths,
    death,
    data_updates,
    data_update_keying,
    data_update_lines,
    data_update_files,
    payments_to_check,
    coverage,
    village_months,
    stop_cost,
    budget,
    legal_bases,
    agreements,
    api_clients,
    retention,
    bank_pulls,
    webhooks,
    bank_reports,
    targets,
    reference,
    open_case,
    cases,
    case,
    heirs,
    imports,
    import_columns,
    heir_search,
    referrals,
    papers,
    paper_files,
    paper_receipts,
    paper_message,
    benefit,
    documents,
    document_runs,
    document_run,
    letters,
    visits,
    accounts,
    claim,
    claim_sheet,
    payouts,
    complaints,
    corrections,
    correction_asking,
    merges,
    complaint,
    consent_letters,
    asking,
    hand_overs,
    hand_over,
    learning_sessions,
    learning_session,
    messages,
    missing,
    learning_cards,
    recordings,
    overview,
    months,
    experiments,
    experiment,
    audit,
    handler,
    follow_ups,
    savings,
    support,
    work,
    holidays,
    warnings,
)
for topic in topics:
    bp.register_blueprint(topic)


@bp.context_processor
def _navigation() -> dict[str, object]:
    """The places of this role: (endpoint, label) pairs, added to as pages land."""
    places = [
        ("government.home.index", gettext("Beranda"), Permission.CASE_READ),
        ("government.work.index", gettext("Pekerjaan"), Permission.CASE_READ),
        ("government.cases.index", gettext("Santunan"), Permission.CASE_READ),
        ("government.participants.index", gettext("Peserta"), Permission.CASE_READ),
        ("government.coverage.index", gettext("Cakupan"), Permission.COVERAGE_READ),
        ("government.complaints.index", gettext("Laporan keluarga"), Permission.CASE_READ),
        (
            "government.complaints.about_staff",
            gettext("Laporan tentang petugas"),
            Permission.STAFF_COMPLAINT_READ,
        ),
        ("government.overview.show", gettext("Ikhtisar"), Permission.OVERVIEW_READ),
        ("government.audit.index", gettext("Jejak"), Permission.AUDIT_READ),
        ("government.api_clients.index", gettext("Sistem bank"), Permission.USER_MANAGE),
    ]
    actor = g.get("actor")
    return {
        "navigation": [
            (endpoint, label)
            for endpoint, label, needs in places
            if actor is not None and actor.may(needs)
        ]
    }
