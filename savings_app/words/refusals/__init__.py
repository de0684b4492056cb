"""The sentence for each refusal: what is wrong, where, and what to do.

Each topic has its module. Its `REFUSALS` maps the name of a `DomainError` class to its Indonesian
sentence; the facts of the refusal fill its `%(name)s` places. A test checks that every refusal has
one.
"""

from __future__ import annotations

from datetime import date, datetime

from savings_app.errors import DomainError
from savings_app.money import Rupiah
from savings_app.words.formats import date_long, moment_long, rupiah
from savings_app.words.language import gettext
from savings_app.words.merging import merge_texts
from savings_app.words.refusals import (
    amounts,
    approvals,
    bank_api,
    bank_desk,
    bank_files,
    bank_lines,
    bank_profiles,
    banks,
    benefit,
    calculators,
    cases,
    claim_papers,
    complaints,
    consents,
    corrections,
    coverage,
    data_corrections,
    data_updates,
    deaths,
    document_runs,
    documents,
    estimates,
    everywhere,
    experiments,
    hand_overs,
    imports,
    literacy,
    merges,
    months,
    operation,
    payouts,
    planning,
    pledges,
    public_forms,
    receipts,
    reconciliation,
    recordings,
    registry,
    regulation,
    reminders,
    retention,
    signin,
    snap,
    support,
    uploads,
    visits,
    work,
)

TOPICS = (
    amounts,
    approvals,
    bank_desk,
    bank_api,
    bank_files,
    bank_profiles,
    bank_lines,
    banks,
    benefit,
    calculators,
    cases,
    claim_papers,
    complaints,
    consents,
    corrections,
    coverage,
    data_corrections,
    deaths,
    data_updates,
    document_runs,
    documents,
    estimates,
    everywhere,
    experiments,
    imports,
    literacy,
    hand_overs,
    merges,
    months,
    operation,
    payouts,
    planning,
    pledges,
    public_forms,
    receipts,
    reconciliation,
    recordings,
    registry,
    regulation,
    reminders,
    retention,
    signin,
    snap,
    support,
    uploads,
    visits,
    work,
)

REFUSALS: dict[str, str] = merge_texts(topic.REFUSALS for topic in TOPICS)


def _written(fact: object) -> object:
    if isinstance(fact, Rupiah):
        return rupiah(fact)
    if isinstance(fact, datetime):
        return moment_long(fact)
    if isinstance(fact, date):
        return date_long(fact)
    return fact


def sentence(refusal: DomainError) -> str:
    """What to tell the user, in the language in use."""
    for kind in type(refusal).__mro__:
        if kind.__name__ in REFUSALS:
            facts = {name: _written(fact) for name, fact in refusal.facts.items()}
            return gettext(REFUSALS[kind.__name__], **facts)
    return gettext("Ini tidak dapat dilakukan.")
