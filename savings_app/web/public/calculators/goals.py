"""The answers about goals: how long it lasts, how much a month, until when, what waiting costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from savings_app.calculators.caution import cautions
from savings_app.calculators.goals import (
    cost_of_waiting,
    monthly_for,
    months_lasting,
    months_to,
)
from savings_app.money import ZERO
from savings_app.web.public.calculators.answers import Answer, spoken_months
from savings_app.web.public.calculators.forms import (
    HowLongForm,
    HowMuchForm,
    LastsForm,
    WaitingForm,
)
from savings_app.words import gettext
from savings_app.words.formats import rupiah


def lasts(form: LastsForm, today: date) -> Answer:
    start, monthly = form.start.data, form.monthly.data
    months = months_lasting(start, monthly=monthly, percent=form.percent)
    warnings = list(cautions(percent=form.percent, amount=start, on=today))
    if months is None:
        note = gettext("Yang dipakai tidak lebih dari yang bertambah.")
        return Answer(gettext("Cukup terus"), gettext("Uang cukup"), note=note, warnings=warnings)
    return Answer(spoken_months(months), gettext("Uang cukup untuk"), warnings=warnings)


def how_much(form: HowMuchForm, today: date) -> Answer:
    monthly = monthly_for(
        form.target.data,
        start=form.has,
        months=Decimal(form.months.data or 0),
        percent=form.percent,
    )
    warnings = list(cautions(percent=form.percent, amount=form.target.data, on=today))
    if not monthly:
        note = gettext("Uang yang sudah ada cukup sampai waktunya.")
        return Answer(rupiah(ZERO), gettext("Disisihkan sebulan"), note=note, warnings=warnings)
    return Answer(rupiah(monthly), gettext("Disisihkan sebulan"), warnings=warnings)


def how_long(form: HowLongForm, today: date) -> Answer:
    monthly = form.monthly.data or ZERO
    months = months_to(form.target.data, start=form.has, monthly=monthly, percent=form.percent)
    warnings = list(cautions(percent=form.percent, amount=form.target.data, on=today))
    if not months:
        return Answer(gettext("Sudah tercapai"), gettext("Tujuan"), warnings=warnings)
    return Answer(spoken_months(months), gettext("Tercapai dalam"), warnings=warnings)


def waiting(form: WaitingForm, today: date) -> Answer:
    asked: dict[str, Any] = {
        "start": form.has,
        "months": Decimal(form.months.data or 0),
        "percent": form.percent,
    }
    more = cost_of_waiting(form.target.data, wait=form.wait.data or 0, **asked)
    now = monthly_for(form.target.data, **asked)
    facts = [
        (gettext("Mulai sekarang, sebulan"), rupiah(now)),
        (gettext("Mulai nanti, sebulan"), rupiah(now + more)),
    ]
    warnings = list(cautions(percent=form.percent, amount=form.target.data, on=today))
    note = gettext("Mulai nanti juga boleh. Angka ini hanya untuk menimbang.")
    return Answer(rupiah(more), gettext("Lebih banyak tiap bulan"), facts, note, warnings)
