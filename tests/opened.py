"""A case as an officer opens it, with benefit and papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.opening import open_case
from savings_app.cases.kinds import Programme
from savings_app.cases.models import Case
from savings_app.money import Rupiah
from tests.builders import DIED_ON, NOW, TODAY, make_participant


def opened_case(session: Session, actor: Actor, *, now: datetime = NOW, **facts: Any) -> Case:
    """A death from illness on 1 October 2026, unless `facts` say otherwise."""
    usual = {
        "died_on": DIED_ON,
        "programme": Programme.JKM,
        "reporter_name": "Pelapor Uji",
        "reporter_relation": "tetangga",
    }
    return open_case(
        session,
        actor=actor,
        participant_id=make_participant(session).id,
        today=TODAY,
        now=now,
        **{**usual, **facts},
    )


def opened_accident(session: Session, actor: Actor, *, now: datetime = NOW) -> Case:
    """An accident at work: 48 wages of Rp2,000,000."""
    return opened_case(session, actor, now=now, programme=Programme.JKK, wage=Rupiah.of(2_000_000))
