"""One line of the bank: what it is, what can be said of it, and all that was said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import g, render_template
from wtforms import RadioField, TextAreaField

from savings_app.db import get_session
from savings_app.reconciliation.class_rules import ClassedLine, choices_for
from savings_app.reconciliation.fit_rules import TargetKind
from savings_app.reconciliation.queries.decisions import find_owner, find_standing_decision
from savings_app.reconciliation.queries.history import HistoryRow, list_line_history
from savings_app.reconciliation.queries.lines import LineRow, get_line
from savings_app.reconciliation.queries.matches import find_standing_match
from savings_app.reconciliation.queries.standings import list_candidates, settle
from savings_app.reconciliation.queries.targets import TargetRow
from savings_app.web.fields import Filled, TextField
from savings_app.web.forms import Form, labelled, longest, required
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long, moment_long, rupiah
from savings_app.words.labels import label


class ChooseForm(Form):
    target = RadioField(_("Baris ini adalah"), [required(_("Pilih salah satu."))])
    why = TextField(_("Alasan, bila tanggalnya tidak sesuai"), [longest(300)])


class ReverseForm(Form):
    reason = TextField(
        _("Mengapa pencocokan ini dibatalkan?"), [Filled(_("Tulis alasannya.")), longest(300)]
    )


class DecideForm(Form):
    kind = RadioField(_("Bukan santunan atau setoran niat? Catat apa baris ini"), [required()])
    reason = TextField(_("Alasan"), [Filled(_("Tulis alasannya.")), longest(300)])


class UndecideForm(Form):
    reason = TextField(
        _("Mengapa penetapan ini dibatalkan?"), [Filled(_("Tulis alasannya.")), longest(300)]
    )


class NoteForm(Form):
    text = TextAreaField(_("Catatan untuk rekan di bank Anda"), [longest(500)])


def line_page(line_id: UUID, **forms: Any) -> str:
    """The page of a line this officer may see; `forms` are those that were sent.

    Raises:
        NotFound
    """
    session = get_session()
    row = get_line(session, actor=g.actor, line_id=line_id)
    settled = settle(session, actor=g.actor, numbers={row.number})
    standing = find_standing_match(session, line_id=line_id)
    decision = find_standing_decision(session, line_id=line_id)
    candidates = (
        [] if standing or decision else list(list_candidates(session, actor=g.actor, row=row))
    )
    forms = {**_empty_forms(), **forms}
    forms["choose"].target.choices = [
        (str(one.target.id), target_words(one.target)) for one in candidates
    ]
    offer_classes(forms["decide"], row)
    owner = find_owner(session, line_id=line_id)
    return render_template(
        "bank/line.html",
        row=row,
        classed=settled.classed[line_id],
        partner=_partner(settled.classed[line_id]),
        standing=standing,
        decision=decision,
        owner=owner,
        owned_by_me=owner is not None and owner[0].user_id == g.actor.user_id,
        candidates=candidates,
        reason_words=reason_words,
        history=[history_event(event) for event in list_line_history(session, line_id=line_id)],
        form=next((one for one in forms.values() if one.errors), forms["choose"]),
        **forms,
    )


def _empty_forms() -> dict[str, Any]:
    return {
        "choose": ChooseForm(),
        "reverse": ReverseForm(),
        "decide": DecideForm(),
        "undecide": UndecideForm(),
        "note": NoteForm(),
    }


def offer_classes(form: Any, row: LineRow) -> None:
    """What may be said of a line that went this way."""
    form.kind.choices = labelled("line_class", choices_for(row.line.direction))


def _partner(classed: ClassedLine) -> LineRow | None:
    """The line it takes back, or that takes it back: of the same account, so seen with it."""
    if not isinstance(classed.partner_id, UUID):
        return None
    return get_line(get_session(), actor=g.actor, line_id=classed.partner_id)


def history_event(row: HistoryRow) -> dict[str, str]:
    """One row of the history, as `components/timeline.html` shows it."""
    title = label("line_history", row.what)
    if row.kind is not None:
        title = gettext("%(what)s: %(kind)s", what=title, kind=label("line_class", row.kind))
    texts = [row.text or "", reason_words(row.reasons)]
    return {
        "on": moment_long(row.at),
        "by": row.by or gettext("perintah sistem"),
        "title": title,
        "text": ". ".join(text for text in texts if text),
    }


def target_words(target: TargetRow) -> str:
    """A payout or a pledge in one line, for a person who decides between several."""
    if target.kind is TargetKind.PAYOUT:
        assert target.payout_kind is not None  # noqa: S101  # a payout has a kind
        return gettext(
            "%(kind)s dari BPJS, %(amount)s, dibayar %(on)s",
            kind=label("payout_kind", target.payout_kind),
            amount=rupiah(target.amount),
            on=date_long(target.on),
        )
    if target.open_amount != target.amount:
        return gettext(
            "Niat menyetor %(code)s, %(amount)s, sampai %(on)s; belum disetor %(open)s",
            code=target.code,
            amount=rupiah(target.amount),
            on=date_long(target.on),
            open=rupiah(target.open_amount),
        )
    return gettext(
        "Niat menyetor %(code)s, %(amount)s, sampai %(on)s",
        code=target.code,
        amount=rupiah(target.amount),
        on=date_long(target.on),
    )


def reason_words(reasons: Iterable[str]) -> str:
    """Why a line is proposed, as the officer reads it."""
    return ", ".join(label("match_reason", reason) for reason in reasons)
