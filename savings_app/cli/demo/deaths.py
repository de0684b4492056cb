"""Deaths nobody came for: one that is sure, one that looks alike, one a neighbour told."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from savings_app.cli.demo.people import People, Person
from savings_app.cli.demo.world import World
from savings_app.clock import WITA
from savings_app.deaths.actions.lines import ReportFacts
from savings_app.deaths.actions.matching import match_waiting
from savings_app.deaths.actions.reporting import Visitor, record_death, report_publicly
from savings_app.deaths.kinds import DeathSource
from savings_app.identifiers import NIK
from savings_app.registry.actions.people import ParticipantFacts, add_participant
from savings_app.registry.rules import Payer, Segment, Sex

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class HeardOf:
    """What the desa, the imam and the neighbours tell."""

    def __init__(self, session: Session, world: World, *, now: datetime) -> None:
        self.session, self.world, self.now = session, world, now
        self.rng = random.Random(f"{world.seed}:deaths")  # noqa: S311  invented, not secret

    def tell(self) -> None:
        """Three deaths; none of them has a case."""
        self._sure(died=203)
        self._alike(died=64)
        self._neighbour(died=6)
        match_waiting(self.session, now=self.now)

    def _sure(self, *, died: int) -> None:
        """In the civil registry's list and in the imam's: one line of two sources."""
        person, village = self._covered(Sex.MALE, age=58, months=52)
        self._record(DeathSource.IMAM, person.full_name, village, died=died + 1)
        self._record(DeathSource.CIVIL_REGISTRY, person.full_name, village, died=died, who=person)

    def _alike(self, *, died: int) -> None:
        """The desa book knows the name alone."""
        person, village = self._covered(Sex.FEMALE, age=49, months=31)
        self._record(DeathSource.VILLAGE_BOOK, person.full_name.upper(), village, died=died)

    def _neighbour(self, *, died: int) -> None:
        person, village = self._covered(Sex.MALE, age=44, months=18)
        reporter = People(self.rng, today=self.world.today, village=village).draw(Sex.MALE, age=40)
        report_publicly(
            self.session,
            facts=ReportFacts(
                source=DeathSource.PUBLIC,
                full_name=person.full_name,
                died_on=self.world.today - timedelta(days=died),
                region_code=village,
                reporter_name=reporter.full_name,
                reporter_reach=reporter.phone,
                reporter_relation="tetangga",
            ),
            visitor=Visitor(None, self._key()),
            today=self.world.today,
            now=self.now,
        )

    def _covered(self, sex: Sex, *, age: int, months: int) -> tuple[Person, str]:
        village = self.rng.choice(self.world.villages)
        people = People(self.rng, today=self.world.today, village=village)
        person = people.draw(sex, age=age)
        add_participant(
            self.session,
            actor=self.world.caseworker,
            facts=ParticipantFacts(
                full_name=person.full_name,
                nik=person.nik,
                nik_missing_reason=None,
                kpj=people.card(),
                born_on=person.born_on,
                sex=sex,
                segment=Segment.BPU,
                category="pekerja_rentan_kabupaten",
                payer=Payer.APBD,
                months_contributed=months,
                region_code=village,
            ),
            today=self.world.today,
            now=self.now,
        )
        return person, village

    def _record(
        self,
        source: DeathSource,
        full_name: str,
        village: str,
        *,
        died: int,
        who: Person | None = None,
    ) -> None:
        nik: NIK | None = who.nik if who else None
        record_death(
            self.session,
            actor=self.world.caseworker,
            facts=ReportFacts(
                source=source,
                full_name=full_name,
                died_on=self.world.today - timedelta(days=died),
                region_code=village,
                nik=nik,
                born_on=who.born_on if who else None,
                certificate_number=f"7503-KM-{self.rng.randrange(10_000):04}" if who else None,
            ),
            request_key=self._key(),
            today=self.now.astimezone(WITA).date(),
            now=self.now,
        )

    def _key(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)
