"""Two finished families whose banks have answered for months, or sent a file."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from savings_app.cases.kinds import ComplaintAbout, Relation, SchoolLevel
from savings_app.cli.demo.family import Family
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.kinds import Answer
from savings_app.money import Rupiah
from savings_app.registry.rules import Sex
from savings_app.support.kinds import SupportKind

MILLION = Rupiah.of(1_000_000)
RATE, FEE = 50, Rupiah.of(2_500)  # of the sample product: hundredths of a percent a year
OWN_WORD = "pohon mangga depan rumah"


def kept_for_school(family: Family) -> Iterator[datetime]:
    """Planned with the caseworker, then anew on paper; ten million kept for school for months."""
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
    family.agrees(ConsentKind.MESSAGES)
    family.wants_short_messages("0812 0000 9173")
    family.means_to_keep(MILLION * 10)
    family.stands_up(visit)
    family.name_asked()
    made_on = family.today
    yield family.day(-276)
    family.name_answered()
    # At home she wrote it anew on the printed form, and a thumb print stands below it.
    yield family.day(-270)
    visit = family.sits_down()
    family.keys_paper(signed_on=family.today - timedelta(days=1))
    family.stands_up(visit)
    months = list(family.month_ends(since=made_on))
    for count, (month_end, moment) in enumerate(months):
        # One month without news, as it happens; the last word is that a part was used.
        if count == len(months) // 2:
            # Banks have had the time to answer: the family is told that there is no news.
            yield moment + timedelta(days=14)
            family.morning_of_reminders()
            continue
        yield moment
        last = count == len(months) - 1
        family.bank_says(Answer.PARTLY if last else Answer.YES, month_end)
    # The account has not moved for long; the number is not hers any more.
    yield family.day(-1)
    family.morning_of_reminders(refused=True)


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
    paid_on = family.today
    yield family.day(-205)
    family.says_all_arrived()
    yield family.day(-190)
    family.agrees_plan()
    saving = family.account(bank="BSG", saving=True)
    yield family.day(-188)
    family.agrees(ConsentKind.TELL_BANK)
    family.agrees(ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES)
    family.means_to_keep(MILLION * 8, goal="Modal usaha")
    code = family.means_to_pay_in(MILLION * 6, saving, goal="Kuliah anak")
    made_on, benefit = family.today, family.heirs[0].account_id
    assert benefit is not None  # noqa: S101  recorded above
    yield family.day(-181)
    days = [made_on + timedelta(days=n) for n in (1, 2, 4)]
    family.bank_sends(
        benefit,
        (paid_on, family.own(), "SANTUNAN JKM BPJS KETENAGAKERJAAN"),
        (days[0], MILLION * -6, f"TRANSFER KE BSG {code}"),
        (days[2], MILLION * -2, "TARIK TUNAI ATM"),
        bank="BRI",
        opening=Rupiah.of(100_000),
    )
    family.officer_confirms(benefit, bank="BRI")
    yield family.day(-180)
    family.bank_sends(
        saving,
        (days[0], MILLION * 6, f"TRANSFER MASUK {code}"),
        (days[1], Rupiah.of(50_000), "SETORAN TUNAI"),
        bank="BSG",
    )
    family.officer_confirms(saving, bank="BSG")
    family.officer_says_product(saving, bank="BSG", rate=RATE, fee=FEE)
    balance = yield from _month_by_month(family, saving, told_until=days[1])
    yield from _new_wish(family, saving, balance)
    family.asks_support(SupportKind.COOPERATIVE, "Ingin tahu koperasi yang dekat rumah.")
    yield family.day(-2)
    family.letter(reason="Kata masuk terlupa.")


def _month_by_month(
    family: Family, saving: UUID, *, told_until: date
) -> Generator[datetime, None, Rupiah]:
    """One bank answers for each month, the other sends its movements; the balance at the end."""
    balance = MILLION * 6 + Rupiah.of(50_000)
    ends = list(family.month_ends(since=told_until))
    for count, (month_end, moment) in enumerate(ends):
        yield moment
        first = told_until + timedelta(days=1)
        if first <= month_end:
            days = (month_end - first).days + 1
            interest = Rupiah.of(balance.rupiah * RATE * days // (10_000 * 365))
            family.bank_sends(
                saving,
                (month_end, interest, "BUNGA TABUNGAN"),
                (month_end, -FEE, "BIAYA ADMINISTRASI"),
                bank="BSG",
                opening=balance,
                period=(first, month_end),
            )
            balance += interest - FEE
            told_until = month_end
        # The latest month waits for the officer.
        if count < len(ends) - 1:
            family.bank_says(Answer.YES, month_end)
    return balance


def _new_wish(family: Family, saving: UUID, balance: Rupiah) -> Iterator[datetime]:
    """A second pledge, whose line the bank has still to confirm; and a complaint about staff."""
    yield family.day(-9)
    code = family.means_to_pay_in(Rupiah.of(2_500_000), saving, goal="Laptop")
    part_of = family.means_to_pay_in(Rupiah.of(600_000), saving, goal="Seragam")
    pledged_on = family.today
    yield family.day(-4)
    family.complains(
        ComplaintAbout.STAFF,
        "Waktu mengurus surat saya diminta uang rokok oleh orang yang mengaku membantu kantor.",
    )
    yield family.day(-3)
    days = [pledged_on + timedelta(days=n) for n in (1, 2, 3)]
    family.bank_sends(
        saving,
        (days[0], Rupiah.of(2_500_000), f"SETORAN {code}"),
        (days[0], Rupiah.of(200_000), f"SETORAN {part_of}"),
        (days[0], Rupiah.of(150_000), "TRANSFER ANTARBANK"),
        (days[1], Rupiah.of(-250), "PAJAK BUNGA"),
        (days[1], Rupiah.of(-150_000), "RETUR TRANSFER ANTARBANK"),
        (days[1], Rupiah.of(300_000), "SETORAN SB-2222"),
        (days[2], Rupiah.of(750_000), "BONUS"),
        (days[2], Rupiah.of(75_000), "KIRIMAN KELUARGA"),
        (days[2], Rupiah.of(-100_000), "TARIK TUNAI"),
        bank="BSG",
        opening=balance,
    )
    family.officer_decides(saving, "KIRIMAN KELUARGA", bank="BSG")
