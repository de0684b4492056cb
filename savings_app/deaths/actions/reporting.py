"""Hearing of a death: from anyone on the public page, from the Dinas, or from a list."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.passwords import LETTERS
from savings_app.access.public_sends import SEND_LINE, count_send
from savings_app.access.visitor_rules import PublicForm
from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.db import take_turn
from savings_app.deaths.actions.lines import (
    ReportFacts,
    add_line,
    add_report,
    combine,
    remember_if_certain,
)
from savings_app.deaths.actions.matching import match_line
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.deaths.queries.scope import get_notice
from savings_app.deaths.rules import check_death
from savings_app.regions.queries import find_home_regency, find_place
from savings_app.regions.rules import is_within
from savings_app.registry.rules import PlaceOutsideScope

REFERENCE_LETTERS = 10


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends the public page: `mark` is only counted and stands beside nothing."""

    mark: str | None
    request_key: UUID


def report_publicly(
    session: Session, *, facts: ReportFacts, visitor: Visitor, today: date, now: datetime
) -> str:
    """Anyone reports a death; the answer is its reference. A form sent twice has one.

    The registry is not looked at here: whatever the name, the same statements are made. A worker
    compares later, and a caseworker answers the family.

    Raises:
        DeathDayInFuture, PlaceOutsideScope, TooManySends
    """
    # Before the form is looked for: the same form sent twice at once waits here.
    take_turn(session, line=SEND_LINE)
    earlier = session.scalar(
        select(DeathReport.reference).where(DeathReport.request_key == visitor.request_key)
    )
    if earlier is not None:
        return earlier
    check_death(died_on=facts.died_on, born_on=None, certificate_on=None, today=today)
    home = find_home_regency(session)
    place = find_place(session, code=facts.region_code)
    if place is None or (home is not None and not is_within(place.code, home)):
        raise PlaceOutsideScope
    to_check = count_send(session, form=PublicForm.DEATH, mark=visitor.mark, now=now)
    notice = add_line(session, facts=facts, now=now)
    report = add_report(session, notice=notice, facts=facts, recorded_by=None, now=now)
    report.reference = _reference()
    report.request_key, report.to_check = visitor.request_key, to_check
    session.flush()
    record(
        session,
        actor=None,
        now=now,
        action="death:report",
        subject="death_notice",
        subject_id=notice.id,
    )
    return report.reference


def _reference() -> str:
    """`LK-7q4k-m2xd-9f`: 48 bits, so nobody finds another's by trying."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(REFERENCE_LETTERS))
    return f"LK-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}".upper()


def record_death(
    session: Session,
    *,
    actor: Actor,
    facts: ReportFacts,
    request_key: UUID,
    into: UUID | None = None,
    today: date,
    now: datetime,
) -> DeathNotice:
    """The Dinas writes down a death, or one more source of the line `into`.

    It is compared with the registry at once; where another line tells of the same death, its
    source joins that one, which is returned.

    Raises:
        NotFound, PlaceOutsideScope, DeathDayInFuture, DeathBornAfter, CertificateBeforeDeath
    """
    earlier = session.scalar(
        select(DeathNotice)
        .join(DeathReport, DeathReport.notice_id == DeathNotice.id)
        .where(DeathReport.request_key == request_key)
    )
    if earlier is not None:
        return get_notice(session, actor=actor, notice_id=earlier.id)
    check_death(
        died_on=facts.died_on,
        born_on=facts.born_on,
        certificate_on=facts.certificate_on,
        today=today,
    )
    place = find_place(session, code=facts.region_code)
    if place is None or not is_within(place.code, actor.region or "-"):
        raise PlaceOutsideScope
    notice = (
        get_notice(session, actor=actor, notice_id=into)
        if into
        else add_line(session, facts=facts, now=now)
    )
    report = add_report(session, notice=notice, facts=facts, recorded_by=actor.user_id, now=now)
    report.request_key = request_key
    session.flush()
    combine(session, notice=notice)
    record(
        session,
        actor=actor,
        now=now,
        action="death:record",
        subject="death_notice",
        subject_id=notice.id,
        source=facts.source.value,
    )
    notice = match_line(session, notice=notice, now=now)
    remember_if_certain(session, notice=notice, now=now)
    return notice
