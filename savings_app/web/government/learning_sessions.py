"""Learning sessions of the desa: which are planned and which took place; as a list and a file."""

from __future__ import annotations

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from savings_app.actors import Permission
from savings_app.cases.event_kinds import EventState
from savings_app.literacy.queries import (
    SORTING,
    SessionFilter,
    SessionRow,
    iterate_sessions,
    list_sessions,
)
from savings_app.web.filters import DistrictFilter, FilterForm, KindFilter
from savings_app.web.government.events import event_columns
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

bp = Blueprint("learning_sessions", __name__, url_prefix="/learning-sessions")


def _came(row: SessionRow) -> str:
    if row.came is None or row.people is None:
        return ""
    return gettext("%(came)s keluarga, %(people)s orang", came=row.came, people=row.people)


LISTING: Listing[SessionRow] = Listing(
    name="belajar-bersama",
    endpoint="government.learning_sessions.index",
    export="government.learning_sessions.export",
    sorting=SORTING.chosen,
    columns=(
        *event_columns("government.learning_session.show", "learning_session_id"),
        Column(_("Bahan"), lambda row: row.topic),
        Column(_("Pemandu"), lambda row: row.leader),
        Column(_("Diundang"), lambda row: str(row.invited), sort="invited", number=True),
        Column(_("Hadir"), _came),
        Column(_("Keadaan"), lambda row: label("event_state", row.state), sort="state"),
    ),
    private=(),
)


class SessionFilterForm(FilterForm[SessionFilter]):
    state = KindFilter(_("Keadaan"), EventState, group="event_state")
    district = DistrictFilter(_("Kecamatan"))

    def wanted(self) -> SessionFilter:
        return SessionFilter(state=self.state.chosen, district=self.district.chosen)


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(SessionFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/learning_sessions.html",
        SessionFilterForm(LISTING.sent()),
        list_sessions,
        may_plan=g.actor.may(Permission.CASE_EDIT),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list, in the order it is shown."""
    return LISTING.take(file_type, SessionFilterForm(LISTING.sent()), iterate_sessions)
