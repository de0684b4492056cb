"""After how many days something is due, and why then. Pure.

Calendar days, so that a person can check them with a finger on a calendar; what the law counts in
working days (the payment of a claim) is counted where the claim is filed.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

from savings_app.regions.rules import working_days_between

# The first visit names the heirs; two days let the caseworker come home and write.
NO_RECIPIENT_DAYS = 2
# Handed over at the first visit, before middlemen come: a letter not given by now was forgotten.
LETTER_DAYS = 2
# Families are given a week to find a paper before somebody asks how they can be helped, unless a
# day to ask again is written down with the paper.
PAPER_DAYS = 7
# With everything there the claim goes out the next day.
READY_DAYS = 1
# A passbook with another name sends the claim back: it is cleared the day it is seen.
HOLDER_NAME_DAYS = 0
# A week after the money arrived the family is asked, on paper or by a visit, whether all is there.
RECEIPT_DAYS = 7
# A corrected benefit holds the claim up as long as nobody decides.
CORRECTION_DAYS = 3
# A warning is looked at within a week.
WARNING_DAYS = 7
# A guardianship that ends needs a new proof, or the child's own account: two months to prepare.
GUARDIAN_AHEAD = 60
GUARDIAN_BEHIND = 30
# Visits are planned a fortnight ahead, so that one trip serves several families.
VISIT_AHEAD = 14


def overdue_days(due_on: date, *, today: date, holidays: AbstractSet[date]) -> int:
    """Working days since the due day; 0 while it has not passed, at least 1 once it has."""
    if due_on >= today:
        return 0
    return max(1, working_days_between(due_on, today, holidays))


def late_days(due_on: date, *, today: date) -> int:
    """Calendar days since the due day, which is how the law counts the compensation."""
    return max(0, (today - due_on).days)
