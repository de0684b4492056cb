"""A line and its sources: made, put together from what they say, and told to the registry."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.deaths.kinds import DeathSource, DeathState
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.identifiers import KPJ, NIK
from savings_app.registry.known_deaths import forget_death, remember_death

# What the sources of a line may each know something of.
TOGETHER = (
    "full_name",
    "nik",
    "kpj",
    "born_on",
    "died_on",
    "region_code",
    "died_at_place",
    "certificate_number",
    "certificate_on",
)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What one source says; names are those of the columns of `death_report`."""

    source: DeathSource
    full_name: str
    died_on: date
    region_code: str
    nik: NIK | None = None
    kpj: KPJ | None = None
    born_on: date | None = None
    died_at_place: str | None = None
    certificate_number: str | None = None
    certificate_on: date | None = None
    reporter_name: str | None = None
    reporter_reach: str | None = None
    reporter_relation: str | None = None
    batch_id: UUID | None = None
    row_number: int | None = None


def add_line(session: Session, *, facts: ReportFacts, now: datetime) -> DeathNotice:
    """A line of one source, not yet compared with anything."""
    notice = DeathNotice(
        **{name: getattr(facts, name) for name in TOGETHER},
        recorded_at=now,
        state=DeathState.NO_CASE,
        match_confirmed=False,
        ruled_out=[],
    )
    session.add(notice)
    session.flush()
    return notice


def add_report(
    session: Session,
    *,
    notice: DeathNotice,
    facts: ReportFacts,
    recorded_by: UUID | None,
    now: datetime,
) -> DeathReport:
    """What a source said, kept as said."""
    said = {field.name: getattr(facts, field.name) for field in fields(facts)}
    report = DeathReport(notice_id=notice.id, recorded_at=now, recorded_by=recorded_by, **said)
    session.add(report)
    session.flush()
    return report


def list_reports(session: Session, *, notice_id: UUID) -> list[DeathReport]:
    """The sources of a line, the one that weighs most first."""
    order = list(DeathSource)
    reports = session.scalars(
        select(DeathReport)
        .where(DeathReport.notice_id == notice_id)
        .order_by(DeathReport.recorded_at, DeathReport.id)
    )
    return sorted(reports, key=lambda report: order.index(report.source))


def combine(session: Session, *, notice: DeathNotice) -> None:
    """Where sources differ, the one that weighs most is believed; what it leaves open, the next."""
    reports = list_reports(session, notice_id=notice.id)
    for name in TOGETHER:
        said = (getattr(report, name) for report in reports)
        value = next((one for one in said if one is not None), None)
        if value is not None or name not in ("full_name", "died_on", "region_code"):
            setattr(notice, name, value)
    session.flush()


def remember_if_certain(session: Session, *, notice: DeathNotice, now: datetime) -> None:
    """Tell the registry that this person died, or that it is not so certain after all.

    Certain is what the civil registry says, a match that is sure, and what a person decided. The
    word of a passer-by alone makes nobody dead.
    """
    certain = notice.state not in (DeathState.DOUBLE, DeathState.WRONG) and (
        notice.match_confirmed
        or notice.state is DeathState.NOT_PARTICIPANT
        or any(
            report.source is DeathSource.CIVIL_REGISTRY
            for report in list_reports(session, notice_id=notice.id)
        )
    )
    if not certain:
        forget_death(session, notice_id=notice.id)
        return
    remember_death(
        session,
        notice_id=notice.id,
        participant_id=notice.participant_id if notice.match_confirmed else None,
        nik=notice.nik,
        full_name=notice.full_name,
        region_code=notice.region_code,
        died_on=notice.died_on,
        now=now,
    )
