"""A death and everything after it. What is recorded about money here is append-only.

One module for each topic; import the tables from here.
"""

from savings_app.cases.models.access import AccessLetter, AssistedVisit
from savings_app.cases.models.benefit import BenefitApproval, BenefitComputation, BenefitPart
from savings_app.cases.models.case import Case
from savings_app.cases.models.complaints import Complaint
from savings_app.cases.models.money import Account, Claim, Payout, PayoutCredit, Receipt
from savings_app.cases.models.papers import Paper, PaperFile, PaperReceipt
from savings_app.cases.models.people import DisputeReferral, Heir, HeirSearch

__all__ = [
    "AccessLetter",
    "Account",
    "AssistedVisit",
    "BenefitApproval",
    "BenefitComputation",
    "BenefitPart",
    "Case",
    "Claim",
    "Complaint",
    "DisputeReferral",
    "Heir",
    "HeirSearch",
    "Paper",
    "PaperFile",
    "PaperReceipt",
    "Payout",
    "PayoutCredit",
    "Receipt",
]
