"""The ways of the sample families. A story yields the moment of its next step and goes on then.

Between two yields everything happens at one moment. The first stories are the most different.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from savings_app.cases.actions.benefit import correct_benefit
from savings_app.cases.benefit_rules import BenefitFacts
from savings_app.cases.kinds import (
    ComplaintAbout,
    HeirAnswer,
    PaperKind,
    PayoutKind,
    Programme,
    ReferredTo,
    Relation,
    SchoolLevel,
)
from savings_app.cli.demo.bank_stories import child_saving, kept_for_school
from savings_app.cli.demo.family import Family
from savings_app.consents.kinds import ConsentKind
from savings_app.money import Rupiah
from savings_app.planning.kinds import PlanStep
from savings_app.registry.rules import Payer, Segment, Sex
from savings_app.support.kinds import SupportKind, SupportStepKind

Story = Callable[[Family], Iterator[datetime]]
MILLION = Rupiah.of(1_000_000)


def first_visit(family: Family) -> Iterator[datetime]:
    """Three days ago the caseworker came; papers and the account are missing."""
    yield family.day(-3)
    family.opens(died=-9, months=28)
    family.heir(Relation.SPOUSE, age=47)
    family.heir(Relation.CHILD, sex=Sex.MALE, age=15, receives=False, school=SchoolLevel.SMA)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-1)
    family.answers(HeirAnswer.YES)
    family.papers(PaperKind.DEATH_CERTIFICATE, PaperKind.HEIR_LETTER, PaperKind.PASSBOOK)
    family.scans(PaperKind.FAMILY_CARD, PaperKind.HEIR_IDENTITY)
    family.receipt_for_papers()


def just_paid(family: Family) -> Iterator[datetime]:
    """Paid in time; the family has not yet said whether all of it arrived."""
    yield family.day(-24)
    family.opens(died=-31, months=51)
    family.heir(Relation.SPOUSE, age=39)
    family.heir(Relation.CHILD, age=11, receives=False, school=SchoolLevel.SD)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-20)
    family.account()
    family.papers()
    yield family.day(-8)
    family.claims()
    yield family.day(-5)
    family.paid()
    family.invited_to_learn(in_days=6, topic="Membaca buku tabungan dan menjaga PIN")


def late_claim(family: Family) -> Iterator[datetime]:
    """Returned once, handed in again, and BPJS is late."""
    yield family.day(-60)
    family.opens(died=-68, sex=Sex.FEMALE, age=58, months=36)
    family.heir(Relation.SPOUSE, sex=Sex.MALE, age=61)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-52)
    family.account(bank="BSG")
    family.papers()
    visit = family.sits_down()
    family.agrees(ConsentKind.TELL_BANK)
    family.stands_up(visit)
    family.name_asked()
    yield family.day(-48)
    claim = family.claims()
    yield family.day(-40)
    family.returned(claim, reason="Nama pada akta kematian berbeda satu huruf.")
    yield family.day(-21)
    family.claims()
    family.hand_over_planned(in_days=9)


def short_paid(family: Family) -> Iterator[datetime]:
    """Less than the law gives was paid; the family says so and complains."""
    yield family.day(-45)
    family.opens(died=-52, months=40)
    family.heir(Relation.SPOUSE, age=50)
    family.heir(Relation.CHILD, sex=Sex.MALE, age=24, receives=False)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-38)
    family.account()
    family.papers()
    yield family.day(-20)
    family.claims()
    yield family.day(-16)
    family.paid(amount=MILLION * 37)
    yield family.day(-12)
    visit = family.sits_down()
    family.says_missing(arrived=MILLION * 37, text="Yang masuk di buku tabungan tidak sama.")
    family.stands_up(visit, signed=False)
    yield family.day(-5)
    text = "Di desa kami ada yang minta bagian kalau santunan cair."
    family.neighbour_reports(ComplaintAbout.ASKED_FOR_PART, text)


def ready_to_claim(family: Family) -> Iterator[datetime]:
    """Everything is there; the bank confirmed the name."""
    yield family.day(-14)
    family.opens(died=-22, sex=Sex.FEMALE, age=44, months=19)
    family.heir(Relation.SPOUSE, sex=Sex.MALE, age=46)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-9)
    family.account(bank="BSG")
    visit = family.sits_down()
    family.agrees(ConsentKind.TELL_BANK)
    family.stands_up(visit)
    family.name_asked()
    yield family.day(-6)
    family.name_answered(bank="BSG")
    yield family.day(-2)
    family.answers(HeirAnswer.YES)
    family.papers()
    family.scans(*PaperKind)
    family.receipt_for_papers()


def arrived_planning(family: Family) -> Iterator[datetime]:
    """A work accident. All of it arrived, a plan is begun and waits at the third question."""
    yield family.day(-75)
    family.opens(
        died=-83,
        age=36,
        programme=Programme.JKK,
        wage=MILLION * 3,
        children=(SchoolLevel.SD, SchoolLevel.TK),
        category="pekerja_rentan_desa",
        payer=Payer.APBDES,
        months=14,
    )
    family.heir(Relation.SPOUSE, age=33)
    family.heir(Relation.CHILD, sex=Sex.MALE, age=9, receives=False, school=SchoolLevel.SD)
    family.heir(Relation.CHILD, age=5, receives=False, school=SchoolLevel.TK)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-66)
    family.account()
    family.papers()
    yield family.day(-50)
    family.claims()
    yield family.day(-43)
    family.paid()
    family.paid(amount=Rupiah.of(3_000_000), kind=PayoutKind.SCHOLARSHIP)
    yield family.day(-7)
    visit = family.sits_down()
    family.says_all_arrived()
    family.begins_plan(until=PlanStep.COMMEMORATION)
    family.stands_up(visit)
    yield family.day(-3)
    asked = family.correction_asked(reason="Angka terakhir NIK keliru waktu diketik.")
    yield family.day(-2)
    family.correction_agreed(asked, by=family.world.second_supervisor)


def three_heirs(family: Family) -> Iterator[datetime]:
    """A widow and two grown children each receive; they stated their shares themselves."""
    yield family.day(-12)
    family.opens(died=-19, age=63, months=88)
    family.heir(Relation.SPOUSE, age=57)
    family.heir(Relation.CHILD, sex=Sex.MALE, age=31)
    family.heir(Relation.CHILD, age=27)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter(0)
    family.letter(1)
    yield family.day(-8)
    family.shares(MILLION * 20, MILLION * 11, MILLION * 11)
    family.account(0)
    family.account(1, bank="BSI")
    family.papers(PaperKind.HEIR_LETTER)


def child_with_guardian(family: Family) -> Iterator[datetime]:
    """A child receives through its guardian; a corrected fact waits for the second person."""
    yield family.day(-17)
    family.opens(died=-26, sex=Sex.FEMALE, age=41, months=None)
    guardian = family.people.draw(Sex.FEMALE, age=49)
    family.heir(Relation.CHILD, age=9, school=SchoolLevel.SD, guardian=guardian)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-11)
    family.account(holder=guardian.full_name)
    family.papers()
    yield family.day(-2)
    family.claims()
    correct_benefit(
        family.session,
        actor=family.world.caseworker,
        case_id=family.case_id,
        facts=BenefitFacts(
            died_on=family.died_on,
            programme=Programme.JKM,
            segment=Segment.BPU,
            months=44,
            wage=None,
        ),
        reason="Bulan iuran sudah diketahui dari kartu peserta.",
        today=family.today,
        now=family.now,
    )


def not_now(family: Family) -> Iterator[datetime]:
    """A payout was written down wrong and taken back. The family keeps all of it free."""
    yield family.day(-150)
    family.opens(died=-158, months=62)
    family.heir(Relation.SPOUSE, age=55)
    family.agrees(ConsentKind.CLAIM_HELP)
    family.letter()
    yield family.day(-140)
    family.account(bank="BSG")
    family.papers()
    yield family.day(-130)
    family.claims()
    yield family.day(-126)
    wrong = family.paid(amount=Rupiah.of(4_200_000))
    yield family.day(-125)
    family.payout_reversed(wrong, reason="Kurang satu angka nol; dicatat ulang.")
    family.paid()
    event = family.hand_over_planned(in_days=-119)
    yield family.day(-119)
    family.handed_over(event)
    yield family.day(-100)
    visit = family.sits_down()
    family.says_all_arrived()
    family.says_not_now()
    family.stands_up(visit)
    meeting = family.invited_to_learn(in_days=-92, topic="Membaca buku tabungan")
    yield family.day(-92)
    family.came_to_learn(meeting, people=2)
    yield family.day(-60)
    asked = family.asks_support(SupportKind.BUSINESS, "Ingin berjualan kue.")
    yield family.day(-56)
    family.support_step(asked, SupportStepKind.CONTACT, "Diundang ke penjelasan hari Senin.")
    yield family.day(-30)
    family.support_step(asked, SupportStepKind.ATTENDED, "Ikut latihan usaha kecil dua hari.")


def disputed(family: Family) -> Iterator[datetime]:
    """Two brothers do not agree: recorded and referred, nothing else."""
    yield family.day(-33)
    family.opens(died=-41, age=49, months=30, category="tagana", payer=Payer.APBDES)
    family.heir(Relation.SIBLING, sex=Sex.MALE, age=52)
    family.heir(Relation.SIBLING, sex=Sex.MALE, age=44)
    family.answers(HeirAnswer.NO, HeirAnswer.NO, HeirAnswer.YES)
    family.letter(0)
    family.letter(1)
    yield family.day(-30)
    family.papers(PaperKind.HEIR_LETTER, PaperKind.PASSBOOK)
    family.paper_unavailable(
        PaperKind.HEIR_LETTER, "Para ahli waris belum sepakat.", "waris_musyawarah"
    )
    family.disputed()
    family.refers_to(ReferredTo.VILLAGE)
    yield family.day(-18)
    complaint = family.complains(ComplaintAbout.OTHER, "Kapan surat ahli waris bisa dibuat?")
    yield family.day(-15)
    family.answered(complaint, "Desa mengundang kedua pihak pekan depan; kami ikut hadir.")
    yield family.day(-4)
    family.appeals(complaint, "Pertemuannya tidak jadi, dan tidak ada kabar lagi.")


STORIES: tuple[Story, ...] = (
    kept_for_school,
    first_visit,
    just_paid,
    late_claim,
    child_saving,
    short_paid,
    ready_to_claim,
    arrived_planning,
    not_now,
    three_heirs,
    child_with_guardian,
    disputed,
)


def opened_only(family: Family) -> Iterator[datetime]:
    """For measuring with very many cases: opened, and nothing else yet."""
    days = family.rng.randrange(5, 700)
    yield family.day(-days)
    family.opens(died=-days - 6, months=family.rng.randrange(6, 90))
