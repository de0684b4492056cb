"""One case: whose turn it is, what is done, and the way to each of its topics."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.heir_rules import search
from savings_app.cases.kinds import HeirTier, PaperState, Stage, Turn
from savings_app.cases.queries.benefit import list_benefits
from savings_app.cases.queries.cases import get_case, list_heirs, list_papers
from savings_app.cases.queries.facts import get_standing
from savings_app.cases.queries.hand_overs import find_live_hand_over
from savings_app.cases.queries.heir_search import find_answers
from savings_app.cases.queries.past_cases import find_old_file
from savings_app.cases.queries.progress import Progress, list_progress
from savings_app.cases.queries.timeline import Told, list_told
from savings_app.cases.rules import CaseFacts, is_late
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import list_live_recipients
from savings_app.db import get_session
from savings_app.money import ZERO
from savings_app.regions.queries import find_place
from savings_app.registry.queries import find_category_name
from savings_app.web.government.case_work import office_tasks
from savings_app.web.government.papers import in_order
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.formats import date_long, moment_long, rupiah
from savings_app.words.labels import label
from savings_app.worklist.queries.warnings import count_open_warnings

bp = Blueprint("case", __name__, url_prefix="/cases")

Task = dict[str, str | None]


@bp.get("/<uuid:case_id>")
@requires(Permission.CASE_READ)
def show(case_id: UUID) -> ResponseReturnValue:
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    heirs = list_heirs(session, case_id=case_id)
    papers = list_papers(session, case_id=case_id)
    standing = get_standing(session, case_id=case_id)
    people = list_progress(session, case_id=case_id, heirs=heirs, standing=standing)
    consented = list_live_recipients(session, case_id=case_id, kind=ConsentKind.CLAIM_HELP)
    benefits = list_benefits(session, case_id=case_id)
    in_force = [benefit for benefit in benefits if benefit.is_effective][-1]
    return render_template(
        "government/case.html",
        case=case,
        place=find_place(session, code=case.region_code),
        category=find_category_name(session, code=case.category),
        total=in_force.computation.total,
        late=is_late(due_on=case.due_on, today=clock.today()),
        next_step=_next_step(case, standing.facts),
        opening=[
            _order_task(case, search(find_answers(session, case_id=case_id)).tier),
            _heirs_task(case, heirs, consented),
            _papers_task(case, papers),
            _benefit_task(case, standing.facts, rupiah(in_force.computation.total)),
        ],
        people=[(person, _recipient_tasks(person)) for person in people],
        office=office_tasks(g.actor, case),
        warnings=count_open_warnings(session, actor=g.actor, case_id=case_id),
        money=[
            _claim_task(case, standing.facts),
            _payout_task(case, standing.facts),
            _hand_over_task(case, find_live_hand_over(session, case_id=case_id)),
        ],
        events=[_event(told) for told in list_told(session, case_id=case_id)],
        facts=standing.facts,
        old_file=find_old_file(session, case=case),
    )


def _task(text: str, href: str | None, state: str, tone: str, hint: str = "") -> Task:
    return {"text": text, "href": href, "state": state, "tone": tone, "hint": hint}


def _order_task(case: Any, tier: HeirTier | None) -> Task:
    href = url_for("government.heir_search.show", case_id=case.id)
    text = gettext("Siapa yang berhak menerima")
    if tier is None:
        return _task(text, href, gettext("Belum ditanyakan semua"), "plain")
    return _task(text, href, gettext("Sudah ditanyakan"), "done", label("heir_tier", tier))


def _heirs_task(case: Any, heirs: Sequence[Any], consented: Collection[UUID]) -> Task:
    state, tone = gettext("Belum ada"), "now"
    recipients = [heir for heir in heirs if heir.is_recipient]
    if recipients:
        state, tone = gettext("%(count)s penerima", count=len(recipients)), "done"
    silent = [heir.full_name for heir in recipients if heir.id not in consented]
    hint = ", ".join(heir.full_name for heir in heirs)
    if silent:
        hint = gettext("Belum menyetujui bantuan klaim: %(names)s", names=", ".join(silent))
    href = url_for("government.heirs.index", case_id=case.id)
    return _task(gettext("Ahli waris dan penerima"), href, state, tone, hint)


def _papers_task(case: Any, papers: Sequence[Any]) -> Task:
    there = sum(paper.state is PaperState.RECEIVED for paper in papers)
    missing = [
        label("paper", paper.kind)
        for paper in in_order(papers)
        if paper.state is PaperState.MISSING
    ]
    state = gettext("%(there)s dari %(all)s ada", there=there, all=len(papers))
    hint = gettext("Belum ada: %(papers)s", papers=", ".join(missing)) if missing else ""
    href = url_for("government.papers.index", case_id=case.id)
    tone = "done" if there == len(papers) else "plain"
    return _task(gettext("Berkas syarat"), href, state, tone, hint)


def _benefit_task(case: Any, facts: CaseFacts, total: str) -> Task:
    state, tone = total, "done"
    if facts.pending_correction:
        state, tone = gettext("Perbaikan menunggu persetujuan"), "now"
    href = url_for("government.benefit.show", case_id=case.id)
    return _task(gettext("Santunan menurut undang-undang"), href, state, tone)


def _recipient_tasks(person: Progress) -> list[Task]:
    return [
        _letter_task(person),
        _account_task(person),
        _task(
            gettext("Lembar klaim"),
            url_for("government.claim_sheet.show", recipient_id=person.recipient.id),
            gettext("Lihat"),
            "plain",
            gettext("Isian Lapak Asik siap disalin, dan semua berkas dalam satu ZIP."),
        ),
        _receipt_task(person),
        _plan_task(person),
        _task(
            gettext("Simpanan menurut bank"),
            url_for("government.savings.show", recipient_id=person.recipient.id),
            gettext("Lihat"),
            "plain",
        ),
        _task(
            gettext("Dokumen"),
            url_for("government.documents.index", recipient_id=person.recipient.id),
            gettext("Lihat"),
            "plain",
        ),
    ]


def _letter_task(person: Progress) -> Task:
    state, tone = gettext("Belum dibuat"), "now"
    if person.letter_state is not None:
        state, tone = gettext("Belum diserahkan"), "now"
    if person.handed_over_on is not None:
        day = date_long(person.handed_over_on)
        state, tone = gettext("Diserahkan %(day)s", day=day), "done"
    href = url_for("government.letters.show", recipient_id=person.recipient.id)
    return _task(gettext("Surat akses"), href, state, tone)


def _account_task(person: Progress) -> Task:
    if person.account_id is not None:
        href = url_for("government.accounts.show", account_id=person.account_id)
        return _task(gettext("Rekening penerima"), href, gettext("Sudah dicatat"), "done")
    href = url_for("government.accounts.add", recipient_id=person.recipient.id)
    hint = gettext("Dibuka atas nama penerima, sebelum klaim.")
    return _task(gettext("Rekening penerima"), href, gettext("Belum ada"), "now", hint)


def _receipt_task(person: Progress) -> Task:
    text = gettext("Kabar keluarga tentang uang yang masuk")
    if person.facts.said_complete is None:
        waits = person.facts.paid > ZERO
        state = gettext("Menunggu kabar") if waits else gettext("Sesudah pencairan")
        return _task(text, None, state, "now" if waits else "wait")
    if person.facts.said_complete:
        return _task(text, None, gettext("Masuk semuanya"), "done")
    return _task(text, None, gettext("Belum masuk semuanya"), "now")


def _plan_task(person: Progress) -> Task:
    """A plan and "belum sekarang" are finished alike; which of them is the family's own matter."""
    finished = person.facts.plan_finished
    state = gettext("Selesai") if finished else gettext("Belum")
    return _task(gettext("Rencana keluarga"), None, state, "done" if finished else "wait")


