"""The pages of a family spoken by staff: which recording belongs to which page, and its sound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from savings_app.actors import Permission
from savings_app.db import get_session
from savings_app.errors import NotFound
from savings_app.planning.kinds import PlanStep
from savings_app.recordings.kinds import family_places, step_place
from savings_app.recordings.queries import list_voices
from savings_app.web.guards import requires
from savings_app.web.voices import Player, player_of, sound

bp = Blueprint("voices", __name__, url_prefix="/recordings")

# View → place. Pages that are not here hold a form or a list of the family's own alone.
PLACES: Mapping[str, str] = {
    "family.home.index": "home",
    "family.benefit.show": "benefit",
    "family.home.papers": "papers",
    "family.receipt.confirm": "receipt",
    "family.receipt.missing": "missing",
    "family.plan.index": "plan-start",
    "family.plan.amount": "plan-start",
    "family.plan.review": step_place(PlanStep.REVIEW),
    "family.plan.show_version": "plan-agreed",
    "family.plan.use": "plan-use",
    "family.pledges.index": "pledges",
    "family.pledges.choose": "pledge-choice",
    "family.savings.index": "savings",
    "family.consents.index": "consents",
    "family.reminders.index": "reminders",
    "family.follow_up.show": "visit",
    "family.complaint.index": "complaint",
    "family.documents.index": "documents",
    "family.support.index": "support",
    "family.word.choose": "word",
}


@bp.get("/<recording_place>/<recording_language>.ogg")
@requires(Permission.OWN_READ)
def listen(recording_place: str, recording_language: str) -> ResponseReturnValue:
    """
    Raises:
        NotFound
    """
    if recording_place not in family_places():
        raise NotFound
    return sound(recording_place, recording_language)


def players_here() -> Sequence[Player]:
    """What this page offers to hear."""
    place = _place_here()
    if place is None:
        return ()
    return [
        player_of(voice, "family.voices.listen", recording_place=place)
        for voice in list_voices(get_session(), places=[place])
    ]


def _place_here() -> str | None:
    """The place of the page that is being answered."""
    if request.endpoint == "family.plan.step":
        return step_place(PlanStep((request.view_args or {})["name"]))
    return PLACES.get(request.endpoint or "")
