"""The rows of a case's page about who handles it, notes, and what follows the payout."""

from __future__ import annotations

from typing import Any

from flask import url_for

from savings_app import clock
from savings_app.access.queries import names_of
from savings_app.actors import Actor, Permission
from savings_app.cases.queries.follow_ups import is_overtaken, list_follow_ups
from savings_app.cases.queries.notes import count_notes
from savings_app.cases.work_kinds import FollowUpState
from savings_app.db import get_session
from savings_app.support.kinds import OPEN_STATES
from savings_app.support.queries import list_of_case
from savings_app.words import gettext
from savings_app.words.formats import date_long

Task = dict[str, str | None]


def office_tasks(actor: Actor, case: Any) -> list[Task]:
    return [
        _handler(actor, case),
        _notes(actor, case),
        _visits(actor, case),
        _support(actor, case),
    ]


def _handler(actor: Actor, case: Any) -> Task:
    state, tone = gettext("Belum ada petugas"), "now"
    if case.assigned_to is not None:
        mine = case.assigned_to == actor.user_id
        name = names_of(get_session(), {case.assigned_to}).get(case.assigned_to, "–")
        state, tone = (gettext("Anda"), "plain") if mine else (name, "plain")
    may = actor.may(Permission.CASE_EDIT)
    href = url_for("government.handler.show", case_id=case.id) if may else None
    return {"text": gettext("Petugas"), "href": href, "state": state, "tone": tone, "hint": ""}


def _notes(actor: Actor, case: Any) -> Task:
    count = count_notes(get_session(), actor=actor, case_id=case.id)
    return {
        "text": gettext("Catatan petugas"),
        "href": url_for("government.handler.notes", case_id=case.id),
        "state": gettext("%(count)s catatan", count=count) if count else gettext("Belum ada"),
        "tone": "plain",
        "hint": gettext("Hanya untuk petugas wilayah ini."),
    }


def _visits(actor: Actor, case: Any) -> Task:
    visits = [row.visit for row in list_follow_ups(get_session(), actor=actor, case_id=case.id)]
    planned = [
        visit.due_on
        for visit in visits
        if visit.state is FollowUpState.PLANNED
        and not is_overtaken(visit, visits, today=clock.today())
    ]
    done = sum(visit.state is FollowUpState.DONE for visit in visits)
    state, tone, hint = gettext("Sesudah pencairan"), "wait", ""
    if visits:
        state = gettext("%(done)s dari %(all)s selesai", done=done, all=len(visits))
        tone = "plain" if planned else "done"
    if planned:
        hint = gettext("Berikutnya mulai %(day)s.", day=date_long(min(planned)))
    return {
        "text": gettext("Kunjungan lanjutan"),
        "href": url_for("government.follow_ups.index", case_id=case.id),
        "state": state,
        "tone": tone,
        "hint": hint,
    }


def _support(actor: Actor, case: Any) -> Task:
    asked = [one for one, _heir in list_of_case(get_session(), actor=actor, case_id=case.id)]
    waiting = sum(one.state in OPEN_STATES for one in asked)
    state, tone = gettext("Tidak ada"), "plain"
    if asked:
        state, tone = gettext("Tidak ada yang menunggu"), "done"
    if waiting:
        state, tone = gettext("%(count)s menunggu", count=waiting), "now"
    return {
        "text": gettext("Permintaan bantuan keluarga"),
        "href": url_for("government.support.of_case", case_id=case.id),
        "state": state,
        "tone": tone,
        "hint": gettext("Koperasi, usaha kecil, atau pelatihan; hanya bila keluarga meminta."),
    }
