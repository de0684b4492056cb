"""What every story stands on: the days it passes, its heirs, and who acts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from savings_app.actors import Actor, Role
from savings_app.cli.demo.people import People, Person
from savings_app.cli.demo.world import World
from savings_app.clock import WITA
from savings_app.identifiers import AccountNumber

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FRIDAY = 4
OPENS = time(8, 30, tzinfo=WITA)
BETWEEN_DEEDS = timedelta(minutes=4)


@dataclass(frozen=True, slots=True)
class SampleHeir:
    """A recipient of the story; `code` is the one on the letter, None once it was used."""

    id: UUID
    person: Person
    number: str
    code: str | None = None
    letter_id: UUID | None = None
    account_id: UUID | None = None


class Days:
    """A story's own days. Whoever plays it sets `session` and `now` before each of its steps."""

    session: Session
    now: datetime
    case_id: UUID
    case_number: str
    deceased: Person
    died_on: date

    def __init__(self, world: World, *, serial: int) -> None:
        self.world = world
        self.rng = random.Random(f"{world.seed}:{serial}")  # noqa: S311  invented, not secret
        self.village = self.rng.choice(world.villages)
        self.people = People(self.rng, today=world.today, village=self.village)
        self.heirs: list[SampleHeir] = []
        self.numbers: dict[UUID, AccountNumber] = {}
        self.assisted = False
        self._deeds = self.rng.randrange(20)

    def day(self, offset: int) -> datetime:
        """A working hour of the day this many days before (below 0) today; of a weekend, Friday."""
        day = self.world.today + timedelta(days=min(offset, -1))
        day -= timedelta(days=max(0, day.weekday() - FRIDAY))
        self._deeds += 1
        return datetime.combine(day, OPENS) + self._deeds * BETWEEN_DEEDS

    @property
    def today(self) -> date:
        return self.now.astimezone(WITA).date()

    def month_ends(self, *, since: date) -> Iterator[tuple[date, datetime]]:
        """Every last day of a month since then, and a moment some days later to ask about it."""
        first = self.world.today.replace(day=1)
        ends = []
        while (end := first - timedelta(days=1)) >= since:
            ends.append(end)
            first = end.replace(day=1)
        for end in reversed(ends):
            offset = (end - self.world.today).days + 3
            if offset < 0:
                yield end, self.day(offset)

    def actor(self, i: int = 0) -> Actor:
        """The recipient, alone or with the caseworker at the device."""
        return Actor(
            role=Role.FAMILY,
            case_id=self.case_id,
            recipient_id=self.heirs[i].id,
            assisted_by=self.world.caseworker.user_id if self.assisted else None,
        )

    def request_key(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def learn(self, i: int, **facts: Any) -> None:
        self.heirs[i] = replace(self.heirs[i], **facts)
