"""Asking for a correction, deciding on it, and what one person may still change alone."""

from savings_app.corrections.actions.merging import request_merge, request_separation
from savings_app.corrections.actions.requests import (
    edit_heir_alone,
    edit_participant_alone,
    record_values_shown,
    request_for_heir,
    request_for_participant,
    take_step,
)

__all__ = [
    "edit_heir_alone",
    "edit_participant_alone",
    "record_values_shown",
    "request_for_heir",
    "request_for_participant",
    "request_merge",
    "request_separation",
    "take_step",
]
