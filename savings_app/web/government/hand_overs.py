"""Hand-overs: which are planned and which were held; as a list and as a file."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from savings_app.actors import Permission
from savings_app.cases.event_kinds import EventState
from savings_app.cases.queries.hand_overs import (
    SORTING,
    HandOverFilter,
    HandOverRow,
    iterate_hand_overs,
    list_hand_overs,
)
from savings_app.web.filters import DistrictFilter, FilterForm
from savings_app.web.forms import choices, labelled
from savings_app.web.government.events import event_columns
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

bp = Blueprint("hand_overs", __name__, url_prefix="/hand-overs")
EVERY_STATE = "semua"

LISTING: Listing[HandOverRow] = Listing(
    name="penyerahan",
    endpoint="government.hand_overs.index",
    export="government.hand_overs.export",
    sorting=SORTING.chosen,
    columns=(
        *event_columns("government.hand_over.show", "hand_over_id"),
        Column(_("Acara"), lambda row: label("occasion", row.occasion)),
        Column(_("Keluarga"), lambda row: str(row.families), sort="families", number=True),
        Column(_("Keadaan"), lambda row: label("event_state", row.state), sort="state"),
    ),
    private=(),
)


class HandOverFilterForm(FilterForm[HandOverFilter]):
    state = SelectField(_("Keadaan"), validate_choice=False)
    district = DistrictFilter(_("Kecamatan"))

    def wanted(self) -> HandOverFilter:
        state = self.state.data
        states = [EventState(state)] if state in set(EventState) else None
        if state == EVERY_STATE:
            states = []
        return HandOverFilter(
            states=(EventState.PLANNED,) if states is None else tuple(states),
            district=self.district.chosen,
        )


def _filter_form() -> HandOverFilterForm:
    form = HandOverFilterForm(LISTING.sent())
    planned, *others = labelled("event_state", EventState)
    form.state.choices = [
        *choices([], empty=str(planned.label)),
        *others,
        *choices([(EVERY_STATE, gettext("Semua"))]),
    ]
    return form


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(HandOverFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show("government/hand_overs.html", _filter_form(), list_hand_overs)


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, _filter_form(), iterate_hand_overs)
