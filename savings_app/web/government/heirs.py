"""Heirs, recipients, the consent to help with the claim, shares and a dispute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.heirs import (
    add_heir,
    record_heir_numbers_shown,
    remove_heir,
    state_shares,
)
from savings_app.cases.actions.opening import set_dispute
from savings_app.cases.heir_rules import ends_soon, other_tiers, search
from savings_app.cases.kinds import Relation, SchoolLevel
from savings_app.cases.people_rules import HeirFacts, is_minor
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.cases import get_case, list_heirs
from savings_app.cases.queries.heir_search import list_referrals, list_search
from savings_app.cases.queries.heirs import get_heir, shares_version
from savings_app.consents.actions import give_consent
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import list_live_recipients
from savings_app.consents.rules import words_of
from savings_app.corrections.actions import edit_heir_alone
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.identifiers import NIK
from savings_app.registry.nik import check_nik
from savings_app.web.fields import DateField, Filled, IdentifierField, RupiahField, TextField
from savings_app.web.forms import Form, VersionedForm, choices, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.warnings import warning_sentence

bp = Blueprint("heirs", __name__, url_prefix="/cases/<uuid:case_id>/heirs")


class HeirForm(VersionedForm):
    full_name = TextField(_("Nama lengkap sesuai KTP"), [Filled(_("Tulis namanya.")), longest(120)])
    relation = SelectField(
        _("Hubungan dengan almarhum"),
        [required(_("Pilih hubungannya."))],
        choices=[*choices([], empty=_("Pilih hubungan")), *labelled("relation", Relation)],
    )
    is_recipient = RadioField(
        _("Apakah orang ini menerima santunan?"),
        [required(_("Pilih ya atau tidak."))],
        choices=choices([("yes", _("Ya, penerima")), ("no", _("Tidak"))]),
    )
    nik = IdentifierField(_("NIK"), [Optional()], kind=NIK)
    born_on = DateField(_("Tanggal lahir"))
    phone = TextField(_("Nomor telepon"), [Optional(), longest(30)])
    school_level = SelectField(
        _("Jenjang sekolah sekarang"),
        [Optional()],
        choices=[
            *choices([], empty=_("Tidak sekolah atau bukan anak")),
            *labelled("school_level", SchoolLevel),
        ],
    )
    guardian_name = TextField(_("Nama wali"), [Optional(), longest(120)])
    guardian_nik = IdentifierField(_("NIK wali"), [Optional()], kind=NIK)
    guardian_proof = TextField(_("Bukti perwalian"), [Optional(), longest(200)])
    guardian_until = DateField(_("Perwalian sampai"))

    def facts(self) -> HeirFacts:
        return HeirFacts(
            full_name=self.full_name.data or "",
            relation=Relation(self.relation.data),
            is_recipient=self.is_recipient.data == "yes",
            nik=self.nik.data,
            born_on=self.born_on.data,
            phone=self.phone.data,
            school_level=SchoolLevel(self.school_level.data) if self.school_level.data else None,
            guardian_name=self.guardian_name.data,
            guardian_nik=self.guardian_nik.data,
            guardian_proof=self.guardian_proof.data,
            guardian_until=self.guardian_until.data,
        )


class ConsentForm(Form):
    agrees = BooleanField(
        _("Penerima sudah menandatangani atau memberi cap jempol pada persetujuan di kertas."),
        [required(_("Centang bila persetujuannya sudah ada di kertas."))],
    )


class DisputeForm(VersionedForm):
    disputed = RadioField(
        _("Apakah ada sengketa di antara ahli waris?"),
        [required(_("Pilih ya atau tidak."))],
        choices=choices(
            [("yes", _("Ya, ada sengketa")), ("no", _("Tidak ada, atau sudah selesai"))]
        ),
    )


def shown_heir(heir: Any) -> dict[str, Any]:
    """What a form over an heir holds before anything is typed."""
    facts = {name: getattr(heir, name, None) for name in HeirForm()._fields}
    return facts | {
        "is_recipient": "yes" if heir.is_recipient else "no",
        "school_level": heir.school_level or "",
    }


@bp.route("/")
@requires(Permission.CASE_READ)
def index(case_id: UUID) -> ResponseReturnValue:
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    heirs = list_heirs(session, case_id=case_id)
    return _index(case, heirs)


def _index(case: Any, heirs: Sequence[Any], *, refused: str | None = None) -> str:
    session, today = get_session(), clock.today()
    benefit = find_benefit_in_force(session, case_id=case.id)
    recipients = [heir for heir in heirs if heir.is_recipient]
    rows = list_search(session, case_id=case.id)
    found = search({step: row.answer for step, row in rows.items()})
    return render_template(
        "government/heirs.html",
        case=case,
        heirs=heirs,
        recipients=recipients,
        found=found,
        asked=bool(rows),
        other=[warning_sentence(one) for one in other_tiers(found.tier, recipients)],
        ending={heir.id for heir in recipients if ends_soon(heir.guardian_until, today=today)},
        minors={heir.id for heir in heirs if is_minor(heir.born_on, today)},
        doubts={heir.id: doubts for heir in heirs if (doubts := _doubts(heir))},
        consented=list_live_recipients(session, case_id=case.id, kind=ConsentKind.CLAIM_HELP),
        words=words_of(ConsentKind.CLAIM_HELP),
        total=benefit.computation.total if benefit else None,
        refused=refused,
    )


def _doubts(heir: Any) -> list[str]:
    """Where the NIK disagrees with the birth date: to look at, never to refuse."""
    if heir.nik is None:
        return []
    check = check_nik(heir.nik.full, today=clock.today(), born_on=heir.born_on)
    return [warning_sentence(warning) for warning in check.warnings]


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add(case_id: UUID) -> ResponseReturnValue:
    case = get_case(get_session(), actor=g.actor, case_id=case_id)
    form = HeirForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                heir = add_heir(
                    session,
                    actor=g.actor,
                    case_id=case_id,
                    facts=form.facts(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("%(name)s dicatat.", name=heir.full_name))
            return redirect(url_for(".index", case_id=case_id), 303)
    return render_template(
        "government/heir_form.html", form=form, case=case, heir=None, correcting=False
    )


@bp.route("/<uuid:heir_id>/edit", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit(case_id: UUID, heir_id: UUID) -> ResponseReturnValue:
    """The form shows the full NIK, so opening it is recorded."""
    if request.method == "GET":
        with transaction() as session:
            record_heir_numbers_shown(session, actor=g.actor, heir_id=heir_id, now=clock.now_utc())
    case, heir = get_heir(get_session(), actor=g.actor, heir_id=heir_id)
    form = HeirForm.of_request(**shown_heir(heir))
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                edit_heir_alone(
                    session,
                    actor=g.actor,
                    heir_id=heir_id,
                    version=form.seen_version(),
                    facts=form.facts(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except Conflict as conflict:
            case, heir = get_heir(get_session(), actor=g.actor, heir_id=heir_id)
            form = HeirForm(data=shown_heir(heir))
            form.show(conflict)
            status = 409
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Perubahan disimpan."))
            return redirect(url_for(".index", case_id=case.id), 303)
    page = render_template(
        "government/heir_form.html", form=form, case=case, heir=heir, correcting=False
    )
    return page, status


@bp.route("/<uuid:heir_id>/remove", methods=["POST"])
@requires(Permission.CASE_EDIT)
def remove(case_id: UUID, heir_id: UUID) -> ResponseReturnValue:
    """Only who was written down by mistake; a refusal stands on the form it came from."""
    case, heir = get_heir(get_session(), actor=g.actor, heir_id=heir_id)
    try:
        with transaction() as session:
            remove_heir(
                session,
                actor=g.actor,
                heir_id=heir_id,
                version=VersionedForm.of_request().seen_version(),
                now=clock.now_utc(),
            )
    except DomainError as refusal:
        form = HeirForm(data=shown_heir(heir))
        form.show(refusal)
        page = render_template(
            "government/heir_form.html", form=form, case=case, heir=heir, correcting=False
        )
        return page, 409 if isinstance(refusal, Conflict) else 200
    flash(gettext("Catatan ahli waris dihapus."))
    return redirect(url_for(".index", case_id=case_id), 303)


@bp.route("/<uuid:heir_id>/consent", methods=["POST"])
@requires(Permission.CASE_EDIT)
def consent(case_id: UUID, heir_id: UUID) -> ResponseReturnValue:
    """The paper consent to help with the claim; by itself, and no condition of anything."""
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    form = ConsentForm.of_request()
    if not form.submitted():
        heirs = list_heirs(session, case_id=case_id)
        return _index(case, heirs, refused=form.agrees.errors[0])
    with transaction() as session:
        give_consent(
            session,
            actor=g.actor,
            recipient_id=heir_id,
            kind=ConsentKind.CLAIM_HELP,
            now=clock.now_utc(),
        )
    flash(gettext("Persetujuan bantuan klaim dicatat."))
    return redirect(url_for(".index", case_id=case_id), 303)


def _shares_form(recipients: Sequence[Any]) -> Any:
    """A form with one amount for each recipient, named by position."""
    fields = {
        f"share_{heir.position}": RupiahField(heir.full_name, [Optional()]) for heir in recipients
    }
    kind = type("SharesForm", (VersionedForm,), fields)
    now = {f"share_{heir.position}": heir.share for heir in recipients}
    return kind.of_request(version=shares_version(recipients), **now)  # type: ignore[attr-defined]


@bp.route("/shares", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def shares(case_id: UUID) -> ResponseReturnValue:
    """The shares the recipients state themselves; empty while they have not."""
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    recipients = [heir for heir in list_heirs(session, case_id=case_id) if heir.is_recipient]
    form = _shares_form(recipients)
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                state_shares(
                    session,
                    actor=g.actor,
                    case_id=case_id,
                    shares={h.id: form[f"share_{h.position}"].data for h in recipients},
                    seen=form.seen_version(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
            status = 409 if isinstance(refusal, Conflict) else 200
        else:
            flash(gettext("Bagian penerima disimpan."))
            return redirect(url_for(".index", case_id=case_id), 303)
    benefit = find_benefit_in_force(get_session(), case_id=case_id)
    page = render_template(
        "government/shares.html",
        form=form,
        case=case,
        recipients=recipients,
        total=benefit.computation.total if benefit else None,
    )
    return page, status


@bp.route("/dispute", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def dispute(case_id: UUID) -> ResponseReturnValue:
    """A dispute is recorded and referred; the software takes no side."""
    case = get_case(get_session(), actor=g.actor, case_id=case_id)
    form = DisputeForm.of_request(version=case.version, disputed="yes" if case.disputed else None)
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                set_dispute(
                    session,
                    actor=g.actor,
                    case_id=case_id,
                    version=form.seen_version(),
                    disputed=form.disputed.data == "yes",
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
            status = 409 if isinstance(refusal, Conflict) else 200
        else:
            flash(gettext("Catatan sengketa disimpan."))
            return redirect(url_for(".index", case_id=case_id), 303)
    referrals = list_referrals(get_session(), case_id=case_id)
    page = render_template("government/dispute.html", form=form, case=case, referrals=referrals)
    return page, status
