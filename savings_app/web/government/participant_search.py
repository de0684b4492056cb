"""What the search of participants asks and shows, and places to choose from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import g, url_for
from wtforms import SearchField, SelectField

from savings_app import clock
from savings_app.cases.queries.search import SORTING, FoundParticipant, Narrowing
from savings_app.db import get_session
from savings_app.regions.queries import Place, list_districts, list_places
from savings_app.registry.queries import list_categories
from savings_app.registry.rules import Payer, Segment
from savings_app.web.columns import day_column
from savings_app.web.filters import KindFilter, RowFilter
from savings_app.web.forms import Form, choices, grouped_choices, longest
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label


def by_district(places: Sequence[Place]) -> dict[str, list[tuple[str, str]]]:
    """The places under their kecamatan; each still says which, for the doubled names."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in places:
        groups.setdefault(place.district, []).append((place.code, str(place)))
    return groups


def _case(row: FoundParticipant) -> str | tuple[str, str]:
    if row.number is None:
        return ""
    return row.number, url_for("government.case.show", case_id=row.case_id)


LISTING: Listing[FoundParticipant] = Listing(
    name="peserta",
    endpoint="government.participants.index",
    export="government.participants.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Nama"),
            lambda row: (
                row.full_name,
                url_for("government.participants.show", participant_id=row.id),
            ),
            sort="name",
        ),
        Column(_("Desa, kecamatan"), lambda row: row.place, sort="place"),
        Column(_("NIK"), lambda row: str(row.nik) if row.nik else gettext("belum ada")),
        day_column(_("Lahir"), lambda row: row.born_on, sort="born"),
        Column(
            _("Kategori"),
            lambda row: row.category,
            sort="category",
            under=lambda row: label("payer", row.payer),
            under_heading=_("Penanggung iuran"),
        ),
        day_column(_("Berhenti"), lambda row: row.stopped_on, sort="stopped"),
        Column(_("Nomor santunan"), _case),
    ),
)
COVERED, STOPPED = "covered", "stopped"


class SearchForm(Form):
    """Unknown choices are no filter; a link typed by hand never ends in an error."""

    q = SearchField(_("Nama, NIK lengkap, atau KPJ lengkap"), [longest(120)])
    region = SelectField(_("Kecamatan atau desa"), validate_choice=False)
    category = RowFilter(_("Kategori"))
    payer = KindFilter(_("Penanggung iuran"), Payer, group="payer")
    segment = KindFilter(_("Segmen"), Segment, group="segment")
    membership = SelectField(_("Kepesertaan"), validate_choice=False)
    regions: Collection[str] = ()

    def narrowed(self) -> Narrowing:
        return Narrowing(
            segment=self.segment.chosen,
            category=self.category.chosen,
            payer=self.payer.chosen,
            region=self.region.data if self.region.data in self.regions else None,
            stopped={COVERED: False, STOPPED: True}.get(self.membership.data),
            today=clock.today(),
        )

    @property
    def is_asked(self) -> bool:
        """Something was written or chosen: only then anybody is looked for."""
        return any(field.data for field in self)


def search_form() -> SearchForm:
    form, session = SearchForm(LISTING.sent()), get_session()
    region, everything = g.actor.region or "-", gettext("Semua")
    districts = list_districts(session, region=region)
    places = list_places(session, region=region)
    form.regions = {*(code for code, name in districts), *(place.code for place in places)}
    form.region.choices = grouped_choices(
        {gettext("Kecamatan"): districts, **by_district(places)}, empty=everything
    )
    form.category.offer(list_categories(session, day=clock.today()))
    form.membership.choices = choices(
        [(COVERED, gettext("Belum berhenti")), (STOPPED, gettext("Sudah berhenti"))],
        empty=everything,
    )
    return form
