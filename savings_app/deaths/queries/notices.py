"""One line with its sources, for the page that decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from savings_app.access.queries import names_of
from savings_app.actors import Actor
from savings_app.cases.models import Case
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.deaths.kinds import DeathSource, Match
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.deaths.queries.candidates import list_look_alikes
from savings_app.deaths.queries.scope import get_notice
from savings_app.imports.models import ImportBatch
from savings_app.paging import PAGE_SIZE
from savings_app.regions.models import Region
from savings_app.registry.models import Participant
from savings_app.registry.queries import called, participants_seen_by


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What one source said. `by` wrote it down here; `file` is the list it stands in."""

    report: DeathReport
    place: str
    by: str | None
    file: str | None


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A participant it may be, and how; only such as the reader may see."""

    participant: Participant
    place: str
    match: Match


@dataclass(frozen=True, slots=True)
class NoticePage:
    """`elsewhere`: a participant is chosen whom this reader may not see."""

    notice: DeathNotice
    place: str
    sources: Sequence[SourceRow]
    participant: Participant | None
    elsewhere: bool
    look_alikes: Sequence[LookAlike]
    case_number: str | None
    decided_by: str | None
    answered_by: str | None
    flooded: bool  # all its sources came while too much came at once
    checked_by: str | None


def get_notice_page(session: Session, *, actor: Actor, notice_id: UUID) -> NoticePage:
    """
    Raises:
        NotFound
    """
    notice = get_notice(session, actor=actor, notice_id=notice_id)
    participant = session.scalar(
        select(Participant).where(
            Participant.id == notice.participant_id, participants_seen_by(actor)
        )
    )
    number = session.scalar(
        select(Case.number).where(Case.id == notice.case_id, cases_seen_by(actor))
    )
    users = (notice.decided_by, notice.answered_by, notice.checked_by)
    known = {one for one in users if one is not None}
    names = names_of(session, known) if known else {}
    sources = _sources(session, notice.id)
    return NoticePage(
        notice=notice,
        place=_place_of(session, notice.region_code),
        sources=sources,
        participant=participant,
        elsewhere=notice.participant_id is not None and participant is None,
        look_alikes=_look_alikes(session, actor, notice),
        case_number=number,
        decided_by=names.get(notice.decided_by) if notice.decided_by else None,
        answered_by=names.get(notice.answered_by) if notice.answered_by else None,
        flooded=bool(sources) and all(row.report.to_check for row in sources),
        checked_by=names.get(notice.checked_by) if notice.checked_by else None,
    )


@dataclass(frozen=True, slots=True)
class FoundParticipant:
    """A line of a search in the registry; `place` is `Desa, Kecamatan`."""

    participant: Participant
    place: str


def search_registry(session: Session, *, actor: Actor, text: str) -> list[FoundParticipant]:
    """Participants the actor may see by part of the name, or the whole NIK or KPJ; the first 25.

    Raises:
        SearchTooShort
    """
    village, district = aliased(Region), aliased(Region)
    rows = session.execute(
        select(Participant, village.name.label("village"), district.name.label("district"))
        .join(village, village.code == Participant.region_code)
        .outerjoin(district, district.code == village.parent_code)
        .where(participants_seen_by(actor), called(text))
        .order_by(Participant.full_name, Participant.id)
        .limit(PAGE_SIZE)
    )
    return [FoundParticipant(row[0], f"{row.village}, {row.district}") for row in rows]


def find_report_day(session: Session, *, reference: str) -> datetime | None:
    """When the public report with this reference was received: all that its bearer hears."""
    return session.scalar(
        select(DeathReport.recorded_at).where(DeathReport.reference == reference.strip().upper())
    )


def find_reporter(session: Session, *, notice_id: UUID) -> DeathReport | None:
    """The source that left a name and a way to be reached, the latest first."""
    return session.scalar(
        select(DeathReport)
        .where(DeathReport.notice_id == notice_id, DeathReport.reporter_name.is_not(None))
        .order_by((DeathReport.source == DeathSource.PUBLIC).desc(), DeathReport.recorded_at.desc())
        .limit(1)
    )


def _place_of(session: Session, code: str) -> str:
    village, district = aliased(Region), aliased(Region)
    row = session.execute(
        select(village.name.label("village"), district.name.label("district"))
        .outerjoin(district, district.code == village.parent_code)
        .where(village.code == code)
    ).one()
    return f"{row.village}, {row.district}"


def _sources(session: Session, notice_id: UUID) -> list[SourceRow]:
    village, district = aliased(Region), aliased(Region)
    rows = session.execute(
        select(
            DeathReport,
            village.name.label("village"),
            district.name.label("district"),
            ImportBatch.source.label("file"),
        )
        .join(village, village.code == DeathReport.region_code)
        .outerjoin(district, district.code == village.parent_code)
        .outerjoin(ImportBatch, ImportBatch.id == DeathReport.batch_id)
        .where(DeathReport.notice_id == notice_id)
        .order_by(DeathReport.recorded_at, DeathReport.id)
    ).all()
    users = {row.DeathReport.recorded_by for row in rows if row.DeathReport.recorded_by}
    names = names_of(session, users) if users else {}
    return [
        SourceRow(
            report=row.DeathReport,
            place=f"{row.village}, {row.district}",
            by=names.get(row.DeathReport.recorded_by),
            file=row.file,
        )
        for row in rows
    ]


def _look_alikes(session: Session, actor: Actor, notice: DeathNotice) -> list[LookAlike]:
    alike = list_look_alikes(session, notice=notice)
    ways = {one.id: way for one, way in alike if str(one.id) not in set(notice.ruled_out)}
    village, district = aliased(Region), aliased(Region)
    rows = session.execute(
        select(Participant, village.name.label("village"), district.name.label("district"))
        .join(village, village.code == Participant.region_code)
        .outerjoin(district, district.code == village.parent_code)
        .where(Participant.id.in_(ways), participants_seen_by(actor))
        .order_by(Participant.full_name, Participant.id)
    )
    order = list(Match)
    found = [
        LookAlike(row.Participant, f"{row.village}, {row.district}", ways[row.Participant.id])
        for row in rows
    ]
    return sorted(found, key=lambda one: order.index(one.match))