def _claim_task(case: Any, facts: CaseFacts) -> Task:
    state, tone = gettext("Belum diserahkan"), "now" if case.stage is Stage.READY else "wait"
    if facts.claim_live:
        state, tone = gettext("Sudah di BPJS"), "done"
    hint = ""
    if case.due_on is not None:
        hint = gettext("Harus dibayar paling lambat %(day)s.", day=date_long(case.due_on))
    return _task(
        gettext("Klaim di BPJS"),
        url_for("government.claim.show", case_id=case.id),
        state,
        tone,
        hint,
    )


def _payout_task(case: Any, facts: CaseFacts) -> Task:
    state, tone = gettext("Belum ada"), "wait"
    if facts.paid > ZERO:
        full = facts.paid == facts.entitled
        state = gettext("%(amount)s dibayar", amount=rupiah(facts.paid))
        tone = "done" if full else "now"
    return _task(
        gettext("Pencairan"), url_for("government.payouts.show", case_id=case.id), state, tone
    )


def _hand_over_task(case: Any, event: Any) -> Task:
    """The paper handed over in public; the money has come, or comes, without it."""
    state, tone = gettext("Belum direncanakan"), "wait"
    may_plan = g.actor.may(Permission.CASE_EDIT)
    href = url_for("government.hand_over.plan", case_id=case.id) if may_plan else None
    if event is not None:
        day, tone = date_long(event.held_on or event.planned_on), "plain"
        state = gettext("Direncanakan %(day)s", day=day)
        if event.held_on:
            state, tone = gettext("Terlaksana %(day)s", day=day), "done"
        href = url_for("government.hand_over.show", hand_over_id=event.id)
    return _task(gettext("Penyerahan dan berita acara"), href, state, tone)


