"""Which wording was tried, where it stands, and with whose approval; as a list and a file."""

from __future__ import annotations

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from savings_app.actors import Permission
from savings_app.experiments.kinds import ExperimentState, Topic
from savings_app.experiments.queries.experiments import (
    SORTING,
    ExperimentFilter,
    ExperimentRow,
    iterate_experiments,
    list_experiments,
)
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short
from savings_app.words.labels import label

bp = Blueprint("experiments", __name__, url_prefix="/experiments")

LISTING: Listing[ExperimentRow] = Listing(
    name="uji-pengingat",
    endpoint="government.experiments.index",
    export="government.experiments.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Nama"),
            lambda row: (
                row.name,
                url_for("government.experiment.show", experiment_id=row.id),
            ),
            sort="name",
        ),
        Column(_("Pengingat"), lambda row: label("experiment_topic", row.topic), sort="topic"),
        Column(_("Keadaan"), lambda row: label("experiment_state", row.state), sort="state"),
        Column(
            _("Mulai"), lambda row: date_short(row.starts_on), lambda row: row.starts_on, "starts"
        ),
        Column(_("Sampai"), lambda row: date_short(row.ends_on), lambda row: row.ends_on),
        Column(
            _("Keluarga direncanakan"),
            lambda row: str(row.families),
            lambda row: row.families,
            "families",
            number=True,
        ),
        Column(
            _("Susunan kata"), lambda row: str(row.wordings), lambda row: row.wordings, number=True
        ),
        Column(_("Persetujuan etik"), lambda row: row.ethics_number or ""),
    ),
    private=(),
)


class ExperimentFilterForm(FilterForm[ExperimentFilter]):
    state = KindFilter(_("Keadaan"), ExperimentState, group="experiment_state")
    topic = KindFilter(_("Pengingat"), Topic, group="experiment_topic")

    def wanted(self) -> ExperimentFilter:
        return ExperimentFilter(state=self.state.chosen, topic=self.topic.chosen)


@bp.post("/")
@requires(Permission.OVERVIEW_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(ExperimentFilterForm())


@bp.get("/")
@requires(Permission.OVERVIEW_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/experiments.html",
        ExperimentFilterForm(LISTING.sent()),
        list_experiments,
        may_run=g.actor.may(Permission.EXPERIMENT_RUN),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.OVERVIEW_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list, in the order it is shown."""
    return LISTING.take(file_type, ExperimentFilterForm(LISTING.sent()), iterate_experiments)
