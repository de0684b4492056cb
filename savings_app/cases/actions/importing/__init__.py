"""Kinds of imports whose rows are of cases: what BPJS paid, and the cases of old spreadsheets."""

from savings_app.cases.actions.importing.past_cases import PAST_CASES
from savings_app.cases.actions.importing.payouts import PAYOUTS

__all__ = ["PAST_CASES", "PAYOUTS"]
