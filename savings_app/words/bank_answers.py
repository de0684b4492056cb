"""What a family reads of a bank's answer: one home, so that the officer sees the same words."""

from __future__ import annotations

from datetime import date

from savings_app.money import Rupiah
from savings_app.words.formats import date_long, rupiah
from savings_app.words.language import gettext


def answer_words(answer: str | None, *, sure: Rupiah | None, on: date, bank: str) -> str:
    """The sentence for the code of an answer, or for none.

    `sure`: of "ya" the pledge's own amount, that much is there where all pledges of the account
    are; of "sebagian" what the bank was asked about.
    """
    facts = {"asked": rupiah(sure), "on": date_long(on), "bank": bank}
    return {
        "ya": gettext("Masih ada sedikitnya %(asked)s pada %(on)s, kata %(bank)s.", **facts),
        "sebagian": gettext(
            "Sebagian dari %(asked)s masih ada pada %(on)s, kata %(bank)s.", **facts
        ),
        "tidak": gettext("Pada %(on)s sudah dipakai, kata %(bank)s.", **facts),
        "tidak_dapat_dijawab": gettext("%(bank)s tidak dapat menjawab untuk %(on)s.", **facts),
    }.get(answer or "", gettext("Belum ada kabar dari bank."))


def sure_amount(answer: str | None, *, asked: Rupiah, meant: Rupiah | None) -> Rupiah:
    """Which amount the sentence is about."""
    return meant if answer == "ya" and meant is not None else asked


def lines_words(*, on: date | None, confirmed: Rupiah | None, amount: Rupiah) -> str:
    """What lines of a bank confirmed of `amount` until the last of them; None: there is none."""
    if on is None:
        return gettext("Belum ada setoran yang dipastikan bank.")
    return gettext(
        "Yang dipastikan bank sampai %(on)s: %(confirmed)s dari %(amount)s.",
        on=date_long(on),
        confirmed=rupiah(confirmed),
        amount=rupiah(amount),
    )


def correction_words(*, on: date, day: date, was: str, now: str | None, reason: str) -> str:
    """What was put right, in plain words; nobody is named, nor whose slip it was.

    `now` is None where the answer was only taken back; `day` is when.
    """
    facts = {
        "on": date_long(on),
        "day": date_long(day),
        "was": was,
        "now": now,
        "reason": reason.rstrip(" ."),
    }
    if now is None:
        return gettext(
            "Jawaban untuk %(on)s ditarik bank pada %(day)s dan akan ditanyakan lagi. Sebelumnya "
            "tertulis: %(was)s. Sebabnya: %(reason)s.",
            **facts,
        )
    return gettext(
        "Jawaban untuk %(on)s diperbaiki bank pada %(day)s. Sebelumnya tertulis: %(was)s. "
        "Sekarang: %(now)s. Sebabnya: %(reason)s.",
        **facts,
    )
