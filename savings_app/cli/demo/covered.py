"""Months paid, targets, a budget and two legal bases, so that coverage has something to tell."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from savings_app.cases.queries.cases import get_case
from savings_app.cases.queries.listing import CaseFilter, list_cases
from savings_app.cli.demo.people import People
from savings_app.cli.demo.twice import write_down_twice
from savings_app.cli.demo.world import World
from savings_app.coverage.actions.bases import BasisFacts, add_basis
from savings_app.coverage.actions.plans import set_budget, set_target
from savings_app.coverage.kinds import BasisKind, BasisStatus
from savings_app.money import Rupiah
from savings_app.paging import Order
from savings_app.policy.series import FactStatus
from savings_app.regions.rules import BONE_BOLANGO
from savings_app.registry.actions import ParticipantFacts, add_participant
from savings_app.registry.actions.paid_lists import PaidRow, record_paid_list
from savings_app.registry.coverage_rules import add_months, month_of
from savings_app.registry.rules import KpjTaken, NikTaken, Payer, Segment, Sex

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

A_MONTH = Rupiah.of(16_800)
MONTHS = 14
PEOPLE_A_VILLAGE = 5
# Which of the last months a desa's APBDes paid, oldest first, and for how many of its people.
VILLAGES = (
    ("1" * MONTHS, PEOPLE_A_VILLAGE),
    ("11111110011111", PEOPLE_A_VILLAGE),
    ("11111111111000", PEOPLE_A_VILLAGE),
    ("00000000111111", PEOPLE_A_VILLAGE - 2),
)
NEWS = "Berita InfoPublik, 26 Oktober 2022"


def cover(session: Session, world: World, *, seed: str, now: datetime) -> None:
    """Four desa with months paid and gaps, the targets of the founding meeting, and what rests
    on what. Numbers of bases are invented.
    """
    rng = random.Random(f"{seed}:coverage")  # noqa: S311  refused in production
    last = add_months(month_of(world.today), -1)
    months = [add_months(last, step - MONTHS + 1) for step in range(MONTHS)]
    rows = list(_rows(session, world, rng, months, now))
    for payer, source in ((Payer.APBD, "BPJS cabang Gorontalo"), (Payer.APBDES, "Operator desa")):
        record_paid_list(
            session,
            actor=world.caseworker,
            source=source,
            rows=[row for row in rows if row.payer is payer],
            now=now,
        )
    record_paid_list(
        session,
        actor=world.caseworker,
        source="BPJS cabang Gorontalo, daftar susulan",
        rows=[*_paid_again(rows), *_paid_for_the_dead(session, world)],
        now=now,
    )
    write_down_twice(
        session, world, People(rng, today=world.today, village=world.villages[0]), rows, now=now
    )
    basis_id = _bases(session, world, now)
    _targets(session, world, basis_id, now)


def _rows(
    session: Session, world: World, rng: random.Random, months: list[date], now: datetime
) -> Iterator[PaidRow]:
    for village, (paid, people) in zip(rng.sample(world.villages, 4), VILLAGES, strict=True):
        drawn = People(rng, today=world.today, village=village)
        for order in range(PEOPLE_A_VILLAGE):
            person = _participant(session, world, drawn, village, Payer.APBDES, months[0], now)
            for month, is_paid in zip(months, paid, strict=True):
                if is_paid == "1" and order < people:
                    yield PaidRow(person, month, Payer.APBDES, A_MONTH)
        for _order in range(3):
            person = _participant(session, world, drawn, village, Payer.APBD, months[0], now)
            for month in months:
                yield PaidRow(person, month, Payer.APBD, A_MONTH)


def _paid_again(rows: list[PaidRow]) -> Iterator[PaidRow]:
    """Two people whose months the other payer had paid already."""
    district = [row for row in rows if row.payer is Payer.APBD]
    village = [row for row in rows if row.payer is Payer.APBDES]
    for row in district[1:3]:
        yield replace(row, payer=Payer.APBDES)
    yield replace(village[0], payer=Payer.APBD)


def _paid_for_the_dead(session: Session, world: World) -> Iterator[PaidRow]:
    """The month after their death, for two whose cases are the oldest."""
    oldest = list_cases(
        session,
        actor=world.caseworker,
        wanted=CaseFilter(),
        today=world.today,
        order=Order("died"),
    )
    cases = [get_case(session, actor=world.caseworker, case_id=row.id) for row in oldest.rows]
    dead = [(one.participant_id, one.died_on) for one in cases if one.participant_id]
    for participant_id, died_on in dead[:2]:
        yield PaidRow(participant_id, add_months(month_of(died_on), 1), Payer.APBD, A_MONTH)


def _participant(
    session: Session,
    world: World,
    people: People,
    village: str,
    payer: Payer,
    since: date,
    now: datetime,
) -> UUID:
    """Somebody new; a number somebody has already is drawn again."""
    while True:
        person = people.draw(people.rng.choice(list(Sex)), age=people.rng.randrange(24, 62))
        category = "pekerja_rentan_kabupaten" if payer is Payer.APBD else "pekerja_rentan_desa"
        facts = ParticipantFacts(
            full_name=person.full_name,
            nik=person.nik,
            nik_missing_reason=None,
            kpj=people.card(),
            born_on=person.born_on,
            sex=person.sex,
            segment=Segment.BPU,
            category=category,
            payer=payer,
            # What an older list states: the lists above begin later.
            months_contributed=people.rng.choice((None, None, 20, 34, 40)),
            region_code=village,
        )
        try:
            return add_participant(
                session, actor=world.caseworker, facts=facts, today=world.today, now=now
            ).id
        except (NikTaken, KpjTaken):
            continue


def _bases(session: Session, world: World, now: datetime) -> UUID:
    """An instruction without an end, and an agreement that ends in 45 days; returns the first."""
    common = {"region_code": BONE_BOLANGO, "status": BasisStatus.IN_FORCE}
    instruction = BasisFacts(
        kind=BasisKind.INSTRUCTION,
        number="560/CONTOH/1/2026",
        title="Perlindungan pekerja rentan (contoh)",
        issuer="Bupati (contoh)",
        starts=date(world.today.year, 1, 2),
        ends=None,
        **common,  # type: ignore[arg-type]
    )
    agreement = BasisFacts(
        kind=BasisKind.AGREEMENT,
        number="12/PKS-CONTOH/2024",
        title="Kerja sama kepesertaan (contoh)",
        issuer="Dinas Nakerkum dan BPJS Ketenagakerjaan (contoh)",
        starts=world.today - timedelta(days=685),
        ends=world.today + timedelta(days=45),
        **common,  # type: ignore[arg-type]
    )
    add_basis(session, actor=world.supervisor, facts=agreement, file=None, now=now)
    return add_basis(session, actor=world.supervisor, facts=instruction, file=None, now=now).id


def _targets(session: Session, world: World, basis_id: UUID, now: datetime) -> None:
    """The targets of the founding meeting as drafts, and what one desa set aside (invented)."""
    wanted = (
        (False, "pekerja_rentan_kabupaten", Payer.APBD, 20_000),
        (False, None, Payer.APBDES, 16_000),
        (True, None, Payer.APBDES, 100),
    )
    for each_village, category, payer, people in wanted:
        set_target(
            session,
            actor=world.supervisor,
            region_code=BONE_BOLANGO,
            each_village=each_village,
            category=category,
            payer=payer,
            year=2023,
            people=people,
            source=NEWS,
            status=FactStatus.DRAFT,
            basis_id=None,
            now=now,
        )
    set_budget(
        session,
        actor=world.supervisor,
        region_code=world.villages[0],
        payer=Payer.APBDES,
        year=world.today.year,
        people=100,
        first_month=1,
        last_month=12,
        amount=Rupiah.of(16_800_000),
        source="APBDes (contoh)",
        basis_id=basis_id,
        request_key=uuid4(),
        now=now,
    )
