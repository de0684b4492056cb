"""Two finished families whose banks have answered for months, or sent a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from savings_app.cases.kinds import ComplaintAbout, Relation, SchoolLevel
from savings_app.cli.demo.family import Family
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.kinds import Answer
from savings_app.money import Rupiah
from savings_app.registry.rules import Sex

MILLION = Rupiah.of(1_000_000)
OWN_WORD = "pohon mangga depan rumah"


def kept_for_school(family: Family) -> Iterator[datetime]:
    """Planned with the caseworker beside her; twelve million kept for school, month after month."""
    yield family.day(-320)
    family.opens(died=-327, age=48, months=44, children=(SchoolLevel.SMP, SchoolLevel.SD))
    family.heir(Relation.SPOUSE, age=43)
    family.heir(Relation.CHILD, sex=Sex.MALE, age=14, receives=False, school=SchoolLevel.SMP)
    family.heir(Relation.CHILD, age=10, receives=False, school=SchoolLevel.SD)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-314)
    family.account()
    family.papers()
    yield family.day(-305)
    family.claims()
    yield family.day(-301)
    family.paid()
    yield family.day(-280)
    visit = family.sits_down()
    family.says_all_arrived()
    family.agrees_plan()
    family.agrees(ConsentKind.TELL_BANK)
    family.agrees(ConsentKind.BANK_ANSWERS, scope=AnswerScope.KEPT_ONLY)
    family.agrees(ConsentKind.STAFF_SEES)
    family.means_to_keep(MILLION * 12)
    family.stands_up(visit)
    family.name_asked()
    made_on = family.today
    yield family.day(-276)
    family.name_answered()
    months = list(family.month_ends(since=made_on))
    for count, (month_end, moment) in enumerate(months):
        # One month without news, as it happens; the last word is that a part was used.
        if count == len(months) // 2:
            continue
        yield moment
        last = count == len(months) - 1
        family.bank_says(Answer.PARTLY if last else Answer.YES, month_end)


def child_saving(family: Family) -> Iterator[datetime]:
    """The family did it alone, on its own phone: a child's account, paid into month by month."""
    yield family.day(-230)
    family.opens(died=-238, age=45, months=57, children=(SchoolLevel.SMA,))
    family.heir(Relation.SPOUSE, age=42)
    family.heir(Relation.CHILD, age=16, receives=False, school=SchoolLevel.SMA)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-223)
    family.account()
    family.papers()
    family.signs_in(word=OWN_WORD)
    yield family.day(-214)
    family.claims()
    yield family.day(-210)
    family.paid()
    yield family.day(-205)
    family.says_all_arrived()
    yield family.day(-190)
    family.agrees_plan()
    saving = family.account(bank="BSG", saving=True)
    yield family.day(-188)
    family.agrees(ConsentKind.TELL_BANK)
    family.agrees(ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES)
    family.means_to_keep(MILLION * 8, goal="Modal usaha")
    family.means_to_pay_in(MILLION * 6, saving, goal="Kuliah anak")
    made_on = family.today
    for month_end, moment in family.month_ends(since=made_on):
        yield moment
        family.bank_says(Answer.YES, month_end)
    yield family.day(-4)
    family.complains(
        ComplaintAbout.STAFF,
        "Waktu mengurus surat saya diminta uang rokok oleh orang yang mengaku membantu kantor.",
    )
    yield family.day(-2)
    family.letter(reason="Kata masuk terlupa.")
