"""One worker who stands in the registry twice, and somebody who asked to put the two together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from savings_app.cli.demo.people import People
from savings_app.cli.demo.world import World
from savings_app.corrections.actions import request_merge
from savings_app.registry.actions import ParticipantFacts, add_participant
from savings_app.registry.actions.paid_lists import PaidRow, record_paid_list
from savings_app.registry.coverage_rules import add_months
from savings_app.registry.queries import get_participant

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EARLIER = 8  # months the second record holds; the last two of them stand in both


def write_down_twice(
    session: Session, world: World, people: People, rows: Sequence[PaidRow], *, now: datetime
) -> None:
    """The first person of these lists came once more, without a NIK and with another KPJ."""
    first = rows[0]
    known = get_participant(session, actor=world.caseworker, participant_id=first.participant_id)
    facts = ParticipantFacts(
        full_name=known.full_name,
        nik=None,
        nik_missing_reason="Tidak tertulis di daftar desa",
        kpj=people.card(),
        born_on=None,
        sex=None,
        segment=known.segment,
        category=known.category,
        payer=known.payer,
        months_contributed=None,
        region_code=known.region_code,
    )
    again = add_participant(
        session, actor=world.caseworker, facts=facts, today=world.today, now=now
    )
    months = [add_months(first.month, step + 2 - EARLIER) for step in range(EARLIER)]
    record_paid_list(
        session,
        actor=world.caseworker,
        source="Operator desa, daftar lama",
        rows=[PaidRow(again.id, month, first.payer, first.amount) for month in months],
        now=now,
    )
    request_merge(
        session,
        actor=world.caseworker,
        participant_id=again.id,
        other_id=known.id,
        reason="KTP dan kedua kartu BPJS dilihat di rumahnya: orangnya satu.",
        today=world.today,
        now=now,
    )
