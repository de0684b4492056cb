"""What the forms about coverage choose from: regions of the actor, legal bases, years."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g, request

from savings_app import clock
from savings_app.coverage.queries.bases import list_basis_choices
from savings_app.coverage.rules import EARLIEST_YEAR
from savings_app.db import get_session
from savings_app.regions.queries import find_region, list_districts, list_places
from savings_app.web.forms import choices, grouped_choices
from savings_app.web.government.participant_search import by_district
from savings_app.words import gettext

YEARS_AHEAD = 1


def region_choices() -> list[Any]:
    """The actor's region, its kecamatan, and its desa under the heading of their kecamatan."""
    session, region = get_session(), g.actor.region or "-"
    own = find_region(session, code=region)
    groups = {
        gettext("Seluruh wilayah"): [(own.code, f"{own.kind.value.capitalize()} {own.name}")]
        if own
        else [],
        gettext("Kecamatan"): [
            row for row in list_districts(session, region=region) if row[0] != region
        ],
        **by_district(list_places(session, region=region)),
    }
    return grouped_choices(groups, empty=gettext("Pilih wilayah"))


def basis_choices() -> list[Any]:
    rows = list_basis_choices(get_session(), actor=g.actor)
    return choices(rows, empty=gettext("Belum ada atau tidak disebut"))


def chosen_basis(sent: str | None) -> UUID | None:
    """The id that was chosen; a damaged one is one no basis has."""
    if not sent:
        return None
    try:
        return UUID(sent)
    except ValueError:
        return UUID(int=0)


def year_choices() -> list[Any]:
    newest = clock.today().year + YEARS_AHEAD
    return choices([(str(one), str(one)) for one in range(newest, EARLIEST_YEAR - 1, -1)])


def chosen_year() -> int:
    """The year of the address, where the programme has it, else this year."""
    year = request.args.get("year", type=int) or 0
    today = clock.today()
    return year if EARLIEST_YEAR <= year <= today.year + YEARS_AHEAD else today.year
