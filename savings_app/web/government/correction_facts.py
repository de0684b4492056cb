"""Facts of a person, and what follows from correcting them, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from savings_app.corrections.fact_rules import read
from savings_app.corrections.kinds import Consequence
from savings_app.corrections.queries.requests import Effect
from savings_app.db import get_session
from savings_app.identifiers import Identifier
from savings_app.regions.queries import find_place
from savings_app.registry.queries import find_category_name
from savings_app.words import gettext
from savings_app.words.formats import date_long, rupiah
from savings_app.words.labels import label


def shown_fact(field: str, value: Any, *, full: bool) -> str:
    """A stored fact in words; numbers of people masked unless they were opened."""
    fact = read(field, value)
    if fact is None or fact == "":
        return "–"
    if isinstance(fact, Identifier):
        return fact.full if full else str(fact)
    if field in _WORDS:
        return _WORDS[field](fact)
    return date_long(fact) if isinstance(fact, date) else str(fact)


def _named(group: str) -> Callable[[Any], str]:
    return lambda code: label(group, code)


# Facts that are codes, by the words they have in front of people.
_WORDS: dict[str, Callable[[Any], str]] = {
    **{
        name: _named(name)
        for name in ("sex", "segment", "payer", "relation", "school_level", "stop_reason")
    },
    "is_recipient": lambda fact: gettext("Ya") if fact else gettext("Tidak"),
    "category": lambda code: find_category_name(get_session(), code=code) or code,
    "region_code": lambda code: str(find_place(get_session(), code=code) or code),
}


def effect_sentence(effect: Effect) -> str:
    """What an approval would do beside, in one sentence."""
    sentences = {
        Consequence.CASE_MOVES: gettext(
            "Urusan santunan %(number)s menjadi urusan data yang tetap.", number=effect.number
        ),
        Consequence.DEATH_MOVES: gettext(
            "Kabar meninggal tentang data yang digabung ikut ke data yang tetap."
        ),
        Consequence.LIST_MOVES: gettext(
            "Baris di daftar pemutakhiran yang belum selesai ikut ke data yang tetap."
        ),
        Consequence.CASE_FOLLOWS: gettext(
            "Data almarhum pada nomor %(number)s ikut diperbaiki; surat yang sudah terbit tetap.",
            number=effect.number,
        ),
        Consequence.BENEFIT_STAYS: gettext(
            "Santunan nomor %(number)s tidak berubah.", number=effect.number
        ),
        Consequence.PAPERS: gettext("Daftar berkas syarat disesuaikan dengan penerimanya."),
        Consequence.SHARES: gettext(
            "Bagian yang sudah dinyatakan penerima dikosongkan bila jumlahnya tidak pas lagi."
        ),
        Consequence.ACCOUNT_NAME: gettext(
            "Nama pada rekening berbeda dari nama yang baru: tanyakan lagi ke bank."
        ),
    }
    if effect.kind is not Consequence.BENEFIT_DIFFERS:
        return sentences[effect.kind]
    return gettext(
        "Santunan nomor %(number)s tetap %(before)s. Menurut data baru jumlahnya %(after)s:"
        " ajukan juga perbaikan santunan pada urusannya.",
        number=effect.number,
        before=rupiah(effect.before) if effect.before else "–",
        after=rupiah(effect.after) if effect.after else "–",
    )
