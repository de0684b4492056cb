"""Two records side by side, as a page shows them: asked about, waiting, or decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, render_template

from savings_app import clock
from savings_app.access.queries import names_of
from savings_app.corrections.kinds import CorrectionState, CorrectionSubject
from savings_app.corrections.merge_rules import MergeChange, is_outdated, is_taken_over
from savings_app.corrections.queries.merges import MergePreview, MonthsPaid, get_request_preview
from savings_app.db import get_session
from savings_app.web.forms import Form
from savings_app.web.government.correction_facts import effect_sentence, shown_fact
from savings_app.words import gettext
from savings_app.words.formats import month_long
from savings_app.words.labels import label
from savings_app.words.refusals import sentence

if TYPE_CHECKING:
    from savings_app.corrections.models import CorrectionRequest


def merge_page(asked: CorrectionRequest, form: Form, *, full: bool) -> str:
    """A request about two records, for the person who decides or who asked."""
    session = get_session()
    preview = get_request_preview(session, actor=g.actor, request=asked, today=clock.today())
    people = {asked.requested_by}
    if asked.decided_by is not None:
        people.add(asked.decided_by)
    is_open = asked.state is CorrectionState.REQUESTED
    return render_template(
        "government/merge_request.html",
        form=form,
        asked=asked,
        open=is_open,
        merging=asked.subject is CorrectionSubject.MERGE,
        outdated=is_open and any(is_outdated(one, *preview.now) for one in preview.changes),
        names=names_of(session, people),
        full=full,
        **shown_preview(preview, full=full, merging=asked.subject is CorrectionSubject.MERGE),
    )


def shown_preview(preview: MergePreview, *, full: bool, merging: bool) -> dict[str, Any]:
    """What every page of two records shows: facts, months, what follows, what is refused."""
    sides = ("before", "other", "after") if merging else ("after", "other_after")
    rows = [
        [label("fact", one["field"]), *(_cell(one, side, full=full) for side in sides)]
        for one in preview.changes
        if _says_something(one)
    ]
    months = [_months(preview.record.paid), _months(preview.other.paid)]
    months += [_months(preview.together)] if merging else []
    return {
        "preview": preview,
        "rows": [*rows, [gettext("Bulan dibayar"), *months]],
        "effects": [effect_sentence(effect) for effect in preview.effects],
        "refusal": sentence(preview.refusal) if preview.refusal else None,
    }


def _says_something(change: MergeChange) -> bool:
    return any(change[side] is not None for side in ("before", "after", "other", "other_after"))


def _cell(change: MergeChange, side: str, *, full: bool) -> str:
    text = shown_fact(change["field"], change[side], full=full)  # type: ignore[literal-required]
    if side == "after" and is_taken_over(change):
        return gettext("%(value)s (dari data kedua)", value=text)
    return text


def _months(paid: MonthsPaid) -> str:
    if paid.first is None or paid.last is None:
        return gettext("belum ada di daftar")
    return gettext(
        "%(months)s bulan, %(first)s sampai %(last)s",
        months=paid.months,
        first=month_long(paid.first),
        last=month_long(paid.last),
    )
