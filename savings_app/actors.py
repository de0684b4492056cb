"""Who acts, and what each role may do. In code, reviewed like code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    FAMILY = "family"
    BANK_OFFICER = "bank_officer"
    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF_ROLES = tuple(role for role in Role if role is not Role.FAMILY)


class Permission(StrEnum):
    """`resource:action`, in alphabetical order."""

    ACCOUNT_CONFIRM_NAME = "account:confirm-name"
    AUDIT_READ = "audit:read"
    BANK_ANSWER_GIVE = "bank-answer:give"
    BANK_FILE_UPLOAD = "bank-file:upload"
    BANK_PRODUCT_EDIT = "bank-product:edit"
    BENEFIT_APPROVE = "benefit:approve"
    CASE_EDIT = "case:edit"
    CASE_READ = "case:read"
    COMPLAINT_ANSWER = "complaint:answer"
    COMPLAINT_RECORD = "complaint:record"
    CORRECTION_APPROVE = "correction:approve"
    CORRECTION_REQUEST = "correction:request"
    COVERAGE_EDIT = "coverage:edit"
    COVERAGE_READ = "coverage:read"
    DATA_UPDATE_APPROVE = "data-update:approve"
    DATA_UPDATE_EDIT = "data-update:edit"
    DEATH_RECORD = "death:record"
    EXPERIMENT_RUN = "experiment:run"
    FAMILY_ASSIST = "family:assist"
    HOLIDAY_EDIT = "holiday:edit"
    IMPORT_RUN = "import:run"
    MATCH_CONFIRM = "match:confirm"
    MONTH_CLOSE = "month:close"
    OVERVIEW_READ = "overview:read"
    OWN_CONSENT = "own:consent"
    OWN_PLAN = "own:plan"
    OWN_READ = "own:read"
    OWN_RECEIPT = "own:receipt"
    PASSWORD_CHANGE = "password:change"  # noqa: S105
    PAYOUT_RECORD = "payout:record"
    REFERENCE_EDIT = "reference:edit"
    STAFF_COMPLAINT_READ = "staff-complaint:read"
    USER_MANAGE = "user:manage"
    WARNING_DECIDE = "warning:decide"
    WARNING_READ = "warning:read"


_FAMILY = {
    Permission.OWN_READ,
    Permission.OWN_PLAN,
    Permission.OWN_CONSENT,
    Permission.OWN_RECEIPT,
}
_CASEWORKER = {
    Permission.CASE_READ,
    Permission.CASE_EDIT,
    Permission.COMPLAINT_RECORD,
    Permission.CORRECTION_REQUEST,
    Permission.COVERAGE_EDIT,
    Permission.COVERAGE_READ,
    Permission.DATA_UPDATE_EDIT,
    Permission.DEATH_RECORD,
    Permission.FAMILY_ASSIST,
    Permission.IMPORT_RUN,
    Permission.PASSWORD_CHANGE,
    Permission.PAYOUT_RECORD,
    Permission.WARNING_DECIDE,
    Permission.WARNING_READ,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.FAMILY: frozenset(_FAMILY),
    Role.BANK_OFFICER: frozenset(
        {
            Permission.ACCOUNT_CONFIRM_NAME,
            Permission.BANK_ANSWER_GIVE,
            Permission.BANK_FILE_UPLOAD,
            Permission.BANK_PRODUCT_EDIT,
            Permission.MATCH_CONFIRM,
            Permission.PASSWORD_CHANGE,
        }
    ),
    Role.CASEWORKER: frozenset(_CASEWORKER),
    Role.SUPERVISOR: frozenset(
        _CASEWORKER
        | {
            Permission.BENEFIT_APPROVE,
            Permission.COMPLAINT_ANSWER,
            Permission.CORRECTION_APPROVE,
            Permission.DATA_UPDATE_APPROVE,
            Permission.EXPERIMENT_RUN,
            Permission.HOLIDAY_EDIT,
            Permission.MONTH_CLOSE,
            Permission.OVERVIEW_READ,
            Permission.REFERENCE_EDIT,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Permission.AUDIT_READ,
            Permission.CASE_READ,
            Permission.COVERAGE_READ,
            Permission.OVERVIEW_READ,
            Permission.PASSWORD_CHANGE,
            Permission.STAFF_COMPLAINT_READ,
            # Only one about the work of staff: `worklist.warning_rules.may_decide`.
            Permission.WARNING_DECIDE,
            Permission.WARNING_READ,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.PASSWORD_CHANGE, Permission.USER_MANAGE}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, a command or a task.

    A family has no user: `recipient_id` names the one heir it acts for, and `assisted_by` the
    staff user who holds the device with it, if any. `region` is a Kemendagri prefix such as
    `75.03`; `bank_id` is the bank of an officer, who sees what its cooperation agreement
    lets pass on the day he `acts_on`: told none, he sees nothing. `only` narrows what the role
    may do: a bank's own system has no more than its scopes.
    """

    role: Role
    user_id: UUID | None = None
    region: str | None = None
    bank_id: UUID | None = None
    case_id: UUID | None = None
    recipient_id: UUID | None = None
    assisted_by: UUID | None = None
    acts_on: date | None = None
    only: frozenset[Permission] | None = None

    def may(self, permission: Permission) -> bool:
        if self.only is not None and permission not in self.only:
            return False
        return permission in ROLE_PERMISSIONS[self.role]
