"""Who works where in the sample data: the staff, the banks, the desa."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from savings_app.access.actions import add_user
from savings_app.access.passwords import LETTERS, make_hash
from savings_app.access.queries import actor_of, find_user_by_email
from savings_app.actors import Actor, Role
from savings_app.banks.queries import list_banks
from savings_app.cases.letter_codes import ALPHABET, CODE_LETTERS
from savings_app.cli.demo.agreements import agree_with_banks
from savings_app.regions.queries import list_places
from savings_app.regions.rules import BONE_BOLANGO

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Kecamatan of which no news report of these programmes tells.
DISTRICTS = ("75.03.01", "75.03.02", "75.03.03", "75.03.06", "75.03.07")
BANKS = ("BRI", "BSG")


@dataclass(frozen=True, slots=True)
class SampleUser:
    """A sign-in of the sample data; the password is shown, never kept."""

    email: str
    role: Role
    full_name: str
    password: str
    password_hash: str
    bank: str | None = None


@dataclass(frozen=True, slots=True)
class World:
    """What every story needs to know."""

    seed: str
    today: date
    caseworker: Actor
    supervisor: Actor
    second_supervisor: Actor
    auditor: Actor
    officers: Mapping[str, Actor]
    banks: Mapping[str, UUID]
    villages: Sequence[str]


def draw_password(rng: random.Random) -> str:
    return "-".join("".join(rng.choices(LETTERS, k=4)) for _ in range(4))


def draw_code(rng: random.Random) -> str:
    return "".join(rng.choices(ALPHABET, k=CODE_LETTERS))


def draw_users(rng: random.Random) -> list[SampleUser]:
    """All roles, two who may approve, officers of two banks. Slow: every password is hashed."""
    wanted = (
        ("petugas", Role.CASEWORKER, "Petugas Contoh", None),
        ("kabid", Role.SUPERVISOR, "Kepala Bidang Contoh", None),
        # Above a threshold two must agree besides the asker.
        ("sekretaris", Role.SUPERVISOR, "Sekretaris Dinas Contoh", None),
        ("inspektorat", Role.AUDITOR, "Pemeriksa Contoh", None),
        ("admin", Role.ADMINISTRATOR, "Admin Contoh", None),
        ("bri", Role.BANK_OFFICER, "Petugas BRI Contoh", "BRI"),
        ("bsg", Role.BANK_OFFICER, "Petugas BSG Contoh", "BSG"),
    )
    users = []
    for name, role, full_name, bank in wanted:
        password = draw_password(rng)
        email = f"{name}@contoh.invalid"
        users.append(SampleUser(email, role, full_name, password, make_hash(password), bank))
    return users


def settle(
    session: Session, users: Sequence[SampleUser], *, seed: str, today: date, now: datetime
) -> tuple[World, list[SampleUser]]:
    """Add the users, under new addresses where those of an earlier run are taken."""
    banks = {bank.code: bank.id for bank in list_banks(session)}
    actors: dict[tuple[Role, str | None], list[Actor]] = defaultdict(list)
    added = []
    for user in users:
        free = replace(user, email=_free_email(session, user.email))
        row = add_user(
            session,
            actor=None,
            email=free.email,
            full_name=free.full_name,
            role=free.role,
            region=None if free.bank or free.role is Role.ADMINISTRATOR else BONE_BOLANGO,
            bank_id=banks[free.bank] if free.bank else None,
            password_hash=free.password_hash,
            now=now,
        )
        actors[free.role, free.bank].append(actor_of(row, today=today))
        added.append(free)
    supervisor = actors[Role.SUPERVISOR, None][0]
    agree_with_banks(session, supervisor, today=today, now=now)
    places = list_places(session, region=BONE_BOLANGO)
    world = World(
        seed=seed,
        today=today,
        caseworker=actors[Role.CASEWORKER, None][0],
        supervisor=supervisor,
        second_supervisor=actors[Role.SUPERVISOR, None][1],
        auditor=actors[Role.AUDITOR, None][0],
        officers={bank: actors[Role.BANK_OFFICER, bank][0] for bank in BANKS},
        banks=banks,
        villages=[place.code for place in places if place.district_code in DISTRICTS],
    )
    return world, added


def _free_email(session: Session, email: str) -> str:
    name, _at, domain = email.partition("@")
    number = 1
    while find_user_by_email(session, email=email) is not None:
        number += 1
        email = f"{name}{number}@{domain}"
    return email
