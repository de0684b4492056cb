"""Somebody whose death is known stood as recipient, guardian, reporter or witness later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    Uuid,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.cases.hand_over_rules import plain_name
from savings_app.cases.models import Case, HandOver, HandOverFamily, HandOverWitness, Heir, Payout
from savings_app.cases.queries.dead import select_known_deaths
from savings_app.deaths.kinds import DeathState
from savings_app.deaths.models import DeathNotice
from savings_app.registry.models import KnownDeath
from savings_app.worklist.kinds import WarningKind
from savings_app.worklist.queries.sign import Sign, key_of

_NO_DEATH = (DeathState.DOUBLE, DeathState.WRONG)


def dead_people(session: Session) -> Iterator[Sign]:
    """By NIK in whatever was told of a death; by name and desa only where the death is certain."""
    dead = _told_of()
    found = {
        "penerima": _heirs(dead).join(dead, dead.c.nik == Heir.nik),
        "wali": _heirs(dead).join(dead, dead.c.nik == Heir.guardian_nik),
        "saksi": _witnesses(dead),
    }
    for dead_as, statement in found.items():
        for row in session.execute(statement):
            yield _sign(dead_as, row.id, row.case_id, row)
    yield from _reporters(session, dead)


def _sign(dead_as: str, who: UUID, case_id: UUID, dead: Row[Any]) -> Sign:
    key = key_of(WarningKind.DEAD_PERSON, dead_as, who, dead.dead_id, case_id)
    cases = {case_id} | ({dead.dead_case_id} if dead.dead_case_id else set())
    return Sign(WarningKind.DEAD_PERSON, key, frozenset(cases), {"as": dead_as})


def _told_of() -> Subquery:
    """Deaths that are certain, and those only told of: these have no name to compare."""
    certain = (known.subquery() for known in select_known_deaths())
    only_told = select(
        DeathNotice.id,
        cast(null(), Uuid),
        DeathNotice.nik,
        cast(null(), String),
        DeathNotice.region_code,
        DeathNotice.died_on,
    ).where(
        DeathNotice.nik.is_not(None),
        DeathNotice.case_id.is_(None),
        DeathNotice.state.not_in(_NO_DEATH),
        ~exists().where(KnownDeath.notice_id == DeathNotice.id),
    )
    return union_all(
        *(
            select(
                known.c.id.label("dead_id"),
                known.c.case_id.label("dead_case_id"),
                known.c.nik,
                known.c.full_name,
                known.c.region_code,
                known.c.died_on,
            )
            for known in certain
        ),
        only_told,
    ).subquery("dead")


def _heirs(dead: Subquery) -> Select[Any]:
    return (
        select(Heir.id, Case.id.label("case_id"), dead.c.dead_id, dead.c.dead_case_id)
        .join(Case, Case.id == Heir.case_id)
        .where(Case.withdrawn_at.is_(None), _not_paid_by(dead.c.died_on))
    )


def _not_paid_by(died_on: SQLColumnExpression[date]) -> ColumnElement[bool]:
    """The recipient was not paid yet when the death happened, or was paid after it too."""
    last = (
        select(func.max(Payout.paid_on))
        .where(Payout.recipient_id == Heir.id)
        .correlate(Heir)
        .scalar_subquery()
    )
    return or_(last.is_(None), died_on <= last)


def _reporters(session: Session, dead: Subquery) -> Iterator[Sign]:
    """A reporter has no NIK: somebody of this name and desa had died before the case opened.

    Names are compared here: a database without an index on them compares each with each.
    """
    died: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in session.execute(select(dead).where(dead.c.full_name.is_not(None))):
        died[plain_name(row.full_name), row.region_code].append(row)
    told = select(Case.id, Case.region_code, Case.reporter_name, Case.opened_on).where(
        Case.withdrawn_at.is_(None)
    )
    for case in session.execute(told):
        for one in died.get((plain_name(case.reporter_name), case.region_code), ()):
            if one.died_on <= case.opened_on:
                yield _sign("pelapor", case.id, case.id, one)


def _witnesses(dead: Subquery) -> Select[Any]:
    """Of a hand-over that took place; one without a NIK is asked for it there, see its rules."""
    return (
        select(
            HandOverWitness.id,
            HandOverFamily.case_id,
            dead.c.dead_id,
            dead.c.dead_case_id,
        )
        .join(HandOver, HandOver.id == HandOverWitness.hand_over_id)
        .join(HandOverFamily, HandOverFamily.hand_over_id == HandOver.id)
        .join(dead, dead.c.nik == HandOverWitness.nik)
        .where(dead.c.died_on <= func.coalesce(HandOver.held_on, HandOver.planned_on))
    )
