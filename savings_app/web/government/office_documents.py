"""Documents of the office: what the pages of a month and of a learning session share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from savings_app import clock
from savings_app.db import transaction
from savings_app.documents.actions import request_office_document
from savings_app.documents.rules import DocumentKind, Period, Sheet, Wanted
from savings_app.tasks.documents import enqueue
from savings_app.web.forms import Form, choices, labelled
from savings_app.words import lazy_gettext as _
from savings_app.words.language import LANGUAGES, SOURCE_LANGUAGE


class PrintForm(Form):
    """In which language and on which paper."""

    language = SelectField(_("Bahasa"), default=SOURCE_LANGUAGE)
    sheet = SelectField(_("Kertas"), default=Sheet.A4.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = choices([(one.code, one.name) for one in LANGUAGES.values()])
        self.sheet.choices = labelled("sheet", Sheet)

    def wanted(self, kind: DocumentKind, period: Period | None = None) -> Wanted:
        return Wanted(kind, self.language.data, Sheet(self.sheet.data), period)


def issue(
    wanted: Wanted, *, content: dict[str, Any], subject_id: UUID | None = None
) -> ResponseReturnValue:
    """Issue it for the region of whoever asks, and go to its page."""
    with transaction() as session:
        document = request_office_document(
            session,
            actor=g.actor,
            wanted=wanted,
            region_code=g.actor.region or "-",
            content=content,
            subject_id=subject_id,
            today=clock.today(),
            now=clock.now_utc(),
        )
    enqueue(document.id)
    return redirect(url_for("government.documents.show", document_id=document.id), 303)
