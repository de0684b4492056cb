"""What a stop of contributions would cost families, from real rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.coverage.queries.stopping import count_stop
from savings_app.registry.known_deaths import remember_death
from savings_app.registry.rules import Payer, StopReason
from tests.builders import actor_of, make_notice, make_participant, make_user
from tests.paid import pay_months

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


def test_what_a_stop_would_mean_counts_months_as_for_one_person(
    session: Session, actor: Actor
) -> None:
    def person(months: int, stated: int | None = None, **more: Any) -> None:
        made = make_participant(session, months=stated)
        first = date(2026 - (months - 1) // 12, 10 - (months - 1) % 12, 1)
        pay_months(session, participant=made, first=first, months=months, **more)

    person(3)
    person(10, stated=44)  # the lists begin too late: 44 as stated
    person(2, stated=33)
    person(4, stated=26)
    person(1, payer=Payer.APBDES)
    stopped = make_participant(session)
    pay_months(session, participant=stopped, first=date(2026, 8, 1))

    groups = count_stop(session, actor=actor, last_month=OCTOBER, needed=36, payer=None)

    found = {group.payer: group for group in groups}
    by_kabupaten = found[Payer.APBD]
    assert (by_kabupaten.people, by_kabupaten.short, by_kabupaten.short_months) == (
        4,
        3,
        3 + 33 + 26,
    )
    assert (by_kabupaten.reach_sooner, by_kabupaten.reach_later) == (1, 2)
    assert found[Payer.APBDES].short_months == 1
    one = count_stop(session, actor=actor, last_month=OCTOBER, needed=36, payer=Payer.APBDES)
    assert [group.payer for group in one] == [Payer.APBDES]


@pytest.mark.parametrize("known_by", ["stop", "participant", "nik"])
def test_a_stop_costs_the_dead_nothing(session: Session, actor: Actor, known_by: str) -> None:
    living, dead = (make_participant(session, months=None) for _ in range(2))
    for person in (living, dead):
        pay_months(session, participant=person, first=OCTOBER)
    if known_by == "stop":
        dead.stop_reason, dead.stopped_on = StopReason.DIED, date(2026, 10, 20)
    else:
        remember_death(
            session,
            notice_id=make_notice(session).id,
            participant_id=dead.id if known_by == "participant" else None,
            nik=dead.nik,
            full_name=dead.full_name,
            region_code=dead.region_code,
            died_on=date(2026, 10, 20),
            now=datetime(2026, 11, 1, tzinfo=UTC),
        )
    session.flush()
    (group,) = count_stop(session, actor=actor, last_month=OCTOBER, needed=36, payer=None)
    assert (group.people, group.short_months) == (1, 1)
