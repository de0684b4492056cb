"""The signed session cookie: who signed in, and when they were last here.

It holds ids and an epoch only. Raising the epoch of a user or of a letter (sign-out, new password)
ends every session of that person on every device.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import flash, g, session

from savings_app import clock
from savings_app.access.queries import actor_of, find_user_for_session
from savings_app.actors import Actor, Role
from savings_app.cases.queries.letters import find_letter_for_session, find_visit_for_session
from savings_app.db import get_session
from savings_app.words import gettext

FAMILY_IDLE = timedelta(minutes=10)
STAFF_IDLE = timedelta(minutes=60)


def begin_staff(*, user_id: UUID, epoch: int) -> None:
    """From now on this browser is this user's."""
    _begin(user_id=str(user_id), epoch=epoch)


def begin_family(*, letter_id: UUID, epoch: int) -> None:
    """From now on this browser is this recipient's."""
    _begin(letter_id=str(letter_id), epoch=epoch)


def _begin(**facts: object) -> None:
    locale = session.get("locale")
    session.clear()
    session.update(facts, seen=_now())
    if locale:
        session["locale"] = locale


def begin_visit(visit_id: UUID) -> None:
    """The signed-in caseworker sits with a family: its pages open, marked as assisted."""
    session["visit_id"] = str(visit_id)
    session["visit_seen"] = _now()


def end_visit() -> None:
    session.pop("visit_id", None)
    session.pop("visit_seen", None)


def current_visit_id() -> UUID | None:
    return UUID(session["visit_id"]) if "visit_id" in session else None


def end() -> None:
    """Forget everybody on this browser, keep the language."""
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale


def _end_idle() -> None:
    end()
    flash(gettext("Anda dikeluarkan karena halaman lama tidak dipakai. Silakan masuk lagi."))


def current_actor(*, for_family: bool) -> Actor | None:
    """The person behind this request, or None. On family pages an assisted visit counts."""
    if "user_id" in session:
        staff = _staff()
        return _assisted(staff) if staff and for_family and "visit_id" in session else staff
    if "letter_id" in session:
        return _family()
    return None


def _staff() -> Actor | None:
    if _idle_for("seen") > STAFF_IDLE:
        _end_idle()
        return None
    user = find_user_for_session(get_session(), user_id=UUID(session["user_id"]))
    if user is None or user.session_epoch != session.get("epoch"):
        end()
        return None
    session["seen"] = _now()
    g.user = user
    return actor_of(user, today=clock.today())


def _assisted(staff: Actor) -> Actor:
    if _idle_for("visit_seen") > FAMILY_IDLE:
        end_visit()
        return staff
    visit = find_visit_for_session(get_session(), actor=staff, visit_id=UUID(session["visit_id"]))
    if visit is None:
        end_visit()
        return staff
    session["visit_seen"] = _now()
    return Actor(
        role=Role.FAMILY,
        case_id=visit.case_id,
        recipient_id=visit.recipient_id,
        assisted_by=staff.user_id,
    )


def _family() -> Actor | None:
    if _idle_for("seen") > FAMILY_IDLE:
        _end_idle()
        return None
    letter = find_letter_for_session(get_session(), letter_id=UUID(session["letter_id"]))
    if letter is None or letter.session_epoch != session.get("epoch"):
        end()
        return None
    session["seen"] = _now()
    g.word_is_missing = not letter.has_word
    return Actor(role=Role.FAMILY, case_id=letter.case_id, recipient_id=letter.recipient_id)


def word_is_missing() -> bool:
    """The family came in with its letter's code and has not chosen its kata masuk yet."""
    return bool(g.get("word_is_missing", False))


def _now() -> int:
    return int(clock.now_utc().timestamp())


def _idle_for(key: str) -> timedelta:
    return timedelta(seconds=_now() - int(session.get(key, 0)))
