"""What a stop of contributions on a day would mean for families: figures, no judgement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.coverage.queries.covered import find_months
from savings_app.coverage.queries.stopping import StopGroup, count_stop, scholarship_months
from savings_app.db import get_session
from savings_app.errors import DomainError
from savings_app.paging import Order, TableSorting
from savings_app.regions.queries import list_places
from savings_app.registry.coverage_rules import add_months, month_of
from savings_app.registry.rules import Payer
from savings_app.web.fields import DateField, Filled
from savings_app.web.filters import KindFilter
from savings_app.web.forms import Form
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import number
from savings_app.words.labels import label

bp = Blueprint("stop_cost", __name__, url_prefix="/coverage/stop")


@dataclass(frozen=True, slots=True)
class StopRow:
    """A desa and a payer, with the desa's name; `id` names both."""

    id: str
    place: str
    group: StopGroup


def _figure(name: str) -> Callable[[StopRow], int]:
    return lambda row: int(getattr(row.group, name))


def _key(name: str) -> Callable[[StopRow], tuple[object, ...]]:
    figure = _figure(name)
    return lambda row: (figure(row),)


def _column(heading: object, name: str) -> Column[StopRow]:
    figure = _figure(name)
    return Column(heading, lambda row: number(figure(row)), taken=figure, sort=name, number=True)


SORTS: TableSorting[StopRow] = TableSorting(
    {
        "place": lambda row: (row.place,),
        "payer": lambda row: (row.group.payer,),
        **{
            name: _key(name)
            for name in ("people", "short", "short_months", "reach_sooner", "reach_later")
        },
    },
    default=Order("place"),
)
LISTING: Listing[StopRow] = Listing(
    name="kalau-dihentikan",
    endpoint="government.stop_cost.index",
    export="government.stop_cost.export",
    sorting=SORTS.chosen,
    private=(),
    columns=(
        Column(_("Desa, kecamatan"), lambda row: row.place, sort="place"),
        Column(_("Penanggung"), lambda row: label("payer", row.group.payer), sort="payer"),
        _column(_("Terlindungi"), "people"),
        _column(_("Belum cukup untuk beasiswa"), "short"),
        _column(_("Bulan yang sudah dibayar"), "short_months"),
        _column(_("Cukup dalam 6 bulan"), "reach_sooner"),
        _column(_("Cukup dalam 12 bulan"), "reach_later"),
    ),
)


PUBLIC_PAYERS = (Payer.APBD, Payer.APBDES, Payer.APBN)


class StopForm(Form):
    """A day and a payer are no personal data: both stand in the address."""

    on = DateField(_("Berhenti mulai tanggal"), [Filled(_("Tulis tanggalnya."))])
    payer = KindFilter(_("Penanggung iuran"), PUBLIC_PAYERS, group="payer")


@dataclass(frozen=True, slots=True)
class StopAnswer:
    """The answer for a day: `last_month` is the last list before it, None where there is none."""

    on: date
    last_month: date | None
    needed: int
    rows: Sequence[StopRow]

    def total(self, name: str) -> int:
        return sum(_figure(name)(row) for row in self.rows)


def _form() -> StopForm:
    is_asked = any(name.startswith("on-") for name in request.args)
    following = add_months(month_of(clock.today()), 1)
    return StopForm(
        request.args if is_asked else None, data=None if is_asked else {"on": following}
    )


def _answer(form: StopForm, on: date) -> StopAnswer:
    """
    Raises:
        NotYetInForce: a day before the first law.
    """
    session = get_session()
    needed = scholarship_months(on)
    months = find_months(session)
    if months is None or months[0] >= month_of(on):
        return StopAnswer(on, None, needed, ())
    last = min(months[1], add_months(month_of(on), -1))
    places = {one.code: one for one in list_places(session, region=g.actor.region or "-")}
    groups = count_stop(
        session, actor=g.actor, last_month=last, needed=needed, payer=form.payer.chosen
    )
    rows = [
        StopRow(
            f"{one.region_code}-{one.payer}", str(places.get(one.region_code, one.region_code)), one
        )
        for one in groups
    ]
    return StopAnswer(on, last, needed, SORTS.sorted(rows, LISTING.order()))


@bp.get("/")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    form = _form()
    answer = None
    if form.on.data is not None and (not request.args or form.validate()):
        try:
            answer = _answer(form, form.on.data)
        except DomainError as refusal:
            refusal.field = "on"
            form.show(refusal)
    rows = answer.rows if answer else ()
    return render_template(
        "government/stop_cost.html",
        form=form,
        answer=answer,
        shown=LISTING.page(LISTING.slice(rows)),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.COVERAGE_READ)
def export(file_type: str) -> ResponseReturnValue:
    form = _form()
    return LISTING.file(file_type, _answer(form, form.on.data).rows if form.on.data else ())
