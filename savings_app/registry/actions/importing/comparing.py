"""What a row of a list says against what is known of the person: changes, and what is odd."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from savings_app.imports.handlers import Context, Trouble
from savings_app.registry.actions.importing.matching import Book
from savings_app.registry.nik import check_nik
from savings_app.registry.queries.import_keys import Known
from savings_app.registry.rules import Sex
from savings_app.words import gettext
from savings_app.words.warnings import warning_sentence

FEMALE_DAYS = 40
LONGEST_REASON = 200


def missing_nik(facts: dict[str, Any], context: Context) -> list[Trouble]:
    """A reason stands for the NIK that is not there yet; beside a NIK it is forgotten."""
    if "nik" in facts:
        facts.pop("nik_missing_reason", None)
        return []
    reason = facts.get("nik_missing_reason") or context.facts.get("nik_missing_reason")
    if not reason:
        what = gettext("NIK kosong. Tulis NIK, atau alasan mengapa belum ada.")
        return [Trouble("nik", what)]
    facts["nik_missing_reason"] = reason[:LONGEST_REASON]
    return []


def not_said(name: str) -> str:
    """Why a new participant is refused for want of this fact."""
    if name == "category":
        return gettext("Kategorinya tidak disebut.")
    if name == "payer":
        return gettext("Penanggung iurannya tidak disebut.")
    return gettext("Segmennya tidak disebut.")


def changes_of(facts: Mapping[str, Any], known: Known, book: Book) -> dict[str, Any]:
    """What the row says otherwise than we know; a blank says nothing."""
    changes = {name: value for name, value in facts.items() if book.says_new(name, value, known)}
    if known.nik is not None or "nik" in changes:
        changes.pop("nik_missing_reason", None)
    if "nik" in changes and known.nik_missing_reason is not None:
        changes["nik_missing_reason"] = None
    return changes


def suspicious(changes: Mapping[str, Any], known: Known) -> list[Trouble]:
    """Name and birth date both change: perhaps it is somebody else."""
    if "full_name" in changes and "born_on" in changes and known.born_on is not None:
        what = gettext("Nama dan tanggal lahirnya berbeda dari yang tercatat: pastikan orangnya.")
        return [Trouble("full_name", what)]
    return []


def odd(facts: Mapping[str, Any], today: date) -> list[Trouble]:
    """Where the NIK disagrees with the birth date or the sex: a warning, never a refusal."""
    nik, born_on, sex = facts.get("nik"), facts.get("born_on"), facts.get("sex")
    if nik is None or (born_on is not None and nik[6:12] == _day_in_nik(born_on, sex)):
        return []
    found = check_nik(nik, today=today, born_on=born_on, sex=Sex(sex) if sex else None)
    if found.fault is not None:
        return [Trouble("nik", gettext("Tanggal atau nomor urut di dalam NIK ini tidak mungkin."))]
    return [
        Trouble("nik", warning_sentence(one))
        for one in found.warnings
        if one.code != "unknown_region"
    ]


def _day_in_nik(born_on: date, sex: str | None) -> str:
    day = born_on.day + (FEMALE_DAYS if sex == Sex.FEMALE else 0)
    return f"{day:02}{born_on.month:02}{born_on.year % 100:02}"
