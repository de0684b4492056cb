"""A death and everything after it. What is recorded about money here is append-only.

One module for each topic; import the tables from here.
"""

from savings_app.cases.models.access import AccessLetter, AssistedVisit
from savings_app.cases.models.benefit import (
    BenefitApproval,
    BenefitAssent,
    BenefitComputation,
    BenefitPart,
)
from savings_app.cases.models.case import Case
from savings_app.cases.models.complaints import Complaint, ComplaintEvent
from savings_app.cases.models.event import VillageEvent
from savings_app.cases.models.hand_over import HandOver, HandOverFamily, HandOverWitness
from savings_app.cases.models.money import (
    Account,
    Claim,
    PastPayment,
    Payout,
    PayoutCredit,
    Receipt,
    ReceiptCheck,
)
from savings_app.cases.models.papers import Paper, PaperFile, PaperReceipt
from savings_app.cases.models.people import DisputeReferral, Heir, HeirSearch
from savings_app.cases.models.work import CaseNote, FollowUpVisit, OwnMembership

__all__ = [
    "AccessLetter",
    "Account",
    "AssistedVisit",
    "BenefitApproval",
    "BenefitAssent",
    "BenefitComputation",
    "BenefitPart",
    "Case",
    "CaseNote",
    "Claim",
    "Complaint",
    "ComplaintEvent",
    "DisputeReferral",
    "FollowUpVisit",
    "HandOver",
    "HandOverFamily",
    "HandOverWitness",
    "Heir",
    "HeirSearch",
    "OwnMembership",
    "Paper",
    "PaperFile",
    "PaperReceipt",
    "PastPayment",
    "Payout",
    "PayoutCredit",
    "Receipt",
    "ReceiptCheck",
    "VillageEvent",
]
