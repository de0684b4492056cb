"""Versions of the regulation, kept from a file and found by day."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.regulation.actions import (
    SHIPPED,
    VersionInForce,
    load_regulation,
    load_shipped_regulation,
)
from savings_app.regulation.queries import find_version_on, list_versions
from savings_app.regulation.reading import parse_regulation, parse_version

FIRST = date(2026, 1, 1)


def test_the_shipped_version_is_loaded_once_and_reads_back(session: Session, now: datetime) -> None:
    assert load_shipped_regulation(session, now=now).new == [FIRST]
    again = load_shipped_regulation(session, now=now)
    assert (again.new, again.changed, again.same) == ([], [], [FIRST])
    (kept,) = list_versions(session)
    assert parse_version(kept.content) == parse_regulation(SHIPPED.read_bytes()).versions[0]


def test_a_changed_draft_is_replaced_and_the_change_is_in_the_trail(
    session: Session, now: datetime
) -> None:
    load_shipped_regulation(session, now=now)
    changed = load_regulation(
        session,
        actor=None,
        regulation=parse_regulation(SHIPPED.read_bytes().replace(b"5_000_000", b"6_000_000")),
        now=now,
    )
    assert changed.changed == [FIRST]
    (kept,) = list_versions(session)
    assert kept.content["minimum_free"] == 6_000_000
    assert list(
        session.scalars(
            select(AuditEvent.action)
            .where(AuditEvent.subject_id == kept.id)
            .order_by(AuditEvent.sequence)
        )
    ) == ["regulation:load", "regulation:replace"]


def test_a_version_in_force_is_never_rewritten(session: Session, now: datetime) -> None:
    text = SHIPPED.read_bytes().replace(b'"rancangan"', b'"berlaku"')
    load_regulation(session, actor=None, regulation=parse_regulation(text), now=now)
    changed = text.replace(b"5_000_000", b"6_000_000")
    with pytest.raises(VersionInForce):
        load_regulation(session, actor=None, regulation=parse_regulation(changed), now=now)
    assert load_regulation(
        session, actor=None, regulation=parse_regulation(text), now=now
    ).same == [FIRST]
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 1


def test_the_latest_started_speaks_and_before_the_first_start_the_earliest_draft(
    session: Session, now: datetime
) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    version = text[text.index("[[version]]") :]
    later = version.replace("2026-01-01", "2026-06-01").replace("rancangan", "uji_publik")
    load_regulation(
        session, actor=None, regulation=parse_regulation((text + later).encode()), now=now
    )

    def starts(day: date) -> date | None:
        found = find_version_on(session, day=day, region_code="75.03.11.2003")
        return found.starts if found else None

    assert starts(date(2026, 5, 31)) == FIRST
    assert starts(date(2026, 6, 1)) == date(2026, 6, 1)
    assert starts(date(2025, 12, 31)) == FIRST  # not started: a draft, and labelled as one


def test_a_rule_of_another_kabupaten_says_nothing_here(session: Session, now: datetime) -> None:
    load_shipped_regulation(session, now=now)
    day = date(2026, 11, 23)
    assert find_version_on(session, day=day, region_code="75.01.01.2001") is None
    assert find_version_on(session, day=day, region_code="75.03.11.2003") is not None
    assert find_version_on(session, day=day) is not None


def test_before_the_first_start_an_issued_version_does_not_speak(
    session: Session, now: datetime
) -> None:
    text = SHIPPED.read_bytes().replace(b'"rancangan"', b'"berlaku"')
    load_regulation(session, actor=None, regulation=parse_regulation(text), now=now)
    assert find_version_on(session, day=date(2025, 12, 31)) is None
