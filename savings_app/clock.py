"""The system clock. Only web, cli and tasks import this; the domain is told the day and time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")


def now_utc() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Gorontalo (WITA, UTC+8)."""
    return now_utc().astimezone(WITA).date()