def _next_step(case: Any, facts: CaseFacts) -> str:
    """One sentence for whoever's turn it is."""
    if case.turn is Turn.SUPERVISOR:
        if facts.pending_correction:
            return gettext("Putuskan perbaikan santunan yang diajukan.")
        return gettext("Jawab laporan keluarga yang masih terbuka.")
    if not facts.recipients:
        return gettext("Catat ahli waris, dan siapa yang menerima.")
    if case.stage is Stage.PAPERS and case.turn is Turn.FAMILY:
        return gettext(
            "Keluarga membawa berkas dan membuka rekening; Dinas menyerahkan surat akses."
        )
    return _STEPS[case.stage]()


_STEPS = {
    Stage.PAPERS: lambda: gettext(
        "Serahkan surat akses, dan bantu berkas yang datang dari desa, Dukcapil, atau lainnya."
    ),
    Stage.READY: lambda: gettext("Semua lengkap. Serahkan klaim ke BPJS lalu catat di sini."),
    Stage.CLAIMED: lambda: gettext("Klaim ada di BPJS. Catat pencairan begitu uangnya masuk."),
    Stage.PAID: lambda: gettext("Keluarga memberi kabar apakah uangnya masuk semuanya."),
    Stage.ARRIVED: lambda: gettext(
        "Keluarga membuat rencana, atau memilih belum sekarang. Keduanya baik."
    ),
    Stage.SHORT: lambda: gettext(
        "Yang dibayar belum sama dengan haknya. Telusuri bersama BPJS dan bank."
    ),
    Stage.FINISHED: lambda: gettext("Tidak ada yang menunggu."),
}


def _event(told: Told) -> dict[str, str]:
    by = told.by or ""
    if told.by_family:
        family = gettext("keluarga")
        by = gettext("keluarga, didampingi %(name)s", name=told.by) if told.by else family
    what = told.facts.get("kind")
    paper = label("paper", what) if told.action == "paper:set" and what else ""
    state = told.facts.get("state")
    return {
        "title": label("told", told.action),
        "on": _moments(told),
        "by": by,
        "text": f"{paper}: {label('paper_state', state)}" if paper and state else "",
    }


def _moments(told: Told) -> str:
    """When it was recorded; before it, the day it happened, where somebody said which."""
    happened, recorded = told.facts.get("on"), moment_long(told.at)
    if not happened:
        return recorded
    day = date_long(date.fromisoformat(happened))
    return gettext("%(day)s, dicatat %(at)s", day=day, at=recorded)
