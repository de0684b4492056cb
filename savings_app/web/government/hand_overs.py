"""Hand-overs: which are planned and which were held; as a list and as a file."""

from __future__ import annotations

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from savings_app.actors import Permission
from savings_app.cases.hand_over_kinds import HandOverState
from savings_app.cases.queries.hand_overs import (
    SORTING,
    HandOverFilter,
    HandOverRow,
    iterate_hand_overs,
    list_hand_overs,
)
from savings_app.db import get_session
from savings_app.regions.queries import list_districts
from savings_app.web.filters import RowFilter
from savings_app.web.forms import Form, choices, labelled
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short
from savings_app.words.labels import label

bp = Blueprint("hand_overs", __name__, url_prefix="/hand-overs")
EVERY_STATE = "semua"

LISTING: Listing[HandOverRow] = Listing(
    name="penyerahan",
    endpoint="government.hand_overs.index",
    export="government.hand_overs.export",
    columns=(
        Column(
            _("Tanggal"),
            lambda row: (
                date_short(row.day),
                url_for("government.hand_over.show", hand_over_id=row.id),
            ),
            taken=lambda row: row.day,
            sort="day",
        ),
        Column(_("Desa, kecamatan"), lambda row: row.village, sort="place"),
        Column(_("Tempat"), lambda row: row.place),
        Column(_("Acara"), lambda row: label("occasion", row.occasion)),
        Column(_("Keluarga"), lambda row: str(row.families), sort="families", number=True),
        Column(_("Keadaan"), lambda row: label("hand_over_state", row.state), sort="state"),
    ),
    private=(),
)


class HandOverFilterForm(Form):
    """Unknown choices are no filter."""

    state = SelectField(_("Keadaan"), validate_choice=False)
    district = RowFilter(_("Kecamatan"))

    def wanted(self) -> HandOverFilter:
        state = self.state.data
        states = [HandOverState(state)] if state in set(HandOverState) else None
        if state == EVERY_STATE:
            states = []
        return HandOverFilter(
            states=(HandOverState.PLANNED,) if states is None else tuple(states),
            district=self.district.chosen,
        )


def _filter_form() -> HandOverFilterForm:
    form = HandOverFilterForm(LISTING.sent())
    planned, *others = labelled("hand_over_state", HandOverState)
    form.state.choices = [
        *choices([], empty=str(planned.label)),
        *others,
        *choices([(EVERY_STATE, gettext("Semua"))]),
    ]
    form.district.offer(list_districts(get_session(), region=g.actor.region or "-"))
    return form


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(HandOverFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    form = _filter_form()
    wanted = form.wanted()
    page = list_hand_overs(
        get_session(),
        actor=g.actor,
        wanted=wanted,
        order=LISTING.order(),
        place=LISTING.place(),
    )
    return render_template(
        "government/hand_overs.html",
        form=form,
        shown=LISTING.page(page, order=SORTING.chosen(LISTING.order())),
        is_filtered=wanted != HandOverFilter(),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    rows = iterate_hand_overs(
        get_session(), actor=g.actor, wanted=_filter_form().wanted(), order=LISTING.order()
    )
    return LISTING.file(file_type, rows)
