"""Asking for a document: its language, its sheet and its days, with a preview before its number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import SelectField

from savings_app import clock
from savings_app.db import transaction
from savings_app.documents.pages import render_preview
from savings_app.documents.previews import read_preview
from savings_app.documents.rules import DocumentKind, Period, PeriodDayMissing, Sheet, Wanted
from savings_app.documents.statement_rules import (
    last_month,
    last_quarter,
    period_of,
    this_month,
)
from savings_app.errors import DomainError, NotFound, NotPermitted
from savings_app.web.documents import ask_for
from savings_app.web.fields import DateField
from savings_app.web.forms import Form, choices
from savings_app.words import LANGUAGES
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label
from savings_app.words.refusals import sentence

ISSUE = "issue"


class Span(StrEnum):
    """The days of a statement that are offered by name."""

    ALL = "semua"
    THIS_MONTH = "bulan_ini"
    LAST_MONTH = "bulan_lalu"
    QUARTER = "triwulan"
    OWN = "sendiri"


class AskForm(Form):
    """Nothing is chosen beforehand: the first of each list is what most people want."""

    first = ""  # the language of who asks
    language = SelectField(_("Bahasa"))
    sheet = SelectField(_("Kertas"))
    span = SelectField(_("Hari yang dilaporkan"))
    period = DateField(_("Dari tanggal"))
    until = DateField(_("Sampai tanggal"))

    def offer(self, kind: DocumentKind, language: str) -> AskForm:
        """Choices in their order; days only of a statement."""
        self.first = language
        codes = sorted(LANGUAGES, key=lambda code: code != language)
        self.language.choices = choices([(code, LANGUAGES[code].name) for code in codes])
        self.sheet.choices = choices([(one.value, label("sheet", one)) for one in Sheet])
        self.span.choices = choices([(one.value, label("span", one)) for one in Span])
        if kind is not DocumentKind.SAVINGS:
            del self.span, self.period, self.until
        return self

    def wanted(self, kind: DocumentKind, *, today: date) -> Wanted:
        """What was chosen; before anything was, the first of each.

        Raises:
            PeriodDayMissing, PeriodEndsFirst, PeriodNotBegun, PeriodTooLong
        """
        language = str(self.language.data or self.first)
        sheet = Sheet(self.sheet.data or Sheet.A4)
        return Wanted(kind, language, sheet, self._period(today) if self.span else None)

    def _period(self, today: date) -> Period | None:
        first, last = self.period.data, self.until.data
        if self.span.data == Span.OWN or first or last:
            if not (first and last):
                raise PeriodDayMissing
            return period_of(first, last, today=today)
        named = {
            Span.THIS_MONTH: this_month,
            Span.LAST_MONTH: last_month,
            Span.QUARTER: last_quarter,
        }
        chosen = named.get(self.span.data or Span.ALL)
        return chosen(today) if chosen else None


def kind_of(name: str, offered: Sequence[DocumentKind]) -> DocumentKind:
    """
    Raises:
        NotFound: no such kind, or not one of this page.
    """
    kind = next((one for one in offered if one.value == name), None)
    if kind is None:
        raise NotFound
    return kind


def ask_page(
    template: str, kind: DocumentKind, *, recipient_id: UUID, language: str, **more: Any
) -> ResponseReturnValue:
    """The page of one kind: what it would say, and the button that issues it.

    A POST shows it anew as chosen; only with the button of that name it takes a number.
    """
    form = AskForm.of_request().offer(kind, language)
    shown: Markup | None = None
    why: str | None = None
    if request.method == "GET" or form.validate():
        try:
            wanted = form.wanted(kind, today=clock.today())
            if request.method == "POST" and request.form.get("do") == ISSUE:
                document_id = ask_for(wanted, recipient_id=recipient_id)
                return redirect(url_for(".show", document_id=document_id), 303)
            shown = _preview(wanted, recipient_id)
        except (NotFound, NotPermitted):
            raise
        except DomainError as refusal:
            if refusal.field in form:
                form.show(refusal)
            else:
                why = sentence(refusal)
    return render_template(template, form=form, kind=kind.value, shown=shown, why=why, **more)


def _preview(wanted: Wanted, recipient_id: UUID) -> Markup:
    with transaction() as session:
        content = read_preview(
            session,
            actor=g.actor,
            wanted=wanted,
            recipient_id=recipient_id,
            today=clock.today(),
            now=clock.now_utc(),
        )
    return render_preview(
        wanted.kind,
        content,
        language=wanted.language,
        address=current_app.config["ADDRESS"],
    )


def ways_to(offered: Sequence[DocumentKind], **where: Any) -> list[tuple[str, str, str]]:
    """The kinds offered, each with its page and what it is for."""
    return [
        (
            label("document", kind.value),
            url_for(".new", document_kind=kind.value, **where),
            label("document_about", kind.value),
        )
        for kind in offered
    ]
