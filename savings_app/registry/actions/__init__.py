"""Writing down participants and what was paid for them; a module for each topic."""

from savings_app.registry.actions.categories import add_category
from savings_app.registry.actions.people import (
    ParticipantFacts,
    add_participant,
    edit_participant,
    record_numbers_shown,
)
from savings_app.registry.actions.stops import resume_participant, stop_participant

__all__ = [
    "ParticipantFacts",
    "add_category",
    "add_participant",
    "edit_participant",
    "record_numbers_shown",
    "resume_participant",
    "stop_participant",
]
