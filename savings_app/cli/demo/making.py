"""Playing the stories of all families together, day after day, as it would have happened."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable, Iterator
from datetime import datetime

from savings_app import clock, db
from savings_app.audit.queries import count_events
from savings_app.cli.demo.covered import cover
from savings_app.cli.demo.data_update import make_sample_list
from savings_app.cli.demo.deaths import HeardOf
from savings_app.cli.demo.family import Family
from savings_app.cli.demo.office import work_a_day, write_a_comparison
from savings_app.cli.demo.old_file import take_in_old_file
from savings_app.cli.demo.stories import STORIES, Story, opened_only
from savings_app.cli.demo.voices import sound_tones
from savings_app.cli.demo.world import draw_users, settle
from savings_app.cli.output import Document

# Whole stories take a good part of a second each, and every letter a slow hash.
WHOLE_STORIES = 60
STEPS_A_TRANSACTION = 250

# The moment of the next step, the order of the families, and the story with its family.
Waiting = tuple[datetime, int, Iterator[datetime], Family]


def make_sample_data(*, count: int, seed: str) -> Document:
    """The sample data, in the application at hand: `cases`, `users` and `families`.

    Everything is relative to today, so that what waits always looks alive.
    """
    # A second run on the same database invents other people.
    seed = f"{seed}:{count_events(db.get_session())}"
    users = draw_users(random.Random(seed))  # noqa: S311  refused in production
    with db.transaction() as session:
        world, users = settle(session, users, seed=seed, today=clock.today(), now=clock.now_utc())
    families = [Family(world, serial=serial) for serial in range(count)]
    play((family, _story(serial)) for serial, family in enumerate(families))
    with db.transaction() as session:
        HeardOf(session, world, now=clock.now_utc()).tell()
        take_in_old_file(session, world, now=clock.now_utc())
        work_a_day(session, world, today=clock.today(), now=clock.now_utc())
        write_a_comparison(session, world, today=clock.today(), now=clock.now_utc())
        make_sample_list(session, world, now=clock.now_utc())
        cover(session, world, seed=seed, now=clock.now_utc())
        sound_tones(session, world, now=clock.now_utc())
    return {
        "cases": [family.case_number for family in families],
        "users": [
            {"email": user.email, "role": user.role.value, "password": user.password}
            for user in users
        ],
        "families": [way for family in families for way in family.ways_in()],
    }


def _story(serial: int) -> Story:
    return STORIES[serial % len(STORIES)] if serial < WHOLE_STORIES else opened_only


def play(told: Iterable[tuple[Family, Story]]) -> None:
    """Every step of every story at its moment, the earliest first, in few transactions."""
    waiting: list[Waiting] = []
    for order, (family, story) in enumerate(told):
        steps = story(family)
        waiting.append((next(steps), order, steps, family))
    heapq.heapify(waiting)
    while waiting:
        with db.transaction() as session:
            for _ in range(min(STEPS_A_TRANSACTION, len(waiting))):
                now, order, steps, family = heapq.heappop(waiting)
                family.session, family.now = session, now
                later = next(steps, None)
                if later is not None:
                    heapq.heappush(waiting, (max(now, later), order, steps, family))
