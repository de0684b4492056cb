"""One list of a desa that is back and half keyed in, so that its pages have something to show."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from savings_app.cli.demo.people import People
from savings_app.cli.demo.world import World
from savings_app.data_updates.actions.answers import LineAnswer, record_answers, set_line
from savings_app.data_updates.actions.updates import create_updates, mark_sent
from savings_app.data_updates.kinds import Answer
from savings_app.data_updates.queries.lines import LineRow, list_to_key
from savings_app.data_updates.rules import Replacement
from savings_app.registry.actions import ParticipantFacts, add_participant
from savings_app.registry.rules import KpjTaken, NikTaken, Payer, Segment, Sex

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WORKERS = 14
KEYED = 5


def make_sample_list(session: Session, world: World, *, now: datetime) -> None:
    """Fourteen living workers of the last desa, asked about this month."""
    rng = random.Random(f"{world.seed}:pemutakhiran")  # noqa: S311  refused in production
    village = world.villages[-1]
    people = People(rng, today=world.today, village=village)
    for number in range(WORKERS):
        _add(session, world, people, number=number, village=village, now=now)
    made = create_updates(
        session,
        actor=world.caseworker,
        region_code=village,
        period=f"{world.today:%Y-%m}",
        category=None,
        payer=None,
        today=world.today,
        now=now,
    )
    update_id = made.update_ids[0]
    mark_sent(session, actor=world.caseworker, update_id=update_id, kind="xlsx", now=now)
    lines = [
        line
        for line in list_to_key(
            session, actor=world.caseworker, update_id=update_id, first=1, unanswered=True
        )
        if line.case_id is None
    ]
    record_answers(
        session,
        actor=world.caseworker,
        update_id=update_id,
        answers=[
            LineAnswer(line.id, line.version, Answer.WORKING, None, None) for line in lines[2:KEYED]
        ],
        today=world.today,
        now=now,
    )
    _stop_two(session, world, people, lines=lines, now=now)


def _stop_two(
    session: Session, world: World, people: People, *, lines: Sequence[LineRow], now: datetime
) -> None:
    """One who moved, with somebody instead, and one who died."""
    instead = people.draw(Sex.FEMALE, age=33)
    for line, answer, detail in zip(
        lines, (Answer.MOVED, Answer.DIED), ("Pindah ke Limboto", "Kepala dusun"), strict=False
    ):
        set_line(
            session,
            actor=world.caseworker,
            line_id=line.id,
            version=line.version,
            answer=answer,
            died_on=world.today - timedelta(days=40) if answer is Answer.DIED else None,
            detail=detail,
            note=None,
            replacement=Replacement(
                full_name=instead.full_name,
                nik=instead.nik,
                born_on=instead.born_on,
                sex=instead.sex,
            )
            if answer is Answer.MOVED
            else None,
            today=world.today,
            now=now,
        )


def _add(
    session: Session, world: World, people: People, *, number: int, village: str, now: datetime
) -> None:
    person = people.draw(Sex.MALE if number % 2 else Sex.FEMALE, age=25 + number * 2)
    facts = ParticipantFacts(
        full_name=person.full_name,
        nik=person.nik,
        nik_missing_reason=None,
        kpj=people.card(),
        born_on=person.born_on,
        sex=person.sex,
        segment=Segment.BPU,
        category="pekerja_rentan_kabupaten",
        payer=Payer.APBD,
        months_contributed=10 + number,
        region_code=village,
    )
    try:
        add_participant(session, actor=world.caseworker, facts=facts, today=world.today, now=now)
    except (NikTaken, KpjTaken):
        return  # one worker fewer is no harm
