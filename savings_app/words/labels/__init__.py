"""How codes of the law and of our own tables are called in front of people.

Each topic has its module with its groups; several topics may add to one group.
"""

from __future__ import annotations

from savings_app.words.labels import (
    accounts,
    approvals,
    audit,
    bank_api,
    bank_desk,
    bank_files,
    bank_lines,
    bank_profiles,
    banks,
    benefit,
    cases,
    claim_papers,
    complaints,
    coverage,
    data_corrections,
    data_updates,
    deaths,
    document_runs,
    documents,
    estimates,
    events,
    experiments,
    hand_overs,
    heir_search,
    imports,
    literacy,
    merges,
    months,
    papers,
    people,
    planning,
    pledges,
    recordings,
    registry,
    regulation,
    reminders,
    retention,
    snap,
    statements,
    support,
    visits,
    work,
)
from savings_app.words.language import gettext
from savings_app.words.merging import merge_groups

TOPICS = (
    approvals,
    accounts,
    audit,
    bank_desk,
    bank_api,
    bank_files,
    bank_profiles,
    bank_lines,
    banks,
    benefit,
    cases,
    claim_papers,
    complaints,
    coverage,
    data_corrections,
    deaths,
    data_updates,
    document_runs,
    documents,
    estimates,
    events,
    experiments,
    imports,
    literacy,
    hand_overs,
    merges,
    months,
    heir_search,
    papers,
    people,
    planning,
    pledges,
    recordings,
    registry,
    regulation,
    reminders,
    retention,
    snap,
    statements,
    support,
    visits,
    work,
)

LABELS: dict[str, dict[str, str]] = merge_groups(topic.LABELS for topic in TOPICS)


def label(group: str, code: str) -> str:
    """What `code` of `group` is called, in the language in use.

    Raises:
        KeyError: a code without a name; a test walks all of them.
    """
    return gettext(LABELS[group][code])


def find_label(code: str, *groups: str) -> str | None:
    """What `code` is called in the first of these groups that knows it."""
    found = next((LABELS[group][code] for group in groups if code in LABELS[group]), None)
    return None if found is None else gettext(found)
