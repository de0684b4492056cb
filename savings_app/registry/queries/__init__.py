"""Reading participants and what was paid for them; a module for each topic."""

from savings_app.registry.queries.contributions import contributions_that_count
from savings_app.registry.queries.coverage import ContributionRow, Coverage, get_coverage
from savings_app.registry.queries.people import (
    SHORTEST_SEARCH,
    CategoryRow,
    SearchTooShort,
    called,
    find_category_name,
    find_namesake,
    get_participant,
    get_record,
    has_double,
    list_categories,
    list_category_rows,
    names_of_participants,
    nik_warnings,
    participants_seen_by,
    records_seen_by,
)

__all__ = [
    "SHORTEST_SEARCH",
    "CategoryRow",
    "ContributionRow",
    "Coverage",
    "SearchTooShort",
    "called",
    "contributions_that_count",
    "find_category_name",
    "find_namesake",
    "get_coverage",
    "get_participant",
    "get_record",
    "has_double",
    "list_categories",
    "list_category_rows",
    "names_of_participants",
    "nik_warnings",
    "participants_seen_by",
    "records_seen_by",
]
