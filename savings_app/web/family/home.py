"""The family's first page: where the money is now, whose turn it is, and one next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, g, render_template, url_for

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.kinds import PlanOutcome
from savings_app.cases.queries.follow_ups import find_next_follow_up
from savings_app.cases.queries.papers import get_paper_receipt, list_paper_receipts
from savings_app.cases.queries.situation import Situation, get_situation
from savings_app.db import get_session
from savings_app.deposits.queries.account_words import AccountSaid, list_said
from savings_app.deposits.queries.pledges import PledgeRow, list_pledges
from savings_app.deposits.sleep_rules import SAID
from savings_app.literacy.queries import find_invitation
from savings_app.money import ZERO, total
from savings_app.planning.kinds import NeedKind
from savings_app.planning.queries import find_draft, find_plan_in_force, list_lines
from savings_app.policy.rules import payment_working_days
from savings_app.web.guards import requires
from savings_app.words import _
from savings_app.words.formats import date_long, rupiah
from savings_app.words.labels import label

bp = Blueprint("home", __name__, url_prefix="")


@dataclass(frozen=True, slots=True)
class NextStep:
    """Whose turn it is (empty: nobody's), why, and the one button of the page."""

    who: str
    why: str
    action: str
    href: str


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """How far the family's plan is, and whether its saving is noted as a wish yet."""

    draft_id: UUID | None
    outcome: PlanOutcome | None
    has_unnoted_saving: bool = False


@bp.route("/")
@requires(Permission.OWN_READ)
def index() -> str:
    session = get_session()
    situation = get_situation(session, actor=g.actor)
    recipient_id = situation.recipient.id
    in_force = find_plan_in_force(session, recipient_id=recipient_id)
    pledges = list_pledges(session, actor=g.actor, recipient_id=recipient_id)
    saves = in_force is not None and any(
        line.kind is NeedKind.SAVING for line in list_lines(session, plan_id=in_force.id)
    )
    draft = find_draft(session, recipient_id=recipient_id)
    plan = PlanStanding(
        draft_id=draft.id if draft else None,
        outcome=situation.recipient.plan_outcome,
        has_unnoted_saving=saves and not pledges,
    )
    today = clock.today()
    return render_template(
        "family/home.html",
        draft_id=plan.draft_id,
        situation=situation,
        where=where_words(situation),
        next_step=next_step(situation, plan, today=today),
        steps=[*steps(situation, plan, today=today), saving_step(pledges, _said(recipient_id))],
        today=today,
        invitation=find_invitation(session, actor=g.actor, today=today),
        visit=find_next_follow_up(session, recipient_id=recipient_id, today=today),
    )


@bp.route("/papers")
@requires(Permission.OWN_READ)
def papers() -> str:
    """Which papers the claim needs, what came, and what is next for each."""
    situation = get_situation(get_session(), actor=g.actor)
    return render_template(
        "family/papers.html",
        situation=situation,
        receipts=list_paper_receipts(get_session(), case_id=situation.case.id),
    )


@bp.route("/paper-receipts/<uuid:paper_receipt_id>")
@requires(Permission.OWN_READ)
def paper_receipt(paper_receipt_id: UUID) -> str:
    """The receipt the family was given, to be read or printed again under its number."""
    row = get_paper_receipt(get_session(), actor=g.actor, paper_receipt_id=paper_receipt_id)
    return render_template("family/paper_receipt.html", row=row)


def where_words(now: Situation) -> str:
    """Where the money is, in one sentence."""
    if now.arrival.paid > ZERO and now.arrival.paid_on is not None:
        return _(
            "BPJS sudah membayar %(paid)s pada %(on)s, ke rekening atas nama Anda.",
            paid=rupiah(now.arrival.paid),
            on=date_long(now.arrival.paid_on),
        )
    if now.filed_on is not None:
        return _("Uangnya belum dibayar. Klaimnya sedang diperiksa BPJS Ketenagakerjaan.")
    return _("Uangnya belum dibayar. Klaim ke BPJS Ketenagakerjaan sedang disiapkan.")


def next_step(now: Situation, plan: PlanStanding, *, today: date) -> NextStep:
    """The one thing to do now, or who is to do it."""
    if now.arrival.paid > ZERO:
        return _after_payout(now, plan)
    benefit = (_("Lihat hak Anda"), url_for("family.benefit.show"))
    if now.filed_on is not None and now.due_on is not None:
        return NextStep(_("BPJS Ketenagakerjaan"), _due_words(now.due_on, today), *benefit)
    if now.papers_to_bring:
        why = _(
            "Bawa berkas ini ke petugas Dinas: %(papers)s.",
            papers=", ".join(label("paper", paper.kind.value) for paper in now.papers_to_bring),
        )
        return NextStep(_("Anda"), why, _("Lihat berkas"), url_for(".papers"))
    if now.account_number is None:
        why = _(
            "Buka rekening atas nama Anda sendiri, di bank mana pun, lalu tunjukkan bukunya kepada "
            "petugas Dinas. Kartu dan PIN tetap Anda pegang."
        )
        return NextStep(_("Anda"), why, *benefit)
    why = _("Petugas Dinas melengkapi berkas lain dan mengajukan klaim ke BPJS.")
    return NextStep(_("Dinas"), why, *benefit)


def _after_payout(now: Situation, plan: PlanStanding) -> NextStep:
    you = _("Anda")
    if now.arrival.is_asked:
        why = _("Periksa rekening Anda, lalu beri tahu kami apakah semuanya sudah masuk.")
        return NextStep(you, why, _("Jawab"), url_for("family.receipt.confirm"))
    if now.arrival.said_complete is False:
        why = _("Laporan Anda sudah diterima. Yang kurang sedang diperiksa, di luar desa.")
        return NextStep(_("Dinas"), why, _("Lihat laporan Anda"), url_for("family.complaint.index"))
    plan_page = url_for("family.plan.index")
    if plan.draft_id:
        why = _("Rencana Anda belum selesai. Yang sudah dijawab tersimpan.")
        return NextStep(you, why, _("Lanjutkan rencana"), plan_page)
    if plan.outcome is None:
        why = _("Buat rencana untuk uang ini, satu pertanyaan tiap halaman. Boleh belum sekarang.")
        return NextStep(you, why, _("Buat rencana"), plan_page)
    if plan.has_unnoted_saving:
        why = _("Rencana Anda menyebut simpanan. Bila mau, catat niat itu; boleh juga tidak.")
        return NextStep("", why, _("Ke halaman simpanan"), url_for("family.pledges.index"))
    why = _("Semua sudah selesai. Anda boleh mengubah rencana kapan saja.")
    return NextStep("", why, _("Lihat rencana"), plan_page)


def _due_words(due_on: date, today: date) -> str:
    if today > due_on:
        return _(
            "Menurut hukum BPJS harus membayar paling lambat %(on)s. Hari itu sudah lewat; "
            "petugas Dinas menanyakannya ke BPJS.",
            on=date_long(due_on),
        )
    return _("BPJS harus membayar paling lambat %(on)s menurut hukum.", on=date_long(due_on))


def steps(now: Situation, plan: PlanStanding, *, today: date) -> list[dict[str, str]]:
    """The way of the money as a list, each step with its state."""
    return [
        _papers_step(now),
        _account_step(now),
        _claim_step(now, today),
        _arrival_step(now),
        _plan_step(plan),
    ]


def _said(recipient_id: UUID) -> Sequence[AccountSaid]:
    """Accounts of which the bank said that they are closed or no longer active."""
    said = list_said(get_session(), actor=g.actor, recipient_id=recipient_id, today=clock.today())
    return [one for one in said if one.status in SAID]


def saving_step(pledges: Sequence[PledgeRow], said: Sequence[AccountSaid]) -> dict[str, str]:
    """Intentions to save, in the family's own words; none is as good as any.

    What a bank `said` of an account comes first: the family should hear of it.
    """
    if said:
        step = {"text": _("Simpanan"), "href": url_for("family.savings.index")}
        status = label("sleep", SAID[said[0].status].value)
        hint = _("%(bank)s: %(status)s", bank=said[0].bank_name, status=status)
        return {**step, "hint": hint, "state": _("Ada kabar bank"), "tone": "now"}
    if not pledges:
        address = url_for("family.pledges.index")
        return {"text": _("Simpanan"), "href": address, "state": _("Belum ada"), "tone": "wait"}
    step = {"text": _("Simpanan"), "href": url_for("family.savings.index")}
    amount = rupiah(total(row.pledge.amount for row in pledges))
    hint = _("Niat menyimpan %(amount)s. Boleh diubah.", amount=amount)
    return {**step, "hint": hint, "state": _("Dicatat"), "tone": "done"}


def _papers_step(now: Situation) -> dict[str, str]:
    step = {"text": _("Berkas"), "href": url_for("family.home.papers")}
    if now.has_all_papers:
        return {**step, "state": _("Lengkap"), "tone": "done"}
    count = _("%(have)s dari %(all)s ada", have=now.received_papers, all=len(now.papers))
    return {**step, "state": count, "tone": "now"}


def _account_step(now: Situation) -> dict[str, str]:
    if now.account_number is None:
        hint = _("Atas nama Anda sendiri, di bank mana pun.")
        return {"text": _("Rekening"), "hint": hint, "state": _("Belum ada"), "tone": "now"}
    hint = f"{now.bank_name}, {now.account_number}"
    return {"text": _("Rekening"), "hint": hint, "state": _("Ada"), "tone": "done"}


def _claim_step(now: Situation, today: date) -> dict[str, str]:
    step = {"text": _("Klaim ke BPJS")}
    if now.arrival.paid > ZERO:
        return {**step, "state": _("Dibayar"), "tone": "done"}
    if now.filed_on is None or now.due_on is None:
        days = payment_working_days(programme=now.case.programme, on=today)
        hint = _("Sesudah klaim lengkap, BPJS harus membayar dalam %(days)s hari kerja.", days=days)
        return {**step, "hint": hint, "state": _("Belum"), "tone": "wait"}
    hint = _(
        "Diajukan %(filed)s. Harus dibayar paling lambat %(due)s menurut hukum.",
        filed=date_long(now.filed_on),
        due=date_long(now.due_on),
    )
    return {**step, "hint": hint, "state": _("Di BPJS"), "tone": "now"}


def _arrival_step(now: Situation) -> dict[str, str]:
    step = {"text": _("Dana masuk")}
    if now.arrival.paid <= ZERO:
        return {**step, "state": _("Belum"), "tone": "wait"}
    step["href"] = url_for("family.receipt.confirm")
    if now.arrival.said_complete is None:
        return {**step, "state": _("Menunggu jawaban Anda"), "tone": "now"}
    if now.arrival.said_complete:
        return {**step, "state": _("Semua sudah masuk"), "tone": "done"}
    return {**step, "state": _("Ada yang kurang"), "tone": "now"}


def _plan_step(plan: PlanStanding) -> dict[str, str]:
    step = {"text": _("Rencana"), "href": url_for("family.plan.index")}
    if plan.draft_id:
        return {**step, "state": _("Belum selesai"), "tone": "now"}
    if plan.outcome is PlanOutcome.AGREED:
        return {**step, "state": _("Selesai"), "tone": "done"}
    if plan.outcome is PlanOutcome.NOT_NOW:
        return {**step, "state": _("Belum sekarang"), "tone": "done"}
    return {**step, "state": _("Belum dibuat"), "tone": "wait"}
