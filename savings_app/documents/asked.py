"""Who asks for which document of whom, and when: what the content of every kind starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from savings_app.actors import Actor
from savings_app.cases.models import Heir
from savings_app.documents.rules import Wanted


@dataclass(frozen=True, slots=True)
class Asked:
    """`today` is the day of the Dinas (WITA) on which it is asked."""

    actor: Actor
    recipient: Heir
    wanted: Wanted
    today: date
