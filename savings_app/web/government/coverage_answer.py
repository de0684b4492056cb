"""Was this participant covered on that day: asked on the participant's page, told in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import g, request

from savings_app import clock
from savings_app.db import get_session
from savings_app.registry.coverage_rules import CoverageAnswer, Covered, add_months, runs_by_year
from savings_app.registry.queries import get_coverage
from savings_app.web.fields import DateField, Filled
from savings_app.web.forms import Form
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long, month_long
from savings_app.words.labels import label
from savings_app.words.warnings import warning_sentence


class DayForm(Form):
    """A day is no personal data: it may stand in the address, so that the answer can be kept."""

    on = DateField(_("Tanggal"), [Filled(_("Tulis tanggalnya, misalnya 1 10 2026."))])


def coverage_section(participant_id: UUID) -> dict[str, Any]:
    """What `government/_coverage.html` shows of a participant the actor may see.

    Raises:
        NotFound
    """
    is_asked = any(name.startswith("on-") for name in request.args)
    form = DayForm(request.args if is_asked else None)
    day = form.on.data if is_asked and form.validate() else None
    coverage = get_coverage(
        get_session(), actor=g.actor, participant_id=participant_id, day=day or clock.today()
    )
    latest = max([row.month for row in coverage.rows], default=clock.today())
    return {
        "form": form,
        "answer": coverage.answer if day else None,
        "sentence": answer_sentence(coverage.answer) if day else "",
        "warnings": [warning_sentence(one) for one in coverage.answer.warnings] if day else [],
        "now": coverage.answer,
        "years": runs_by_year(coverage.paid, until=latest),
        "rows": list(reversed(coverage.rows)),
    }


def answer_sentence(answer: CoverageAnswer) -> str:
    """The answer in one sentence, as a caseworker may read it to a colleague."""
    month = month_long(answer.day)
    on = date_long(answer.day)
    if answer.covered is Covered.YES:
        payers = ", ".join(label("payer", one) for one in dict.fromkeys(answer.payers))
        return gettext(
            "Ya, terlindungi pada %(on)s: iuran %(month)s dibayar oleh %(payers)s.",
            on=on,
            month=month,
            payers=payers,
        )
    if answer.covered is Covered.UNCERTAIN:
        return gettext(
            "Belum pasti untuk %(on)s, tanyakan BPJS: %(before)s dibayar, %(month)s belum.",
            on=on,
            before=_before(answer.day),
            month=month,
        )
    if answer.covered is Covered.NO:
        return gettext(
            "Tidak terlindungi pada %(on)s menurut daftar yang ada: %(before)s dan %(month)s tidak "
            "dibayar.",
            on=on,
            before=_before(answer.day),
            month=month,
        )
    return gettext("Belum diketahui untuk %(on)s: belum ada daftar iuran yang menjawabnya.", on=on)


def _before(day: date) -> str:
    return month_long(add_months(day.replace(day=1), -1))
